"""A batch on the printer is remembered until somebody says what came out."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
