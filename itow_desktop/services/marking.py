"""Find the cars that are meant by what stands for them on paper: call number, file number, plate, VIN or its tail, our barcode."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from itow_desktop.domain.barcodes import car_barcode, read_barcode
from itow_desktop.domain.findings import Findable, Place
from itow_desktop.domain.vehicles import CustodyStatus, clean_plate, present
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift

_NAMES = (Place.CALL_NUMBER, Place.FILE_NUMBER, Place.PLATE, Place.VIN)
_SHOWN = 3
_TAIL = re.compile(r"[A-HJ-NPR-Z0-9]{6,16}")
"""So much of a VIN's end tells a car; less than six might be a call number with a slip of the finger."""


def cars_meant(unit: UnitOfWork, marks: Iterable[str]) -> Mapping[str, tuple[Findable, ...]]:
    """The cars that each mark stands for, by the mark as it was given: those on the lot first, each sort newest first; void ones never.

    What is no mark of any car may be the end of a VIN on the lot.
    """
    spelled = {mark: _spellings(mark) for mark in marks}
    names = {name for _, written in spelled.values() for name in written}
    ids = {custody_id for custody_id, _ in spelled.values() if custody_id is not None}
    ids.update(unit.finding.named(sorted(names)))
    called: dict[str, list[Findable]] = defaultdict(list)
    by_id = {}
    for car in _standing_first(unit, ids):
        by_id[car.custody_id] = car
        for name in {text for place in _NAMES if (text := car.text(place)) is not None}:
            called[name].append(car)
    found = {}
    for mark, (custody_id, written) in spelled.items():
        own = [by_id[custody_id]] if custody_id in by_id else []
        found[mark] = tuple(dict.fromkeys([*own, *(car for name in written for car in called[name])]))
    return {**found, **_by_tails(unit, [mark for mark, cars in found.items() if not cars])}


def _by_tails(unit: UnitOfWork, marks: Iterable[str]) -> Mapping[str, tuple[Findable, ...]]:
    """The cars on the lot whose VIN ends with a mark; marks that are no end of a VIN are left out."""
    tails = {mark: tail for mark in marks if _TAIL.fullmatch(tail := clean_plate(mark) or "")}
    cars = _standing_first(unit, unit.finding.with_vin_tails(sorted(set(tails.values()))))
    return {mark: tuple(car for car in cars if (car.text(Place.VIN) or "").endswith(tail)) for mark, tail in tails.items()}


def _standing_first(unit: UnitOfWork, ids: Iterable[int]) -> list[Findable]:
    wanted = sorted(ids)
    cars = unit.finding.cars(unit.finding.best_of(wanted, len(wanted)))
    return [car for car in cars if car.status is not CustodyStatus.VOID]


def cars_of_calls(unit: UnitOfWork, numbers: Iterable[str]) -> Mapping[str, tuple[Findable, ...]]:
    """The cars with exactly these call numbers; a number that no car has is left out, void cars never count."""
    found: dict[str, list[Findable]] = defaultdict(list)
    wanted = set(numbers)
    for car in unit.finding.cars(unit.finding.named(sorted(wanted))):
        number = car.text(Place.CALL_NUMBER) or ""
        if number in wanted and car.status is not CustodyStatus.VOID:
            found[number].append(car)
    return {number: tuple(cars) for number, cars in found.items()}


def meant(shift: Shift, mark: str) -> Findable | str:
    """The car that a person means by a mark, else a sentence that says why that is not known."""
    with shift.desk.look() as unit:
        return the_one(mark, cars_meant(unit, [mark])[mark])


def the_one(mark: str, cars: Iterable[Findable]) -> Findable | str:
    """The car that a mark means, else a sentence that says why that is not known. A car on the lot comes before those that left."""
    known = tuple(cars)
    here = [car for car in known if car.status is CustodyStatus.ON_LOT]
    wanted = here or known
    if len(wanted) == 1:
        return wanted[0]
    if not wanted:
        return f'Nothing here is called "{mark.strip()[:40]}". Look at the number again, or add the vehicle first.'
    told = ", ".join(car.text(Place.CALL_NUMBER) or car.text(Place.FILE_NUMBER) or car_barcode(car.custody_id) for car in wanted[:_SHOWN])
    more = ", ..." if len(wanted) > _SHOWN else ""
    return f'{len(wanted)} cars are called "{mark.strip()[:40]}". Type the call number instead: {told}{more}.'


def _spellings(mark: str) -> tuple[int | None, tuple[str, ...]]:
    """The custody our own barcode names, else how what was read may be written in the record."""
    read = read_barcode(mark)
    if read is not None and read.custody_id is not None:
        return read.custody_id, ()
    words = [read.text] if read is not None else [present(mark), clean_plate(mark)]
    return None, tuple(dict.fromkeys(filter(None, words)))
