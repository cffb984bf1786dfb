"""What the books of the fictional tow office hold: accounts, people, cars, calls."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

PPI_ACCOUNT = ".PPI"
"""Private property impounds; TowBook's account of type 0, not 9 (TowBook facts, section 5.4)."""

NO_DATE = datetime.min  # noqa: DTZ901 - TowBook sends it without a zone, too
"""Serves as TowBook's sentinel ``0001-01-01T00:00:00`` for an empty date."""

COMPLETED = 5
CANCELLED = 255


@dataclass(frozen=True, slots=True)
class Account:
    """Who a call is billed to; ``type_id`` as TowBook numbers account types."""

    id: int
    name: str
    type_id: int


@dataclass(frozen=True, slots=True)
class Named:
    """A driver, truck or user."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where cars are towed from or to; ``text`` is the address as somebody typed it."""

    text: str
    zip: str = ""
    latitude: float = 43.02
    longitude: float = -83.69


@dataclass(frozen=True, slots=True)
class Car:
    """The vehicle of a call; an empty text or None is a key that TowBook leaves out."""

    year: int | None = None
    make: str = ""
    model: str = ""
    color: str = ""
    vin: str = ""
    plate: str = ""
    plate_state: str = ""
    odometer: int | None = None
    keys: bool = False
    body_type: int = 1


@dataclass(frozen=True, slots=True)
class Times:
    """When the steps of a call happened, local to the office and zone-less, as TowBook sends them.

    ``NO_DATE`` is sent as the sentinel; None is left out of the call and null in the report.
    """

    created: datetime | None = None
    dispatched: datetime | None = None
    en_route: datetime | None = None
    arrived: datetime | None = None
    completed: datetime | None = None


@dataclass(frozen=True, slots=True)
class OfficeCall:
    """One call as the desk of the fictional office knows it; ``driver``, ``dispatcher``, ``truck`` are names."""

    id: int
    number: int
    account: Account
    car: Car
    source: Place
    destination: Place
    times: Times
    status: int = COMPLETED
    impound: bool = True
    released: bool = False
    reason: str = ""
    po: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    notes: str = ""
    driver: str = ""
    dispatcher: str = ""
    truck: str = ""
    total: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)

    @property
    def stock_number(self) -> int:
        """The impound's own number, which is not the call's (TowBook facts, section 6.1)."""
        return 10_000_000 + self.id % 10_000_000

    @property
    def on_lot(self) -> bool:
        """Whether the impounds list shows it."""
        return self.impound and not self.released and self.status != CANCELLED

    @property
    def report_time(self) -> datetime | None:
        """The time the report goes by: completed, else received, None where neither is known."""
        return next((time for time in (self.times.completed, self.times.created) if time not in (None, NO_DATE)), None)


@dataclass(frozen=True, slots=True)
class Office:
    """The whole fictional office as of one day; ``zone`` is an IANA name."""

    company_id: int
    name: str
    address: str
    zone: str
    today: date
    accounts: tuple[Account, ...]
    drivers: tuple[Named, ...]
    trucks: tuple[Named, ...]
    dispatchers: tuple[Named, ...]
    calls: tuple[OfficeCall, ...]

    def account(self, name: str) -> Account:
        """The account of this exact name; raises KeyError."""
        for account in self.accounts:
            if account.name == name:
                return account
        raise KeyError(name)

    @property
    def span(self) -> tuple[date, date]:
        """First and last day on which the report lists a call; today twice where there is none."""
        days = [call.report_time.date() for call in self.calls if call.report_time is not None]
        return (min(days), max(days)) if days else (self.today, self.today)
