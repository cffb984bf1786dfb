"""The first migration: people, tables, search, audit and rights."""

from pathlib import Path

from alembic import context, op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Run the SQL that lies beside this file, with the roles' prefix put in."""
    sql = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    prefix = context.config.attributes["role_prefix"]
    # The driver itself: SQLAlchemy would bind parameters, and a statement with parameters may not be several.
    op.get_bind().connection.driver_connection.execute(sql.replace("@prefix@", prefix))  # type: ignore[union-attr]
