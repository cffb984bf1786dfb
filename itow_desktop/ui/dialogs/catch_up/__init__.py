"""The grid for what happened on paper."""
