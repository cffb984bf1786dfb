"""How alembic reaches the database: over the connection it is handed."""

from alembic import context

from itow_desktop.adapters.db.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table_schema="itow",
)
with context.begin_transaction():
    context.run_migrations()
