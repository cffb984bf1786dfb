"""Record what happened to cars: refused, questioned or kept."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from uuid import uuid4

from itow_desktop.domain.attachments import FileSource, PreparedFile
from itow_desktop.domain.doubts import SALES, Ground, doubts, same_times
from itow_desktop.domain.entry import written_date
from itow_desktop.domain.errors import Doubtful, NotFound, Problems, Refused, Trouble
from itow_desktop.domain.events import Event, EventKind, EventSource, on_clock, standing
from itow_desktop.domain.gates import refused, too_early, written_day
from itow_desktop.domain.sentences import EVENT_NAMES
from itow_desktop.domain.vehicles import present, present_lines
from itow_desktop.services.car_pages import earliest_sale
from itow_desktop.services.ports.stores import OpenCase, UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import project_again

_NOTHING: Mapping[str, str] = MappingProxyType({})
_CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Entry:
    """An event to be recorded; ``at`` aware or ``on`` local, both None where the time is not known.

    ``reason`` says why it is recorded although it contradicts the usual order (then it is flagged), or why it corrects another.
    """

    kind: EventKind
    at: datetime | None = None
    on: date | None = None
    data: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    note: str | None = None
    source: EventSource | None = None
    supersedes: str | None = None
    reason: str | None = None


Entries = Callable[[int, tuple[Event, ...]], Iterable[Entry]]
"""What to record of a car, from its custody id and its events so far."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A file made ready that proves what is recorded of every car of a deed; ``taken_at`` is aware."""

    file: PreparedFile
    source: FileSource = FileSource.FILE
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """An entry as it was judged: the event it becomes, what is doubtful of it, or the ``trouble`` for which it must not be recorded."""

    custody_id: int
    entry: Entry
    event: Event
    doubts: tuple[str, ...] = ()
    trouble: Trouble | None = None

    @property
    def asks(self) -> bool:
        """Whether it is doubtful and nobody said why it is right all the same."""
        return bool(self.doubts) and not _stood_by(self.entry)


Doubt = Callable[[Event, Sequence[Event]], Iterable[str]]
"""Sentences about an event that may be wrong, judged by the events before it; all times are on the office's clock."""


def record(shift: Shift, custody_id: int, entry: Entry) -> Event:
    """Record one event; raises ``Refused`` where the yard's or the law's rules forbid it, ``Problems`` for bad values.

    Raises ``Doubtful`` where it contradicts the usual order and no reason is given.
    """
    with shift.desk.look() as unit:
        cases = unit.deadlines.cases([custody_id])
    return record_all(shift, deed_name(shift, [entry], cases), [custody_id], lambda *_: (entry,))[0]


def deed_name(shift: Shift, entries: Sequence[Entry], cases: Sequence[OpenCase]) -> str:
    """What undo calls it: ``SOS notice date Mar 9 for 21359``, ``LEIN entry, 4 cars``."""
    entry = entries[0]
    name = "correction" if entry.kind is EventKind.SUPERSEDED else EVENT_NAMES[entry.kind]
    said = f"correct {name}" if entry.supersedes and entry.kind is not EventKind.SUPERSEDED else name
    if len(cases) != 1:
        return f"{said}, {len(cases)} cars"
    mark = cases[0].call_number or cases[0].plate
    day = entry.at.astimezone(shift.law.zone).date() if entry.at else entry.on
    dated = f" {day:%b} {day.day}" if day and entry.kind is not EventKind.SUPERSEDED else ""
    return f"{said}{dated} for {mark}" if mark else f"{said}{dated}"


