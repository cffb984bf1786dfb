"""What leaves by e-mail waits in an outbox until somebody approves it."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
