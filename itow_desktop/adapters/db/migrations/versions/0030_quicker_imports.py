"""A call that comes in costs the database less."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
