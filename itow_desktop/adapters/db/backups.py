"""Copies of the whole database: made, proved, brought back."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import Connection, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import TupleRow

from itow_desktop import __version__
from itow_desktop.adapters.db.backup_files import (
    Manifest,
    new_name,
    read_whole,
    sha256_of,
    sweep,
    unfinished,
    write_manifest,
)
from itow_desktop.adapters.db.backup_ground import make_missing_roles, put_rights, read_ground
from itow_desktop.adapters.db.binaries import Binaries, for_copies
from itow_desktop.adapters.db.programs import run
from itow_desktop.adapters.db.restored import ready_restored
from itow_desktop.adapters.db.swapping import put_in_place, refuse_while_others_work
from itow_desktop.domain.backups import BackupInfo, RestoreResult, VerifyResult, compare_counts
from itow_desktop.domain.errors import BackupTrouble, ServerTrouble

_LONGEST = 6 * 60 * 60
"""Seconds after which a copy that is still under way is given up."""
_LOCK_WAIT = "60s"
_MAINTENANCE = "postgres"
"""The database every server has, from which others are made, renamed and dropped."""

_Rows = tuple[tuple[str, int], ...]
_SCRATCH_LOCK = 0x1705_0002
_TLS_MODES = {"require", "verify-ca", "verify-full"}


def make_backup(conninfo: str, folder: Path, now: datetime, *, tools: Path | None = None) -> BackupInfo:
    """Copies a database into a new file of ``folder``, which is made where it is missing.

    ``conninfo``: libpq's, a URL or words, of a role that may read everything; the password travels by environment.
    ``tools``: the folder of pg_dump by the setting. The counts of the manifest and the dump are of one snapshot.
    Raises BackupTrouble; then no half copy is left.
    """
    with _troubles("No copy was made; the data are untouched."):
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder, now)
        with psycopg.connect(conninfo) as connection:
            binaries = _tools_for(connection, conninfo, tools)
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchall()[0]
            file = new_name(folder, connection.info.dbname, now)
            growing = unfinished(file)
            try:
                _run(binaries, "pg_dump", conninfo, f"--snapshot={snapshot}", f"--file={growing}")
                info = BackupInfo(
                    file=file,
                    made_at=now.astimezone(UTC),
                    database=connection.info.dbname,
                    server_version=connection.info.parameter_status("server_version") or "",
                    program_version=__version__,
                    size=growing.stat().st_size,
                    sha256=sha256_of(growing),
                    rows=_count_rows(connection),
                )
                growing.replace(file)
                write_manifest(Manifest(info, binaries.major, read_ground(connection)))
            finally:
                growing.unlink(missing_ok=True)
    return info


def verify_backup(file: Path, conninfo: str, *, tools: Path | None = None) -> VerifyResult:
    """Restores a copy into a scratch database of the server and counts; drops the scratch database again.

    ``conninfo``: of a role that may make databases; which database it names does not matter.
    Raises BackupTrouble for a copy that is cut short or cannot be restored.
    """
    began = time.monotonic()
    manifest = read_whole(file)
    with (
        _troubles("The copy could not be checked; nothing was changed."),
        _connect(conninfo, _MAINTENANCE) as server,
        _restored_aside(server, conninfo, manifest, tools) as (_, rows),
    ):
        return VerifyResult(manifest.info, compare_counts(manifest.info.rows, rows), time.monotonic() - began)


def restore_backup(file: Path, conninfo: str, now: datetime, *, tools: Path | None = None) -> RestoreResult:
    """Puts a copy in the place of the database that ``conninfo`` names; keeps what was there under another name.

    The copy is restored aside, counted, and only then swapped in by renaming both in one transaction, so a restore
    that fails changes nothing. ``conninfo``: of a superuser, or of a role that may make databases and own the old one.
    Windows of this program may stand open: they notice. Raises BackupTrouble, also while another program is connected to
    the database or an import runs.
    """
    manifest = read_whole(file)
    database = str(conninfo_to_dict(conninfo).get("dbname") or manifest.info.database)
    kept = f"{database}_before_{now.astimezone(UTC):%Y%m%d_%H%M%S}"
    with _troubles("The copy was not restored; the data are as they were."), _connect(conninfo, _MAINTENANCE) as server:
        refuse_while_others_work(server, database)
        with _restored_aside(server, conninfo, manifest, tools) as (scratch, rows):
            differences = compare_counts(manifest.info.rows, rows)
            if differences:
                raise BackupTrouble(
                    f"The copy {file} does not hold what it should: {differences[0].table} has {differences[0].found} rows "
                    f"instead of {differences[0].expected}. The data are as they were. Use another copy."
                )
            put_rights(server, scratch, manifest.ground)
            aside = make_conninfo(conninfo, dbname=scratch)
            without_pin = ready_restored(aside)
            kept_as = put_in_place(server, conninfo, restored=scratch, database=database, kept=kept)
    return RestoreResult(manifest.info, database, kept_as, without_pin)


def _tools_for(connection: Connection[TupleRow], conninfo: str, tools: Path | None, at_least: int = 0) -> Binaries:
    # Whoever asks for TLS, and whoever got it without asking from a server that may want nothing else.
    tls = conninfo_to_dict(conninfo).get("sslmode") in _TLS_MODES or bool(connection.pgconn.ssl_in_use)
    return for_copies(max(connection.info.server_version // 10000, at_least), tls=tls, configured=tools)


def _run(binaries: Binaries, tool: str, conninfo: str, *options: str | Path) -> None:
    words = conninfo_to_dict(conninfo)
    password = str(words.pop("password", None) or "")
    if tool == "pg_dump":
        # What proves PINs is hidden from all but the server's administrator, whose copy holds it; no other copy fails for it.
        options = ("--format=custom", f"--lock-wait-timeout={_LOCK_WAIT}", "--enable-row-security", *options)
    done = run(
        [binaries.tool(tool), f"--dbname={make_conninfo('', **words)}", "--no-password", *options],
        seconds=_LONGEST,
        # Not among the words: a command line can be read by everyone on the computer.
        extra={"PGPASSWORD": password} if password else {},
    )
    if done.code != 0:
        raise BackupTrouble(f"PostgreSQL's {tool} gave up: {done.output.strip()[-600:]} What was there before is unchanged.")


@contextmanager
def _restored_aside(server: Connection[TupleRow], conninfo: str, manifest: Manifest, tools: Path | None) -> Iterator[tuple[str, _Rows]]:
    """A new database holding the copy, with its counts; dropped afterwards unless it was renamed away."""
    binaries = _tools_for(server, conninfo, tools, manifest.tools_major)
    _drop_left_overs(server)
    scratch = f"itow_scratch_{uuid4().hex[:12]}"
    server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(scratch)))
    try:
        make_missing_roles(server, manifest.ground)
        aside = make_conninfo(conninfo, dbname=scratch)
        _run(binaries, "pg_restore", aside, "--exit-on-error", manifest.info.file)
        with psycopg.connect(aside) as connection:
            rows = _count_rows(connection)
        yield scratch, rows
    finally:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(scratch)))


def _drop_left_overs(server: Connection[TupleRow]) -> None:
    """Drops the scratch databases of programs that were killed; the lock, kept to the end of the connection, spares those in use."""
    (alone,) = server.execute("SELECT pg_try_advisory_lock(%s)", [_SCRATCH_LOCK]).fetchall()[0]
    if not alone:
        raise BackupTrouble(
            "Another program is checking or restoring a copy on this server. Nothing was changed. Wait until it is done and try again."
        )
    left_over = server.execute(
        "SELECT datname FROM pg_database WHERE datname ~ '^itow_scratch_[0-9a-f]{12}$' AND pg_has_role(datdba, 'USAGE')"
    ).fetchall()
    for (name,) in left_over:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _connect(conninfo: str, database: str) -> Connection[TupleRow]:
    return psycopg.connect(make_conninfo(conninfo, dbname=database), autocommit=True)


def _count_rows(connection: Connection[TupleRow]) -> _Rows:
    tables = connection.execute(
        "SELECT nspname, relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
        " WHERE relkind = 'r' AND relpersistence = 'p' AND nspname !~ '^pg_' AND nspname <> 'information_schema'"
        # Tables of an extension come back with the extension, not from the dump.
        " AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')"
    ).fetchall()
    counts = []
    for schema, table in tables:
        statement = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
        counts.append((f"{schema}.{table}", int(connection.execute(statement).fetchall()[0][0])))
    return tuple(sorted(counts))


@contextmanager
def _troubles(outcome: str) -> Iterator[None]:
    """Turns what the server and the disk refuse into a sentence that ends with ``outcome``."""
    try:
        yield
    except ServerTrouble as refused:
        raise BackupTrouble(f"{refused} {outcome}") from refused
    except psycopg.errors.InsufficientPrivilege as refused:
        raise BackupTrouble(
            f"This sign-in may not do that ({refused.diag.message_primary}). {outcome} Sign in as the database's administrator."
        ) from refused
    except psycopg.Error as refused:
        raise BackupTrouble(f"The database refused: {str(refused).strip()}. {outcome}") from refused
    except OSError as refused:
        raise BackupTrouble(
            f"{refused.filename or 'The folder of the copies'} cannot be used ({refused.strerror or refused}). {outcome} "
            "Look for free space and for the right to write there."
        ) from refused
