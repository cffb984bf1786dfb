"""Letters as pages: one way to draw whatever is written as parts."""
