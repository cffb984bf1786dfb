"""Imports that begin by themselves: at set times, or when TowBook is back."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
