"""The windows of the reports."""
