"""What reports read of many cars at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus


@dataclass(frozen=True, slots=True)
class ReportCar:
    """What a report counts a car by, with what its dates rest on besides its events."""

    custody_id: int
    custody: CustodyKind
    agency_id: int | None
    towed_at: datetime | None
    plate_state: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class CarLabel:
    """What a list of cars names a car by."""

    custody_id: int
    call_number: str | None
    file_number: str | None
    plate: str | None
    plate_state: str | None
    description: str
    status: CustodyStatus


class ReportStore(Protocol):
    """Cars for reports; those entered by mistake are no cars."""

    def towed(self, since: datetime, before: datetime, agency: int | None) -> tuple[int, ...]:
        """Custodies towed in that time, and those whose tow time is not known; ``agency`` None means any, 0 not known."""

    def cars(self, custody_ids: Sequence[int]) -> tuple[ReportCar, ...]:
        """Those of the custodies that are on record."""

    def labels(self, custody_ids: Sequence[int]) -> Mapping[int, CarLabel]:
        """What they are named by, by custody id."""

    def first_tow(self) -> datetime | None:
        """When the first car of the record was towed."""
