"""Makes a restored copy fit for use before it takes the place of the database."""

import psycopg
from psycopg import Connection, sql
from psycopg.rows import TupleRow
from sqlalchemy import create_engine

from itow_desktop.adapters.db.readying import upgrade_safely

# Without the right to see every PIN all of them would seem to be missing; the server then refuses.
_SEE_ALL = "SET row_security TO off"
_NAME_THE_DEED = "SELECT set_config('itow.deed_name', 'restore a copy', false)"
_FORGET_LOST_PINS = """
    UPDATE staff SET pin_since = NULL
    WHERE pin_since IS NOT NULL AND NOT EXISTS (SELECT FROM staff_pins WHERE staff_id = staff.id)
    RETURNING name
"""
# What was going out when the copy was made was sent since, or not: only a person can tell, and no notice goes twice by itself.
_ASK_BEFORE_SENDING = """
    UPDATE outbox
    SET state = CASE WHEN kind IN ('digest', 'alert') THEN 'taken_back' ELSE 'waits' END,
        approved_at = NULL, approved_by = NULL, approval_id = NULL, next_at = NULL,
        why = 'The database was restored from a copy; it may have been sent since that was made.'
    WHERE state = 'ready'
"""
_SEQUENCES = "SELECT sequencename::text, last_value FROM pg_sequences WHERE schemaname = 'itow' AND last_value IS NOT NULL"


def ready_restored(conninfo: str) -> tuple[str, ...]:
    """Bring a restored database to this program's schema; answers who had a PIN that the copy does not hold, by name.

    These people have none from now on: everybody but the server's administrator makes copies without PINs. What was
    about to be sent waits for somebody who lets it go anew. Raises ``DatabaseTrouble`` for a copy of a newer program. A
    database that is not this program's stays as it is.
    """
    with psycopg.connect(conninfo) as connection:
        if not connection.execute("SELECT to_regclass('itow.staff')").fetchall()[0][0]:
            return ()
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(conninfo))
    try:
        upgrade_safely(engine, _is_a_copy)
    finally:
        engine.dispose()
    with psycopg.connect(conninfo) as connection:
        for statement in ("SET search_path TO itow, public", _SEE_ALL, _NAME_THE_DEED):
            connection.execute(statement)
        connection.execute(_ASK_BEFORE_SENDING)
        return tuple(sorted(name for (name,) in connection.execute(_FORGET_LOST_PINS)))


def leave_numbers_used(before: str, restored: str) -> None:
    """Let the restored database never give a number that the one before gave already: drafts and printed codes name cars by it."""
    with psycopg.connect(before) as connection:
        used: dict[str, int] = dict(connection.execute(_SEQUENCES).fetchall())
    with psycopg.connect(restored) as connection:
        known = _sequences(connection)
        for name in known & used.keys():
            place = sql.Identifier("itow", name)
            connection.execute(
                sql.SQL("SELECT setval({text}, greatest(last_value, %s), is_called OR %s >= last_value) FROM {place}").format(
                    text=sql.Literal(place.as_string(connection)), place=place
                ),
                [used[name], used[name]],
            )


def schema_owner(conninfo: str) -> str | None:
    """Who owns this program's tables, whose name all its roles begin with; None where there are none."""
    with psycopg.connect(conninfo) as connection:
        found = connection.execute("SELECT pg_get_userbyid(nspowner)::text FROM pg_namespace WHERE nspname = 'itow'").fetchall()
    return found[0][0] if found else None


def _sequences(connection: Connection[TupleRow]) -> set[str]:
    return {name for (name,) in connection.execute("SELECT sequencename::text FROM pg_sequences WHERE schemaname = 'itow'")}


def _is_a_copy() -> None:
    """Before an upgrade a copy is made; this database is one."""
