"""Runs the SQL file that lies beside a migration."""

from pathlib import Path

from alembic import context, op


def run_sql_beside(migration: str) -> None:
    """Run all of it, with the roles' prefix put in for ``@prefix@``; ``migration`` is the ``__file__`` of the migration."""
    sql = Path(migration).with_suffix(".sql").read_text(encoding="utf-8")
    prefix = context.config.attributes["role_prefix"]
    # The driver itself: SQLAlchemy would bind parameters, and a statement with parameters may not be several.
    op.get_bind().connection.driver_connection.execute(sql.replace("@prefix@", prefix))  # type: ignore[union-attr]
