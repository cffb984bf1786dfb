"""What the catch-up grid asks of the office."""

from collections.abc import Sequence
from typing import Protocol

from itow_desktop.services.catching_up import CaughtUp, LineSaid, PaperLine
from itow_desktop.services.ports.drafts import Drafts
from itow_desktop.services.views import Person
from itow_desktop.ui.work import Calendar


class CatchUpWork(Calendar, Protocol):
    """Lines of paper checked and recorded; every method but the calendar's is called on worker threads, and may raise a ``Trouble``."""

    @property
    def drafts(self) -> Drafts: ...
    def look_at_lines(self, lines: Sequence[PaperLine]) -> tuple[LineSaid, ...]: ...
    def catch_up(self, person: Person | None, lines: Sequence[PaperLine]) -> CaughtUp: ...
