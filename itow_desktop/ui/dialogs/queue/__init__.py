"""Dialogs of the queue: look-ups, asking again, cars without a next step."""
