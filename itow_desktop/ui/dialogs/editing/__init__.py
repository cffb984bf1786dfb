"""Dialogs that change many cars at once, void them or bring them back."""
