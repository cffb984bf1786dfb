"""Deeds about letters: gather, check, write, keep."""
