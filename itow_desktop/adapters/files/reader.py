"""Looks at a file's bytes, says what it is, reads its rows."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from itow_desktop.adapters.files.saved_pages import ReadPage, page_look, page_rows
from itow_desktop.adapters.files.sheets import sheet_looks, sheet_rows
from itow_desktop.adapters.files.texts import text_rows, top_of
from itow_desktop.domain.errors import Cancelled, UnreadableFile
from itow_desktop.domain.importing.cells import day_in
from itow_desktop.domain.importing.incoming import FileLook, SheetLook, SourceKind
from itow_desktop.domain.importing.mappings import DateOrder, find_header, kind_of, twice
from itow_desktop.services.ports.files import FileRow
from itow_desktop.services.ports.towbook import never

_HEAD = 4096
_CHUNK = 2**20
_ASKED_EVERY = 200
"""Rows between two questions whether to stop."""
_KNOWN_AS = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a text document"),
    (b"PGDMP", "a copy of a PostgreSQL database"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
    (b"Rar!", "a packed file"),
)
_SPREADSHEET, _PAGE, _TEXT, _DATABASE = "spreadsheet", "page", "text", "database"


@dataclass(frozen=True, slots=True)
class FileReader:
    """Meets the port ``ImportFiles``; ``read_page`` reads the report table of one of TowBook's pages."""

    read_page: ReadPage

    def look(self, path: Path) -> FileLook:
        """See the port."""
        try:
            return self._look(path, path.stat().st_size)
        except OSError as error:
            return FileLook(path, 0, None, trouble=_cannot_be_opened(path, error))
        except UnreadableFile as trouble:
            return FileLook(path, 0, None, trouble=str(trouble))

    def _look(self, path: Path, size: int) -> FileLook:
        what = _form_of(path)
        if what == _DATABASE:
            return FileLook(path, size, SourceKind.OLD_DATABASE)
        if what == _PAGE:
            return FileLook(path, size, SourceKind.SAVED_PAGE, (page_look(path, self.read_page),))
        if what == _SPREADSHEET:
            sheets, remarks = sheet_looks(path)
        else:
            top = tuple(map(tuple, top_of(path)))
            sheets, remarks = (SheetLook(None, top, find_header(top)),), ()
        look = FileLook(path, size, SourceKind.TABLE, sheets, remarks=remarks)
        chosen = look.sheet()
        if chosen is None or not any(map(any, chosen.top)):
            return FileLook(path, size, None, trouble=f"{path.name} has no rows. Nothing was changed.")
        headers = chosen.headers()
        doubled = tuple(f"The column {name} is there twice; the first one is read." for name in twice(headers))
        return FileLook(path, size, kind_of(headers), sheets, remarks=(*remarks, *doubled), made_at=_made_at(chosen))

    def fingerprint(self, path: Path, stopped: Callable[[], bool] = never) -> str:
        """See the port."""
        digest = hashlib.sha256()
        try:
            with path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    if stopped():
                        raise Cancelled("Cancelled. Nothing was changed.")
                    digest.update(chunk)
        except OSError as error:
            raise UnreadableFile(_cannot_be_opened(path, error)) from error
        return digest.hexdigest()

    def rows(self, look: FileLook, sheet: str | None, stopped: Callable[[], bool] = never) -> Iterator[FileRow]:
        """See the port."""
        path = look.path
        try:
            if path.stat().st_size != look.size:
                raise UnreadableFile(f"{path.name} changed since it was chosen. Choose it again.")
            for place, row in enumerate(self._rows(look, sheet)):
                if place % _ASKED_EVERY == 0 and stopped():
                    raise Cancelled("Cancelled.")
                yield row
        except OSError as error:
            raise UnreadableFile(_cannot_be_opened(path, error)) from error

    def _rows(self, look: FileLook, sheet: str | None) -> Iterator[FileRow]:
        if look.kind is SourceKind.SAVED_PAGE:
            return page_rows(look.path, self.read_page)
        if _form_of(look.path) == _SPREADSHEET:
            return sheet_rows(look.path, sheet)
        return text_rows(look.path)


def _form_of(path: Path) -> str:
    """What the first bytes say; raises ``UnreadableFile`` for what is no table, and ``OSError``."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise UnreadableFile(f"{path.name} is empty. Nothing was changed; export it again.")
    if head.startswith(b"SQLite format 3\0"):
        return _DATABASE
    if head.startswith(b"PK\x03\x04"):
        return _SPREADSHEET
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(_old_office_file(path))
    for beginning, what in _KNOWN_AS:
        if head.startswith(beginning):
            raise UnreadableFile(f"{path.name} is {what} and no list of calls. Choose a CSV or XLSX file, or a saved page.")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _PAGE if "<html" in head.decode("utf-16", "replace").casefold() else _TEXT
    if b"\0" in head:
        raise UnreadableFile(f"{path.name} is no text: it holds bytes that no table has. Save it as CSV in UTF-8 and import that.")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    saved_as_one = start.startswith((b"from:", b"mime-version:")) and b"multipart/related" in start
    return _PAGE if start.startswith((b"<!doctype html", b"<html", b"<head", b"<!--")) or saved_as_one else _TEXT


def _old_office_file(path: Path) -> str:
    """Either an old Excel file or a new one behind a password, which is packed the same way."""
    with path.open("rb") as file:
        locked = "EncryptedPackage".encode("utf-16-le") in file.read(_CHUNK)
    if locked:
        return f"{path.name} is protected by a password. Open it, save it without the password or as CSV, and import that."
    return f"{path.name} is of an old Excel or Word. Open it, save it as .xlsx or CSV, and import that."


def _made_at(sheet: SheetLook) -> datetime | None:
    """The time that stands above the names of the columns in TowBook's exports (facts, section 6.2)."""
    above = sheet.top[: (sheet.header_row or 1) - 1]
    made = next((day for row in above for cell in row if (day := day_in(cell, DateOrder.MONTH_FIRST)) is not None), None)
    return None if made is None else datetime.combine(made.on, made.clock or time(23, 59))


def _cannot_be_opened(path: Path, error: OSError) -> str:
    why = error.strerror or str(error)
    return f"{path.name} cannot be opened ({why}). If another program has it open, close it there, then choose the file again."
