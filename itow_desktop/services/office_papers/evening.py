"""Write the evening report: what came, what left, what was done, what is still open."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal

from itow_desktop.domain.charges.ledger import Owed
from itow_desktop.domain.entry import written_date
from itow_desktop.domain.events import CLOSING, Event, EventKind, EventSource
from itow_desktop.domain.letters.paper import Facts, Heading, LetterPaper, Listing, Paragraph, Part
from itow_desktop.domain.lot import LotCar
from itow_desktop.domain.notices import NoticeKind, OfficeHead
from itow_desktop.domain.office_papers.days import day_in_full
from itow_desktop.domain.report_papers import WORK
from itow_desktop.domain.sentences import EVENT_NAMES, counted
from itow_desktop.domain.urgency import Urgency
from itow_desktop.services.charges.owing import owed
from itow_desktop.services.noticing import head_of
from itow_desktop.services.ports.backups import Backups
from itow_desktop.services.ports.printing import Renderer
from itow_desktop.services.shift import Shift
from itow_desktop.services.starting_the_day import CopyState, copy_state
from itow_desktop.services.views import ImportRun, RunState
from itow_desktop.services.working import QueueLine, WorkQueue, work_queue

_MOST, _LAST_RUNS = 60, 50
_PRESSING = (Urgency.LATE, Urgency.TODAY)
_OFFICE_ONLY = "For the office only. It counts our own record, and is no evidence of what was done."
_UNTOLD = frozenset({EventKind.SUPERSEDED, EventKind.TOWED})


@dataclass(frozen=True, slots=True)
class _Day:
    """What a day brought: standing events with their cars' ids, those cars, the imports; what each car on the lot owes."""

    head: OfficeHead
    happened: tuple[tuple[int, Event], ...]
    cars: Mapping[int, LotCar]
    runs: tuple[ImportRun, ...]
    owed: tuple[Owed, ...]


def evening_report(shift: Shift, backups: Backups) -> LetterPaper:
    """The day of the office as it stands now."""
    day, queue, today = _read(shift), work_queue(shift), shift.today
    now = shift.clock.now().astimezone(shift.law.zone)
    parts: list[Part] = [
        Paragraph(_OFFICE_ONLY, small=True),
        Heading("The lot tonight"),
        Facts(_lot(day, queue, shift)),
        *_came(day, shift),
        *_left(day, shift),
        *_done(day, shift),
        *_still_open(queue),
        *_tomorrow(queue, today),
        Heading("Imports and copies"),
        Facts((*_imports(day.runs, shift.law.zone), *_copies(copy_state(backups), shift.law.zone))),
    ]
    title, written = f"Evening report, {day_in_full(today)}", (f"written {now.hour}:{now:%M}",)
    return LetterPaper(NoticeKind.EVENING_REPORT, day.head, today, title, tuple(parts), reference=written)


def draw_evening_report(shift: Shift, backups: Backups, renderer: Renderer) -> tuple[str, bytes]:
    """Its file name with the PDF."""
    paper = evening_report(shift, backups)
    return f"EVENING_{paper.dated:%Y-%m-%d}.pdf", renderer.render_letter(paper)


def _read(shift: Shift) -> _Day:
    with shift.desk.look() as unit:
        shift.law.follow(unit)
        today, zone = shift.today, shift.law.zone
        first, end = (datetime.combine(each, time.min, zone) for each in (today, today + timedelta(days=1)))
        happened = unit.office_papers.happened(first, end, today)
        cars = {car.custody_id: car for car in unit.lot.some({custody_id for custody_id, _ in happened})}
        runs = tuple(run for run in unit.imports.history(_LAST_RUNS) if run.started_at.astimezone(zone).date() == today)
        due = owed(unit, [car.custody_id for car in unit.lot.cars()], today, zone)
        return _Day(head_of(unit.office.get(), unit.office.logo()), happened, cars, runs, tuple(due.values()))


def _lot(day: _Day, queue: WorkQueue, shift: Shift) -> tuple[tuple[str, str], ...]:
    counts = Counter(line.item.urgency for line in queue.lines)
    pressing = ", ".join(f"{word} {counts[urgency]}" for urgency, word in WORK.items() if counts[urgency])
    held = sum(bool(line.case.on_hold) for line in queue.lines)
    return (
        ("Cars on the lot", f"{queue.active:,}"),
        ("Came today", str(len(_of(day, shift, {EventKind.TOWED})))),
        ("Left today", str(len(_of(day, shift, set(CLOSING) - {EventKind.VOIDED})))),
        ("Accounted for", f"{queue.accounted_for} of {queue.active} have a next step"),
        ("On hold", str(held)),
        ("Owed by them", _owed(day.owed)),
        ("Next steps", pressing or "none"),
    )


def _owed(due: Sequence[Owed]) -> str:
    """What is known of the whole lot's charges, and of how many cars nothing can be told."""
    known = [each.total for each in due if each.known]
    unknown = len(due) - len(known)
    total = f"${sum(known, Decimal(0)):,.2f}" if known else ""
    return ", ".join(part for part in (total, f"{counted(unknown, 'car', 'cars')} not reckoned" if unknown else "") if part) or "nothing"


