"""What a call makes of a car: a new one, or the one that is here with what is news."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from itow_desktop.domain.calls import RawCall, TowBookCall
from itow_desktop.domain.cars import Car, fields_of_call, imported, refreshed
from itow_desktop.domain.events import Event, EventKind, EventSource, standing
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.importing.surroundings import Surroundings
from itow_desktop.services.ports.stores import CarIds, ChangedCar, NewCar

_FUTURE = timedelta(days=1)
"""How far ahead of ours TowBook's clock may be; a tow beyond that is mistyped."""


def new_car(call: TowBookCall, raw: RawCall, ids: CarIds, around: Surroundings, kind: CustodyKind) -> NewCar:
    """The car a call brings, sorted as ``kind``, with its tow where the call tells when it was."""
    found = fields_of_call(call, kind, around.agency(call.towed_from, call.account))
    car = Car(
        custody_id=ids.custody, vehicle_id=ids.vehicle, fields=found, version=1, towbook_id=call.towbook_id, towbook_hash=raw.hash,
        provenance=imported(found, around.now, around.file),
    )  # fmt: skip
    towed = _towed(call, around.now)
    return NewCar(car, (towed,) if towed else ())


def changed_car(car: Car, call: TowBookCall, raw: RawCall, events: Sequence[Event], around: Surroundings) -> ChangedCar:
    """The car as the call leaves it; another time of the tow corrects the one that an import told, never one that people recorded."""
    told = fields_of_call(call, CustodyKind(car.fields.custody))
    moved = replace(refreshed(car, told, around.now, around.once, around.file), towbook_hash=raw.hash)
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
