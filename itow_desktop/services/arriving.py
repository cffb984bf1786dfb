"""Put a batch of TowBook calls beside what the desk knows."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Self
from uuid import uuid4

from itow_desktop.domain.agencies import agency_for, agency_key
from itow_desktop.domain.calls import CallRead, RawCall, TowBookCall
from itow_desktop.domain.cars import Car, fields_of_call, imported, refreshed
from itow_desktop.domain.deadlines import Deadline
from itow_desktop.domain.events import Event, EventKind, EventSource, standing
from itow_desktop.domain.impounds import Sorting, told_of
from itow_desktop.domain.questions import questions_of
from itow_desktop.domain.queue import Case, is_late
from itow_desktop.domain.urgency import Day
from itow_desktop.domain.vehicles import Address, CustodyKind
from itow_desktop.services.law import Law
from itow_desktop.services.ports.stores import CarIds, ChangedCar, NewCar, Outcome, Projection, SeenCall, UnitOfWork
from itow_desktop.services.shift import Shift

_FUTURE = timedelta(days=1)
_TOP = "office.top"
"""The rule by which a TOP is to be printed."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every call of one batch is judged by: the law, places and properties with their agency, the rules of impounds, the moment."""

    law: Law
    now: datetime
    day: Day
    places: Mapping[str, int]
    properties: Mapping[str, int]
    departments: Mapping[str, int]
    sorting: Sorting
    numbered_by: str | None = None
    """Who signs the file numbers that new private-property cars get; None where they get none by themselves."""

    @classmethod
    def of(cls, unit: UnitOfWork, shift: Shift) -> "Surroundings":
        """As the office has them now."""
        law, now, office = shift.law, shift.clock.now(), unit.office.get()
        numbered_by, sorting = shift.signed if office.own_numbers else None, Sorting(office.impound_rules, office.accounts)
        places, properties, departments = unit.agencies.places(), unit.agencies.properties(), unit.departments.names()
        return cls(law, now, law.day(law.today(now)), places, properties, departments, sorting, numbered_by)

    def agency(self, place: Address | None, account: str | None) -> int | None:
        """The police department of a place, else the one that the account is named after; None where a person must say."""
        found = agency_for(place, self.places, self.properties)
        return found if found is not None else self.departments.get(agency_key(account) or "")

    def number(self, unit: UnitOfWork, new: Iterable[NewCar]) -> None:
        """Number the new private-property cars that came without a file number, in the order they came."""
        cars = [each.car.custody_id for each in new if each.car.fields.custody == CustodyKind.PRIVATE_PROPERTY]
        if self.numbered_by is not None and cars:
            unit.lot.number(cars, self.day.today.year, self.numbered_by, self.now.isoformat(timespec="seconds"))


@dataclass(slots=True)
class Stored:
    """What came of calls: how many of which outcome, and what the new and changed cars still lack."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    skipped: int = 0
    without_agency: int = 0
    without_vin: int = 0
    late: int = 0
    to_print: int = 0

    def __iadd__(self, other: "Stored") -> Self:
        for name in _COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self

    @property
    def effect(self) -> str | None:
        """What these calls mean for the queue, in one line; None when nothing came or changed."""
        if not (self.new or self.updated):
            return None
        tops = f"{self.to_print} TOP{'' if self.to_print == 1 else 's'} to print, " if self.to_print else ""
        return f"{tops}{self.without_agency} need a police department, {self.without_vin} no VIN, {self.late} late"


_COUNTS = tuple(each.name for each in fields(Stored))


@contextmanager
def storing(unit: UnitOfWork, around: Surroundings, run: int, batch: Sequence[CallRead]) -> Iterator[Stored]:
    """Store what is new in a batch as one commit; an unchanged call leaves only its id in the run.

    Inside, everything is sent, the commit too, and the database may still be at work: what is yielded is true
    once the block was left without trouble.
    """
    calls = {read.call.towbook_id: read.call for read in batch if read.call is not None and not read.call.cancelled}
    raws = {towbook_id: call.raw() for towbook_id, call in calls.items()}
    hashes = unit.vehicles.hashes(list(calls))
    moved = [towbook_id for towbook_id, known in hashes.items() if known != raws[towbook_id].hash]
    cars = unit.vehicles.known_to_towbook(moved) if moved else {}
    events = unit.events.of_many([car.custody_id for car in cars.values()]) if cars else {}

    unknown = [call for each, call in calls.items() if each not in hashes]
    ids = unit.vehicles.reserve(len(unknown))
    failed = [
        SeenCall(read.ref.towbook_id, Outcome.FAILED, read.ref.call_number, read.trouble or "It could not be read.")
        for read in batch
        if read.call is None
    ]
    with unit.ahead():  # the database writes one thing while the next one is made ready
        unit.imports.keep(run, [raws[each] for each in (*(call.towbook_id for call in unknown), *moved)])
        new = [_new_car(call, raws[call.towbook_id], own, around) for call, own in zip(unknown, ids, strict=True)]
        changed = [_changed_car(car, calls[each], raws[each], events.get(car.custody_id, ()), around) for each, car in cars.items()]
        updated = {each.car.towbook_id or "" for each in changed if _differs(each, cars[each.car.towbook_id or ""])}
        unit.vehicles.store_imported(new, changed)
        around.number(unit, new)
        moved_on = [each for each in changed if each.events or _rests_on_change(around.law, cars[each.car.towbook_id or ""], each.car)]
        projections = _projections(around.law, new, moved_on, events)
        unit.deadlines.save([projection for _, projection in projections])
        unit.vehicles.mark_released({each.ref.towbook_id: said for each in batch if (said := _released(each)) is not None})
        unit.imports.saw(run, [*failed, *(SeenCall(each, _outcome(each, hashes, updated)) for each in calls)])
        unit.commit()
        fresh = [each.car for each in new] + [each.car for each in changed if each.car.towbook_id in updated]
        yield Stored(
            new=len(new),
            updated=len(updated),
            unchanged=len(calls) - len(new) - len(updated),
            failed=len(failed),
            skipped=sum(read.call is not None and read.call.cancelled for read in batch),
            without_agency=sum(car.fields.agency_id is None for car in fresh),
            without_vin=sum(car.fields.vin is None for car in fresh),
            late=sum(_is_late(car, projection, around) for car, projection in projections),
            to_print=sum(any(_is_to_print(each) for each in projection.deadlines) for _, projection in projections),
        )


def _outcome(towbook_id: str, known: Container[str], updated: Container[str]) -> Outcome:
    if towbook_id not in known:
        return Outcome.NEW
    return Outcome.UPDATED if towbook_id in updated else Outcome.UNCHANGED


def _released(read: CallRead) -> bool | None:
    """What TowBook's list, else the call itself, says of the car: released there or not."""
    return read.ref.released if read.ref.released is not None else read.call.released if read.call else None


