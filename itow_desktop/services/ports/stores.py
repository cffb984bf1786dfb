"""The database as the deeds see it: a desk that opens units of work."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, Protocol
from uuid import UUID, uuid4

from itow_desktop.domain.agencies import Agency, AgencyName
from itow_desktop.domain.cars import Car
from itow_desktop.domain.deadlines import Deadline
from itow_desktop.domain.events import Event
from itow_desktop.domain.vehicle_facts import Description
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus
from itow_desktop.services.ports.batches import BatchStore
from itow_desktop.services.ports.bin import BinStore
from itow_desktop.services.ports.car_files import AttachmentStore, HistoryStore, PhoneStore, ReminderStore
from itow_desktop.services.ports.charges import ChargeStore
from itow_desktop.services.ports.deeds import DeedStore
from itow_desktop.services.ports.desk_work import DeskWorkStore
from itow_desktop.services.ports.file_imports import FileImportStore
from itow_desktop.services.ports.finding import FindingStore, OwnCarStore, ViewStore
from itow_desktop.services.ports.imports import ImportStore
from itow_desktop.services.ports.impounds import ToldCallStore
from itow_desktop.services.ports.joining import JoiningStore
from itow_desktop.services.ports.law_dates import ReviewStore
from itow_desktop.services.ports.letters import LetterStore
from itow_desktop.services.ports.lot import LotStore
from itow_desktop.services.ports.mail import MailStore
from itow_desktop.services.ports.office_papers import OfficePaperStore
from itow_desktop.services.ports.old_database import OldDatabaseStore
from itow_desktop.services.ports.outbox import OutboxStore
from itow_desktop.services.ports.packs import PackStore, SnapshotStore
from itow_desktop.services.ports.parties import PartyStore
from itow_desktop.services.ports.people import StaffStore
from itow_desktop.services.ports.places import DepartmentStore, PlaceStore
from itow_desktop.services.ports.record import EventPaperStore
from itow_desktop.services.ports.reporting import ReportStore
from itow_desktop.services.ports.scheduling import ScheduleStore
from itow_desktop.services.ports.stays import StayStore
from itow_desktop.services.ports.tray import TrayStore
from itow_desktop.services.views import (
    CarCard,
    DocumentInfo,
    OfficeFacts,
    Person,
    VehiclePage,
    VehicleQuery,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing a person does; every audit row, event and document of it carries its id.

    ``name`` is read in "Undo: call-in, 4 cars". One that is not ``undoable`` is no step of anybody's undo;
    ``undoes`` is the deed that this one takes back.
    """

    name: str
    person: Person | None = None
    id: UUID = field(default_factory=uuid4)
    undoable: bool = True
    undoes: UUID | None = None


@dataclass(frozen=True, slots=True)
class OpenCase:
    """What the queue needs of one custody; ``version`` tells which rules its deadlines were computed by.

    ``assigned_to`` is the id of the person who works on it, before anybody's absence. ``snoozed_until``: the day the line
    comes back (``domain.desk_work`` says whether it waits). ``legal_hold``: nothing of it may be voided; ``hold_until``:
    the first day on which a hold that stands was to be over.
    """

    custody_id: int
    call_number: str | None
    custody: CustodyKind
    status: CustodyStatus
    agency_id: int | None
    plate: str | None
    plate_state: str | None
    vin: str | None
    description: str
    towed_at: datetime | None
    towed_from: str | None
    place: str | None
    property_key: str | None
    released_in_towbook: bool
    on_hold: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    complaint_number: str | None = None
    version: str = ""
    maybe_same: bool = False
    clue: str | None = None
    """What TowBook tells of a car that nobody sorted yet."""
    assigned_to: int | None = None
    snoozed_until: date | None = None
    snooze_reason: str | None = None
    legal_hold: bool = False
    hold_until: date | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Projection:
    """The deadlines of one custody as computed from its events, kept for fast queues; ``owed``: closed, but a step is still due."""

    custody_id: int
    pack_version: str
    engine_version: int
    last_event_id: str | None
    deadlines: tuple[Deadline, ...]
    status: CustodyStatus
    towed_at: datetime | None
    due: date | None
    owed: bool = False
    on_hold: tuple[str, ...] = ()
    legal_hold: bool = False
    hold_until: date | None = None


class CarIds(NamedTuple):
    """The ids that a car to be entered will have."""

    vehicle: int
    custody: int


@dataclass(frozen=True, slots=True)
class NewCar:
    """A car to be entered under its reserved ids, with the events it starts with."""

    car: Car
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class ChangedCar:
    """A car whose fields or events an import moves on; ``car`` is the state to be stored."""

    car: Car
    events: tuple[Event, ...] = ()


class Fingerprint(NamedTuple):
    """What TowBook last said of a call, as a hash; ``differs`` where it is not what stands here, decided or not."""

    custody_id: int
    hash: str | None
    differs: bool


