"""The sheet to call cars in by: what the dispatcher asks, room for what is answered."""

from dataclasses import dataclass
from datetime import date, datetime

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.notices import OfficeHead


@dataclass(frozen=True, slots=True)
class SheetCar:
    """One car; ``towed_at`` is aware, where only the day is known it is ``towed_on``."""

    plate: str | None
    plate_state: str | None
    vin: str | None
    description: str
    towed_at: datetime | None
    towed_on: date | None
    towed_from: str | None
    requested_by: str | None
    call_number: str | None
    file_number: str | None


@dataclass(frozen=True, slots=True)
class CallSheet:
    """The cars to call in to one police department; ``agency`` None: nobody knows to which. ``written`` is aware."""

    office: OfficeHead
    agency: Agency | None
    written: datetime
    cars: tuple[SheetCar, ...]

    @property
    def name(self) -> str:
        """Whom it is for."""
        return self.agency.name if self.agency else "police department not known"
