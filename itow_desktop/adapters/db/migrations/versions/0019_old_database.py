"""The old database: its rows as they were read, and what was decided about them."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
