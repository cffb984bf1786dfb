"""What the deeds ask of the outside world."""
