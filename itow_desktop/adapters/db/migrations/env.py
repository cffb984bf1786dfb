"""How alembic reaches the database: over the connection it is handed."""

from alembic import context

from itow_desktop.adapters.db.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table_schema="itow",
)
with context.begin_transaction():
    context.run_migrations()
