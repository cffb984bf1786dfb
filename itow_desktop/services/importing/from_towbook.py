"""Bring TowBook's calls to the desk."""

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

from itow_desktop.domain.calls import CallList, CallRead, CallRef, DateRange, is_towbook_id
from itow_desktop.domain.entry import written_date
from itow_desktop.domain.errors import Cancelled, SecretsTrouble, SignInLimit, TowBookDown, TowBookTrouble, WrongPassword
from itow_desktop.services.importing.arriving import Stored
from itow_desktop.services.importing.delivering import Delivery
from itow_desktop.services.importing.ending import end_run
from itow_desktop.services.importing.surroundings import Surroundings
from itow_desktop.services.ports.stores import Desk, UnitOfWork
from itow_desktop.services.ports.towbook import TowBook
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import Begun, FailedCall, ImportRun, RunState, StoppedBy

OVERLAP_DAYS = 3
FIRST_IMPORT_DAYS = 30
LOOK_BACK = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What is to be read: a range of days, with ``days`` None the cars on the lot now, or just these ``calls`` again."""

    accounts: tuple[str, ...]
    days: DateRange | None = None
    calls: tuple[CallRef, ...] = ()
    begun: Begun = Begun.BY_HAND

    @property
    def source(self) -> str:
        """The plan's kind as the history keeps it."""
        return "calls" if self.calls else "lot" if self.days is None else "range"


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


def suggest_range(shift: Shift, accounts: Sequence[str]) -> Suggestion:
    """From the last imported tow less some days of overlap to today."""
    today = shift.today
    with shift.desk.look() as unit:
        newest = unit.imports.last_towed_day(accounts, shift.law.pack.zone)
    if newest is None:
        first = today - timedelta(days=FIRST_IMPORT_DAYS)
        return Suggestion(DateRange(first, today), f"Nothing was imported yet, so the last {FIRST_IMPORT_DAYS} days.")
    first = min(newest, today) - timedelta(days=OVERLAP_DAYS)
    last = f"The last imported tow is of {newest:%a} {newest.month}/{newest.day}."
    return Suggestion(DateRange(first, today), f"{last} The {OVERLAP_DAYS} days before it are read again for late changes.")


def run_import(
    shift: Shift, towbook: TowBook, plan: ImportPlan, stopped: Callable[[], bool]
) -> Generator[ImportProgress, None, ImportResult]:
    """Read what ``plan`` asks, batch by batch; every batch is a checkpoint.

    Yields progress and returns the result. Trouble with TowBook ends the import
    and keeps what was read; a lost database raises ``DatabaseTrouble``, and the
    next import goes on where the last batch was stored. Raises ``ImportBusy``.
    """
    with shift.desk.claim(plan.accounts, first=plan.begun is Begun.BY_HAND), closing(_Work(shift, plan)) as work:
        stopped_by: StoppedBy | None = None
        try:
            yield work.progress("Signing in to TowBook")
            towbook.sign_in(stopped)
            yield work.progress("Asking TowBook for the list of calls")
            listed = _listed(towbook, plan, stopped)
            refs = work.expect(listed.refs)
            work.stored.skipped += listed.cancelled
            yield work.progress("Reading calls")
            for read in towbook.read_calls(refs, stopped):
                work.take(read)
                yield work.progress("Reading calls")
            work.store()
            if (older := work.older_days()) and not stopped():
                yield work.progress("Asking TowBook which older cars were released")
                work.mark_released(towbook.calls_between(older, plan.accounts, stopped).refs)
            state, message = (RunState.CANCELLED, _cancelled(work)) if stopped() else (RunState.DONE, None)
        except Cancelled:
            work.store()
            state, message = RunState.CANCELLED, _cancelled(work)
        except (TowBookTrouble, SecretsTrouble) as trouble:
            work.store()
            said = f"TowBook rejected the sign-in: {trouble}" if isinstance(trouble, WrongPassword) else str(trouble)
            state, message, stopped_by = RunState.STOPPED, f"{said} {_kept(work)}", _why(trouble)
        except GeneratorExit:
            work.store()
            work.finish(RunState.CANCELLED, _cancelled(work))
            raise
        return work.finish(state, message, stopped_by)


