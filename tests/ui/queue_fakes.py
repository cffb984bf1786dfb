"""An office in memory under the real law, for the queue, the print sheet, the import pane."""

import threading
from collections.abc import Callable, Collection, Generator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.calls import DateRange
from itow_desktop.domain.errors import Cancelled, PrinterTrouble, Refused, Trouble
from itow_desktop.domain.events import Event, EventKind, EventSource, holds, standing, status_of
from itow_desktop.domain.importing.contact import Contact
from itow_desktop.domain.importing.schedules import OFF, Schedule, read_times
from itow_desktop.domain.importing.schedules import standing as schedule_standing
from itow_desktop.domain.notices import OfficeHead, TopNotice, file_name, preflight
from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.domain.vehicle_facts import Description
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus
from itow_desktop.services.desks.towbook import TowBookState
from itow_desktop.services.founding import Founding
from itow_desktop.services.importing.from_towbook import ImportPlan, ImportProgress, ImportResult, Suggestion
from itow_desktop.services.law import Law
from itow_desktop.services.noticing import KeptPaper, TopDraft
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.ports.scheduling import WaitingImport
from itow_desktop.services.ports.stores import OpenCase
from itow_desktop.services.printing import PrintProgress, save_papers
from itow_desktop.services.recording import Entry
from itow_desktop.services.stepping import day_queue, lead_steps
from itow_desktop.services.views import DocumentInfo, FailedCall, ImportRun, Person, RunState, StoppedBy
from itow_desktop.services.working import CallIn, PickUp, QueueLine, WorkQueue
from tests.law import DETROIT, michigan

TODAY = date(2026, 5, 20)  # a Wednesday
KIM = Person(1, "Kim")
BURTON = Agency(1, "Burton PD", "555-555-0100")
FLINT = Agency(2, "Flint Township PD")
SHERIFF = Agency(3, "Genesee County Sheriff", "555-555-0177")
HEAD = OfficeHead("Example Towing & Recovery, LLC", "1200 Example Road\nBurton, MI 48529", "810-555-0100", DETROIT)

_MODELS = (
    ("gray", 2011, "Chevrolet", "Malibu"),
    ("white", 2019, "Ford", "F-150 SuperCrew"),
    ("blue", 2008, "Dodge", "Grand Caravan"),
    ("black", 2016, "Jeep", "Cherokee"),
    ("silver", 2006, "Honda", "Civic"),
)
_PLACES = (
    ("Oak Apts", "123 Oak St, Burton, MI 48529"),
    ("Riverside Market", "88 Mill Rd, Burton, MI 48529"),
    ("Pine Grove Townhomes and Villas", "4100 W Pierson Rd, Flint Township, MI 48504"),
)


@dataclass
class FakeCar:
    """One custody as the tests write it down."""

    custody_id: int
    custody: CustodyKind = CustodyKind.PRIVATE_PROPERTY
    agency_id: int | None = 1
    plate: str | None = "ABC1234"
    vin: str | None = "1G1ZC5E13BF118341"
    place: int = 0
    events: tuple[Event, ...] = ()
    released: bool = False
    no_plate: bool = False
    vin_unreadable: bool = False
    complaint: str | None = None

    @property
    def call(self) -> str:
        return str(21358 + self.custody_id)

    @property
    def described(self) -> str:
        return " ".join(str(part) for part in _MODELS[self.custody_id % len(_MODELS)])