def record_all(
    shift: Shift,
    name: str,
    custody_ids: Sequence[int],
    entries: Entries,
    complaints: Mapping[int, str] | None = None,
    *,
    scans: Sequence[Scan] = (),
) -> list[Event]:
    """Record what ``entries`` makes of each car and its events so far, in one transaction: all of it or nothing.

    ``scans`` are put on every car and prove what is recorded of it. Raises ``NotFound``, ``Problems``, ``Refused`` or
    ``Doubtful``, as ``record`` does; of several doubtful cars all are said at once.
    """
    with shift.desk.begin(shift.deed(name)) as unit:
        cases = lock_cars(unit, custody_ids)
        known = unit.events.of_many(custody_ids)
        said = [(cases[each], entry) for each in cases for entry in entries(each, known.get(each, ()))]
        found = judge(shift, said, known)
        raise_troubles(found)
        keep_judged(unit, shift, found, scans)
        if complaints:
            unit.vehicles.set_complaints(complaints)
        unit.commit()
    return [each.event for each in found]


def judge(
    shift: Shift, said: Sequence[tuple[OpenCase, Entry]], known: Mapping[int, tuple[Event, ...]], also: Doubt | None = None
) -> list[Judged]:
    """Judge entries in the order given, each by what stands on record and by those before it that may be recorded.

    ``known`` are the events of the cars so far; ``also`` doubts what nobody doubts of a single entry.
    """
    found = []
    together = _together(shift, said)
    before = dict(known)
    for case, entry in said:
        history = before.get(case.custody_id, ())
        try:
            wrong = (*_check(shift, entry, case, history), *filter(None, [together.get(entry.at)]))
        except (NotFound, Problems, Refused) as trouble:
            found.append(Judged(case.custody_id, entry, event_of(entry), trouble=trouble))
            continue
        if also is not None:
            wrong = (*wrong, *also(on_clock([event_of(entry)], shift.law.zone)[0], on_clock(history, shift.law.zone)))
        event = event_of(replace(entry, data={**entry.data, "flagged": "yes"}) if wrong else entry)
        found.append(Judged(case.custody_id, entry, event, (*_unexplained(entry, history), *wrong)))
        before[case.custody_id] = (*history, event)
    return found


def keep_judged(unit: UnitOfWork, shift: Shift, found: Sequence[Judged], scans: Sequence[Scan] = ()) -> None:
    """Record what was judged of cars that are locked, proved by ``scans``, with the deadlines that follow; the unit is not committed."""
    unit.events.add([(each.custody_id, each.event) for each in found])
    for each in found:
        _prove(unit, each.custody_id, each.event, scans)
    project_again(unit, shift.law, [each.custody_id for each in found])


def raise_troubles(found: Sequence[Judged]) -> None:
    """Raise the first trouble of entries that were judged, else ``Doubtful`` with everything nobody stood by."""
    for each in found:
        if each.trouble is not None:
            raise each.trouble
    doubtful = tuple((each.custody_id, sentence) for each in found if each.asks for sentence in each.doubts)
    if doubtful:
        raise Doubtful(doubtful)


def _together(shift: Shift, said: Sequence[tuple[OpenCase, Entry]]) -> Mapping[datetime | None, str]:
    """What is doubtful of the cars together: one very time of day for many. The question by the time it is about."""
    timed: dict[datetime, dict[int, Event]] = defaultdict(dict)
    for case, entry in said:
        if entry.at is not None and entry.kind is not EventKind.NOTE:
            timed[entry.at][case.custody_id] = event_of(entry)
    asked = {moment: same_times(on_clock(ones.values(), shift.law.zone)) for moment, ones in timed.items()}
    return {moment: question for moment, question in asked.items() if question is not None}


def _stood_by(entry: Entry) -> bool:
    """Whether somebody said why it is right all the same."""
    return present(entry.reason) is not None or entry.data.get("flagged") == "yes"


def _unexplained(entry: Entry, before: Iterable[Event]) -> Iterable[str]:
    """A correction that says nothing of why; a note may be written anew without."""
    if entry.supersedes is not None and entry.kind not in {EventKind.SUPERSEDED, EventKind.NOTE} and present(entry.note) is None:
        for corrected in before:
            if corrected.id == entry.supersedes:
                yield f"This corrects what is recorded: {EVENT_NAMES[corrected.kind]}, {written_day(corrected)}."


