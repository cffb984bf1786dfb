"""Parts of the queue pane."""
