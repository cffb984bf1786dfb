"""One pane per kind of work."""
