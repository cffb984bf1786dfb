"""Desk work as the deeds see it: the port its store meets."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from itow_desktop.domain.desk_work import Absence
from itow_desktop.services.ports.people import PinAnswer


class DeskWorkStore(Protocol):
    """Which line waits, who has it, who is away; what a second person stands for."""

    def snooze(self, custody_ids: Sequence[int], until: date | None, reason: str | None) -> None:
        """Let lines wait until a day; None lets them wait no more."""

    def assign(self, custody_ids: Sequence[int], staff_id: int | None) -> None:
        """Give lines to a person; None takes them from everybody."""

    def absences(self, since: date) -> tuple[Absence, ...]:
        """Those that are not over on that day, the first to begin in front."""

    def add_absence(self, absence: Absence) -> int:
        """Keep one and answer its id; raises ``Refused`` where the person is away already on one of its days."""

    def void_absence(self, absence_id: int) -> None:
        """Take one back; raises ``NotFound``."""

    def confirm(self, event_id: str, proof: bytes, moment: datetime, words: str) -> PinAnswer:
        """Let the deed's person stand for what another one recorded; a wrong proof counts once the unit is committed.

        Raises ``Refused`` where it is the person's own, was confirmed or taken back, or where neither is a manager.
        """
