"""What the papers of the office's day ask of the database."""

from datetime import date, datetime
from typing import Protocol

from itow_desktop.domain.events import Event
from itow_desktop.domain.office_papers.newspapers import Newspaper


class OfficePaperStore(Protocol):
    """What happened on a day, what was planned, newspapers."""

    def happened(self, first: datetime, end: datetime, on: date) -> tuple[tuple[int, Event], ...]:
        """The events that stand and that happened or were recorded from ``first`` until before ``end``, with their custody ids.

        ``on`` is the local day of these moments, for events without a time. In the order of recording.
        """

    def planned(self, since: date) -> tuple[tuple[int, Event], ...]:
        """The last sale planned for each car on the lot, where it is planned for ``since`` or later, with its custody id."""

    def newspapers(self) -> tuple[Newspaper, ...]:
        """Every newspaper by its name, also those used no more."""

    def keep_newspaper(self, newspaper: Newspaper) -> int:
        """Add one (id 0) or change one; answers its id. Raises ``Problems`` where there is one of that name."""
