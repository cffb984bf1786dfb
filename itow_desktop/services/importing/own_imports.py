"""Imports that nobody starts: at the times the office set, or as soon as TowBook answers again."""

from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from itow_desktop.domain.calls import DateRange
from itow_desktop.domain.errors import ImportBusy, Problems
from itow_desktop.domain.importing.schedules import Schedule, ScheduleState, Standing, Try, TryEnd, read_times, standing
from itow_desktop.services.importing.from_towbook import ImportPlan, ImportProgress, ImportResult, run_import, suggest_range
from itow_desktop.services.ports.scheduling import WaitingImport
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.ports.towbook import TowBook
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import Begun, ImportRun, Person, RunState, StoppedBy

_RUNS = 50
_STAYS = frozenset({StoppedBy.DOWN, StoppedBy.REJECTED, StoppedBy.LIMIT})
"""After these an import goes on waiting: they pass, or somebody enters another password."""


@dataclass(frozen=True, slots=True)
class Stops:
    """Why an import that nobody started may have to end: the program ends, a person calls it off, a person wants to import."""

    ending: Callable[[], bool]
    called_off: Callable[[], bool]
    wanted: Callable[[], bool]

    def any(self) -> bool:
        """Whether it must end now."""
        return self.ending() or self.called_off() or self.wanted()


@dataclass(frozen=True, slots=True)
class OwnResult:
    """What came of it; ``alert`` is a sentence that people were not told before."""

    result: ImportResult
    alert: str | None = None


def set_schedule(shift: Shift, times: str, *, lot: bool, running: bool) -> Schedule:
    """Keep at which times imports begin by themselves, from now on; raises ``Problems``, ``NotAllowed``."""
    read = read_times(times)
    if running and not read:
        raise Problems((("times", "Enter one time of the day at least, like 6:00."),))
    with shift.desk.begin(shift.deed("set the times of imports", undoable=False)) as unit:
        unit.scheduling.set_schedule(read, lot=lot, running=running, at=shift.clock.now())
        unit.commit()
        kept = unit.scheduling.schedule()
    if kept is None:
        raise AssertionError("a schedule that was kept is there")
    return kept


def let_wait(shift: Shift, plan: ImportPlan) -> None:
    """Import this as soon as TowBook answers; the same wish twice is one."""
    with shift.desk.begin(shift.deed("import when TowBook is back", undoable=False)) as unit:
        if not any((each.accounts, each.days) == (plan.accounts, plan.days) for each in unit.scheduling.waiting()):
            unit.scheduling.wait_for(plan.accounts, plan.days, shift.clock.now())
        unit.commit()


def take_back(shift: Shift, waiting: int) -> bool:
    """Let an import wait no longer; False where it has begun or was taken back already."""
    with shift.desk.begin(shift.deed("take a waiting import back", undoable=False)) as unit:
        was = unit.scheduling.end(waiting, None)
        unit.commit()
    return was


def password_changed(shift: Shift) -> None:
    """Somebody entered another password: a schedule that stopped because of the old one goes on."""
    with shift.desk.look() as unit:
        stopped = schedule_standing(unit, shift).state is ScheduleState.REJECTED
    if stopped:
        _write(shift, Try(None, shift.clock.now(), TryEnd.CLEARED), None)


def schedule_standing(unit: UnitOfWork, shift: Shift) -> Standing:
    """How the schedule stands now."""
    schedule = unit.scheduling.schedule()
    worked = None if schedule is None else _worked_at(shift, schedule, unit.office.get().accounts, unit.imports.history(_RUNS))
    return standing(schedule, unit.scheduling.tries(), worked, shift.clock.now(), shift.law.zone)


def _worked_at(shift: Shift, schedule: Schedule, accounts: Sequence[str], runs: Sequence[ImportRun]) -> datetime | None:
    """When the newest import began that read up to its own day what the schedule would read, whoever began it."""
    kind = ImportPlan((), None if schedule.lot else DateRange(shift.today, shift.today)).source

    def same(run: ImportRun) -> bool:
        whole = run.last is None or run.last >= shift.law.today(run.started_at)
        return run.state is RunState.DONE and run.source == kind and whole and set(accounts) <= set(run.accounts)

    return next((run.started_at for run in runs if same(run)), None)


def is_due(shift: Shift) -> bool:
    """Whether an import of the schedule is to begin now."""
    with shift.desk.look() as unit:
        stands = schedule_standing(unit, shift)
    return stands.next_at is not None and stands.next_at <= shift.clock.now()


