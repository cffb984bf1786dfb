"""Files that somebody wants imported, read."""
