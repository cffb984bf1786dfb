"""Owners, lienholders and others: who they are, where mail reaches them."""
