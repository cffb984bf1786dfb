"""What the window of a file asks of the office; every method runs on worker threads and may raise a ``Trouble``."""

from collections.abc import Callable, Generator, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from itow_desktop.domain.importing.incoming import FileLook
from itow_desktop.domain.importing.mappings import ColumnMapping
from itow_desktop.services.importing.from_files import FilePreview, Offer
from itow_desktop.services.importing.from_towbook import ImportProgress, ImportResult
from itow_desktop.services.importing.reading_files import FilePlan
from itow_desktop.services.views import Person


class IncomingWork(Protocol):
    """Files looked at, compared, imported."""

    @property
    def zone(self) -> ZoneInfo:
        """Where legal days are counted."""

    def today(self) -> date:
        """The local date of this moment."""

    def look_at(self, path: Path) -> Offer: ...
    def offer_of(self, look: FileLook, sheet: str | None = None, header_row: int | None = None) -> Offer: ...
    def remember_mapping(self, person: Person | None, headers: Sequence[str], mapping: ColumnMapping) -> None: ...
    def preview(self, plan: FilePlan, stopped: Callable[[], bool]) -> Generator[ImportProgress, None, FilePreview]: ...
    def run(self, person: Person | None, plan: FilePlan, stopped: Callable[[], bool]) -> Generator[ImportProgress, None, ImportResult]: ...
