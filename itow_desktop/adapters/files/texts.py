"""Tables in text files: their encoding, their separators, their rows one by one."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO

from itow_desktop.domain.errors import FileBreaksOff, UnreadableFile
from itow_desktop.domain.importing.mappings import find_header
from itow_desktop.services.ports.files import FileRow

TOP_ROWS = 30
"""So many rows of a table are shown, and searched for the names of its columns."""
_FIRST_LINES = 4 * TOP_ROWS
_LONGEST_LINE = 2**20  # characters; a line beyond is of no table
_READ_AT_ONCE = 2**20  # bytes
_STEP = 100
"""After so many rows it is looked how far the file is read. To ask the system, or the disk, for every row would be slow, and
would keep every other thread from its turn: whoever lets go of Python's lock for a moment again and again has it back first."""
_SEPARATORS = (",", ";", "\t", "|")
_FEWEST = 3
"""Separators in a line that stands inside a cell, from which on it is taken for a swallowed row."""


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, TextIO]]:
    """The file with its text; raises ``OSError``.

    UTF-8 with bytes that are none kept as they are, for ``_mended``; UTF-16 where it begins with the mark of it.
    """
    with path.open("rb", _READ_AT_ONCE) as file:
        head = file.read(2)
        file.seek(0)
        wide = head in (b"\xff\xfe", b"\xfe\xff")
        encoding, errors = ("utf-16", "replace") if wide else ("utf-8-sig", "surrogateescape")
        with TextIOWrapper(file, encoding, errors, newline="") as text:
            yield file, text


def top_of(path: Path) -> list[list[str]]:
    """The first rows of a text file, as far as they can be told apart; raises ``OSError``."""
    lines = _first_lines(path)
    return _told_apart(lines, _separator(lines))


def text_rows(path: Path) -> Iterator[FileRow]:
    """Every row from the very first one; ``FileBreaksOff`` behind the last whole one, ``OSError``."""
    separator = _separator(_first_lines(path))
    with _opened(path) as (file, text):
        yield from _Rows(path, separator, file, text).each()


def _first_lines(path: Path) -> list[str]:
    with _opened(path) as (_, text):
        return list(islice(_lines(text), _FIRST_LINES))


class _Rows:
    """The rows of an open text; a row is given out once it is known not to be the cut-off end of the file."""

    def __init__(self, path: Path, separator: str, file: BinaryIO, text: TextIO) -> None:
        self._name, self._separator, self._file, self._text = path.name, separator, file, text
        self._size = max(1, path.stat().st_size)
        self._number = 0
        self._read = 0.0
        self._ended = True
        self._width = 0

    def each(self) -> Iterator[FileRow]:
        held: list[str] | None = None
        rows = csv.reader(self._noted(), strict=True, delimiter=self._separator)
        while True:
            line = rows.line_num
            try:
                cells = next(rows)
            except StopIteration:
                break
            except csv.Error:
                yield from self._given(held)
                self._number += 1
                raise FileBreaksOff(self._breaks_off("a quotation mark is never closed, or one stands in the middle of a cell")) from None
            yield from self._given(held)
            self._number += 1
            if rows.line_num > line + 1 and self._swallows(cells):
                raise FileBreaksOff(self._breaks_off("a quotation mark is missing, so that a cell swallows the rows behind it"))
            self._width = max(self._width, len(cells))
            held = cells
        if held and not self._ended and len(held) < self._width:
            raise FileBreaksOff(self._breaks_off("the file ends in the middle of this row"))
        self._read = 1.0
        yield from self._given(held)

    def _given(self, cells: list[str] | None) -> Iterator[FileRow]:
        if self._number % _STEP == 1:
            self._read = min(1.0, self._file.tell() / self._size)
        if cells and any(cells):
            yield FileRow(self._number, tuple(cells), self._read)

    def _noted(self) -> Iterator[str]:
        """The lines, remembering whether the last one was ended."""
        for line in _lines(self._text):
            self._ended = line.endswith(("\n", "\r"))
            yield line

    def _swallows(self, cells: list[str]) -> bool:
        most = max(_FEWEST, self._width // 2)
        return any("\n" in cell and any(line.count(self._separator) >= most for line in cell.split("\n")[1:]) for cell in cells)

    def _breaks_off(self, why: str) -> str:
        return (
            f"{self._name} breaks off in row {self._number}: {why}. The rows before it are whole; from there on nothing was read. "
            "Export the file again, or correct that row, then import it again."
        )


def _lines(text: TextIO) -> Iterator[str]:
    """The lines as they come, each one decoded by itself, as files put together from several have several encodings."""
    while line := text.readline(_LONGEST_LINE):
        if len(line) >= _LONGEST_LINE:
            raise UnreadableFile("A line of the file has more than a million characters; it is no table.")
        yield line if line.isascii() else _mended(line)


def _mended(line: str) -> str:
    """A line whose bytes were not UTF-8 is Windows-1252, as older programs save it."""
    try:
        line.encode()
    except UnicodeEncodeError:
        return line.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return line


def _separator(lines: list[str]) -> str:
    """The separator with which the names of columns are known best, else the one that makes most columns."""

    def worth(separator: str) -> tuple[int, int]:
        rows = _told_apart(lines, separator)
        header = find_header(rows[:TOP_ROWS])
        return len(rows[header - 1]) if header is not None else 0, max(map(len, rows), default=0)

    return max(_SEPARATORS, key=worth)


def _told_apart(lines: list[str], separator: str) -> list[list[str]]:
    """Rows as far as they can be told apart, the cut last one too."""
    rows = csv.reader(lines, delimiter=separator)
    found: list[list[str]] = []
    while len(found) < TOP_ROWS:
        try:
            found.append(next(rows))
        except (StopIteration, csv.Error):
            break
    return found
