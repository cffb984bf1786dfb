"""Catching up as the window uses it: lines of paper checked and recorded."""

from collections.abc import Sequence

from itow_desktop.services import catching_up
from itow_desktop.services.catching_up import CaughtUp, LineSaid, PaperLine
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.ports.drafts import Drafts
from itow_desktop.services.views import Person


class CatchUpDesk(Desk):
    """Hands each question to its deed; safe to call from several threads."""

    @property
    def drafts(self) -> Drafts:
        """What was typed on this PC and is not saved yet."""
        return self._ports.drafts

    def look_at_lines(self, lines: Sequence[PaperLine]) -> tuple[LineSaid, ...]:
        """Check lines and record nothing."""
        return catching_up.look_at_lines(self._shift, lines)

    def catch_up(self, person: Person | None, lines: Sequence[PaperLine]) -> CaughtUp:
        """Record all lines in one deed, or none."""
        return catching_up.catch_up(self._shift.by(person), lines)
