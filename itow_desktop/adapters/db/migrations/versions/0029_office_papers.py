"""The evening papers of the office, its newspapers."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
