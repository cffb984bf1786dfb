"""The first migration: people, tables, search, audit and rights."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
