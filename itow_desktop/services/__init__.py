"""Deeds of the front desk, one file each."""
