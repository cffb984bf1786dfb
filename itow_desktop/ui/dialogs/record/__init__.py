"""Dialogs in which any event is recorded or corrected."""
