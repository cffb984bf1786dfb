"""The open office as the window uses it: one desk for each kind of work."""
