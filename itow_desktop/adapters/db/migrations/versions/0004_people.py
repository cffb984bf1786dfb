"""People: what each may do, their PINs."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
