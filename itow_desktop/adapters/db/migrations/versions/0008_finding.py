"""Finding: search over names and phones, saved views, favourites."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
