"""Work the queue: see what is to be done, record what was done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from uuid import uuid4

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.deadlines import Deadline
from itow_desktop.domain.errors import NotFound, Problems, Refused
from itow_desktop.domain.events import Event, EventKind, EventSource, standing
from itow_desktop.domain.gates import refusal
from itow_desktop.domain.queue import Item
from itow_desktop.domain.sentences import EVENT_NAMES
from itow_desktop.domain.vehicles import CustodyKind, present
from itow_desktop.services.ports.stores import OpenCase, UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import day_queue, project_again

_NOTHING: Mapping[str, str] = MappingProxyType({})


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
    """One car's call to the police before its removal, as somebody knows of it; ``at`` None is "time not known"."""

    custody_id: int
    at: datetime | None = None
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
        cases = {case.custody_id: case for case in unit.deadlines.open_cases()}
        agencies = {agency.id: agency for agency in unit.agencies.all()}
    found = day_queue(shift.law, cases.values(), today or shift.today)
    lines = (QueueLine(item, cases[item.custody_id], agencies.get(cases[item.custody_id].agency_id or 0)) for item in found.items)
    return WorkQueue(found.today, found.active, found.accounted_for, tuple(lines))


def why(shift: Shift, custody_id: int) -> Why:
    """Why each date of a car is what it is; raises ``NotFound``."""
    with shift.desk.look() as unit:
        car = unit.vehicles.get(custody_id)
        events = unit.events.of(custody_id)
    return Why(car.fields.call_number, CustodyKind(car.fields.custody), shift.law.deadlines(car.fields.custody, events))


def record(shift: Shift, custody_id: int, entry: Entry) -> Event:
    """Record one event; raises ``Refused`` where the yard's or the law's rules forbid it, ``Problems`` for bad values."""
    return _record_all(shift, f"record {EVENT_NAMES[entry.kind]}", [(custody_id, entry)])[0]


def call_in(shift: Shift, entries: Sequence[CallIn]) -> int:
    """Record calls to the police, one for each car; complaint numbers go onto the cars too."""
    pairs = []
    for each in entries:
        said = {
            "person": each.person,
            "badge": each.badge,
            "number_dialled": each.number_dialled,
            "complaint_no": each.complaint_no,
            "answer": each.answer,
        }
        data = {key: text for key, value in said.items() if (text := present(value))}
        entry = Entry(EventKind.POLICE_NOTIFIED, at=each.at, data=data, note=present(each.note), source=each.source)
        pairs.append((each.custody_id, entry))
    complaints = {each.custody_id: number for each in entries if (number := present(each.complaint_no))}
    return len(_record_all(shift, _named("call-in", len(pairs)), pairs, complaints))


def sos_notice(shift: Shift, custody_ids: Sequence[int], on: date) -> int:
    """Record the date on the Secretary of State's notice for some cars; a wrong earlier date is superseded."""
    with shift.desk.look() as unit:
        events = unit.events.of_many(custody_ids)
    pairs = []
    for custody_id in custody_ids:
        before = [event for event in standing(events.get(custody_id, ())) if event.kind is EventKind.SOS_NOTICE_DATED]
        entry = Entry(EventKind.SOS_NOTICE_DATED, on=on, source=EventSource.PAPER, supersedes=before[-1].id if before else None)
        pairs.append((custody_id, entry))
    return len(_record_all(shift, _named("SOS notice date", len(pairs)), pairs))


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
    data = {"to_whom": left.to_whom.strip(), "id_seen": left.id_seen.strip()}
    return record(shift, custody_id, Entry(kind, on=left.on, data=data, source=EventSource.PAPER))


