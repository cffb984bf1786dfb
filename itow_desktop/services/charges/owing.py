"""What cars owe at a moment: their ledger with what is reckoned from the fee schedule."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo

from itow_desktop.domain.charges.ledger import Owed
from itow_desktop.domain.charges.reckoning import Stay, end_of, reckon, stay_of
from itow_desktop.services.ports.stores import UnitOfWork


def owed(unit: UnitOfWork, custody_ids: Sequence[int], on: date, zone: tzinfo) -> Mapping[int, Owed]:
    """What cars owe when they are picked up in the course of a local day: no more is asked for at any time of it.

    Every id that is on record has an answer. Where ``missing`` says something, ``total`` is no amount for a letter.
    """
    return owed_at(unit, custody_ids, end_of(on, zone), zone)


def owed_at(unit: UnitOfWork, custody_ids: Sequence[int], at: datetime, zone: tzinfo) -> Mapping[int, Owed]:
    """What cars owe at a moment."""
    stored, schedule = unit.charges.lines(custody_ids), unit.charges.fees()
    return {each.custody_id: reckon(each, stored.get(each.custody_id, ()), schedule, at, zone) for each in stays(unit, custody_ids, zone)}


def stays(unit: UnitOfWork, custody_ids: Sequence[int], zone: tzinfo) -> tuple[Stay, ...]:
    """What of cars their charges depend on."""
    cars, events = unit.vehicles.many(custody_ids), unit.events.of_many(custody_ids)
    return tuple(stay_of(car, events.get(custody_id, ()), zone) for custody_id, car in cars.items())
