"""Stays that look like the same vehicle, as the database finds them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from itow_desktop.domain.vehicles import CustodyStatus


class FoundStay(NamedTuple):
    """One custody with the marks of its vehicle."""

    custody_id: int
    call_number: str | None
    vin: str | None
    plate: str | None
    plate_state: str | None
    status: CustodyStatus
    towed_at: datetime | None


class Alike(NamedTuple):
    """A car that an import entered, by the key of its line, and one of TowBook's that stands on the lot with the same VIN or plate."""

    key: str
    own: FoundStay
    other: FoundStay


class StayStore(Protocol):
    """Custodies by the marks of their vehicles."""

    def entered_beside(self, run: int) -> Sequence[Alike]:
        """Cars on the lot that the run entered, each beside all that look like it; cars entered by hand ask in the queue instead."""

    def alike(self, vin: str | None, plate: str | None, limit: int) -> Sequence[FoundStay]:
        """Every custody with this VIN, and those on the lot with this plate; void ones left out, the newest tow first."""
