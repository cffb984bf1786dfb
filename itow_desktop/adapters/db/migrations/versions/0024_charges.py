"""Each car has a ledger of charges that is only added to."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
