"""The printers of this computer."""
