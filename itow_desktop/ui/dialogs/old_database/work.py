"""What the screens of the old database ask of the office; every method runs on worker threads and may raise a ``Trouble``."""

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from itow_desktop.domain.old_database.merging import Choice, Mark
from itow_desktop.domain.old_database.report import OldReport
from itow_desktop.services.importing.from_old_database import OldProgress, OldReview
from itow_desktop.services.ports.old_database import ReadOldFile
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.views import Person


class OldDatabaseWork(Protocol):
    """Files of the first program."""

    @property
    def zone(self) -> ZoneInfo:
        """Where legal days are counted."""

    def stage(self, person: Person | None, read: ReadOldFile, paths: Sequence[Path]) -> Generator[OldProgress, None, OldReview]: ...
    def choose(self, person: Person | None, fingerprints: Sequence[str], marks: Sequence[Mark], choice: Choice) -> OldReview: ...
    def take_over(self, person: Person | None, fingerprints: Sequence[str]) -> Generator[OldProgress, None, OldReport]: ...
    def begun(self) -> OldReview | None: ...
    def last_report(self) -> OldReport | None: ...
    def draw(self, report: OldReport) -> tuple[str, bytes, tuple[bytes, ...]]: ...
    def printers(self) -> tuple[PrinterInfo, ...]: ...
    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None: ...