def _came(day: _Day, shift: Shift) -> Iterable[Part]:
    rows = [(*_named(day, custody_id), _clock(event, shift)) for custody_id, event in _of(day, shift, {EventKind.TOWED})]
    return _listed("Came today", (*_CAR, "Towed"), rows)


def _left(day: _Day, shift: Shift) -> Iterable[Part]:
    gone = _of(day, shift, set(CLOSING) - {EventKind.VOIDED})
    rows = [(*_named(day, custody_id), EVENT_NAMES[event.kind], event.data.get("to_whom", "")) for custody_id, event in gone]
    return _listed("Left today", (*_CAR, "How", "To whom"), rows)


def _done(day: _Day, shift: Shift) -> Iterable[Part]:
    """What people recorded today, counted by its kind, whenever it happened."""
    zone, today = shift.law.zone, shift.today
    recorded = [
        event for _, event in day.happened
        if event.source is not EventSource.IMPORT and event.kind not in _UNTOLD
        and event.recorded_at is not None and event.recorded_at.astimezone(zone).date() == today
    ]  # fmt: skip
    if not recorded:
        return (Heading("Recorded today"), Paragraph("Nothing was recorded today."))
    counts = Counter(EVENT_NAMES[event.kind] for event in recorded)
    people = Counter(event.recorded_by or "nobody" for event in recorded)
    who = ", ".join(f"{name} {number}" for name, number in people.most_common())
    rows = [(name[:1].upper() + name[1:], str(number)) for name, number in counts.most_common()]
    return (Heading("Recorded today"), Facts((*rows, ("By whom", who))))


def _still_open(queue: WorkQueue) -> Iterable[Part]:
    rows = [_line(line) for line in queue.lines if line.item.urgency in _PRESSING and not line.asleep]
    return _listed("Still open tonight: late or due today", _STEP, rows, none="Nothing is late, and nothing that was due today is open.")


def _tomorrow(queue: WorkQueue, today: date) -> Iterable[Part]:
    coming = today + timedelta(days=1)
    rows = [
        _line(line) for line in queue.lines
        if line.item.urgency not in _PRESSING and line.item.actor.ours and (line.item.until or line.item.due) == coming
    ]  # fmt: skip
    return _listed("Due tomorrow", _STEP, rows)


def _imports(runs: Sequence[ImportRun], zone: tzinfo) -> Iterable[tuple[str, str]]:
    if not runs:
        return (("Imports today", "none"),)
    return tuple((f"Import {run.started_at.astimezone(zone):%H:%M}", _run(run)) for run in reversed(runs))


def _run(run: ImportRun) -> str:
    ended = "" if run.state is RunState.DONE else f"{run.state.value}: {run.message}" if run.message else run.state.value
    numbers = f"{run.new} new, {run.updated} changed, {run.failed} failed, {run.waiting} to check"
    return "; ".join(part for part in (numbers, ended) if part)


def _copies(copies: CopyState, zone: tzinfo) -> Iterable[tuple[str, str]]:
    if copies.trouble:
        return (("Copy of the database", copies.trouble),)
    made, tested = (f"{written_date(at.astimezone(zone).date())} {at.astimezone(zone):%H:%M}" if at else None
                    for at in (copies.made_at, copies.tested_at))  # fmt: skip
    return (("Last copy", made or "none yet"), ("Restored as a test", tested or "never"))


_CAR = ("Plate", "Vehicle", "Call, file")
_STEP = (*_CAR, "Next step", "Due", "Police department")


def _listed(title: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], none: str | None = None) -> Iterable[Part]:
    if not rows:
        return (Heading(title), Paragraph(none)) if none else ()
    more = len(rows) - _MOST
    rest = (Paragraph(f"and {counted(more, 'more', 'more')}; the whole list is in the queue", small=True),) if more > 0 else ()
    return (Heading(f"{title} ({len(rows)})"), Listing(heads, tuple(rows[:_MOST])), *rest)


def _of(day: _Day, shift: Shift, kinds: set[EventKind]) -> list[tuple[int, Event]]:
    """The events of these kinds that happened today, one for each car."""
    found = {custody_id: event for custody_id, event in day.happened if event.kind in kinds and event.day(shift.law.zone) == shift.today}
    return list(found.items())


def _named(day: _Day, custody_id: int) -> tuple[str, str, str]:
    car = day.cars.get(custody_id)
    if car is None:
        return f"#{custody_id}", "", ""
    return car.name, car.description, ", ".join(part for part in (car.call_number, car.file_number) if part)


def _line(line: QueueLine) -> tuple[str, ...]:
    case, item = line.case, line.item
    due = item.until or item.due
    mark = case.plate or (f"VIN ...{case.vin[-8:]}" if case.vin else f"#{case.custody_id}")
    said = f"{item.step} (late)" if item.urgency is Urgency.LATE else item.step
    return mark, case.description, case.call_number or "", said, written_date(due) if due else "", line.agency.name if line.agency else ""


def _clock(event: Event, shift: Shift) -> str:
    if event.at is None:
        return "time not known"
    local = event.at.astimezone(shift.law.zone)
    return f"{local.hour}:{local:%M}"
