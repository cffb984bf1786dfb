"""Reads the first program's SQLite files without ever changing them."""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from itow_desktop.adapters.files.texts import text_rows
from itow_desktop.domain.errors import FileBreaksOff, OldFileTrouble
from itow_desktop.domain.old_database.files import CALL, READ_TABLES, VEHICLES, OldFile, OldTable, Raw

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100
_EXPORTED = CALL[0].encode()
_PIECE = 1 << 20
_MOST = 1 << 30
_LOCKED = frozenset({"SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_BUSY_RECOVERY", "SQLITE_BUSY_SNAPSHOT"})


def read_old_file(path: Path) -> OldFile:
    """The tables of a file that belong to the old database, row by row and untouched; raises ``OldFileTrouble``.

    A CSV file is the list of vehicles as the first program exported it: the same columns, no other table. SQLite gets its
    file as immutable: it takes no lock, writes no journal and opens nothing for writing. The fingerprint is taken before
    and after, so that what was read is what it names.
    """
    header, sha256 = _fingerprint(path)
    if _EXPORTED in header:
        return _export(path, sha256)
    _check_header(path, header)
    _check_unused(path, header)
    with _database(path, "mode=ro&immutable=1") as database:
        listed = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
        names = [_decoded(row[0]) for row in listed]
        if VEHICLES not in names:
            raise OldFileTrouble(f"{path.name} is an SQLite file without a table of vehicles, so it is not the old database. {_NOTHING}")
        _check_whole(path, database)
        texts = _Texts()
        tables = tuple(_table(database, name, texts) for name in READ_TABLES if name in names)
    if not {*CALL, "vin"} & set(tables[0].columns):
        raise OldFileTrouble(f"The vehicles of {path.name} have neither call numbers nor VINs, so it is not the old database. {_NOTHING}")
    _check_same(path, sha256)
    left_out = tuple(name for name in names if name not in READ_TABLES)
    return OldFile(path.name, sha256, path.stat().st_size, tables, left_out, texts.recoded)


_NOTHING = "Nothing was changed."


def _check_same(path: Path, sha256: str) -> None:
    if _fingerprint(path)[1] != sha256:
        raise OldFileTrouble(f"Another program wrote to {path.name} while it was read. {_NOTHING} Close that program, then try again.")


def _export(path: Path, sha256: str) -> OldFile:
    try:
        names, *rows = [[str(cell) for cell in row.cells] for row in text_rows(path)]
    except FileBreaksOff as trouble:
        raise OldFileTrouble(f"{path.name} is cut off. {_NOTHING} {trouble}") from trouble
    except OSError as trouble:
        raise OldFileTrouble(f"{path.name} could not be read ({trouble.strerror}). {_NOTHING}") from trouble
    _check_same(path, sha256)
    found = tuple(dict(zip_longest(names, row[: len(names)], fillvalue="")) for row in rows)
    return OldFile(path.name, sha256, path.stat().st_size, (OldTable(VEHICLES, tuple(names), found),))


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            yield file
    except PermissionError as trouble:
        raise OldFileTrouble(f"{path.name} is in use by another program or may not be read. {_NOTHING} Close that program.") from trouble
    except OSError as trouble:
        why = trouble.strerror or "no reason was given"
        raise OldFileTrouble(f"{path.name} could not be read ({why}). {_NOTHING}") from trouble


def _fingerprint(path: Path) -> tuple[bytes, str]:
    """The first bytes, and the SHA-256 (hex) of all."""
    digest, header = hashlib.sha256(), b""
    with _opened(path) as file:
        while piece := file.read(_PIECE):
            header = header or piece[:_HEADER]
            digest.update(piece)
    return header, digest.hexdigest()


def _check_header(path: Path, header: bytes) -> None:
    """Whether it is a database and all of its pages are there (SQLite file format, section 1.3)."""
    if header[: len(_MAGIC)] != _MAGIC or len(header) < _HEADER:
        raise OldFileTrouble(f"{path.name} is no SQLite database{'' if header else ': it is empty'}. {_NOTHING}")
    size = path.stat().st_size
    if size > _MOST:
        raise OldFileTrouble(f"{path.name} is {size >> 20:,} MB large; the old database never was. {_NOTHING}")
    page = int.from_bytes(header[16:18], "big")
    page = 65536 if page == 1 else page
    pages = int.from_bytes(header[28:32], "big")
    counted = header[24:28] == header[92:96]  # else an old SQLite wrote last and the number of pages says nothing
    if counted and size < page * pages:
        raise OldFileTrouble(f"{path.name} is cut off: {size:,} of {page * pages:,} bytes are there. {_NOTHING} Copy it again.")


def _check_unused(path: Path, header: bytes) -> None:
    """Whether nobody is in the middle of writing: what is not in the file yet would be missing without a word."""
    for ending, says in (("-wal", "The old program has it open, or ended without"), ("-journal", "A program ended in the middle of")):
        beside = path.with_name(path.name + ending)
        if beside.exists() and beside.stat().st_size:
            raise OldFileTrouble(
                f"{says} writing {path.name}: {beside.name} lies beside it. {_NOTHING} "
                "Start the old program once, close it, then try again."
            )
    if header[18:20] != b"\x01\x01":
        return  # asking for a lock would make files beside such a database
    with _database(path, "mode=ro") as database:
        try:
            database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as trouble:
            if trouble.sqlite_errorname not in _LOCKED:
                raise
            raise OldFileTrouble(f"Another program is writing to {path.name}. {_NOTHING} Close that program, then try again.") from trouble


@contextmanager
def _database(path: Path, how: str) -> Iterator[sqlite3.Connection]:
    plain = path.resolve().as_posix()
    uri = f"file://{'' if plain.startswith('/') else '/'}{quote(plain)}?{how}"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=0)) as database:
            database.text_factory = bytes
            yield database
    except sqlite3.DatabaseError as trouble:
        raise OldFileTrouble(f"{path.name} is damaged ({trouble}). {_NOTHING} Take another copy of it.") from trouble


def _check_whole(path: Path, database: sqlite3.Connection) -> None:
    found = _decoded(database.execute("PRAGMA quick_check(1)").fetchone()[0])
    if found != "ok":
        raise OldFileTrouble(f"{path.name} is damaged ({found}). {_NOTHING} Take another copy of it.")


class _Texts:
    """Makes text of bytes; counts what was no UTF-8 or held signs that no text has."""

    def __init__(self) -> None:
        self.recoded = 0

    def cell(self, found: object) -> Raw:
        """A cell as it can be kept."""
        if isinstance(found, bytes):
            text = _decoded(found)
            self.recoded += text.encode() != found
            return text
        return found if isinstance(found, int | float) else None


def _decoded(found: bytes) -> str:
    try:
        return found.decode().replace("\x00", "")
    except UnicodeDecodeError:
        return found.decode("cp1252", "replace").replace("\x00", "")


def _table(database: sqlite3.Connection, name: str, texts: _Texts) -> OldTable:
    cursor = database.execute(f'SELECT * FROM "{name}"')  # noqa: S608  # one of READ_TABLES
    columns = tuple(column[0] for column in cursor.description)
    rows: list[Mapping[str, Raw]] = [dict(zip(columns, map(texts.cell, row), strict=True)) for row in cursor]
    return OldTable(name, columns, tuple(rows))
