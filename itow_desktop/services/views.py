"""What lists and cards show: read-only rows, as the database answers them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.calendars import DayName
from itow_desktop.domain.cars import Car
from itow_desktop.domain.events import Event
from itow_desktop.domain.filters import VehicleFilters
from itow_desktop.domain.finding import Sought
from itow_desktop.domain.impounds import STANDARD, ImpoundRule
from itow_desktop.domain.outbox.servers import MailServer, Security
from itow_desktop.domain.people import Rights
from itow_desktop.domain.urgency import Habits, Urgency
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus, VinState, description


class VehicleColumn(StrEnum):
    """Columns the vehicle list can show and sort by."""

    TOWED_AT = "towed_at"
    PLATE = "plate"
    PLATE_STATE = "plate_state"
    YEAR = "year"
    MAKE = "make"
    MODEL = "model"
    COLOR = "color"
    VIN = "vin"
    CALL_NUMBER = "call_number"
    FILE_NUMBER = "file_number"
    TOWED_FROM = "towed_from"
    JURISDICTION = "jurisdiction"
    CUSTODY = "custody"
    STATUS = "status"
    NEXT_STEP = "next_step"
    DUE = "due"
    URGENCY = "urgency"
    DAYS = "days"
    SPOT = "spot"
    ACCOUNT = "account"
    COMPLAINT_NUMBER = "complaint_number"


BY_STEP = frozenset({VehicleColumn.NEXT_STEP, VehicleColumn.DUE, VehicleColumn.URGENCY})
"""Columns that tell of the lead step, which depends on today."""


class StepKey(NamedTuple):
    """What a lead step is sorted by: its words, the local day it is due, its place in the order of the urgency words."""

    step: str
    due: date | None
    urgency: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What of a question only this day can tell.

    ``sought`` is the search as it was understood; ``only`` the cars whose lead step is asked for, None for any; it was
    towed on ``towed_since`` or later, it left on ``left_since`` or later, None for any day; ``steps`` are the lead steps
    by custody id where the columns of them are sorted by.
    """

    sought: Sought = field(default_factory=lambda: Sought(""))
    only: tuple[int, ...] | None = None
    towed_since: date | None = None
    left_since: date | None = None
    steps: Mapping[int, StepKey] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VehicleQuery:
    """One question to the vehicle list.

    ``search`` is fragments in any order; ``status`` None means any; ``sort`` is
    (column, descending) pairs, first the most important; ``limit`` None means all.
    ``terms`` is filled in by whoever asks the store.
    """

    search: str = ""
    status: CustodyStatus | None = None
    sort: tuple[tuple[VehicleColumn, bool], ...] = ((VehicleColumn.TOWED_AT, True),)
    offset: int = 0
    limit: int | None = 200
    filters: VehicleFilters = field(default_factory=VehicleFilters)
    terms: Terms = field(default_factory=Terms)


@dataclass(frozen=True, slots=True)
class VehicleRow:
    """One line of the vehicle list; ``next_step``, ``due`` (local) and ``urgency`` are those of its lead step today.

    ``before`` names the closed days for which a later date is today's work.
    """

    custody_id: int
    call_number: str | None
    file_number: str | None
    vin: str | None
    vin_state: VinState
    plate: str | None
    plate_state: str | None
    year: int | None
    make: str | None
    model: str | None
    color: str | None
    towed_at: datetime | None
    towed_from: str | None
    account: str | None
    custody: CustodyKind
    jurisdiction: str | None
    complaint_number: str | None
    spot: str | None
    status: CustodyStatus
    next_step: str | None
    due: date | None
    differs: bool = False
    unverified: bool = False
    """Whether ``due`` rests on a rule that nobody checked."""
    urgency: Urgency | None = None
    before: str | None = None

    @property
    def description(self) -> str:
        """Colour, year, make and model as far as known."""
        return description(self.color, self.year, self.make, self.model)


