"""Pieces of mail are followed from the printer to the mailbox, then back."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
