"""Deeds about mail: prepare, hand over, follow."""
