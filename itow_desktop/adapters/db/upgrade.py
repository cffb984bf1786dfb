"""Bring a database to the newest schema, with the roles it needs."""

import re
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg.errors import InsufficientPrivilege
from psycopg.sql import SQL, Identifier, Literal
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from itow_desktop.adapters.db.schema import METADATA
from itow_desktop.domain.errors import DatabaseTrouble, NotAllowed

GROUPS = ("viewer", "clerk", "manager", "admin", "agent")
_LOCK = 0x1705_0001
_INHERITS = {"clerk": "viewer", "manager": "clerk", "admin": "manager", "agent": "viewer"}
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,40}")
OLDEST_SERVER = 150000
# Rounds of SCRAM slow down who guesses passwords that people chose. The everyday login's is 256 bits of a machine's, and 4,096 rounds
# would take every connection two thirds of its time. Servers before 16 have only the one number.
_FEW_ROUNDS = text("SELECT set_config(name, '64', true) FROM pg_settings WHERE name = 'scram_iterations'")


def upgrade(admin: Engine) -> bool:
    """Migrate under an advisory lock, so two programs may try at once; answers whether anything was done.

    ``admin`` may create roles and owns, or may create in, the database. Everything
    happens in one transaction: a failed upgrade leaves what was there before.
    """
    try:
        with admin.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            prefix = _ground(connection)
            config = _config(connection, prefix)
            before = _revision(connection)
            connection.execute(text(f"SET LOCAL ROLE {prefix}_owner"))
            connection.execute(text("SET LOCAL search_path = itow, public"))
            command.upgrade(config, "head")
            return _revision(connection) != before
    except DBAPIError as error:
        if isinstance(error.orig, InsufficientPrivilege):
            raise NotAllowed(
                "This sign-in may not upgrade the database; nothing was changed. Sign in as its administrator and run 'db upgrade'."
            ) from error
        raise DatabaseTrouble("The database could not be upgraded; nothing was changed. Look at the log for its answer.") from error


def pending(connection: Connection) -> bool:
    """Whether a newer schema waits, judged on any connection that may read."""
    script = ScriptDirectory.from_config(_config(connection, ""))
    return _revision(connection) != script.get_current_head()


def is_newer(connection: Connection) -> bool:
    """Whether a newer program than this one has upgraded the schema."""
    script = ScriptDirectory.from_config(_config(connection, ""))
    revision = _revision(connection)
    return revision is not None and revision not in {each.revision for each in script.walk_revisions()}


def differences(connection: Connection) -> list[object]:
    """What the migrated schema and the typed tables disagree on; empty when all is well."""
    from_head = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(from_head, METADATA))


def set_desk_password(admin: Engine, password: str) -> str:
    """Make the private server's everyday login or renew its password; answers its name."""
    with admin.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        prefix = _prefix(connection)
        name = f"{prefix}_desk"
        _make_role(connection, name, "LOGIN")
        connection.execute(_FEW_ROUNDS)
        statement = SQL("ALTER ROLE {} PASSWORD {}").format(Identifier(name), Literal(password))
        connection.connection.driver_connection.execute(statement)  # type: ignore[union-attr]
        connection.execute(text(f"GRANT {prefix}_admin TO {name}"))
        return name


def _ground(connection: Connection) -> str:
    version = connection.execute(text("SELECT current_setting('server_version_num')::int")).scalar_one()
    if version < OLDEST_SERVER:
        raise DatabaseTrouble("This PostgreSQL is too old: version 15 or newer is needed. Nothing was changed.")
    prefix = _prefix(connection)
    _make_role(connection, f"{prefix}_owner", "NOLOGIN")
    for group in GROUPS:
        _make_role(connection, f"{prefix}_{group}", "NOLOGIN")
    for group, inherited in _INHERITS.items():
        connection.execute(text(f"GRANT {prefix}_{inherited} TO {prefix}_{group}"))
    for group in ("viewer", "clerk", "manager", "admin"):
        connection.execute(text(f"GRANT {prefix}_{group} TO {prefix}_owner WITH ADMIN OPTION"))
    if not connection.execute(text("SELECT pg_has_role(current_user, :owner, 'MEMBER')"), {"owner": f"{prefix}_owner"}).scalar_one():
        connection.execute(text(f"GRANT {prefix}_owner TO CURRENT_USER"))
    connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public"))
    connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS itow AUTHORIZATION {prefix}_owner"))
    return prefix


def _prefix(connection: Connection) -> str:
    """The roles' prefix: that of the schema's owner where it exists (a restored copy has another name), else the database's name."""
    owner = connection.execute(text("SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'itow'")).scalar_one_or_none()
    name = str(owner).removesuffix("_owner") if owner else str(connection.execute(text("SELECT current_database()")).scalar_one())
    if not _NAME.fullmatch(name):
        raise DatabaseTrouble(
            f"The database name {name!r} cannot be used: small letters, digits and _ only, at most 41. Nothing was changed."
        )
    return name


def _make_role(connection: Connection, name: str, kind: str) -> None:
    there = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": name}).scalar_one_or_none()
    if there is None:
        connection.execute(text(f"CREATE ROLE {name} {kind}"))


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection, opts={"version_table_schema": "itow"}).get_current_revision()


def _config(connection: Connection, prefix: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    config.attributes["role_prefix"] = prefix
    return config
