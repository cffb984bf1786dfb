"""Dialogs of the lot: keys, moves, the walk."""
