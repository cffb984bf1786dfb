"""A change of very many rows costs each of them the same as a change of few."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
