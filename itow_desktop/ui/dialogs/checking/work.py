"""What the screens of Check import ask of the office; every method runs on worker threads and may raise a ``Trouble``."""

from collections.abc import Collection
from datetime import date
from typing import Protocol
from zoneinfo import ZoneInfo

from itow_desktop.domain.importing.reconciling import Decision, Narrowing, TrayLine
from itow_desktop.services.importing.reconciling import Decided, Tray, TrayPage
from itow_desktop.services.importing.undoing import ImportUndo
from itow_desktop.services.views import Person


class CheckingWork(Protocol):
    """What imports found, and what people make of it."""

    @property
    def zone(self) -> ZoneInfo:
        """Where legal days are counted."""

    def today(self) -> date:
        """The local date of this moment."""

    def tray(self, person: Person | None, run_id: int) -> Tray: ...
    def lines(self, run_id: int, narrowing: Narrowing, offset: int = 0, limit: int = 200) -> TrayPage: ...
    def line(self, run_id: int, key: str) -> TrayLine: ...
    def decide(self, person: Person | None, run_id: int, chosen: Collection[str], decision: Decision) -> Decided: ...
    def undo_preview(self, person: Person | None, run_id: int) -> ImportUndo: ...
    def undo(self, person: Person | None, run_id: int) -> ImportUndo: ...
