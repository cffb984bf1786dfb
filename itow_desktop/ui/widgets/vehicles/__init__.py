"""Widgets of the vehicle list: views as tabs, filters as chips."""
