"""Windows of letters: writing them, changing their words."""