def _differs(moved: ChangedCar, before: Car) -> bool:
    return bool(moved.events) or replace(moved.car, towbook_hash=before.towbook_hash) != before


def _is_to_print(deadline: Deadline) -> bool:
    return deadline.rule_id == _TOP and deadline.open and not deadline.past


def _is_late(car: Car, kept: Projection, around: Surroundings) -> bool:
    """Whether the queue will show the car as late."""
    kind = CustodyKind(car.fields.custody)
    asked = questions_of(
        kind,
        agency_known=car.fields.agency_id is not None,
        tow_time_known=kept.towed_at is not None,
        released_in_towbook=car.towbook_released,
    )
    case = Case(kept.custody_id, car.fields.call_number, kind, kept.status, kept.deadlines, asked, kept.on_hold)
    return is_late(case, around.day)


def _new_car(call: TowBookCall, raw: RawCall, ids: CarIds, around: Surroundings) -> NewCar:
    found = fields_of_call(call, around.sorting.decide(told_of(call)).kind, around.agency(call.towed_from, call.account))
    car = Car(
        custody_id=ids.custody, vehicle_id=ids.vehicle, fields=found, version=1, towbook_id=call.towbook_id, towbook_hash=raw.hash,
        provenance=imported(found, around.now),
    )  # fmt: skip
    towed = _towed(call, around.now)
    return NewCar(car, (towed,) if towed else ())


def _changed_car(car: Car, call: TowBookCall, raw: RawCall, events: Sequence[Event], around: Surroundings) -> ChangedCar:
    told = fields_of_call(call, CustodyKind(car.fields.custody))
    moved = replace(refreshed(car, told, around.now), towbook_hash=raw.hash)
    towed = _towed(call, around.now)
    tows = [event for event in events if event.kind is EventKind.TOWED]
    counting = [event for event in standing(events) if event.kind is EventKind.TOWED]
    news: tuple[Event, ...] = ()
    if towed is not None and not tows:
        news = (towed,)
    elif towed is not None and counting and counting[-1].source is EventSource.IMPORT:
        before = counting[-1]
        if (before.at, dict(before.data)) != (towed.at, dict(towed.data)):
            news = (replace(towed, supersedes=before.id),)
    return ChangedCar(_with_agency(moved, around), news)


def _towed(call: TowBookCall, now: datetime) -> Event | None:
    """The tow as TowBook times it; without a time, or with one yet to come, it stays a question for the desk."""
    at = call.towed_at
    if at is None or at > now + _FUTURE:
        return None
    known = {"called": call.called_at, "arrived": call.arrived_at, "dropped": call.completed_at}
    data = {name: moment.isoformat() for name, moment in known.items() if moment is not None}
    return Event(str(uuid4()), EventKind.TOWED, at=at, data=data, source=EventSource.IMPORT)


def _with_agency(car: Car, around: Surroundings) -> Car:
    """Give a car the police department of its place, where that is sure and nobody chose one."""
    if car.fields.agency_id is not None:
        return car
    return replace(car, fields=replace(car.fields, agency_id=around.agency(car.fields.address, car.fields.account)))


def _projections(
    law: Law, new: Sequence[NewCar], changed: Sequence[ChangedCar], events: Mapping[int, tuple[Event, ...]]
) -> list[tuple[Car, Projection]]:
    """The deadlines of every new car, and of those whose dates rest on what changed."""
    histories = [(each.car, each.events) for each in new]
    histories += [(each.car, (*events.get(each.car.custody_id, ()), *each.events)) for each in changed]
    return [(car, law.project(car.custody_id, car.fields, history)) for car, history in histories]


def _rests_on_change(law: Law, before: Car, after: Car) -> bool:
    return any(getattr(before.fields, name) != getattr(after.fields, name) for name in law.reads)