class VehicleStore(Protocol):
    """Cars: the list, one card, edits."""

    def page(self, query: VehicleQuery) -> VehiclePage:
        """Rows of the list without their next step."""

    def find(self, call: str) -> int:
        """Custody id of a call number, file number or ``#id``; raises ``NotFound``."""

    def get(self, custody_id: int) -> Car: ...
    def many(self, custody_ids: Sequence[int]) -> Mapping[int, Car]:
        """Those of the cars that are on record."""

    def card(self, custody_id: int) -> CarCard: ...
    def add(self, car: Car) -> int:
        """Enter one car by hand and answer its custody id."""

    def save(self, cars: Sequence[Car], fields: Collection[str]) -> Sequence[Car]:
        """Store these fields of the cars, set-wise; where a ``version`` is not the stored one any more, ``ChangedElsewhere``."""

    def lookalikes(self, vin: str | None, plate: str | None) -> tuple[str, ...]:
        """Call numbers of cars on the lot with the same VIN or plate."""

    def hashes(self, towbook_ids: Sequence[str]) -> Mapping[str, str | None]:
        """The fingerprint of what TowBook last said of each of these calls that are here."""

    def fingerprints(self, towbook_ids: Sequence[str]) -> Mapping[str, Fingerprint]:
        """The same with whether TowBook's last word differs from ours somewhere; for imports."""

    def adopt(self, ids: Mapping[str, str]) -> None:
        """Give calls that were known by one TowBook id another one."""

    def known_to_towbook(self, towbook_ids: Sequence[str]) -> Mapping[str, Car]: ...
    def open_in_towbook(self, accounts: Sequence[str]) -> tuple[tuple[str, str | None], ...]:
        """(TowBook id, call number) of cars still on the lot here that came from these accounts."""

    def sort(self, custody_ids: Sequence[int], kind: CustodyKind) -> None: ...
    def set_complaints(self, numbers: Mapping[int, str]) -> None: ...
    def answer_released(self, custody_ids: Sequence[int]) -> None: ...
    def mark_released(self, towbook_ids: Mapping[str, bool]) -> None:
        """Keep what TowBook's list says of each car: released there or not."""

    def reserve(self, count: int) -> Sequence[CarIds]:
        """Ids for that many cars to be entered."""

    def store_imported(self, new: Sequence[NewCar], changed: Sequence[ChangedCar]) -> None:
        """Store a batch set-wise; the deadlines of all these cars are to be saved in the same unit."""


class EventStore(Protocol):
    """The append-only record."""

    def of(self, custody_id: int) -> tuple[Event, ...]: ...
    def of_many(self, custody_ids: Sequence[int]) -> Mapping[int, tuple[Event, ...]]: ...
    def lock(self, custody_ids: Sequence[int]) -> None:
        """Lock the custody rows so that nobody else adds events to them in this moment."""

    def add(self, events: Iterable[tuple[int, Event]]) -> None:
        """Append (custody id, event) pairs; who and when are the database's own answer."""


class DeadlineStore(Protocol):
    """The projection of the law onto the open cars."""

    def save(self, projections: Sequence[Projection]) -> None: ...
    def kept(self, custody_ids: Sequence[int]) -> Mapping[int, str]:
        """The deadlines of these custodies as they are written, where this engine wrote them; for ``renew``."""

    def renew(self, projections: Sequence[Projection], before: Mapping[int, str]) -> int:
        """Keep what one law makes of the same events as before; answers of how many custodies a date is another one now. Only writes."""

    def described(self, custody_ids: Sequence[int]) -> Mapping[int, Description]:
        """What the dates of each of these custodies rest on besides its events."""

    def same_vehicles(self, custody_ids: Sequence[int]) -> tuple[int, ...]:
        """Every custody of the vehicles of these, themselves too."""

    def cases(self, custody_ids: Sequence[int]) -> tuple[OpenCase, ...]: ...
    def open_cases(self, custody_ids: Sequence[int] | None = None) -> tuple[OpenCase, ...]:
        """Every custody that is on the lot or still owes a step; of some or of all."""

    def pressing(self, limit: int) -> tuple[OpenCase, ...]:
        """The open cases with the earliest last days of our own duties."""

    def stale(self, version: str, engine_version: int, of: Sequence[int] | None = None) -> tuple[int, ...]:
        """Open custodies computed by another pack or engine; of some or of all."""


class AgencyStore(Protocol):
    """Police departments, the places they answer for, what staff decided for properties."""

    def all(self) -> tuple[Agency, ...]: ...
    def get(self, agency_id: int) -> Agency: ...
    def add_listed(self, listed: Sequence[AgencyName]) -> int:
        """Add agencies of a county list that are not here yet; answers how many were added."""

    def save(self, agency: Agency) -> int:
        """Add (id 0) or change an agency; answers its id."""

    def places(self) -> Mapping[str, int]: ...
    def properties(self) -> Mapping[str, int]: ...
    def remember(self, property_key: str, name: str, agency_id: int) -> None: ...
    def assign(self, agency_id: int, custody_ids: Sequence[int]) -> None:
        """Give cars their police department; a field the desk now owns."""

    def same_property(self, property_key: str) -> tuple[int, ...]:
        """Open custodies from that property that have no agency yet."""