def _listed(towbook: TowBook, plan: ImportPlan, stopped: Callable[[], bool]) -> CallList:
    """The rows of TowBook's list that the plan is about."""
    if plan.calls:
        return CallList(plan.calls)
    if plan.days is None:
        return towbook.calls_on_lot(plan.accounts, stopped)
    return towbook.calls_between(plan.days, plan.accounts, stopped)


def _why(trouble: TowBookTrouble | SecretsTrouble) -> StoppedBy:
    kinds = ((WrongPassword, StoppedBy.REJECTED), (SignInLimit, StoppedBy.LIMIT), (TowBookDown, StoppedBy.DOWN))
    return next((why for kind, why in kinds if isinstance(trouble, kind)), StoppedBy.OTHER)


def _kept(work: "_Work") -> str:
    return f"{work.done} of {work.total or 0} calls were read and kept; import again to go on." if work.done else "Nothing was changed."


def _cancelled(work: "_Work") -> str:
    return f"Cancelled. {_kept(work)}"


_GONE_FROM_LOT = "TowBook's list of the lot does not name it: perhaps it was released. The queue asks."


def _gone_from(days: DateRange) -> str:
    listed = f"{written_date(days.first)} to {written_date(days.last)}"
    return f"TowBook's list of {listed} does not name it now: perhaps it was released, deleted or moved to another account."


