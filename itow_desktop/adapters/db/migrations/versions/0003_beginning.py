"""The beginning: what is known of cars that stood here before the program."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
