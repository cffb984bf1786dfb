"""Dialogs of the beginning: of an office, and of a car that TowBook knows too."""
