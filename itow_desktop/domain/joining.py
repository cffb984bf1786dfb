"""A car entered by hand and the TowBook call about it become one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from itow_desktop.domain.cars import FIELD_NAMES, TOWBOOK_FIELDS, Car, CarFields, Origin, Value, refreshed
from itow_desktop.domain.events import CLOSING, Event, EventKind, standing
from itow_desktop.domain.vehicles import CustodyKind

_EMPTY = (None, False, CustodyKind.UNKNOWN)


def joined(hand: Car, told: Car, at: datetime) -> Car:
    """The hand-entered car with everything the other one knew besides.

    What the desk typed stays, and TowBook's word beside it is kept as a difference; what
    the desk left empty is filled: by what staff typed into the other one, else by TowBook.
    """
    car = refreshed(hand, _words_of_towbook(told), at)
    fields: dict[str, Value] = {}
    marks = dict(car.provenance)
    for name in FIELD_NAMES:
        typed_there = name not in TOWBOOK_FIELDS or _is_desks(told, name)
        theirs = getattr(told.fields, name)
        if typed_there and getattr(hand.fields, name) in _EMPTY and theirs not in _EMPTY:
            fields[name] = theirs
            if name in told.provenance:
                marks[name] = told.provenance[name]
    return replace(car, fields=replace(car.fields, **fields), provenance=marks)  # type: ignore[arg-type]


def _words_of_towbook(told: Car) -> CarFields:
    """What TowBook itself last said of each field."""
    said = {name: told.provenance[name].towbook for name in TOWBOOK_FIELDS if _is_desks(told, name)}
    return replace(told.fields, **said)  # type: ignore[arg-type]


def _is_desks(car: Car, name: str) -> bool:
    mark = car.provenance.get(name)
    return mark is not None and mark.origin is Origin.DESK


def taken_over(hand: Sequence[Event], told: Sequence[Event], zone: tzinfo) -> tuple[Event, ...]:
    """The events of the imported custody that the hand-entered one does not have, to be recorded there anew.

    Its own tow stands where it has one; the same thing on the same day is not recorded twice.
    """
    own = standing(hand)
    here = {(event.kind, event.day(zone), tuple(sorted(event.data.items()))) for event in own}
    towed = any(event.kind is EventKind.TOWED for event in own)
    return tuple(
        event
        for event in standing(told)
        if event.kind not in CLOSING
        and not (towed and event.kind is EventKind.TOWED)
        and (event.kind, event.day(zone), tuple(sorted(event.data.items()))) not in here
    )
