"""A car's file: photos, scans, phone calls, reminders."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
