"""Deeds about what proves what was mailed."""
