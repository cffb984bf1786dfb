"""Desk work: snoozed, assigned and covered lines; dates that a manager moved."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
