"""The settings of the office, a page for each kind."""