class _Work:
    """The running totals of one import, and the delivery of its calls."""

    def __init__(self, shift: Shift, plan: ImportPlan) -> None:
        self._shift, self._plan = shift, plan
        self._desk, self._clock, self._deed = shift.desk, shift.clock, shift.deed("import from TowBook", undoable=False)
        self._started_at = self._clock.now()
        self._started = self._clock.monotonic()
        self.done = 0
        self.total: int | None = None
        self._gone: list[str] = []
        days = plan.days
        with self._desk.begin(self._deed) as unit:
            first, last = (days.first, days.last) if days else (None, None)
            self._before = unit.imports.seen_in_unfinished(plan.source, plan.accounts, first, last)
            around = Surroundings.of(unit, shift)
            self.run = unit.imports.start(plan.source, plan.accounts, first, last, begun=plan.begun)
            unit.commit()
        self._delivery = Delivery(shift, self._deed, self.run, around)

    @property
    def stored(self) -> Stored:
        """What came of the calls, as far as the database has confirmed it."""
        return self._delivery.stored

    def expect(self, listed: Sequence[CallRef]) -> list[CallRef]:
        """The calls to read: those listed, and the cars still open here; less what the cut-off run before this one read."""
        with self._desk.begin(self._deed) as unit:
            opened = () if self._plan.calls else unit.vehicles.open_in_towbook(self._plan.accounts)
            self._gone = self._not_listed(unit, listed)
            unit.vehicles.mark_released(self._said_released(listed, opened))
            seen = [ref.towbook_id for ref in listed if ref.towbook_id in self._before]
            unit.imports.saw_before(self.run, seen)
            unit.commit()
        self.done = self._delivery.kept = self.stored.unchanged = len(set(seen))
        wanted: dict[str, CallRef] = {}
        for ref in (*listed, *(CallRef(towbook_id, call) for towbook_id, call in opened if is_towbook_id(towbook_id))):
            if ref.cancelled:
                self.stored.skipped += 1
            elif ref.towbook_id not in self._before:
                wanted.setdefault(ref.towbook_id, ref)
        self.total = len(wanted) + self.done
        return list(wanted.values())

    def _not_listed(self, unit: UnitOfWork, listed: Sequence[CallRef]) -> list[str]:
        """Cars on the lot, not known as released, that the list should name: those of its days, or with no days all of them."""
        if self._plan.calls or not listed:
            return []
        named = {ref.towbook_id for ref in listed} | {ref.call_number for ref in listed if ref.call_number}
        cars = unit.imports.standing(self._plan.accounts, self._plan.days, self._shift.law.pack.zone)
        return [each for each, call in cars if not named & {each, call} and (call is not None or is_towbook_id(each))]

    def _said_released(self, listed: Sequence[CallRef], opened: Sequence[tuple[str, str | None]]) -> dict[str, bool]:
        """What TowBook's list says of cars; the list of the lot names every car that still stands there.

        An empty list of the lot says nothing: rather did TowBook hide it than is every car gone.
        """
        said = {ref.towbook_id: ref.released for ref in listed if ref.released is not None}
        if self._plan.days is None and listed:
            named = {ref.towbook_id for ref in listed} | {ref.call_number for ref in listed}
            said |= {towbook_id: True for towbook_id, call in opened if not named & {towbook_id, call}}
        return said

    def older_days(self) -> DateRange | None:
        """Days before the asked ones from which cars stand here: a call itself does not say that it was released, its list does."""
        if self._plan.days is None:
            return None
        with self._desk.look() as unit:
            oldest = unit.imports.oldest_open_day(self._plan.accounts, self._shift.law.pack.zone)
        last = self._plan.days.first - timedelta(days=1)
        return DateRange(max(oldest, last - LOOK_BACK), last) if oldest is not None and oldest <= last else None

    def mark_released(self, listed: Sequence[CallRef]) -> None:
        """Keep what a list says of cars that are here."""
        with self._desk.begin(self._deed) as unit:
            unit.vehicles.mark_released({ref.towbook_id: ref.released for ref in listed if ref.released is not None})
            unit.commit()

    def take(self, read: CallRead) -> None:
        """Hand on one answer."""
        self.done += 1
        self._delivery.take(read)

    def store(self) -> None:
        """Store all that was taken."""
        self._delivery.finish()

    def close(self) -> None:
        """Let go of the database, however the import ended."""
        self._delivery.close()

    def progress(self, phase: str) -> ImportProgress:
        """Where the import stands now; calls count as new or changed once the database has confirmed them."""
        elapsed = self._clock.monotonic() - self._started
        read = self.done
        remaining = elapsed / read * (self.total - read) if self.total is not None and read else None
        so_far = self.stored
        return ImportProgress(phase, read, self.total, so_far.new, so_far.updated, so_far.unchanged, so_far.failed, elapsed, remaining)

    def finish(self, state: RunState, message: str | None, stopped_by: StoppedBy | None = None) -> ImportResult:
        """Close the run in the history with its counts and its meaning for the queue."""
        with self._desk.begin(self._deed) as unit:
            days, stored = self._plan.days, self.stored
            run = ImportRun(
                id=self.run, source=self._plan.source, first=days.first if days else None, last=days.last if days else None,
                accounts=self._plan.accounts, state=state, started_at=self._started_at, finished_at=self._clock.now(),
                by=self._shift.person.name if self._shift.person else None, new=stored.new, updated=stored.updated,
                unchanged=stored.unchanged, failed=stored.failed, skipped=stored.skipped, message=message, effect=stored.effect,
                begun=self._plan.begun, stopped_by=stopped_by,
            )  # fmt: skip
            unit.imports.gone(self.run, self._gone, _GONE_FROM_LOT if days is None else _gone_from(days))
            run, failures = end_run(unit, run, self._shift.law.zone)
            unit.commit()
        return ImportResult(run, failures, self._clock.monotonic() - self._started)


def import_history(desk: Desk, limit: int = 50) -> tuple[ImportRun, ...]:
    """The last imports, newest first."""
    with desk.look() as unit:
        return unit.imports.history(limit)


def run_failures(desk: Desk, run: int) -> tuple[FailedCall, ...]:
    """The calls an import could not read or store, with the reasons."""
    with desk.look() as unit:
        return unit.imports.failures(run)
