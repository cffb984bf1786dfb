"""Live: each transaction tells the other programs what it changed."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
