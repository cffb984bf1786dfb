"""One place that says what proves a second person."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
