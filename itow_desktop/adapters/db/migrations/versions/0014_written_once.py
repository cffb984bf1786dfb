"""Written once: what an import brings is stored in one go, its deadlines and search text too."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
