"""Lost PINs: a PIN that is missing in the database is not any PIN."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
