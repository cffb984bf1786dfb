"""Work the queue: see what is to be done, record what was done."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from uuid import uuid4

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.deadlines import Deadline
from itow_desktop.domain.errors import NotFound, Problems, Refused
from itow_desktop.domain.events import CLOSING, Event, EventKind, EventSource, on_clock, standing
from itow_desktop.domain.gates import refusal, too_early
from itow_desktop.domain.queue import Item
from itow_desktop.domain.sentences import EVENT_NAMES
from itow_desktop.domain.vehicles import CustodyKind, present, present_lines
from itow_desktop.services.lot import number_if_wanted
from itow_desktop.services.ports.stores import OpenCase, UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import day_queue, project_again

_NOTHING: Mapping[str, str] = MappingProxyType({})
_CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One step of the queue with the car and the agency it is about."""

    item: Item
    case: OpenCase
    agency: Agency | None


@dataclass(frozen=True, slots=True)
class WorkQueue:
    """The work of a day; ``accounted_for`` of ``active`` cars have a next step or a reason for having none."""

    today: date
    active: int
    accounted_for: int
    lines: tuple[QueueLine, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Every deadline of one custody with its trace."""

    call_number: str | None
    custody: CustodyKind
    deadlines: tuple[Deadline, ...]


@dataclass(frozen=True, slots=True)
class CallIn:
    """One car's call to the police before its removal, as somebody knows of it.

    ``at`` is aware; where the time is not known ``on`` may still tell the local day.
    """

    custody_id: int
    at: datetime | None = None
    on: date | None = None
    person: str | None = None
    badge: str | None = None
    complaint_no: str | None = None
    number_dialled: str | None = None
    answer: str | None = None
    source: EventSource = EventSource.MY_CALL
    note: str | None = None


@dataclass(frozen=True, slots=True)
class PickUp:
    """A car leaving with somebody: day, to whom, which identification was seen."""

    on: date
    to_whom: str
    id_seen: str
    redeemed: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An event to be recorded; ``at`` aware or ``on`` local, both None where the time is not known."""

    kind: EventKind
    at: datetime | None = None
    on: date | None = None
    data: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    note: str | None = None
    source: EventSource | None = None
    supersedes: str | None = None


def work_queue(shift: Shift, today: date | None = None) -> WorkQueue:
    """What is to be done, most pressing first."""
    with shift.desk.look() as unit:
        shift.law.adopt(unit.office.get())  # another PC may have changed the settings
        day = today or shift.today
        cases = {case.custody_id: case for case in unit.deadlines.open_cases()}
        agencies = {agency.id: agency for agency in unit.agencies.all()}
    found = day_queue(cases.values(), shift.memory.lead_steps(shift.law, cases.values(), day), day)
    lines = (QueueLine(item, cases[item.custody_id], agencies.get(cases[item.custody_id].agency_id or 0)) for item in found.items)
    return WorkQueue(found.today, found.active, found.accounted_for, tuple(lines))


def why(shift: Shift, custody_id: int) -> Why:
    """Why each date of a car is what it is; raises ``NotFound``."""
    with shift.desk.look() as unit:
        car = unit.vehicles.get(custody_id)
        events = unit.events.of(custody_id)
    return Why(car.fields.call_number, CustodyKind(car.fields.custody), shift.law.deadlines(car.fields.custody, events))


Entries = Callable[[int, tuple[Event, ...]], Iterable[Entry]]
"""What to record of a car, from its custody id and its events so far."""


def record(shift: Shift, custody_id: int, entry: Entry) -> Event:
    """Record one event; raises ``Refused`` where the yard's or the law's rules forbid it, ``Problems`` for bad values."""
    return record_all(shift, f"record {EVENT_NAMES[entry.kind]}", [custody_id], lambda *_: (entry,))[0]


def call_in(shift: Shift, entries: Sequence[CallIn]) -> int:
    """Record calls to the police, one for each car; complaint numbers go onto the cars too."""
    told: dict[int, list[Entry]] = defaultdict(list)
    for each in entries:
        told[each.custody_id].append(_told(each))
    complaints = {each.custody_id: number for each in entries if (number := present(each.complaint_no))}
    return len(record_all(shift, _named("call-in", len(entries)), list(told), lambda custody_id, _: told[custody_id], complaints))


def sos_notice(shift: Shift, custody_ids: Sequence[int], on: date) -> int:
    """Record the date on the Secretary of State's notice for some cars; a wrong earlier date is superseded, the same one stands."""

    def dated(_: int, before: tuple[Event, ...]) -> Iterable[Entry]:
        earlier = [event for event in standing(before) if event.kind is EventKind.SOS_NOTICE_DATED]
        if not earlier or earlier[-1].on != on:
            corrects = earlier[-1].id if earlier else None
            yield Entry(EventKind.SOS_NOTICE_DATED, on=on, source=EventSource.PAPER, supersedes=corrects)

    return len(record_all(shift, _named("SOS notice date", len(custody_ids)), custody_ids, dated))


def pick_up(shift: Shift, custody_id: int, left: PickUp) -> Event:
    """Record that a car left with somebody; ``Refused`` while a hold stands."""
    problems = [
        (name, sentence)
        for name, text, sentence in (
            ("to_whom", left.to_whom, "Enter who took the car."),
            ("id_seen", left.id_seen, "Enter which identification you saw."),
        )
        if present(text) is None
    ]
    if problems:
        raise Problems(tuple(problems))
    kind = EventKind.REDEEMED if left.redeemed else EventKind.RELEASED
    data = {"to_whom": left.to_whom, "id_seen": left.id_seen}
    return record(shift, custody_id, Entry(kind, on=left.on, data=data, source=EventSource.PAPER))


def assign_agency(shift: Shift, agency_id: int, custody_ids: Sequence[int], remember: bool = True) -> int:
    """Give cars their police department; with ``remember`` also every open car from the same properties, now and at later imports."""
    with shift.desk.begin(shift.deed("choose police department")) as unit:
        agency = unit.agencies.get(agency_id)
        wanted = set(custody_ids)
        if remember:
            places = {case.property_key: case.place for case in unit.deadlines.cases(custody_ids) if case.property_key}
            for key, place in sorted(places.items()):
                unit.agencies.remember(key, place or key, agency.id)
                wanted.update(unit.agencies.same_property(key))
        _lock(unit, wanted)
        unit.agencies.assign(agency.id, sorted(wanted))
        unit.commit()
    return len(wanted)


def sort_cars(shift: Shift, custody_ids: Sequence[int], kind: CustodyKind) -> int:
    """Say what kind of custody some cars are."""
    with shift.desk.begin(shift.deed("sort cars")) as unit:
        _lock(unit, custody_ids)
        unit.vehicles.sort(custody_ids, kind)
        if kind is CustodyKind.PRIVATE_PROPERTY:
            number_if_wanted(unit, shift, custody_ids)
        project_again(unit, shift.law, custody_ids)
        unit.commit()
    return len(custody_ids)


def keep_on_lot(shift: Shift, custody_ids: Sequence[int]) -> int:
    """Answer "no, it still stands here" to what TowBook says; asked again only when TowBook changes its word."""
    note = Entry(EventKind.NOTE, note="TowBook says released; the car still stands here.", source=EventSource.LOOK_UP)
    with shift.desk.begin(shift.deed("still on the lot")) as unit:
        _lock(unit, custody_ids)
        unit.events.add([(custody_id, _event(note)) for custody_id in custody_ids])
        unit.vehicles.answer_released(custody_ids)
        project_again(unit, shift.law, custody_ids)
        unit.commit()
    return len(custody_ids)


def _told(call: CallIn) -> Entry:
    said = {
        "person": call.person,
        "badge": call.badge,
        "number_dialled": call.number_dialled,
        "complaint_no": call.complaint_no,
        "answer": call.answer,
    }
    data = {key: value for key, value in said.items() if value is not None}
    return Entry(EventKind.POLICE_NOTIFIED, at=call.at, on=call.on, data=data, note=call.note, source=call.source)


def record_all(
    shift: Shift, name: str, custody_ids: Sequence[int], entries: Entries, complaints: Mapping[int, str] | None = None
) -> list[Event]:
    """Record what ``entries`` makes of each car and its events so far, in one transaction: all of it or nothing.

    Raises ``NotFound``, ``Problems`` or ``Refused``, as ``record`` does.
    """
    events = []
    with shift.desk.begin(shift.deed(name)) as unit:
        _lock(unit, custody_ids)
        known = unit.events.of_many(custody_ids)
        for custody_id in dict.fromkeys(custody_ids):
            before = known.get(custody_id, ())
            for entry in entries(custody_id, before):
                _check(shift, entry, before)
                event = _event(entry)
                unit.events.add([(custody_id, event)])
                before = (*before, event)
                events.append(event)
        if complaints:
            unit.vehicles.set_complaints(complaints)
        project_again(unit, shift.law, custody_ids)
        unit.commit()
    return events


def _lock(unit: UnitOfWork, custody_ids: Iterable[int]) -> None:
    """Keep others from recording on these cars for the moment; raises ``NotFound``."""
    wanted = sorted(set(custody_ids))
    unit.events.lock(wanted)
    if len(unit.deadlines.cases(wanted)) < len(wanted):
        raise NotFound("This car is not on record. Nothing was changed.")


def _check(shift: Shift, entry: Entry, before: tuple[Event, ...]) -> None:
    """Refuse what must not be recorded; raises ``NotFound``, ``Problems`` or ``Refused``."""
    if entry.kind is EventKind.SUPERSEDED and (entry.supersedes is None or present(entry.note) is None):
        raise Problems((("note", "Taking an event back needs its id and a reason."),))
    if entry.kind is EventKind.NOTE and present(entry.note) is None:
        raise Problems((("note", "Enter the note."),))
    _check_day(shift, entry, before)
    corrected = _corrected(entry, before)
    if corrected is not None and corrected.kind in CLOSING:
        # A car that is closed by mistake is open for the right closing; a hold is not lifted by "correcting" it.
        before = (*before, Event("", EventKind.SUPERSEDED, supersedes=corrected.id))
    reason = refusal(entry.kind, entry.data, on_clock(before, shift.law.zone))
    if reason is not None:
        raise Refused(f"{reason} Nothing was changed.")


def _corrected(entry: Entry, before: Sequence[Event]) -> Event | None:
    if entry.supersedes is None:
        return None
    found = next((event for event in before if event.id == entry.supersedes), None)
    if found is None:
        raise NotFound("The event to be corrected is not on record for this car. Nothing was changed.")
    if found not in standing(before):
        raise Refused("This event was corrected before. Correct the newer one. Nothing was changed.")
    return found


def _check_day(shift: Shift, entry: Entry, before: Sequence[Event]) -> None:
    zone = shift.law.zone
    day = entry.at.astimezone(zone).date() if entry.at else entry.on
    if day is None:
        return
    later = day > shift.today or (entry.at is not None and entry.at > shift.clock.now() + _CLOCKS_DIFFER)
    if later and entry.kind is not EventKind.SALE_PLANNED:
        raise Problems((("on", f"{_written(day)} has not come yet. Enter when it happened."),))
    tows = [towed for event in standing(before) if event.kind is EventKind.TOWED and (towed := event.day(zone))]
    if tows and too_early(entry.kind, day, tows[-1]):
        raise Problems((("on", f"{_written(day)} lies before the tow of {_written(tows[-1])}. Correct the wrong one of the two."),))


def _written(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"


def _event(entry: Entry) -> Event:
    data = {key: text for key, value in entry.data.items() if (text := present(value))}
    return Event(
        str(uuid4()), entry.kind, at=entry.at, on=entry.on, data=data, note=present_lines(entry.note), source=entry.source,
        supersedes=entry.supersedes,
    )  # fmt: skip


def _named(deed: str, count: int) -> str:
    return deed if count == 1 else f"{deed}, {count} cars"
