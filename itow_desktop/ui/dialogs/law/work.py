"""What the screens of the law ask of the office; every method runs on worker threads and may raise a ``Trouble``."""

from collections.abc import Collection
from datetime import date
from typing import Protocol
from zoneinfo import ZoneInfo

from itow_desktop.domain.rules import Review
from itow_desktop.services.law_dates import LawDates
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.views import Person
from itow_desktop.services.why_pages import DrawnWhy
from itow_desktop.services.working import Why


class LawWork(Protocol):
    """Checked rules, and why a car's dates are what they are."""

    @property
    def zone(self) -> ZoneInfo:
        """Where legal days are counted."""

    def today(self) -> date:
        """The local date of this moment."""

    def law_dates(self, person: Person | None) -> LawDates: ...
    def mark_checked(self, person: Person | None, marks: Collection[str], review: Review) -> int: ...
    def take_back(self, person: Person | None, marks: Collection[str], reason: str) -> int: ...
    def why(self, custody_id: int) -> tuple[Why, str]: ...
    def draw_why(self, custody_id: int) -> tuple[DrawnWhy, tuple[bytes, ...]]: ...
    def keep_why(self, person: Person | None, drawn: DrawnWhy) -> KeptPaper: ...
    def printers(self) -> tuple[PrinterInfo, ...]: ...
    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None: ...
