"""Cars as they are typed over: the texts of their fields, and others on the lot that look the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from itow_desktop.domain.cars import Provenance
from itow_desktop.domain.events import EventKind, standing
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.browsing import vehicle_page
from itow_desktop.services.entries import ENTRY_FIELDS, Reading, said_of
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import VehicleQuery, VehicleRow


@dataclass(frozen=True, slots=True)
class CarToEdit:
    """One car: ``mark`` names it in a few letters, ``description`` says what it is, ``texts`` are its fields as they would be typed.

    ``provenance`` tells of its columns who gave them their value.
    """

    custody_id: int
    mark: str
    description: str
    texts: Mapping[str, str]
    provenance: Mapping[str, Provenance]


def cars_to_edit(shift: Shift, custody_ids: Sequence[int]) -> tuple[CarToEdit, ...]:
    """The cars in the order given, in four questions however many they are; one that is not on record is left out."""
    with shift.desk.look() as unit:
        reading = Reading.of(unit, shift)
        cars = unit.vehicles.many(custody_ids)
        histories = unit.events.of_many(custody_ids)
    found = []
    for custody_id in dict.fromkeys(custody_ids):
        if (car := cars.get(custody_id)) is None:
            continue
        tows = [event for event in standing(histories.get(custody_id, ())) if event.kind is EventKind.TOWED]
        said = said_of(car, tows[-1] if tows else None)
        texts = {field: reading.written(field, said[field]) for field in ENTRY_FIELDS}
        found.append(CarToEdit(custody_id, car.mark, car.fields.description, texts, car.provenance))
    return tuple(found)


def alike(shift: Shift, vin: str | None, plate: str | None) -> tuple[VehicleRow, ...]:
    """Cars on the lot with exactly this VIN or this plate."""
    found: dict[int, VehicleRow] = {}
    for field, mark in (("vin", vin), ("plate", plate)):
        if mark:
            page = vehicle_page(shift, VehicleQuery(search=mark, status=CustodyStatus.ON_LOT, limit=None))
            found |= {row.custody_id: row for row in page.rows if getattr(row, field) == mark}
    return tuple(found.values())
