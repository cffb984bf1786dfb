"""Deeds about what a car owes."""
