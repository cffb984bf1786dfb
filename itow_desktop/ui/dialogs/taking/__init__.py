"""The window for photos and documents that lie in a folder."""
