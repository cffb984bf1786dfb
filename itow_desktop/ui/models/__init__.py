"""Rows in, roles out."""
