"""Work the queue: see what is to be done, record what was done."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.deadlines import Deadline
from itow_desktop.domain.desk_work import Cover, asleep
from itow_desktop.domain.errors import Problems
from itow_desktop.domain.events import Event, EventKind, EventSource, standing
from itow_desktop.domain.queue import Item, Queue
from itow_desktop.domain.urgency import Day
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus, present
from itow_desktop.services.lot import number_if_wanted
from itow_desktop.services.ports.stores import OpenCase, UnitOfWork
from itow_desktop.services.recording import Entry, event_of, lock_cars, record, record_all
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import day_queue, lead_steps, project_again
from itow_desktop.services.views import Person

_FIRST = 120
"""More lines than a screen has."""


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One step of the queue with the car and the agency it is about.

    ``worker`` has the line today, None where everybody has it; ``asleep``: somebody put it off until another day.
    """

    item: Item
    case: OpenCase
    agency: Agency | None
    worker: Person | None = None
    asleep: bool = False


@dataclass(frozen=True, slots=True)
class WorkQueue:
    """The work of a day; ``accounted_for`` of ``active`` cars have a next step or a reason for having none.

    ``lines`` that are asleep are the last ones. ``resting`` are on the lot and nothing is ever to be done with them.
    ``whole``: these are all lines; else only the first ones, and nothing is counted yet.
    """

    today: date
    active: int
    accounted_for: int
    lines: tuple[QueueLine, ...]
    resting: tuple[OpenCase, ...] = ()
    whole: bool = True


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
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class PickUp:
    """A car leaving with somebody: day, to whom, which identification was seen."""

    on: date
    to_whom: str
    id_seen: str
    redeemed: bool = False
    reason: str | None = None


def work_queue(shift: Shift, today: date | None = None) -> WorkQueue:
    """What is to be done, most pressing first."""
    with shift.desk.look() as unit:
        shift.law.follow(unit)  # another PC may have changed the settings
        day = today or shift.today
        cases = {case.custody_id: case for case in unit.deadlines.open_cases()}
        crew = _crew(unit, day)
    steps = shift.memory.lead_steps(shift.law, cases.values(), day)
    found = day_queue(cases.values(), steps, day)
    resting = (case for case in cases.values() if case.custody_id not in steps and case.status is CustodyStatus.ON_LOT)
    return WorkQueue(found.today, found.active, found.accounted_for, _lines(found, cases, crew, shift.law.day(day)), tuple(resting))


def first_lines(shift: Shift) -> WorkQueue:
    """The lines of the cars whose own duties end first, soon there also where thousands stand on the lot; nothing is counted."""
    with shift.desk.look() as unit:
        shift.law.follow(unit)
        day = shift.today
        cases = {case.custody_id: case for case in unit.deadlines.pressing(_FIRST)}
        crew = _crew(unit, day)
    found = day_queue(cases.values(), lead_steps(shift.law, cases.values(), day), day)
    return WorkQueue(day, 0, 0, _lines(found, cases, crew, shift.law.day(day)), whole=False)


class _Crew(NamedTuple):
    """Whom lines tell of by id, and who stands in for whom."""

    agencies: Mapping[int, Agency]
    people: Mapping[int, Person]
    cover: Cover


def _crew(unit: UnitOfWork, day: date) -> _Crew:
    agencies = {agency.id: agency for agency in unit.agencies.all()}
    people = {person.id: person for person in unit.staff.all()}
    return _Crew(agencies, people, Cover(unit.desk_work.absences(day), day))


def _lines(found: Queue, cases: Mapping[int, OpenCase], crew: _Crew, day: Day) -> tuple[QueueLine, ...]:
    lines = []
    for item in found.items:
        case = cases[item.custody_id]
        worker = None if case.assigned_to is None else crew.people.get(crew.cover.of(case.assigned_to) or 0)
        sleeps = case.snoozed_until is not None and asleep(item, case.snoozed_until, day)
        lines.append(QueueLine(item, case, crew.agencies.get(case.agency_id or 0), worker, sleeps))
    lines.sort(key=lambda line: line.asleep)
    return tuple(lines)


def why(shift: Shift, custody_id: int) -> Why:
    """Why each date of a car is what it is; raises ``NotFound``."""
    with shift.desk.look() as unit:
        car = unit.vehicles.get(custody_id)
        events = unit.events.of(custody_id)
    return Why(car.fields.call_number, CustodyKind(car.fields.custody), shift.law.deadlines(car.fields, events))


def call_in(shift: Shift, entries: Sequence[CallIn]) -> int:
    """Record calls to the police, one for each car; complaint numbers go onto the cars too."""
    told: dict[int, list[Entry]] = defaultdict(list)
    for each in entries:
        told[each.custody_id].append(_told(each))
    complaints = {each.custody_id: number for each in entries if (number := present(each.complaint_no))}
    return len(record_all(shift, _named("call-in", len(entries)), list(told), lambda custody_id, _: told[custody_id], complaints))


def sos_notice(shift: Shift, custody_ids: Sequence[int], on: date, reason: str | None = None) -> int:
    """Record the date on the Secretary of State's notice for some cars; the same one stands, another one is superseded with a reason.

    Raises ``Doubtful`` where it would correct a date or contradicts the usual order and no reason is given.
    """

    def dated(_: int, before: tuple[Event, ...]) -> Iterable[Entry]:
        earlier = [event for event in standing(before) if event.kind is EventKind.SOS_NOTICE_DATED]
        if not earlier or earlier[-1].on != on:
            corrects = earlier[-1].id if earlier else None
            yield Entry(EventKind.SOS_NOTICE_DATED, on=on, source=EventSource.PAPER, supersedes=corrects, reason=reason)

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
    return record(shift, custody_id, Entry(kind, on=left.on, data=data, source=EventSource.PAPER, reason=left.reason))


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
        lock_cars(unit, wanted)
        unit.agencies.assign(agency.id, sorted(wanted))
        unit.commit()
    return len(wanted)


def sort_cars(shift: Shift, custody_ids: Sequence[int], kind: CustodyKind) -> int:
    """Say what kind of custody some cars are."""
    with shift.desk.begin(shift.deed("sort cars")) as unit:
        lock_cars(unit, custody_ids)
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
        lock_cars(unit, custody_ids)
        unit.events.add([(custody_id, event_of(note)) for custody_id in custody_ids])
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
    return Entry(EventKind.POLICE_NOTIFIED, at=call.at, on=call.on, data=data, note=call.note, source=call.source, reason=call.reason)


def _named(deed: str, count: int) -> str:
    return deed if count == 1 else f"{deed}, {count} cars"