@dataclass
class FakeOffice:
    """Meets every ``...Work`` of ui/work.py; keeps what was asked of it, fails when ``trouble`` says so."""

    cars: dict[int, FakeCar] = field(default_factory=dict)
    day: date = TODAY
    known_agencies: list[Agency] = field(default_factory=lambda: [BURTON, FLINT, SHERIFF])
    trouble: Trouble | None = None
    failing: str = ""
    """Name of the only method that fails; empty means any."""
    log: list[tuple[str, object]] = field(default_factory=list)
    signed: list[Person | None] = field(default_factory=list)
    gate: threading.Event | None = None
    printer_list: tuple[PrinterInfo, ...] = (PrinterInfo("Front desk", "HP LaserJet", default=True), PrinterInfo("Back office"))
    printed: list[tuple[str, PrinterChoice]] = field(default_factory=list)
    batches: list[tuple[KeptPaper, ...]] = field(default_factory=list)
    fail_after: int | None = None
    """Papers after which the printer is gone."""
    confirmed: list[int] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)
    runs: list[ImportRun] = field(default_factory=list)
    failed_calls: tuple[FailedCall, ...] = ()
    calls: int = 63
    steps: threading.Semaphore | None = None
    """Lets an import take one step for each release."""
    login: tuple[str, str] | None = ("office@example.com", "kept")
    check: str = "accepted"
    folder: Path | None = None
    towbook: TowBookState = field(
        default_factory=lambda: TowBookState(Contact(datetime(2026, 5, 20, 11, 43, tzinfo=UTC)), None, False, None, None, OFF, None, ())
    )
    stopped_by: StoppedBy | None = None
    """What makes the next imports stop at once."""

    def __post_init__(self) -> None:
        self._law = Law(michigan())
        self._renderer = PdfRenderer(threading.Lock())
        self._documents = 0

    # --- arranging ---------------------------------------------------------------------------------------------------

    def add(self, custody_id: int, *events: tuple[str, str], **facts: object) -> FakeCar:
        """A car with (kind, ``2026-05-18T16:44`` or ``2026-05-18``) events."""
        car = FakeCar(custody_id, **facts)  # type: ignore[arg-type]  # the names are those of the class
        car.events = tuple(_event(f"{custody_id}-{place}", kind, when) for place, (kind, when) in enumerate(events))
        self.cars[custody_id] = car
        return car

    def _asked(self, name: str, what: object = None, person: Person | None = None) -> None:
        self.threads.add(threading.current_thread().name)
        self.log.append((name, what))
        if person is not None:
            self.signed.append(person)
        if self.gate is not None:
            assert self.gate.wait(10)
        if self.trouble is not None and self.failing in {"", name}:
            raise self.trouble

    def said(self, name: str) -> list[object]:
        """What was asked of one method."""
        return [what for method, what in self.log if method == name]

    # --- QueueWork ---------------------------------------------------------------------------------------------------

    @property
    def zone(self) -> ZoneInfo:
        return DETROIT

    def today(self) -> date:
        return self.day

    def queue(self) -> WorkQueue:
        self._asked("queue")
        cases = {car.custody_id: self._case(car) for car in self.cars.values()}
        found = day_queue(cases.values(), lead_steps(self._law, cases.values(), self.day), self.day)
        agencies = {agency.id: agency for agency in self.known_agencies}
        lines = tuple(QueueLine(item, cases[item.custody_id], agencies.get(cases[item.custody_id].agency_id or 0)) for item in found.items)
        return WorkQueue(found.today, found.active, found.accounted_for, lines)

    def first_lines(self) -> WorkQueue:
        return replace(self.queue(), active=0, accounted_for=0, whole=False)

    def _case(self, car: FakeCar) -> OpenCase:
        projection = self._law.project(car.custody_id, Description(car.custody), car.events)
        place, street = _PLACES[car.place]
        return OpenCase(
            custody_id=car.custody_id, call_number=car.call, custody=car.custody, status=status_of(car.events), agency_id=car.agency_id,
            plate=car.plate, plate_state="MI" if car.plate else None, vin=car.vin, description=car.described,
            towed_at=projection.towed_at, towed_from=street, place=place, property_key=street.casefold(), released_in_towbook=car.released,
            on_hold=tuple(event.data.get("hold", "office") for event in holds(car.events)), deadlines=projection.deadlines,
            complaint_number=car.complaint,
        )  # fmt: skip

    def agencies(self) -> tuple[Agency, ...]:
        self._asked("agencies")
        return tuple(self.known_agencies)

    def call_in(self, person: Person | None, entries: Sequence[CallIn]) -> int:
        self._asked("call_in", tuple(entries), person)
        for each in entries:
            self._happened(each.custody_id, Entry(EventKind.POLICE_NOTIFIED, at=each.at, source=each.source))
        return len(entries)

    def sos_notice(self, person: Person | None, custody_ids: Sequence[int], on: date, reason: str | None = None) -> int:
        self._asked("sos_notice", (tuple(custody_ids), on), person)
        for custody_id in custody_ids:
            self._happened(custody_id, Entry(EventKind.SOS_NOTICE_DATED, on=on))
        return len(custody_ids)

    def record(self, person: Person | None, custody_id: int, entry: Entry) -> None:
        self._asked("record", (custody_id, entry), person)
        self._happened(custody_id, entry)

    def pick_up(self, person: Person | None, custody_id: int, left: PickUp) -> None:
        self._asked("pick_up", (custody_id, left), person)
        if holds(self.cars[custody_id].events):
            raise Refused("The car is on hold. Nothing was changed.")
        self._happened(custody_id, Entry(EventKind.REDEEMED if left.redeemed else EventKind.RELEASED, on=left.on))

    def assign_agency(self, person: Person | None, agency_id: int, custody_ids: Sequence[int], *, remember: bool) -> int:
        self._asked("assign_agency", (agency_id, tuple(custody_ids), remember), person)
        for custody_id in custody_ids:
            self.cars[custody_id].agency_id = agency_id
        return len(custody_ids)

    def save_agency(self, person: Person | None, agency: Agency) -> int:
        self._asked("save_agency", agency, person)
        saved = agency if agency.id else replace(agency, id=len(self.known_agencies) + 1)
        self.known_agencies = [each for each in self.known_agencies if each.id != saved.id] + [saved]
        return saved.id

    def sort_cars(self, person: Person | None, custody_ids: Sequence[int], kind: CustodyKind) -> int:
        self._asked("sort_cars", (tuple(custody_ids), kind), person)
        for custody_id in custody_ids:
            self.cars[custody_id].custody = kind
        return len(custody_ids)

    def keep_on_lot(self, person: Person | None, custody_ids: Sequence[int]) -> int:
        self._asked("keep_on_lot", tuple(custody_ids), person)
        for custody_id in custody_ids:
            self.cars[custody_id].released = False
        return len(custody_ids)

    def _happened(self, custody_id: int, entry: Entry) -> None:
        car = self.cars[custody_id]
        name = f"{custody_id}-{len(car.events)}"
        happened = Event(
            name, entry.kind, at=entry.at, on=entry.on, data=entry.data, note=entry.note, source=entry.source, supersedes=entry.supersedes
        )
        car.events = (*car.events, happened)

    # --- PaperWork ---------------------------------------------------------------------------------------------------

    def draft_tops(self, custody_ids: Sequence[int]) -> tuple[TopDraft, ...]:
        self._asked("draft_tops", tuple(custody_ids))
        notices = [self._notice(self.cars[custody_id]) for custody_id in custody_ids]
        return tuple(TopDraft(custody_id, notice, preflight(notice)) for custody_id, notice in zip(custody_ids, notices, strict=True))

    def _notice(self, car: FakeCar) -> TopNotice:
        color, year, make, model = _MODELS[car.custody_id % len(_MODELS)]
        agency = next((each.name for each in self.known_agencies if each.id == car.agency_id), None)
        towed = [event for event in standing(car.events) if event.kind is EventKind.TOWED]
        return TopNotice(
            office=HEAD, dated=self.day, agency=agency, call_number=car.call, file_number=f"IT{car.custody_id:04d}-26",
            towed_at=towed[-1].at if towed else None, towed_on=towed[-1].on if towed else None, towed_from=_PLACES[car.place][1],
            requested_by="Pat Example, property manager", year=year, make=make, model=model, color=color, vin=car.vin,
            vin_unreadable=car.vin_unreadable, plate=car.plate, plate_state="MI" if car.plate else None, no_plate=car.no_plate,
            complaint_number=car.complaint,
        )  # fmt: skip

    def preview(self, notice: TopNotice) -> tuple[bytes, ...]:
        self._asked("preview", notice.call_number)
        return self._renderer.page_images(self._renderer.render_top(notice))

    def keep_tops(self, person: Person | None, drafts: Sequence[TopDraft]) -> tuple[KeptPaper, ...]:
        self._asked("keep_tops", tuple(drafts), person)
        return tuple(self._kept(draft.custody_id, "top", file_name(draft.notice), draft.notice) for draft in drafts)

    def _kept(self, custody_id: int, kind: str, name: str, notice: TopNotice) -> KeptPaper:
        self._documents += 1
        content = self._renderer.render_top(notice)
        info = DocumentInfo(self._documents, custody_id, kind, name, "0" * 64, len(content), datetime(2026, 5, 20, tzinfo=UTC), "Kim")
        return KeptPaper(info, content, (custody_id,))

    def keep_tow_lists(self, person: Person | None, custody_ids: Sequence[int]) -> tuple[KeptPaper, ...]:
        self._asked("keep_tow_lists", tuple(custody_ids), person)
        info = DocumentInfo(99, None, "tow-list", "TOWLIST_Burton-PD_2026-05-19.pdf", "0" * 64, 4, datetime(2026, 5, 20, tzinfo=UTC), "Kim")
        return (KeptPaper(info, b"%PDF", tuple(custody_ids)),)

    def printers(self) -> tuple[PrinterInfo, ...]:
        self._asked("printers")
        return self.printer_list

    def print_papers(
        self, person: Person | None, papers: Sequence[KeptPaper], choice: PrinterChoice, kind: PaperKind
    ) -> Generator[PrintProgress, None, int]:
        self._asked("print_papers", tuple(paper.document.name for paper in papers))
        self.batches.append(tuple(papers))
        batch = len(self.batches)
        yield PrintProgress(batch, 0, len(papers), papers[0].document.name)
        for done, paper in enumerate(papers, start=1):
            if self.fail_after is not None and done > self.fail_after:
                raise PrinterTrouble(f'The printer "{choice.printer}" is gone. {done - 1} of {len(papers)} papers were sent before.')
            self.printed.append((paper.document.name, choice))
            yield PrintProgress(batch, done, len(papers), "")
        return len(papers)

    def answer_prints(self, person: Person | None, batch_ids: Sequence[int], came: Collection[int]) -> int:
        self._asked("answer_prints", tuple(came), person)
        sent = {paper.document.id: paper for each in batch_ids for paper in self.batches[each - 1]}
        papers = [paper for document_id, paper in sent.items() if document_id in came]
        for paper in papers:
            for custody_id in paper.custody_ids:
                self.confirmed.append(custody_id)
                self._happened(custody_id, Entry(EventKind.LETTER_PRINTED, on=self.day, data={"letter": "top"}))
        return len(papers)

    def save_papers(self, folder: Path, papers: Sequence[KeptPaper]) -> tuple[Path, ...]:
        self._asked("save_papers", folder)
        return save_papers(folder, papers)

    # --- ImportWork --------------------------------------------------------------------------------------------------

    def username(self) -> str | None:
        return self.login[0] if self.login else None

    def password_kept(self) -> bool:
        return self.login is not None

    def check_login(self, username: str, password: str) -> str:
        self._asked("check_login", (username, password))
        return self.check

    def keep_login(self, username: str, password: str | None) -> None:
        self._asked("keep_login", (username, password))
        self.login = (username, password or (self.login[1] if self.login else ""))

    def accounts(self) -> tuple[str, ...]:
        self._asked("accounts")
        return (".PPI",)

    def suggest(self, accounts: Sequence[str]) -> Suggestion:
        self._asked("suggest", tuple(accounts))
        why = "The last imported tow is of Tue 5/19; 3 days before it are read again for late changes."
        return Suggestion(DateRange(date(2026, 5, 16), self.day), why)

    def run_import(
        self, person: Person | None, plan: ImportPlan, stopped: Callable[[], bool]
    ) -> Generator[ImportProgress, None, ImportResult]:
        self._asked("run_import", plan, person)
        run = ImportRun(
            id=len(self.runs) + 1, source=plan.source, first=plan.days.first if plan.days else None,
            last=plan.days.last if plan.days else None, accounts=plan.accounts, state=RunState.DONE,
            started_at=datetime(2026, 5, 20, 11, 42, tzinfo=UTC), finished_at=datetime(2026, 5, 20, 11, 43, tzinfo=UTC),
            by=person.name if person else None,
        )  # fmt: skip
        done = 0
        try:
            yield ImportProgress("Signing in to TowBook")
            for done in range(self.calls + 1):
                if self.steps is not None:
                    assert self.steps.acquire(timeout=10)
                if stopped():
                    break
                new = done // 5
                yield ImportProgress(
                    "Reading calls",
                    done,
                    self.calls,
                    new,
                    done // 9,
                    max(0, done - new - done // 9),
                    0,
                    done * 0.3,
                    (self.calls - done) * 0.3,
                )
        except Cancelled:
            pass
        state = RunState.CANCELLED if stopped() else RunState.STOPPED if self.stopped_by else RunState.DONE
        message = f"Cancelled. {done} of {self.calls} calls were read and kept; import again to go on." if stopped() else None
        run = replace(
            run, state=state, message=message, new=done // 5, updated=done // 9, unchanged=done - done // 5 - done // 9,
            failed=len(self.failed_calls), effect="5 need a police department, 3 no VIN, 0 late", stopped_by=self.stopped_by,
        )  # fmt: skip
        self.runs.insert(0, run)
        return ImportResult(run, self.failed_calls, done * 0.3)

    def history(self) -> tuple[ImportRun, ...]:
        self._asked("history")
        return tuple(self.runs)

    def failures(self, run_id: int) -> tuple[FailedCall, ...]:
        self._asked("failures", run_id)
        return self.failed_calls

    # --- TowBookWork -------------------------------------------------------------------------------------------------

    def state(self) -> TowBookState:
        self._asked("state")
        name = self.login[0] if self.login else None
        return replace(self.towbook, username=name, password_kept=self.login is not None)

    def test_login(self) -> str:
        self._asked("test_login")
        self.towbook = replace(self.towbook, tested=(datetime(2026, 5, 20, 12, tzinfo=UTC), self.check))
        return self.check

    def set_schedule(self, person: Person | None, times: str, *, lot: bool, running: bool) -> Schedule:
        self._asked("set_schedule", (times, lot, running), person)
        kept = Schedule(read_times(times), lot, running, datetime(2026, 5, 20, 12, tzinfo=UTC), person.name if person else None)
        stands = schedule_standing(kept, (), None, kept.since, DETROIT)
        self.towbook = replace(self.towbook, schedule=kept, standing=stands)
        return kept

    def let_wait(self, person: Person | None, plan: ImportPlan) -> None:
        self._asked("let_wait", plan, person)
        waiting = WaitingImport(1, plan.accounts, plan.days, datetime(2026, 5, 20, 14, 42, tzinfo=UTC), 1, person.name if person else None)
        self.towbook = replace(self.towbook, waiting=(waiting,))

    def take_back(self, person: Person | None, waiting: int) -> bool:
        self._asked("take_back", waiting, person)
        self.towbook = replace(self.towbook, waiting=())
        return True

    def call_off(self) -> None:
        self.log.append(("call_off", None))

    # --- OfficeWork --------------------------------------------------------------------------------------------------

    def found(self, given: Founding) -> Person:
        self._asked("found", given)
        return Person(7, given.person)

    def backup_folder(self) -> Path | None:
        return self.folder

    def keep_backup_folder(self, folder: Path) -> None:
        self._asked("keep_backup_folder", folder)
        self.folder = folder


def _event(name: str, kind: str, when: str) -> Event:
    if kind.startswith("hold"):
        return Event(name, EventKind(kind), on=date.fromisoformat(when), data={"hold": "police", "authority": "Burton PD"})
    if kind == "letter_printed":
        return Event(name, EventKind(kind), on=date.fromisoformat(when), data={"letter": "top"})
    if "T" in when:
        return Event(name, EventKind(kind), at=datetime.fromisoformat(when).replace(tzinfo=DETROIT), source=EventSource.IMPORT)
    return Event(name, EventKind(kind), on=date.fromisoformat(when), source=EventSource.IMPORT)


def busy_office(more: int = 0) -> FakeOffice:
    """A morning: cars to call in, TOPs to print, questions, cars that wait, one sale."""
    office = FakeOffice()
    printed = ("letter_printed", "2026-05-18")
    called = ("police_notified", "2026-05-18T16:00")
    for number in range(1, 5):
        office.add(number, ("towed", f"2026-05-18T1{number}:44"), printed, plate=f"ABC123{number}", place=number % 2)
    for number in range(5, 8):
        office.add(number, ("towed", "2026-05-19T22:10"), called, agency_id=2, place=2, plate=f"DLR{number}08", complaint=f"26-12{number}")
    office.add(8, ("towed", "2026-05-15T09:30"), ("police_notified", "2026-05-15T09:00"), plate=None)
    office.add(9, ("towed", "2026-05-19T20:10"), called, agency_id=None, place=2, plate="EFG4471")
    office.add(10, ("towed", "2026-05-19T21:10"), called, agency_id=None, place=2, plate="HXY9902")
    office.add(11, ("towed", "2026-05-12T08:00"), printed, called, custody=CustodyKind.UNKNOWN, plate="KLM2204")
    office.add(12, ("towed", "2026-05-02T08:00"), ("police_notified", "2026-05-02T07:40"), printed, released=True, plate="PQR7751")
    office.add(13, called, printed, plate="STU1180", vin=None)
    for number in range(14, 17):
        office.add(
            number, ("towed", f"2026-05-0{number - 8}T08:00"), called, printed, ("lein_entered", "2026-05-09"), plate=f"VWX40{number}"
        )
    for number in range(17, 22 + more):
        noticed = date(2026, 4, 28) + timedelta(days=number % 9)
        office.add(
            number, ("towed", "2026-04-20T08:00"), called, printed, ("lein_entered", "2026-04-21"),
            ("sos_notice_dated", noticed.isoformat()),
            plate=f"YZA{number:04d}", place=number % 3, agency_id=1 + number % 3,
        )  # fmt: skip
    held = ("hold_placed", "2026-05-04")
    office.add(9001, ("towed", "2026-05-03T08:00"), called, printed, ("lein_entered", "2026-05-04"), held, custody=CustodyKind.POLICE_HOLD)
    return office


def closed(office: FakeOffice, custody_id: int) -> bool:
    """Whether a car has left."""
    return status_of(office.cars[custody_id].events) is not CustodyStatus.ON_LOT
