"""Dialogs about properties and police departments."""
