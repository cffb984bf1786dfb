"""Enter and change what the desk knows: cars, people, agencies, the office."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import uuid4

from itow_desktop.domain.agencies import Agency, agency_for
from itow_desktop.domain.cars import Car, CarFields, Value, edited
from itow_desktop.domain.errors import Clash, NotFound, Problems, ProblemsOfMany
from itow_desktop.domain.events import Event, EventKind, EventSource, standing
from itow_desktop.domain.merging import ClashField, FieldChange, Merge, Said, merged
from itow_desktop.domain.vehicles import CustodyKind, clean_plate, parse_address, present, present_lines
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
_COLUMN = {"jurisdiction": "agency_id"}
_CLASH = (
    "Somebody else changed the same in the meantime. Nothing was saved, and what you typed is kept: look at both, then say which counts."
)


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody typed over one car.

    ``values`` are the typed texts; a text that is still as it was read changes nothing. ``base`` is what those fields,
    and any others that were on the screen, said when they were read (``Reading.written``); a field without a base is
    taken as it stands when it is saved.
    """

    custody_id: int
    values: Mapping[str, str]
    base: Mapping[str, str]


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
        typed = _typed(Reading.of(unit, shift), values)
        fields, tow = _stored(typed), typed.get("towed_at")
        if not any(value for name, value in fields.items() if name != "custody"):
            raise Problems((("plate", "Enter at least a plate, a VIN or what the car looks like."),))
        car = edited(Car(0, 0, CarFields(), 1), _placed(unit, fields), shift.signed, shift.clock.now())
        alike = unit.vehicles.lookalikes(car.fields.vin, car.fields.plate)
        custody_id = unit.vehicles.add(car)
        if car.fields.custody == CustodyKind.PRIVATE_PROPERTY:
            number_if_wanted(unit, shift, [custody_id])
        if isinstance(tow, date):
            unit.events.add([(custody_id, _towed(tow, None))])
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
        (plan,) = _plans(unit, reading, [edit], _problems_of_one)
        if plan.merge.clashes:
            raise Clash(_CLASH, _clash_fields(unit, reading, plan))
        (car,) = _save(unit, shift, [plan])
        others = _others(unit, reading, plan)
        unit.commit()
    return Changed(car, others)


def change_many(shift: Shift, edits: Sequence[Edit], name: str) -> ManyChanged:
    """Change many cars in one deed of this name: all of them, but for those that clash, which are told.

    Raises ``ProblemsOfMany`` where a value cannot be taken, ``NotFound``; then nothing was changed.
    """
    with shift.desk.begin(shift.deed(name)) as unit:
        reading = Reading.of(unit, shift)
        plans = _plans(unit, reading, edits, _problems_of_many)
        clear = [plan for plan in plans if not plan.merge.clashes]
        clashes = tuple(
            CarClash(plan.car.custody_id, plan.car.label, _clash_fields(unit, reading, plan)) for plan in plans if plan.merge.clashes
        )
        _save(unit, shift, clear)
        unit.commit()
    changed = sum(bool(plan.merge.changes) for plan in clear)
    return ManyChanged(changed, len(clear) - changed, clashes)


def preview_many(shift: Shift, custody_ids: Sequence[int], values: Mapping[str, str]) -> tuple[ChangePreview, ...]:
    """What typing these values over each of the cars would change, car by car in the order given; nothing is stored."""
    with shift.desk.look() as unit:
        reading = Reading.of(unit, shift)
        cars = _cars(unit, custody_ids)
        tows = _tows(unit, custody_ids) if "towed_at" in values else {}
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
    contacts = {each: present_lines(getattr(agency, each)) for each in ("phone", "email", "fax", "address", "hours")}
    with shift.desk.begin(shift.deed(f"save {name}")) as unit:
        if any(other.name.casefold() == name.casefold() and other.id != agency.id for other in unit.agencies.all()):
            raise Problems((("name", f"{name} is on the list already."),))
        agency_id = unit.agencies.save(replace(agency, name=name, **contacts))  # type: ignore[arg-type]
        unit.commit()
    return agency_id


@dataclass(frozen=True, slots=True)
class _Plan:
    """An edit put over its car as it stands, locked; ``typed`` are the values that were really typed."""

    car: Car
    tow: Event | None
    edit: Edit
    base: Mapping[str, Said]
    now: Mapping[str, Said]
    merge: Merge


_Wrong = Sequence[tuple[int, str, str]]


def _problems_of_one(wrong: _Wrong) -> Problems:
    return Problems(tuple((field, sentence) for _, field, sentence in wrong))


def _problems_of_many(wrong: _Wrong) -> Problems:
    return ProblemsOfMany(tuple(wrong))


def _plans(unit: UnitOfWork, reading: Reading, edits: Sequence[Edit], problems: Callable[[_Wrong], Problems]) -> list[_Plan]:
    """Lock the cars and merge each edit with what stands; raises the problems of all, ``NotFound``."""
    custody_ids = [edit.custody_id for edit in edits]
    unit.events.lock(custody_ids)
    cars = _cars(unit, custody_ids)
    timed = any("towed_at" in texts for edit in edits for texts in (edit.values, edit.base))
    tows = _tows(unit, custody_ids) if timed else {}
    wrong: list[tuple[int, str, str]] = []
    plans = []
    for edit in edits:
        car, tow = cars[edit.custody_id], tows.get(edit.custody_id)
        now = said_of(car, tow)
        try:
            mine = _typed(reading, {field: text for field, text in edit.values.items() if edit.base.get(field) != text})
        except Problems as found:
            wrong += [(edit.custody_id, *problem) for problem in found.problems]
            continue
        base = {field: reading.shown(field, text, now[field]) for field, text in edit.base.items() if field in now}
        plans.append(_Plan(car, tow, edit, base, now, merged(base, mine, now)))
    if wrong:
        raise problems(wrong)
    return plans


