"""What a file turned out to be that somebody wants imported."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path


class SourceKind(StrEnum):
    """What a file holds; decided by its content, never by its name."""

    IMPOUNDS = "impounds"
    CALL_ANALYSIS = "call_analysis"
    SAVED_PAGE = "saved_page"
    TABLE = "table"
    OLD_DATABASE = "old_database"

    @property
    def label(self) -> str:
        """What people call it."""
        return _LABELS[self]


_LABELS = {
    SourceKind.IMPOUNDS: "TowBook's list of impounds",
    SourceKind.CALL_ANALYSIS: "TowBook's Call Analysis report",
    SourceKind.SAVED_PAGE: "a saved page of TowBook's Call Analysis report",
    SourceKind.TABLE: "a table",
    SourceKind.OLD_DATABASE: "a database of the old program",
}


@dataclass(frozen=True, slots=True)
class SheetLook:
    """The beginning of one table of a file; a CSV file and a saved page have one, without a name.

    ``top`` are its first rows as text, from the very first one. ``header_row`` counts from 1, as spreadsheet
    programs do; None where no row looks like names of columns. ``rows`` is how many rows the file says it has, None where
    it does not say.
    """

    name: str | None
    top: tuple[tuple[str, ...], ...]
    header_row: int | None = None
    rows: int | None = None
    hidden: bool = False

    def headers(self, header_row: int | None = None) -> tuple[str, ...]:
        """The names of the columns, from this row (else from the one that was found); row 0: the columns have none."""
        row = self.header_row if header_row is None else header_row
        if row == 0:
            return ("",) * max(map(len, self.top), default=0)
        return self.top[row - 1] if row is not None and 0 < row <= len(self.top) else ()

    def samples(self, header_row: int | None = None) -> tuple[tuple[str, ...], ...]:
        """The first rows below that one."""
        row = self.header_row if header_row is None else header_row
        return self.top[row:] if row is not None else self.top


@dataclass(frozen=True, slots=True)
class FileLook:
    """A file as far as a look at its bytes tells; it was not changed and nothing of it was run.

    ``trouble`` is the sentence that says why it cannot be imported (``kind`` is None then); ``remarks`` are sentences that
    are worth knowing. ``made_at`` is the office's wall clock of when the export was made, where the file says so.
    """

    path: Path
    size: int
    kind: SourceKind | None
    sheets: tuple[SheetLook, ...] = ()
    trouble: str | None = None
    remarks: tuple[str, ...] = ()
    made_at: datetime | None = None

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.path.name

    def sheet(self, name: str | None = None) -> SheetLook | None:
        """The sheet of that name; without one the first that is in sight and has names of columns, else the first."""
        if name is not None:
            return next((sheet for sheet in self.sheets if sheet.name == name), None)
        good = (sheet for sheet in self.sheets if sheet.header_row is not None and not sheet.hidden)
        return next(good, self.sheets[0] if self.sheets else None)
