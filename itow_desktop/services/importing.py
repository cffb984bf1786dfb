"""Bring TowBook's calls to the desk."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import uuid4

from itow_desktop.domain.agencies import agency_for
from itow_desktop.domain.calls import CallRead, CallRef, DateRange, TowBookCall
from itow_desktop.domain.cars import Car, fields_of_call, imported, refreshed
from itow_desktop.domain.errors import Cancelled, DatabaseTrouble, TowBookTrouble, Trouble
from itow_desktop.domain.events import Event, EventKind, EventSource, standing
from itow_desktop.domain.urgency import Urgency
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.law import Law
from itow_desktop.services.ports.clock import Clock
from itow_desktop.services.ports.stores import ChangedCar, Deed, Desk, NewCar, Projection, UnitOfWork
from itow_desktop.services.ports.towbook import TowBook
from itow_desktop.services.views import FailedCall, ImportRun, Person, RunState
from itow_desktop.services.stepping import lead_steps

BATCH = 50
BATCH_SECONDS = 1.0
OVERLAP_DAYS = 3
FIRST_IMPORT_DAYS = 30
_FUTURE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What is to be read: a range of days, or with ``days`` None the cars on the lot now."""

    accounts: tuple[str, ...]
    days: DateRange | None = None

    @property
    def source(self) -> str:
        """The plan's kind as the history keeps it."""
        return "lot" if self.days is None else "range"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The range an import starts with, and the sentence that says why."""

    days: DateRange
    why: str


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far an import is; ``total`` and ``remaining`` (seconds) are None while not known."""

    phase: str
    done: int = 0
    total: int | None = None
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    elapsed: float = 0.0
    remaining: float | None = None


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How an import ended; what was read is kept whatever ``run.state`` says."""

    run: ImportRun
    failures: tuple[FailedCall, ...]
    seconds: float


def suggest_range(desk: Desk, accounts: Sequence[str], zone: str, today: date) -> Suggestion:
    """From the last imported tow less some days of overlap to today."""
    with desk.look() as unit:
        newest = unit.imports.last_towed_day(accounts, zone)
    if newest is None:
        first = today - timedelta(days=FIRST_IMPORT_DAYS)
        return Suggestion(DateRange(first, today), f"Nothing was imported yet, so the last {FIRST_IMPORT_DAYS} days.")
    first = min(newest, today) - timedelta(days=OVERLAP_DAYS)
    why = f"The last imported tow is of {newest:%a} {newest.month}/{newest.day}; {OVERLAP_DAYS} days before it are read again for late changes."
    return Suggestion(DateRange(first, today), why)


def run_import(
    desk: Desk,
    towbook: TowBook,
    law: Law,
    clock: Clock,
    person: Person | None,
    plan: ImportPlan,
    stopped: Callable[[], bool],
) -> Generator[ImportProgress, None, ImportResult]:
    """Read what ``plan`` asks, batch by batch; every batch is a checkpoint.

    Yields progress and returns the result. Trouble with TowBook ends the import
    and keeps what was read; a lost database raises ``DatabaseTrouble``, and the
    next import goes on where the last batch was stored. Raises ``ImportBusy``.
    """
    deed = Deed("import from TowBook", person)
    with desk.claim(plan.accounts):
        work = _Work(desk, law, clock, deed, plan)
        try:
            yield work.progress("Signing in to TowBook")
            towbook.sign_in()
            yield work.progress("Asking TowBook for the list of calls")
            listed = towbook.calls_on_lot(plan.accounts) if plan.days is None else towbook.calls_between(plan.days, plan.accounts)
            refs = work.expect(listed.refs)
            work.skipped += listed.cancelled
            yield work.progress("Reading calls")
            for read in towbook.read_calls(refs, stopped):
                work.take(read)
                yield work.progress("Reading calls")
            work.store()
            state, message = (RunState.CANCELLED, _cancelled(work)) if stopped() else (RunState.DONE, None)
        except Cancelled:
            work.store()
            state, message = RunState.CANCELLED, _cancelled(work)
        except TowBookTrouble as trouble:
            work.store()
            state, message = RunState.STOPPED, f"{trouble} {_kept(work)}"
        except GeneratorExit:
            work.store()
            work.finish(RunState.CANCELLED, _cancelled(work))
            raise
        return work.finish(state, message)


def _kept(work: "_Work") -> str:
    return f"{work.done} of {work.total or 0} calls were read and kept; import again to go on." if work.done else "Nothing was changed."


def _cancelled(work: "_Work") -> str:
    return f"Cancelled. {_kept(work)}"


class _Work:
    """The running totals of one import and its not yet stored batch."""

    def __init__(self, desk: Desk, law: Law, clock: Clock, deed: Deed, plan: ImportPlan) -> None:
        self._desk, self._law, self._clock, self._deed, self._plan = desk, law, clock, deed, plan
        self._batch: list[CallRead] = []
        self._started = self._stored = clock.monotonic()
        self._touched: set[int] = set()
        self.done = self.new = self.updated = self.unchanged = self.failed = self.skipped = 0
        self.total: int | None = None
        days = plan.days
        with desk.begin(deed) as unit:
            first, last = (days.first, days.last) if days else (None, None)
            self._before = unit.imports.seen_in_unfinished(plan.source, plan.accounts, first, last)
            self.run = unit.imports.start(plan.source, plan.accounts, first, last)
            unit.commit()

    def expect(self, listed: Sequence[CallRef]) -> list[CallRef]:
        """The calls to read: those listed, and the cars still open here; less what the cut-off run before this one read."""
        with self._desk.begin(self._deed) as unit:
            opened = unit.vehicles.open_in_towbook(self._plan.accounts)
            unit.vehicles.mark_released({ref.towbook_id: ref.released for ref in listed if ref.released is not None})
            seen = [ref.towbook_id for ref in listed if ref.towbook_id in self._before]
            unit.imports.saw(self.run, ((towbook_id, "unchanged", None) for towbook_id in seen))
            unit.commit()
        self.done = self.unchanged = len(set(seen))
        wanted: dict[str, CallRef] = {}
        for ref in (*listed, *(CallRef(towbook_id, call) for towbook_id, call in opened)):
            if ref.cancelled:
                self.skipped += 1
            elif ref.towbook_id not in self._before:
                wanted.setdefault(ref.towbook_id, ref)
        self.total = len(wanted) + self.done
        return list(wanted.values())

    def take(self, read: CallRead) -> None:
        """Put one answer into the batch; a full or old batch is stored."""
        self._batch.append(read)
        self.done += 1
        if len(self._batch) >= BATCH or self._clock.monotonic() - self._stored >= BATCH_SECONDS:
            self.store()

    def store(self) -> None:
        """Commit the batch; where the database refuses it, call by call, so that one bad call stops nothing."""
        batch, self._batch = self._batch, []
        self._stored = self._clock.monotonic()
        if not batch:
            return
        try:
            self._commit(batch)
        except DatabaseTrouble as trouble:
            raise DatabaseTrouble(f"{trouble} {self.done - len(batch)} calls of this import are stored; import again to go on.") from trouble
        except Trouble:
            for read in batch:
                try:
                    self._commit([read])
                except DatabaseTrouble:
                    raise
                except Trouble as trouble:
                    self._commit([replace(read, call=None, trouble=str(trouble))])

    def _commit(self, batch: Sequence[CallRead]) -> None:
        with self._desk.begin(self._deed) as unit:
            stored = _store(unit, self._law, self.run, batch, self._clock.now())
            unit.commit()
        self.new += stored.new
        self.updated += stored.updated
        self.unchanged += stored.unchanged
        self.failed += stored.failed
        self.skipped += stored.skipped
        self._touched |= stored.touched

    def progress(self, phase: str) -> ImportProgress:
        """Where the import stands now; calls of the open batch count as read, not yet as new or changed."""
        elapsed = self._clock.monotonic() - self._started
        read = self.done
        remaining = elapsed / read * (self.total - read) if self.total is not None and read else None
        return ImportProgress(
            phase, read, self.total, self.new, self.updated, self.unchanged, self.failed, elapsed, remaining
        )

    def finish(self, state: RunState, message: str | None) -> ImportResult:
        """Close the run in the history with its counts and its meaning for the queue."""
        now = self._clock.now()
        with self._desk.begin(self._deed) as unit:
            days = self._plan.days
            run = ImportRun(
                id=self.run, source=self._plan.source, first=days.first if days else None, last=days.last if days else None,
                accounts=self._plan.accounts, state=state, started_at=now, finished_at=now,
                by=self._deed.person.name if self._deed.person else None, new=self.new, updated=self.updated,
                unchanged=self.unchanged, failed=self.failed, skipped=self.skipped, message=message,
                effect=_effect(unit, self._law, self._touched, now),
            )  # fmt: skip
            unit.imports.finish(run)
            failures = unit.imports.failures(self.run)
            unit.commit()
        return ImportResult(run, failures, self._clock.monotonic() - self._started)


@dataclass(slots=True)
class _Stored:
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    skipped: int = 0
    touched: frozenset[int] = frozenset()


def _store(unit: UnitOfWork, law: Law, run: int, batch: Sequence[CallRead], now: datetime) -> _Stored:
    """Compare a batch with what is here and store what is new; unchanged calls leave only their id in the run."""
    stored = _Stored()
    outcomes: list[tuple[str, str, str | None]] = []
    calls = {read.call.towbook_id: read.call for read in batch if read.call is not None and not read.call.cancelled}
    stored.skipped = sum(read.call is not None and read.call.cancelled for read in batch)
    for read in batch:
        if read.call is None:
            outcomes.append((read.ref.towbook_id, "failed", read.trouble or "It could not be read."))
    stored.failed = len(outcomes)

    prints = {towbook_id: call.fingerprint() for towbook_id, call in calls.items()}
    hashes = unit.vehicles.hashes(list(calls))
    places, properties = unit.agencies.places(), unit.agencies.properties()
    accounts = unit.office.get().accounts

    new: list[NewCar] = []
    for towbook_id, call in calls.items():
        if towbook_id not in hashes:
            new.append(_new_car(call, prints[towbook_id], accounts, now))
    other = [towbook_id for towbook_id, known in hashes.items() if known != prints[towbook_id]]
    cars = unit.vehicles.known_to_towbook(other) if other else {}
    events = unit.events.of_many([car.custody_id for car in cars.values()]) if cars else {}
    changed: list[ChangedCar] = []
    for towbook_id, car in cars.items():
        moved = _changed_car(car, calls[towbook_id], prints[towbook_id], events.get(car.custody_id, ()), now)
        changed.append(moved)
        same = not moved.events and replace(moved.car, towbook_hash=car.towbook_hash) == car
        outcomes.append((towbook_id, "unchanged" if same else "updated", None))
    new = [replace(each, car=_with_agency(each.car, places, properties)) for each in new]
    changed = [replace(each, car=_with_agency(each.car, places, properties)) for each in changed]

    ids = unit.vehicles.store_imported(run, new, changed) if new or changed else {}
    unit.deadlines.save(_projections(law, new, changed, ids, events))
    unit.vehicles.mark_released(
        {
            read.ref.towbook_id: released
            for read in batch
            if (released := read.ref.released if read.ref.released is not None else read.call.released if read.call else None) is not None
        }
    )
    outcomes += [(each.car.towbook_id or "", "new", None) for each in new]
    outcomes += [(towbook_id, "unchanged", None) for towbook_id in calls if towbook_id in hashes and towbook_id not in cars]
    unit.imports.saw(run, outcomes)
    stored.new = len(new)
    stored.updated = sum(outcome == "updated" for _, outcome, _ in outcomes)
    stored.unchanged = sum(outcome == "unchanged" for _, outcome, _ in outcomes)
    stored.touched = frozenset(ids.values())
    return stored


def _new_car(call: TowBookCall, digest: str, accounts: Sequence[str], now: datetime) -> NewCar:
    kind = CustodyKind.PRIVATE_PROPERTY if (call.account or "") in accounts else CustodyKind.UNKNOWN
    found = fields_of_call(call, kind)
    car = Car(
        custody_id=0, vehicle_id=0, fields=found, version=1, towbook_id=call.towbook_id, towbook_hash=digest,
        provenance=imported(found, now),
    )  # fmt: skip
    towed = _towed(call, now)
    return NewCar(car, (towed,) if towed else (), call)


def _changed_car(car: Car, call: TowBookCall, digest: str, events: Sequence[Event], now: datetime) -> ChangedCar:
    told = fields_of_call(call, CustodyKind(car.fields.custody))
    moved = replace(refreshed(car, told, now), towbook_hash=digest)
    towed = _towed(call, now)
    tows = [event for event in events if event.kind is EventKind.TOWED]
    counting = [event for event in standing(events) if event.kind is EventKind.TOWED]
    news: tuple[Event, ...] = ()
    if towed is not None and not tows:
        news = (towed,)
    elif towed is not None and counting and counting[-1].source is EventSource.IMPORT:
        before = counting[-1]
        if (before.at, dict(before.data)) != (towed.at, dict(towed.data)):
            news = (replace(towed, supersedes=before.id),)
    return ChangedCar(moved, news, call)


def _towed(call: TowBookCall, now: datetime) -> Event | None:
    """The tow as TowBook times it; without a time, or with one yet to come, it stays a question for the desk."""
    at = call.towed_at
    if at is None or at > now + _FUTURE:
        return None
    known = {"called": call.called_at, "arrived": call.arrived_at, "dropped": call.completed_at}
    data = {name: moment.isoformat() for name, moment in known.items() if moment is not None}
    return Event(str(uuid4()), EventKind.TOWED, at=at, data=data, source=EventSource.IMPORT)


def _with_agency(car: Car, places: Mapping[str, int], properties: Mapping[str, int]) -> Car:
    """Give a car the police department of its place, where that is sure and nobody chose one."""
    if car.fields.agency_id is not None:
        return car
    return replace(car, fields=replace(car.fields, agency_id=agency_for(car.fields.address, places, properties)))


def _projections(
    law: Law,
    new: Sequence[NewCar],
    changed: Sequence[ChangedCar],
    ids: Mapping[str, int],
    events: Mapping[int, tuple[Event, ...]],
) -> list[Projection]:
    """The deadlines of every car whose events moved."""
    fresh = [law.project(ids[each.car.towbook_id or ""], each.car.fields.custody, each.events) for each in new]
    moved = [
        law.project(each.car.custody_id, each.car.fields.custody, (*events.get(each.car.custody_id, ()), *each.events))
        for each in changed
        if each.events
    ]
    return fresh + moved


def _effect(unit: UnitOfWork, law: Law, touched: set[int], now: datetime) -> str | None:
    """What the import means for the queue, in one line."""
    cases = [case for case in unit.deadlines.open_cases() if case.custody_id in touched]
    if not cases:
        return None
    late = sum(item.urgency is Urgency.LATE for item in lead_steps(law, cases, now).values())
    nobody = sum(case.agency_id is None for case in cases)
    no_vin = sum(case.vin is None for case in cases)
    return f"{nobody} need a police department, {no_vin} no VIN, {late} late"
