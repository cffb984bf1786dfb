"""The first program's database: what its rows mean, and what becomes of them here."""
