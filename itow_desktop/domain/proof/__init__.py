"""What proves what was written, mailed, answered."""
