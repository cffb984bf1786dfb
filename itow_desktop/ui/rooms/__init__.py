"""The rooms of the window: each brings its panes, its menu entries, its dialogs."""
