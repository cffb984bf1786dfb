"""Enter cars by hand, change one of them, change many at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from itow_desktop.domain.agencies import Agency, agency_for, agency_key
from itow_desktop.domain.cars import Car, CarFields, Value, edited
from itow_desktop.domain.errors import Clash, Problems, ProblemsOfMany
from itow_desktop.domain.merging import ClashField, FieldChange
from itow_desktop.domain.vehicles import CustodyKind, clean_plate, parse_address, present, present_lines
from itow_desktop.services.edits import (
    Edit,
    Wrong,
    clash_fields,
    columns_of,
    kept_changes,
    known_cars,
    plans_of,
    read_all,
    save,
    standing_tows,
    towed,
)
from itow_desktop.services.entries import ENTRY_FIELDS, Reading, entry_problem, said_of
from itow_desktop.services.lot import number_if_wanted
from itow_desktop.services.office import save_office
from itow_desktop.services.people import add_person, disable_person
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import project_again

__all__ = [
    "ENTRY_FIELDS", "Added", "CarClash", "ChangePreview", "Changed", "Edit", "ManyChanged",
    "add_car", "add_person", "change_car", "change_many", "disable_person", "entry_problem", "preview_many", "save_agency", "save_office",
]  # fmt: skip

_OF_PLACE = ("street", "city", "state", "zip", "business")
_CLASH = (
    "Somebody else changed the same in the meantime. Nothing was saved, and what you typed is kept: look at both, then say which counts."
)


@dataclass(frozen=True, slots=True)
class Changed:
    """A saved car; ``others`` are fields that somebody else changed since they were read, which were kept."""

    car: Car
    others: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class CarClash:
    """A car of which nothing was saved, since somebody else changed the same fields to other values."""

    custody_id: int
    car: str
    fields: tuple[ClashField, ...]


@dataclass(frozen=True, slots=True)
class ManyChanged:
    """What came of a change of many cars; those that clash were left as they are."""

    changed: int
    unchanged: int
    clashes: tuple[CarClash, ...]


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """What a change would make of one field of one car; texts as they would be typed, ``problem`` says why it cannot."""

    custody_id: int
    car: str
    field: str
    before: str
    after: str
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """A car that was entered; ``warnings`` are things to look at, nothing was held back for them."""

    custody_id: int
    warnings: tuple[str, ...]


def add_car(shift: Shift, values: Mapping[str, str]) -> Added:
    """Enter one car by hand; raises ``Problems`` naming every value that cannot be taken. Duplicates warn, they never block.

    What the place typed on one line says of street, city and police department
    fills those fields where nobody typed them.
    """
    name = f"add {clean_plate(values.get('plate')) or 'a car'}"
    with shift.desk.begin(shift.deed(name)) as unit:
        typed = read_all(Reading.of(unit, shift), values)
        fields, tow = columns_of(typed), typed.get("towed_at")
        if not any(value for name, value in fields.items() if name != "custody"):
            raise Problems((("plate", "Enter at least a plate, a VIN or what the car looks like."),))
        car = edited(Car(0, 0, CarFields(), 1), _placed(unit, fields), shift.signed, shift.clock.now())
        alike = unit.vehicles.lookalikes(car.fields.vin, car.fields.plate)
        custody_id = unit.vehicles.add(car)
        if car.fields.custody == CustodyKind.PRIVATE_PROPERTY:
            number_if_wanted(unit, shift, [custody_id])
        if isinstance(tow, date):
            unit.events.add([(custody_id, towed(tow, None))])
        project_again(unit, shift.law, [custody_id])
        unit.commit()
    return Added(custody_id, _warnings(alike))


def change_car(shift: Shift, edit: Edit) -> Changed:
    """Change one car, merged field by field with what others saved since it was read.

    Raises ``Clash`` where the same field was changed to another value by somebody else (nothing is saved; the same edit
    with their value as its base is taken), ``Problems``, ``NotFound``.
    """
    with shift.desk.look() as unit:
        name = f"edit {unit.vehicles.get(edit.custody_id).mark}"
    with shift.desk.begin(shift.deed(name)) as unit:
        reading = Reading.of(unit, shift)
        (plan,) = plans_of(unit, reading, [edit], _problems_of_one)
        if plan.merge.clashes:
            raise Clash(_CLASH, clash_fields(unit, reading, plan))
        (car,) = save(unit, shift, [plan])
        kept = kept_changes(unit, reading, plan)
        unit.commit()
    return Changed(car, kept)


def change_many(shift: Shift, edits: Sequence[Edit], name: str) -> ManyChanged:
    """Change many cars in one deed of this name: all of them, but for those that clash, which are told.

    Raises ``ProblemsOfMany`` where a value cannot be taken, ``NotFound``; then nothing was changed.
    """
    with shift.desk.begin(shift.deed(name)) as unit:
        reading = Reading.of(unit, shift)
        plans = plans_of(unit, reading, edits, _problems_of_many)
        clear = [plan for plan in plans if not plan.merge.clashes]
        clashes = tuple(
            CarClash(plan.car.custody_id, plan.car.label, clash_fields(unit, reading, plan)) for plan in plans if plan.merge.clashes
        )
        save(unit, shift, clear)
        unit.commit()
    changed = sum(bool(plan.merge.changes) for plan in clear)
    return ManyChanged(changed, len(clear) - changed, clashes)


def preview_many(shift: Shift, custody_ids: Sequence[int], values: Mapping[str, str]) -> tuple[ChangePreview, ...]:
    """What typing these values over each of the cars would change, car by car in the order given; nothing is stored."""
    with shift.desk.look() as unit:
        reading = Reading.of(unit, shift)
        cars = known_cars(unit, custody_ids)
        tows = standing_tows(unit, custody_ids) if "towed_at" in values else {}
    after: dict[str, str] = {}
    problems: dict[str, str] = {}
    for field, text in values.items():
        try:
            after[field] = reading.written(field, reading.typed(field, text))
        except ValueError as problem:
            after[field], problems[field] = text, str(problem)
    found = []
    for each in custody_ids:
        now = said_of(cars[each], tows.get(each))
        for field in values:
            before = reading.written(field, now[field]) if field in now else ""
            found.append(ChangePreview(each, cars[each].label, field, before, after[field], problems.get(field)))
    return tuple(found)


def save_agency(shift: Shift, agency: Agency) -> int:
    """Add (id 0) or change a police department; answers its id. Raises ``Problems`` where the name is missing or taken."""
    name = present(agency.name)
    if name is None:
        raise Problems((("name", "Enter the name of the police department."),))
    contacts = {each: present_lines(getattr(agency, each)) for each in ("phone", "email", "fax", "address", "hours", "notes")}
    with shift.desk.begin(shift.deed(f"save {name}")) as unit:
        other = unit.departments.names().get(agency_key(name) or "", agency.id)
        if other != agency.id:
            raise Problems((("name", f"{unit.agencies.get(other).name} goes by this name already. Choose that one."),))
        if any(other.name.casefold() == name.casefold() and other.id != agency.id for other in unit.agencies.all()):
            raise Problems((("name", f"{name} is on the list already."),))
        agency_id = unit.agencies.save(replace(agency, name=name, **contacts))  # type: ignore[arg-type]
        unit.commit()
    return agency_id


def _problems_of_one(wrong: Wrong) -> Problems:
    return Problems(tuple((field, sentence) for _, field, sentence in wrong))


def _problems_of_many(wrong: Wrong) -> Problems:
    return ProblemsOfMany(tuple(wrong))


def _placed(unit: UnitOfWork, typed: Mapping[str, Value]) -> Mapping[str, Value]:
    """A new car's fields with what its place says of them."""
    place = parse_address(str(typed["towed_from"])) if typed.get("towed_from") else None
    told = {name: getattr(place, name, None) for name in _OF_PLACE}
    fields = {**typed, **{name: value for name, value in told.items() if typed.get(name) is None}}
    if fields.get("agency_id") is None:
        address = CarFields(**fields).address  # type: ignore[arg-type]
        fields["agency_id"] = agency_for(address, unit.agencies.places(), unit.agencies.properties())
    return fields


def _warnings(alike: tuple[str, ...]) -> tuple[str, ...]:
    return (f"A car with this VIN or plate is on the lot already: {', '.join(alike)}.",) if alike else ()