def assign_agency(shift: Shift, agency_id: int, custody_ids: Sequence[int], remember: bool = True) -> int:
    """Give cars their police department; with ``remember`` also every open car from the same properties, now and at later imports."""
    with shift.desk.begin(shift.deed("choose police department")) as unit:
        agency = unit.agencies.get(agency_id)
        wanted = set(custody_ids)
        unit.events.lock(sorted(wanted))
        if remember:
            for case in unit.deadlines.cases(custody_ids):
                if case.property_key:
                    unit.agencies.remember(case.property_key, case.place or case.property_key, agency.id)
                    wanted.update(unit.agencies.same_property(case.property_key))
        unit.agencies.assign(agency.id, sorted(wanted))
        unit.commit()
    return len(wanted)


def sort_cars(shift: Shift, custody_ids: Sequence[int], kind: CustodyKind) -> int:
    """Say what kind of custody some cars are."""
    with shift.desk.begin(shift.deed("sort cars")) as unit:
        unit.events.lock(custody_ids)
        unit.vehicles.sort(custody_ids, kind)
        project_again(unit, shift.law, custody_ids)
        unit.commit()
    return len(custody_ids)


def keep_on_lot(shift: Shift, custody_ids: Sequence[int]) -> int:
    """Answer "no, it still stands here" to what TowBook says; asked again only when TowBook changes its word."""
    with shift.desk.begin(shift.deed("still on the lot")) as unit:
        unit.events.lock(custody_ids)
        for custody_id in custody_ids:
            note = Entry(EventKind.NOTE, note="TowBook says released; the car still stands here.", source=EventSource.LOOK_UP)
            unit.events.add([(custody_id, _event(note))])
        unit.vehicles.answer_released(custody_ids)
        project_again(unit, shift.law, custody_ids)
        unit.commit()
    return len(custody_ids)


def _record_all(
    shift: Shift,
    name: str,
    pairs: Sequence[tuple[int, Entry]],
    complaints: Mapping[int, str] | None = None,
) -> list[Event]:
    """Record events in one transaction: all of them or none."""
    custody_ids = sorted({custody_id for custody_id, _ in pairs})
    events = []
    with shift.desk.begin(shift.deed(name)) as unit:
        unit.events.lock(custody_ids)
        known = unit.events.of_many(custody_ids)
        for custody_id, entry in pairs:
            before = known.get(custody_id, ())
            _check(unit, shift, custody_id, entry, before)
            event = _event(entry)
            unit.events.add([(custody_id, event)])
            known = {**known, custody_id: (*before, event)}
            events.append(event)
        if complaints:
            unit.vehicles.set_complaints(complaints)
        project_again(unit, shift.law, custody_ids)
        unit.commit()
    return events


def _check(unit: UnitOfWork, shift: Shift, custody_id: int, entry: Entry, before: Sequence[Event]) -> None:
    """Refuse what must not be recorded; raises ``NotFound``, ``Problems`` or ``Refused``."""
    if not unit.deadlines.cases([custody_id]):
        raise NotFound("This car is not on record. Nothing was changed.")
    if entry.supersedes is not None and entry.supersedes not in {event.id for event in before}:
        raise NotFound("The event to be corrected is not on record for this car. Nothing was changed.")
    if entry.kind is EventKind.SUPERSEDED and (entry.supersedes is None or present(entry.note) is None):
        raise Problems((("note", "Taking an event back needs its id and a reason."),))
    day = entry.on or (entry.at.astimezone(shift.law.zone).date() if entry.at else None)
    if day is not None and day > shift.today and entry.kind is not EventKind.SALE_PLANNED:
        raise Problems((("on", f"{day.month}/{day.day}/{day.year} has not come yet. Enter the day it happened."),))
    reason = refusal(entry.kind, entry.data, before)
    if reason is not None:
        raise Refused(f"{reason} Nothing was changed.")


def _event(entry: Entry) -> Event:
    return Event(
        str(uuid4()), entry.kind, at=entry.at, on=entry.on, data=dict(entry.data), note=entry.note, source=entry.source,
        supersedes=entry.supersedes,
    )  # fmt: skip


def _named(deed: str, count: int) -> str:
    return deed if count == 1 else f"{deed}, {count} cars"
