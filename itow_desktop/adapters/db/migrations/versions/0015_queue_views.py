"""Queue views: the office's vehicle list has a tab for each word of the queue."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
