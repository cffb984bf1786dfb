"""Packs in use: rule packs an office took into use; how the work stood each day."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
