"""Dialogs of finding: choosing by typing, the name of a view, two days."""
