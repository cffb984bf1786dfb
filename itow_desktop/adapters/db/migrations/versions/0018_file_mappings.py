"""File mappings: which column of a file is which field."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
