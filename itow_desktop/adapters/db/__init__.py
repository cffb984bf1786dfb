"""PostgreSQL behind the stores."""
