"""Find the other stays of a vehicle."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, tzinfo

from itow_desktop.domain.cars import CarFields
from itow_desktop.domain.events import CLOSING, standing
from itow_desktop.domain.stays import Mark, OtherStays, Stay, other_stays
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.ports.stays import FoundStay
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.views import ImportRun

_MOST = 30


def stays_beside(unit: UnitOfWork, custody_id: int, fields: CarFields, zone: tzinfo) -> OtherStays:
    """What else is on record of the vehicle of a car, and which cars on the lot may be the same one entered twice.

    Stays are found by the VIN each of them has, whether or not they share one record of the vehicle. Calls of TowBook and
    cars entered by hand do not: what is corrected at one stay (a new plate, another colour) changes nothing of a closed
    one, an import refreshes its own stay only, and each is undone by itself.
    """
    found = unit.stays.alike(fields.vin, fields.plate, _MOST)
    own = next((each for each in found if each.custody_id == custody_id), None)
    if own is None or len(found) == 1:
        return OtherStays()
    closed = [each.custody_id for each in found if each.status is not CustodyStatus.ON_LOT and each.custody_id != custody_id]
    left = _left(unit, closed, zone) if closed else {}
    return other_stays(_mark(own, zone), [Stay(_mark(each, zone), each.call_number, left.get(each.custody_id)) for each in found])


def warned_of_doubles(unit: UnitOfWork, run: ImportRun, zone: tzinfo) -> ImportRun:
    """Say of each car that a run entered which car on the lot it may be once more; the run with their number in its effect.

    Nothing waits for that: two cars stay two cars until somebody voids one.
    """
    words = _perhaps_twice(unit, run.id, zone)
    unit.tray.remark(run.id, words)
    told = f"{len(words)} perhaps entered twice" if words else None
    return replace(run, effect=", ".join(filter(None, (run.effect, told))) or None)


def warn_of_doubles(unit: UnitOfWork, run: int, accepted: Collection[str], zone: tzinfo) -> None:
    """The same of calls that waited until somebody accepted them, by the keys of their lines."""
    unit.tray.remark(run, {key: words for key, words in _perhaps_twice(unit, run, zone).items() if key in accepted})


def _perhaps_twice(unit: UnitOfWork, run: int, zone: tzinfo) -> dict[str, str]:
    words: dict[str, str] = {}
    for key, own, other in unit.stays.entered_beside(run):
        if key not in words and other_stays(_mark(own, zone), [Stay(_mark(other, zone))]).doubles:
            same = "VIN" if own.vin is not None and own.vin == other.vin else "plate"
            words[key] = f"Perhaps entered twice: call {other.call_number or '?'} stands on the lot with the same {same}."
    return words


def _left(unit: UnitOfWork, custody_ids: list[int], zone: tzinfo) -> dict[int, date]:
    """The day each of them ended."""
    days = {}
    for custody_id, events in unit.events.of_many(custody_ids).items():
        closing = [day for event in standing(events) if event.kind in CLOSING and (day := event.day(zone)) is not None]
        if closing:
            days[custody_id] = closing[-1]
    return days


def _mark(found: FoundStay, zone: tzinfo) -> Mark:
    return Mark(found.custody_id, found.vin, found.plate, found.plate_state, found.status, _day(found.towed_at, zone))


def _day(moment: datetime | None, zone: tzinfo) -> date | None:
    return None if moment is None else moment.astimezone(zone).date()
