"""Taking over the old database: files, what they say, what came of it."""
