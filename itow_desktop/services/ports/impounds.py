"""Calls that rules of impounds can be tried on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from itow_desktop.domain.calls import TowBookCall
from itow_desktop.domain.vehicles import CustodyKind


@dataclass(frozen=True, slots=True)
class ToldCall:
    """A call as TowBook last told it, and what its car is sorted as now."""

    custody_id: int
    call: TowBookCall
    kind: CustodyKind


class ToldCallStore(Protocol):
    """What TowBook told, car by car."""

    def last(self, limit: int) -> Sequence[ToldCall]:
        """The newest cars that came from a call."""
