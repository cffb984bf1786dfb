"""The yard: spots, moves, walks, our file numbers."""

from itow_desktop.adapters.db.sql_beside import run_sql_beside

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Run the SQL that lies beside this file."""
    run_sql_beside(__file__)
