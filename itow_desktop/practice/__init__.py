"""A stand-in TowBook with a fictional office."""