def _save(unit: UnitOfWork, shift: Shift, plans: Sequence[_Plan]) -> list[Car]:
    """Store what the plans change, set-wise; the cars as they stand then."""
    at = shift.clock.now()
    moved, names, news, projected = {}, set[str](), [], []
    for plan in plans:
        changes = plan.merge.changes
        if not changes:
            continue
        fields = _stored(changes)
        names |= fields.keys()
        moved[plan.car.custody_id] = edited(plan.car, fields, shift.signed, at)
        if "towed_at" in changes:
            news.append((plan.car.custody_id, _retimed(changes["towed_at"], plan.tow)))
        if changes.keys() & {"towed_at", "custody"}:
            projected.append(plan.car.custody_id)
    saved = {car.custody_id: car for car in unit.vehicles.save(list(moved.values()), names)}
    unit.events.add(news)
    project_again(unit, shift.law, projected)
    return [saved.get(plan.car.custody_id, plan.car) for plan in plans]


def _others(unit: UnitOfWork, reading: Reading, plan: _Plan) -> tuple[FieldChange, ...]:
    signed = _signed(unit, plan, plan.merge.others)
    return tuple(
        FieldChange(field, plan.edit.base[field], reading.written(field, plan.now[field]), *signed[field]) for field in plan.merge.others
    )


def _clash_fields(unit: UnitOfWork, reading: Reading, plan: _Plan) -> tuple[ClashField, ...]:
    signed = _signed(unit, plan, plan.merge.clashes)
    return tuple(
        ClashField(field, plan.edit.values[field], reading.written(field, plan.now[field]), *signed[field]) for field in plan.merge.clashes
    )


def _signed(unit: UnitOfWork, plan: _Plan, fields: Sequence[str]) -> Mapping[str, tuple[str | None, datetime | None]]:
    """Who changed each of these fields last, and when."""
    kept = {field: _COLUMN.get(field, field) for field in fields if field != "towed_at"}
    known = unit.deeds.changers(plan.car, tuple(kept.values())) if kept else {}
    found: dict[str, tuple[str | None, datetime | None]] = {field: known.get(column, (None, None)) for field, column in kept.items()}
    if "towed_at" in fields:
        tows = [event for event in unit.events.of(plan.car.custody_id) if event.kind in {EventKind.TOWED, EventKind.SUPERSEDED}]
        last = plan.tow or (tows[-1] if tows else None)
        found["towed_at"] = (last.recorded_by, last.recorded_at) if last else (None, None)
    return found


def _typed(reading: Reading, values: Mapping[str, str]) -> dict[str, Said]:
    """Everything that was typed, as it is stored; raises ``Problems`` with all that is wrong."""
    typed: dict[str, Said] = {}
    problems: list[tuple[str, str]] = []
    for field, text in values.items():
        try:
            typed[field] = reading.typed(field, text)
        except ValueError as problem:
            problems.append((field, str(problem)))
    if problems:
        raise Problems(tuple(problems))
    return typed


def _stored(typed: Mapping[str, Said]) -> dict[str, Value]:
    """The typed values that are columns of the car; the tow is an event."""
    return {_COLUMN.get(field, field): value for field, value in typed.items() if not isinstance(value, date) and field != "towed_at"}


def _cars(unit: UnitOfWork, custody_ids: Sequence[int]) -> Mapping[int, Car]:
    cars = unit.vehicles.many(custody_ids)
    if len(cars) < len(set(custody_ids)):
        raise NotFound("This car is not on record. Nothing was changed.")
    return cars


def _tows(unit: UnitOfWork, custody_ids: Sequence[int]) -> Mapping[int, Event]:
    """The tow that stands of each car that has one."""
    histories = unit.events.of_many(custody_ids)
    return {each: event for each, history in histories.items() for event in standing(history) if event.kind is EventKind.TOWED}


def _placed(unit: UnitOfWork, typed: Mapping[str, Value]) -> Mapping[str, Value]:
    """A new car's fields with what its place says of them."""
    place = parse_address(str(typed["towed_from"])) if typed.get("towed_from") else None
    told = {name: getattr(place, name, None) for name in _OF_PLACE}
    fields = {**typed, **{name: value for name, value in told.items() if typed.get(name) is None}}
    if fields.get("agency_id") is None:
        address = CarFields(**fields).address  # type: ignore[arg-type]
        fields["agency_id"] = agency_for(address, unit.agencies.places(), unit.agencies.properties())
    return fields


def _retimed(moment: Said, before: Event | None) -> Event:
    """The event that makes this the tow's time; an earlier record is superseded, never edited."""
    if isinstance(moment, date):
        return _towed(moment, before)
    if before is None:
        raise ValueError("a tow that nobody recorded cannot be taken back")
    return Event(str(uuid4()), EventKind.SUPERSEDED, note="The tow time was taken back.", supersedes=before.id)


def _towed(moment: datetime | date, before: Event | None) -> Event:
    at, on = (moment, None) if isinstance(moment, datetime) else (None, moment)
    kept = {} if before is None else {key: value for key, value in before.data.items() if key not in {"dropped", "time"}}
    corrects = before.id if before else None
    return Event(str(uuid4()), EventKind.TOWED, at=at, on=on, data=kept, source=EventSource.PAPER, supersedes=corrects)


def _warnings(alike: tuple[str, ...]) -> tuple[str, ...]:
    return (f"A car with this VIN or plate is on the lot already: {', '.join(alike)}.",) if alike else ()
