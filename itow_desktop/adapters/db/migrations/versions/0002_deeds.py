"""Deeds: what each person did, in order, so that it can be undone by name."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
