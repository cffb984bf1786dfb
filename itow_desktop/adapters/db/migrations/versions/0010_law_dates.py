"""Law dates: which rules somebody checked against the law in force."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
