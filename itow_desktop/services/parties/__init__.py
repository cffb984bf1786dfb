"""Deeds about the parties of a car."""
