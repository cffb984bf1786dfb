"""What the morning begins with: how the work stands, what came in, whether the copies are good."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from itow_desktop.domain.errors import BackupTrouble
from itow_desktop.domain.reminders import Reminder
from itow_desktop.domain.urgency import Urgency
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.importing.own_imports import schedule_standing, trouble_words
from itow_desktop.services.ports.backups import Backups
from itow_desktop.services.shift import Shift
from itow_desktop.services.unsure import lacks_of
from itow_desktop.services.views import ImportRun, RunState

_LAST_RUNS = 20


@dataclass(frozen=True, slots=True)
class DayStart:
    """The work of a day in numbers.

    ``counts`` are cars by the urgency of their lead step; ``unsure`` lack a police department or kind or VIN, ``past`` stood
    here before and are not answered for, ``by_hand`` are on no TowBook call yet, ``maybe_same`` of them may be on one.
    ``last_import`` is the newest that ended, ``stopped_import`` one that stopped after it; ``schedule_trouble`` what must be
    told of imports at set times.
    """

    today: date
    active: int
    accounted_for: int
    counts: Mapping[Urgency, int]
    unsure: int
    past: int
    by_hand: int
    maybe_same: int
    last_import: ImportRun | None
    stopped_import: ImportRun | None
    reminders: tuple[Reminder, ...]
    schedule_trouble: str | None = None


@dataclass(frozen=True, slots=True)
class CopyState:
    """The copies of the database: when the last one was made, when one was last restored as a test; or what is wrong with them."""

    made_at: datetime | None
    tested_at: datetime | None
    folder: str
    trouble: str | None = None


def start_of_day(shift: Shift) -> DayStart:
    """How the work stands now."""
    today = shift.today
    with shift.desk.look() as unit:
        cases = unit.deadlines.open_cases()
        runs = unit.imports.history(_LAST_RUNS)
        reminders = unit.reminders.open()
        by_hand = unit.joining.by_hand()
        trouble = trouble_words(schedule_standing(unit, shift), shift)
    steps = shift.memory.lead_steps(shift.law, cases, today)
    counts = Counter(item.urgency for item in steps.values())
    active = [case for case in cases if case.status is CustodyStatus.ON_LOT]
    done = next((run for run in runs if run.state in {RunState.DONE, RunState.CANCELLED}), None)
    return DayStart(
        today=today,
        active=len(active),
        accounted_for=len(active) - counts[Urgency.NONE],
        counts={word: counts[word] for word in Urgency},
        unsure=sum(bool(lacks_of(case)) for case in active),
        past=sum(any(each.past and not each.not_known for each in case.deadlines) for case in cases),
        by_hand=by_hand,
        maybe_same=sum(case.maybe_same for case in active),
        last_import=done,
        stopped_import=runs[0] if runs and runs[0].state is RunState.STOPPED else None,
        reminders=reminders,
        schedule_trouble=trouble,
    )


def copy_state(backups: Backups) -> CopyState:
    """How the copies are; may take as long as the disk they lie on."""
    folder = str(backups.folder)
    try:
        last = backups.latest()
        return CopyState(last.made_at if last else None, backups.last_tested(), folder)
    except BackupTrouble as trouble:
        return CopyState(None, None, folder, str(trouble))


def prove_last_copy(backups: Backups) -> str | None:
    """Restore the newest copy aside and count; answers what is wrong with it, None where all is well. Raises ``BackupTrouble``."""
    last = backups.latest()
    if last is None:
        raise BackupTrouble(f"There is no copy in {backups.folder} yet. Make one first: File, Copy the database now.")
    found = backups.verify(last.file)
    if found.ok:
        return None
    wrong = found.differences[0]
    return f"The copy does not hold what it should: {wrong.table} has {wrong.found} rows instead of {wrong.expected}. Make a new copy."
