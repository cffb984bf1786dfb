"""Check import: what every import found, and what people decided."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
