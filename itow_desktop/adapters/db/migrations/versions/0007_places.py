"""Places: what is agreed with properties, how police departments are reached."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
