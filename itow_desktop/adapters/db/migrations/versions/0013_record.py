"""The record: papers of events, and what the database refuses to be recorded."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
