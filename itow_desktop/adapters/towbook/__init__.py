"""TowBook over HTTP, read only."""
