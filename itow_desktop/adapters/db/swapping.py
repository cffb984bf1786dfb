"""Puts a restored database in the place of the one in use, also while our own windows stand open on it."""

from typing import NoReturn

import psycopg
import tenacity
from psycopg import Connection, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import TupleRow

from itow_desktop.adapters.db.engine import APPLICATION
from itow_desktop.adapters.db.restored import leave_numbers_used, schema_owner
from itow_desktop.adapters.db.unit_of_work import IMPORT_LOCK
from itow_desktop.domain.errors import BackupTrouble

_PATIENCE_SECONDS = 15


def refuse_while_others_work(server: Connection[TupleRow], database: str) -> None:
    """Raise ``BackupTrouble`` while a program that is not ours is connected, or an import runs.

    Our own windows that wait for somebody to do something are no hindrance: they notice, and read everything anew.
    """
    others = server.execute(
        "SELECT DISTINCT usename || CASE WHEN application_name = '' THEN '' ELSE ' (' || application_name || ')' END"
        " FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend' AND application_name <> %s ORDER BY 1",
        [database, APPLICATION],
    ).fetchall()
    if others:
        _refuse(f"programs are working on the database: {', '.join(name for (name,) in others)}")
    imports = server.execute(
        "SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
        " WHERE locktype = 'advisory' AND classid = %s AND datname = %s",
        [IMPORT_LOCK, database],
    ).fetchall()
    if imports:
        _refuse("calls are being imported")


def put_in_place(server: Connection[TupleRow], conninfo: str, *, restored: str, database: str, kept: str) -> str | None:
    """Give ``restored`` the name ``database`` in one transaction; answers ``kept``, the name of what was there, if anything was.

    ``server`` is on another database. Waits for what is being saved, then ends the connections of our own programs.
    Raises ``BackupTrouble``; then nothing was changed.
    """
    if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchall():
        _rename(server, restored, database)
        return None
    before, after = make_conninfo(conninfo, dbname=database), make_conninfo(conninfo, dbname=restored)
    if _ours(server, database) and schema_owner(before) != schema_owner(after):
        _refuse("it is of another office's database, and iTow Desktop is open on this one")
    attempts = tenacity.Retrying(
        # Somebody's question, or a program that came back between being sent away and the new name.
        retry=tenacity.retry_if_exception_type((_Busy, psycopg.errors.ObjectInUse)),
        wait=tenacity.wait_fixed(0.1),
        stop=tenacity.stop_after_delay(_PATIENCE_SECONDS),
        reraise=True,
    )
    try:
        attempts(_swap, server, before, after, kept)
    except (_Busy, psycopg.errors.ObjectInUse) as busy:
        raise BackupTrouble(
            "The copy was not restored, because iTow Desktop was at work on the database all the time. The data are as they were. "
            "Close it on every computer and try again."
        ) from busy
    return kept


class _Busy(Exception):
    """One of our programs is in the middle of something."""


def _swap(server: Connection[TupleRow], before: str, after: str, kept: str) -> None:
    database, restored = _name(before), _name(after)
    refuse_while_others_work(server, database)
    if any(state != "idle" for state in _ours(server, database)):
        raise _Busy
    leave_numbers_used(before, after)
    # From here on it is a matter of milliseconds: our programs come back by themselves.
    server.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND application_name = %s", [database, APPLICATION]
    )
    with server.transaction():
        _rename(server, database, kept)
        _rename(server, restored, database)


def _ours(server: Connection[TupleRow], database: str) -> list[str]:
    """What each connection of our own programs is doing."""
    found = server.execute(
        "SELECT coalesce(state, '') FROM pg_stat_activity WHERE datname = %s AND application_name = %s", [database, APPLICATION]
    )
    return [state for (state,) in found]


def _refuse(because: str) -> NoReturn:
    raise BackupTrouble(
        f"The copy was not restored, because {because}. The data are as they were. Close iTow Desktop on every computer and try again."
    )


def _name(conninfo: str) -> str:
    return str(conninfo_to_dict(conninfo)["dbname"])


def _rename(server: Connection[TupleRow], old: str, new: str) -> None:
    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new)))
