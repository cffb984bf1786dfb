"""The lights-out book as data: every car on the lot, so that the desk can work from paper while the computers are down."""

from dataclasses import dataclass
from datetime import datetime

from itow_desktop.domain.notices import OfficeHead


@dataclass(frozen=True, slots=True)
class LightsOutCar:
    """One car in words; texts of several lines are parted by line breaks. ``stop`` says what forbids that it leaves."""

    plate: str
    place: str
    vehicle: str
    numbers: str
    towed: str
    origin: str
    owed: str
    step: str
    police: str
    contacts: str
    stop: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to be called, with everything that reaches them."""

    name: str
    reach: str


@dataclass(frozen=True, slots=True)
class LightsOutBook:
    """The whole book; ``cars`` in the order of their plates, ``written`` is aware."""

    office: OfficeHead
    written: datetime
    cars: tuple[LightsOutCar, ...]
    contacts: tuple[Contact, ...]

    @property
    def file_name(self) -> str:
        """``LIGHTS-OUT_2026-11-23.pdf``."""
        return f"LIGHTS-OUT_{self.written.astimezone(self.office.zone):%Y-%m-%d}.pdf"
