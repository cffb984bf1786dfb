"""Spreadsheets (XLSX): read row by row, never run, refused where they unfold into more than memory holds."""

import warnings
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from itow_desktop.adapters.files.texts import TOP_ROWS
from itow_desktop.domain.errors import UnreadableFile
from itow_desktop.domain.importing.cells import Cell, text_in
from itow_desktop.domain.importing.incoming import SheetLook
from itow_desktop.domain.importing.mappings import find_header
from itow_desktop.services.ports.files import FileRow

_MOST_UNFOLDED = 1_500 * 2**20  # bytes of all parts; a million rows of a real list have about 700 MB
_MOST_WORDS = 150 * 2**20  # bytes of the table of texts, which is in memory as a whole
_MOST_FOLDED = 200
"""How many times as big a part may become. Real sheets come to some twenty, a bomb to a thousand."""
_SMALL = 20 * 2**20  # bytes; what unfolds to less harms nothing, whatever its rate
_LAST_ROW = 1_048_576
_AT_ONCE = 200
_BROKEN = (
    BadZipFile, EOFError, IndexError, InvalidFileException, KeyError, NotImplementedError, OverflowError, ParseError, RuntimeError,
    TypeError, ValueError, zlib.error,
)  # fmt: skip
"""What the library raises of a workbook that is damaged or was made to do harm."""


def sheet_looks(path: Path) -> tuple[tuple[SheetLook, ...], tuple[str, ...]]:
    """The beginnings of all sheets, with what is worth knowing of the file; raises ``UnreadableFile``, ``OSError``."""
    with path.open("rb") as file:
        names = _refuse_bombs(path.name, file)
        with closing(_workbook(path.name, file)) as book:
            looks = tuple(_sheet_look(path.name, sheet) for sheet in book.worksheets)
    if not any(look.top for look in looks):
        raise UnreadableFile(f"{path.name} has no rows that can be read. Open it in a spreadsheet program and save it as CSV.")
    remarks = []
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        remarks.append("The file has macros. They are never run.")
    if hidden := [look.name or "" for look in looks if look.hidden]:
        remarks.append(f"The file has hidden sheets: {', '.join(hidden)}. They are read only if you choose one.")
    return looks, tuple(remarks)


def sheet_rows(path: Path, sheet: str | None) -> Iterator[FileRow]:
    """The rows of one sheet; raises ``UnreadableFile``, ``OSError``."""
    with path.open("rb") as file:
        _refuse_bombs(path.name, file)
        with closing(_workbook(path.name, file)) as book:
            chosen = next((each for each in book.worksheets if each.title == sheet), None)
            if chosen is None:
                raise UnreadableFile(f"{path.name} has no sheet named {sheet} any more. Choose the file again.")
            many = chosen.max_row
            for number, cells in _cells(path.name, chosen):
                if any(text_in(cell) for cell in cells):
                    yield FileRow(number, cells, min(1.0, number / many) if many else 0.0)


def _refuse_bombs(name: str, file: IO[bytes]) -> list[str]:
    """The names of the parts; raises ``UnreadableFile`` for what is no workbook or unfolds beyond measure."""
    try:
        with ZipFile(file) as archive:
            parts = archive.infolist()
    except _BROKEN:
        raise UnreadableFile(f"{name} is damaged: it cannot be unpacked. Nothing was changed; export or save it again.") from None
    finally:
        file.seek(0)
    names = [part.filename for part in parts]
    if "xl/workbook.xml" not in names:
        raise UnreadableFile(_other(name, names))
    for part in parts:
        bloated = part.file_size > _SMALL and part.file_size > _MOST_FOLDED * max(1, part.compress_size)
        if bloated or (part.filename == "xl/sharedStrings.xml" and part.file_size > _MOST_WORDS):
            raise UnreadableFile(f"{name} unfolds to far more than its size; it is not opened. Save the sheet as CSV and import that.")
    if sum(part.file_size for part in parts) > _MOST_UNFOLDED:
        raise UnreadableFile(f"{name} is too big as a spreadsheet. Save it as CSV, which may be of any size, and import that.")
    return names


def _other(name: str, names: list[str]) -> str:
    """What else a packed file may be."""
    if "xl/workbook.bin" in names:
        return f"{name} is a binary Excel workbook (.xlsb). Save it as .xlsx or CSV and import that."
    if "content.xml" in names:
        return f"{name} is a LibreOffice document. Save it as .xlsx or CSV and import that."
    return f"{name} is a packed file and no spreadsheet. Unpack it and import the file inside."


def _workbook(name: str, file: IO[bytes]) -> Workbook:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it cannot keep when it would save the file again
            return load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except _BROKEN as error:
        raise UnreadableFile(f"{name} is damaged or no spreadsheet ({_said(error)}). Nothing was changed; save it again.") from error


def _sheet_look(name: str, sheet: ReadOnlyWorksheet) -> SheetLook:
    rows = sheet.max_row
    top: list[tuple[str, ...]] = []
    for number, cells in islice(_cells(name, sheet), TOP_ROWS):
        top += [()] * min(number - len(top) - 1, TOP_ROWS)
        top.append(tuple(text_in(cell) or "" for cell in cells))
    del top[TOP_ROWS:]
    return SheetLook(sheet.title, tuple(top), find_header(top), rows, hidden=sheet.sheet_state != "visible")


def _cells(name: str, sheet: ReadOnlyWorksheet) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Row number with cells; what a sheet says of its own size is not believed, as one cell far away makes it endless."""
    sheet.reset_dimensions()
    rows = enumerate(sheet.values, start=1)
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of parts that hold no cells
                some = list(islice(rows, _AT_ONCE))
        except _BROKEN as error:
            raise UnreadableFile(f"{name} is damaged in the sheet {sheet.title} ({_said(error)}). Open and save it again.") from error
        if not some or some[0][0] > _LAST_ROW:
            return
        yield from ((number, tuple(map(_cell, cells))) for number, cells in some if cells)


def _cell(value: Any) -> Cell:
    return value if value is None or isinstance(value, str | int | float | datetime | date | time) else str(value)


def _said(error: Exception) -> str:
    return str(error).split("\n", 1)[0][:80] or type(error).__name__
