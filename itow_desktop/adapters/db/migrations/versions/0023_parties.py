"""Parties have sources, purposes, every address that mail was ever sent to."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
