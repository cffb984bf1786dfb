"""Parts of a car's page."""
