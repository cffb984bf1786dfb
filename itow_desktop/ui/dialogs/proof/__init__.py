"""Windows about what proves what was mailed."""
