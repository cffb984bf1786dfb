"""The bin as the database keeps it."""

from collections.abc import Sequence
from typing import Protocol

from itow_desktop.domain.bin import Binned, Kind


class BinStore(Protocol):
    """Void things, wherever they are kept."""

    def content(self, limit: int) -> tuple[Binned, ...]:
        """What was put in last, the newest first."""

    def take_out(self, kind: Kind, ids: Sequence[int]) -> None:
        """Bring rows back that are void by a column of their own; a car comes back by an event instead."""