class DocumentStore(Protocol):
    """Kept bytes; nothing here is ever changed."""

    def add(self, custody_id: int | None, kind: str, name: str, content: bytes, data: Mapping[str, str]) -> DocumentInfo: ...
    def content(self, document_id: int) -> bytes: ...
    def get(self, document_id: int) -> DocumentInfo: ...
    def of(self, custody_id: int) -> tuple[DocumentInfo, ...]: ...
    def told(self, document_ids: Sequence[int]) -> Mapping[int, Mapping[str, str]]:
        """What was kept with each of them: version of the words, whom it is to, amount."""


class OfficeStore(Protocol):
    """The audited facts of the office."""

    def get(self) -> OfficeFacts: ...
    def save(self, facts: OfficeFacts) -> None: ...
    def may_change(self) -> bool:
        """Whether the database lets this sign-in change the facts."""

    def logo(self) -> bytes | None:
        """The picture at the head of our papers."""

    def signature(self) -> bytes | None:
        """The picture of the signature under our letters."""

    def keep_logo(self, picture: bytes) -> str:
        """Keep a picture; answers its SHA-256, which becomes the head's once the facts name it."""


class UnitOfWork(Protocol):
    """One transaction; leaving it without ``commit`` undoes everything."""

    @property
    def vehicles(self) -> VehicleStore: ...
    @property
    def events(self) -> EventStore: ...
    @property
    def deadlines(self) -> DeadlineStore: ...
    @property
    def agencies(self) -> AgencyStore: ...
    @property
    def imports(self) -> ImportStore: ...
    @property
    def file_imports(self) -> FileImportStore: ...
    @property
    def documents(self) -> DocumentStore: ...
    @property
    def office(self) -> OfficeStore: ...
    @property
    def staff(self) -> StaffStore: ...
    @property
    def attachments(self) -> AttachmentStore: ...
    @property
    def phone_log(self) -> PhoneStore: ...
    @property
    def reminders(self) -> ReminderStore: ...
    @property
    def history(self) -> HistoryStore: ...
    @property
    def deeds(self) -> DeedStore: ...
    @property
    def bin(self) -> BinStore: ...
    @property
    def lot(self) -> LotStore: ...
    @property
    def letters(self) -> LetterStore: ...
    @property
    def finding(self) -> FindingStore: ...
    @property
    def own_cars(self) -> OwnCarStore: ...
    @property
    def views(self) -> ViewStore: ...
    @property
    def joining(self) -> JoiningStore: ...
    @property
    def stays(self) -> StayStore: ...
    @property
    def told_calls(self) -> ToldCallStore: ...
    @property
    def event_papers(self) -> EventPaperStore: ...
    @property
    def places(self) -> PlaceStore: ...
    @property
    def departments(self) -> DepartmentStore: ...
    @property
    def desk_work(self) -> DeskWorkStore: ...
    @property
    def reviews(self) -> ReviewStore: ...
    @property
    def packs(self) -> PackStore: ...
    @property
    def old_database(self) -> OldDatabaseStore: ...
    @property
    def reports(self) -> ReportStore: ...
    @property
    def snapshots(self) -> SnapshotStore: ...
    @property
    def tray(self) -> TrayStore: ...
    @property
    def scheduling(self) -> ScheduleStore: ...
    @property
    def parties(self) -> PartyStore: ...
    @property
    def charges(self) -> ChargeStore: ...
    @property
    def outbox(self) -> OutboxStore: ...
    @property
    def office_papers(self) -> OfficePaperStore: ...
    @property
    def mail(self) -> MailStore: ...
    @property
    def batches(self) -> BatchStore: ...

    def ahead(self) -> AbstractContextManager[None]:
        """Inside, writing goes on without waiting for each answer; a refusal is raised at the end at the latest. For writing only.

        A ``commit`` inside is the last word of the unit; it has happened for sure only when the end was reached without trouble.
        """

    def commit(self) -> None: ...


class Desk(Protocol):
    """The door to the database; safe to use from several threads, one unit per thread."""

    def begin(self, deed: Deed) -> AbstractContextManager[UnitOfWork]: ...
    def look(self) -> AbstractContextManager[UnitOfWork]:
        """A unit that only reads."""

    def alone(self) -> AbstractContextManager[bool]:
        """The turn of the day is one program's among all PCs: inside, whether it is this one's; the others need not wait."""

    def scheduling(self) -> AbstractContextManager[bool]:
        """The import due by the schedule is one program's among all PCs: inside, whether it is this one's."""

    def claim(self, accounts: Sequence[str], *, first: bool = False) -> AbstractContextManager[None]:
        """Hold the import of these TowBook accounts; raises ``ImportBusy`` saying who has it.

        ``first``, for a person's import: one that began by itself gives way.
        """

    def wanted(self, accounts: Sequence[str]) -> bool:
        """Whether a person waits to import these accounts, so that an import that began by itself gives way."""
