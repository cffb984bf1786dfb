"""What the database knows of files that were imported, as the deeds see it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from itow_desktop.domain.calls import TowBookCall
from itow_desktop.domain.importing.mappings import ColumnMapping


@dataclass(frozen=True, slots=True)
class EarlierImport:
    """An import of the very same bytes; ``name`` is what the file was called then."""

    run: int
    name: str
    at: datetime
    by: str | None
    new: int
    updated: int


@dataclass(frozen=True, slots=True)
class Told:
    """What was last told of a call, and when."""

    call: TowBookCall
    at: datetime


class FileImportStore(Protocol):
    """Mappings that were chosen, files that were imported, which calls are here under which numbers."""

    def mapping(self, key: str) -> ColumnMapping | None:
        """The mapping last chosen for this set of column names (``domain.importing.mappings.headers_key``)."""

    def remember(self, key: str, headers: Sequence[str], mapping: ColumnMapping) -> None:
        """Keep a mapping for files with these names of columns; the one before it stays in the history."""

    def note(self, run: int, name: str, sha256: str, size: int) -> None:
        """Keep which file a run read; its bytes are not kept."""

    def earlier(self, sha256: str) -> tuple[EarlierImport, ...]:
        """Imports of these very bytes, the newest first."""

    def ids_of_calls(self, numbers: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """The TowBook ids under which cars with these call numbers are here; entered by hand they have none."""

    def ids_of_tows(self, tows: Collection[tuple[str, date]], zone: str) -> Mapping[tuple[str, date], tuple[str, ...]]:
        """The same by VIN with the local day of the tow."""

    def told(self, towbook_ids: Collection[str]) -> Mapping[str, Told]:
        """What was last told of those of these calls that are here."""