@dataclass(frozen=True, slots=True)
class VehiclePage:
    """Rows from ``query.offset`` on; ``total`` counts all that match."""

    query: VehicleQuery
    rows: tuple[VehicleRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A kept document without its bytes."""

    id: int
    custody_id: int | None
    kind: str
    name: str
    sha256: str
    size: int
    created_at: datetime
    created_by: str | None


@dataclass(frozen=True, slots=True)
class PartyInfo:
    """A person or firm with a stake in a custody; not ``reached``: mail came back from that address."""

    role: str
    name: str
    address: str | None = None
    phone: str | None = None
    reached: bool = True


@dataclass(frozen=True, slots=True)
class CarCard:
    """Everything the details panel shows of one custody."""

    car: Car
    row: VehicleRow
    agency: Agency | None
    events: tuple[Event, ...]
    documents: tuple[DocumentInfo, ...]
    parties: tuple[PartyInfo, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff; events and prints are signed with the name.

    ``login`` is the sign-in at a shared database; None for people who are picked at the PC. ``rights`` None: a sign-in
    that may do nothing.
    """

    id: int
    name: str
    login: str | None = None
    active: bool = True
    rights: Rights | None = Rights.CLERK
    has_pin: bool = False


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """The office as its notices and rules need it; read from the audited table."""

    name: str | None = None
    address: str | None = None
    phone: str | None = None
    zone: str = "America/Detroit"
    rule_pack: str = "us-mi"
    accounts: tuple[str, ...] = (".PPI",)
    rule_days: Mapping[str, int] = field(default_factory=dict)
    began_on: date | None = None
    """The local day on which the office began with this program; what was done before, somebody must say."""
    closed_weekdays: tuple[str, ...] = ("saturday", "sunday")
    closed_on_holidays: bool = True
    closed_days: Mapping[str, str] = field(default_factory=dict)
    """Single days on which nobody works here: ISO dates with their names. No legal date moves for them."""
    chase_after: int = 3
    """Business days past their time after which others are asked again."""
    own_numbers: bool = False
    """Whether new private-property cars get our file number by themselves."""
    logo: str | None = None
    """SHA-256 of the picture at the head of our papers."""
    hours: str | None = None
    """When the office is open, as letters say it."""
    signer: tuple[str, ...] = ()
    """The lines under the signature of a letter: name, then what somebody is."""
    signature: str | None = None
    """SHA-256 of the signature's picture."""
    envelope: Mapping[str, float] = field(default_factory=dict)
    """Sizes of the window envelope in inches where they are not the usual ones, by the name of ``domain.letters.window.Window``'s field."""
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words offered while typing, by the name of the field."""
    pins: bool = False
    """Whether people at a private server sit down with a PIN."""
    idle_minutes: int = 0
    """Minutes without key or mouse after which the window is covered; 0: never."""
    import_waits: bool = False
    """Whether all that an import brings waits in Check import until somebody accepts it."""
    towbook_fills_once: tuple[str, ...] = ()
    """Fields of a car that TowBook fills once and never changes again by itself."""
    impound_rules: tuple[ImpoundRule, ...] = STANDARD
    """Which TowBook calls are impounds; the first that fits decides."""
    closes_at: str = "17:00"
    """The local time at which the office closes, as hours and minutes."""
    charge_notices: tuple[str, ...] = ()
    """Kinds of custody whose cars are charged what a notice by mail costs; for impounds the law does not name it."""
    mail_host: str = ""
    """The server that takes our e-mail; empty: nothing leaves by e-mail. Its password is in the keyring of each PC that sends."""
    mail_port: int = 587
    mail_security: str = "starttls"
    mail_user: str = ""
    mail_from: str = ""
    fax_gateway: str = ""
    """The address by which an e-mail becomes a fax, with ``{number}`` in it; empty: no fax leaves."""
    digest_to: tuple[str, ...] = ()
    """Who gets the work of the day by e-mail, at ``digest_at`` (local, HH:MM)."""
    digest_at: str = "07:00"
    alerts_to: tuple[str, ...] = ()
    """Who is told by e-mail that imports or copies of the database fail."""

    @property
    def complete(self) -> bool:
        """Whether a notice can carry a head."""
        return bool(self.name and self.address and self.phone)

    @property
    def mail_server(self) -> MailServer | None:
        """Where e-mail goes out; None where the office has none."""
        if not self.mail_host or not self.mail_from:
            return None
        security = Security(self.mail_security)
        return MailServer(self.mail_host, self.mail_port, security, self.mail_user, self.mail_from, self.name or "")

    @property
    def habits(self) -> Habits:
        """How the office works."""
        named = tuple(day for day in DayName if day in self.closed_weekdays)
        holidays = (DayName.HOLIDAY,) if self.closed_on_holidays else ()
        return Habits(self.chase_after, closed=(*named, *holidays), dates=frozenset(map(date.fromisoformat, self.closed_days)))


class RunState(StrEnum):
    """How an import stands."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    STOPPED = "stopped"


class Begun(StrEnum):
    """What began an import: a person, the schedule, or that TowBook answered again."""

    BY_HAND = "by_hand"
    SCHEDULE = "schedule"
    WAITING = "waiting"


class StoppedBy(StrEnum):
    """What made an import stop before its end: TowBook did not answer, did not take the password, too many sign-ins, anything else."""

    DOWN = "down"
    REJECTED = "rejected"
    LIMIT = "limit"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ImportRun:
    """One import in the history; ``effect`` is what it meant for the queue, ``waiting`` how many of its calls nobody decided yet."""

    id: int
    source: str
    first: date | None
    last: date | None
    accounts: tuple[str, ...]
    state: RunState
    started_at: datetime
    finished_at: datetime | None
    by: str | None
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    skipped: int = 0
    message: str | None = None
    effect: str | None = None
    begun: Begun = Begun.BY_HAND
    stopped_by: StoppedBy | None = None
    waiting: int = 0
    undone_at: datetime | None = None
    undone_by: str | None = None
    file: str | None = None
    """The names of the files that it read."""


@dataclass(frozen=True, slots=True)
class FailedCall:
    """A call that could not be read or stored, and why; ``towbook_id`` is what to ask for to read it again."""

    call: str
    reason: str
    towbook_id: str = ""