def _prove(unit: UnitOfWork, custody_id: int, event: Event, scans: Sequence[Scan]) -> None:
    if scans:
        files = [unit.event_papers.keep(custody_id, each.file, each.source, each.taken_at) for each in scans]
        unit.event_papers.prove(custody_id, event.id, files)
    if event.supersedes is not None and event.kind is not EventKind.SUPERSEDED:
        unit.event_papers.follow(custody_id, event.id, event.supersedes)


def lock_cars(unit: UnitOfWork, custody_ids: Iterable[int]) -> Mapping[int, OpenCase]:
    """Keep others from recording on these cars for the moment; answers them in the order given. Raises ``NotFound``."""
    wanted = list(dict.fromkeys(custody_ids))
    unit.events.lock(sorted(wanted))
    cases = {case.custody_id: case for case in unit.deadlines.cases(wanted)}
    if len(cases) < len(wanted):
        raise NotFound("This car is not on record. Nothing was changed.")
    return {each: cases[each] for each in wanted}


def _check(shift: Shift, entry: Entry, case: OpenCase, before: tuple[Event, ...]) -> tuple[str, ...]:
    """Refuse what must not be recorded, answer what is doubtful; raises ``NotFound``, ``Problems`` or ``Refused``."""
    if entry.kind is EventKind.SUPERSEDED and (entry.supersedes is None or present(entry.note) is None):
        raise Problems((("note", "Taking an event back needs its id and a reason."),))
    if entry.kind is EventKind.NOTE and present(entry.note) is None:
        raise Problems((("note", "Enter the note."),))
    _check_day(shift, entry, before)
    _check_corrected(entry, before)
    clocked = on_clock(before, shift.law.zone)
    event = on_clock([event_of(entry)], shift.law.zone)[0]
    # What may be entered as flagged is doubted below, where it is said what is missing.
    reason = refused(replace(event, data={**event.data, "flagged": "yes"}), clocked)
    if reason is not None:
        raise Refused(f"{reason} Nothing was changed.")
    sale = earliest_sale(shift.law.deadlines(case, before)) if entry.kind in SALES else None
    return doubts(event, Ground(clocked, case.custody, sale.day if sale else None))


def _check_corrected(entry: Entry, before: Sequence[Event]) -> None:
    if entry.supersedes is None:
        return
    found = next((event for event in before if event.id == entry.supersedes), None)
    if found is None:
        raise NotFound("The event to be corrected is not on record for this car. Nothing was changed.")
    if found not in standing(before):
        raise Refused("This event was corrected before. Correct the newer one. Nothing was changed.")


def _check_day(shift: Shift, entry: Entry, before: Sequence[Event]) -> None:
    zone = shift.law.zone
    day = entry.at.astimezone(zone).date() if entry.at else entry.on
    if day is None:
        return
    later = day > shift.today or (entry.at is not None and entry.at > shift.clock.now() + _CLOCKS_DIFFER)
    if later and entry.kind is not EventKind.SALE_PLANNED:
        moment = f"{entry.at.astimezone(zone):%H:%M} today" if entry.at and day == shift.today else written_date(day)
        raise Problems((("on", f"{moment} has not come yet. Enter when it happened."),))
    tows = [towed for event in standing(before) if event.kind is EventKind.TOWED and (towed := event.day(zone))]
    if tows and too_early(entry.kind, day, tows[-1]):
        raise Problems((("on", f"{written_date(day)} lies before the tow of {written_date(tows[-1])}. Correct the wrong one of the two."),))


def event_of(entry: Entry) -> Event:
    """The event that an entry becomes, under an id of its own."""
    said = {**entry.data, "reason": entry.reason} if entry.reason and (entry.supersedes or entry.data.get("flagged")) else entry.data
    data = {key: text for key, value in said.items() if (text := present(value))}
    return Event(
        str(uuid4()), entry.kind, at=entry.at, on=entry.on, data=data, note=present_lines(entry.note), source=entry.source,
        supersedes=entry.supersedes,
    )  # fmt: skip