def import_by_schedule(shift: Shift, towbook: TowBook, stops: Stops) -> Generator[ImportProgress, None, OwnResult | None]:
    """Make the import that is due, unless another program of the office makes it or made it, or a person imports just now.

    What ends early because the program ends or a person wants to import is due again at once; the calls that were read stay.
    """
    with shift.desk.scheduling() as mine:
        if not mine or not is_due(shift):
            return None
        with shift.desk.look() as unit:
            before, schedule, accounts = schedule_standing(unit, shift), unit.scheduling.schedule(), unit.office.get().accounts
        if schedule is None:
            return None
        plan = ImportPlan(accounts, None if schedule.lot else suggest_range(shift, accounts).days, begun=Begun.SCHEDULE)
        with suppress(ImportBusy):
            result = yield from run_import(shift, towbook, plan, stops.any)
            end = _end_of(result.run, stops)
            if end is not None:
                _write(shift, Try(before.due, shift.clock.now(), end, result.run.message), result.run.id)
            with shift.desk.look() as unit:
                after = schedule_standing(unit, shift)
            return OwnResult(result, trouble_words(after, shift) if after.alert and not before.alert else None)
    return None


def _end_of(run: ImportRun, stops: Stops) -> TryEnd | None:
    """How the try ended; None where it is to be made again at once."""
    if run.state is RunState.DONE:
        return TryEnd.DONE
    if run.state is RunState.CANCELLED:
        return TryEnd.CANCELLED if stops.called_off() else None
    return TryEnd.REJECTED if run.stopped_by is StoppedBy.REJECTED else TryEnd.FAILED


def _write(shift: Shift, made: Try, run: int | None) -> None:
    with shift.desk.begin(shift.deed("note an import by the schedule", undoable=False)) as unit:
        unit.scheduling.add_try(made, run)
        unit.commit()


# --- what waits for TowBook ----------------------------------------------------------------------------------------------


def waiting_here(shift: Shift) -> WaitingImport | None:
    """The oldest import that waits and is this PC's to make: at a shared database everybody signs in for themselves."""
    with shift.desk.look() as unit:
        waiting = unit.scheduling.waiting()
        login = unit.staff.login() if waiting else None
        mine = None if login is None else {person.id for person in unit.staff.all() if person.login == login}
    return next((each for each in waiting if mine is None or each.by_id in mine), None)


def import_waiting(shift: Shift, towbook: TowBook, stops: Stops) -> Generator[ImportProgress, None, OwnResult | None]:
    """Make the import that waits longest, signed by whoever asked for it; where TowBook is still away it goes on waiting."""
    with shift.desk.scheduling() as mine:
        waiting = waiting_here(shift) if mine else None
        if waiting is None:
            return None
        signed = shift.by(_asker(shift, waiting))
        plan = ImportPlan(waiting.accounts, _days_now(shift, waiting), begun=Begun.WAITING)
        with suppress(ImportBusy):
            result = yield from run_import(signed, towbook, plan, stops.any)
            run = result.run
            again = run.stopped_by in _STAYS or (run.state is RunState.CANCELLED and not stops.called_off())
            if not again:
                with shift.desk.begin(signed.deed("import when TowBook is back", undoable=False)) as unit:
                    unit.scheduling.end(waiting.id, run.id)
                    unit.commit()
            return OwnResult(result)
    return None


def _asker(shift: Shift, waiting: WaitingImport) -> Person | None:
    """Who asked, as long as they may sign."""
    with shift.desk.look() as unit:
        return next((person for person in unit.staff.all() if person.id == waiting.by_id and person.active), None)


def _days_now(shift: Shift, waiting: WaitingImport) -> DateRange | None:
    """The days asked for; where they ended on the day of the asking, they end today."""
    days = waiting.days
    if days is None or days.last != shift.law.today(waiting.asked_at):
        return days
    return replace(days, last=max(days.last, shift.today))


# --- words ---------------------------------------------------------------------------------------------------------------


def trouble_words(stands: Standing, shift: Shift) -> str | None:
    """What people must be told of the schedule; None where all is well."""
    last = stands.last_failed
    if not stands.alert or last is None:
        return None
    first = stands.first_failed or last
    if stands.state is ScheduleState.REJECTED:
        return (
            f"TowBook rejected the password on {said(last.at, shift)}, so imports at set times are stopped. "
            "Enter the password anew under Import, TowBook sign-in; then they go on."
        )
    following = f" The next try is on {said(stands.next_at, shift)}." if stands.next_at is not None else ""
    return (
        f"{stands.failures} imports at set times failed in a row, the first on {said(first.at, shift)}. "
        f"{last.message or 'No reason is known.'}{following}"
    )


def said(moment: datetime, shift: Shift) -> str:
    """``Mon 11/23 6:00`` in the office's zone."""
    local = moment.astimezone(shift.law.zone)
    return f"{local:%a} {local.month}/{local.day} {local.hour}:{local:%M}"
