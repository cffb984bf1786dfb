"""The words of letters are kept version by version."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
