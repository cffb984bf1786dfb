"""What typed edits make of cars as they stand: merged field by field with what others saved, stored set-wise."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from itow_desktop.domain.cars import Car, Value, edited
from itow_desktop.domain.errors import NotFound, Problems
from itow_desktop.domain.events import Event, EventKind, EventSource, standing
from itow_desktop.domain.merging import ClashField, FieldChange, Merge, Said, merged
from itow_desktop.services.entries import Reading, said_of
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import project_again, resting_on

_COLUMN = {"jurisdiction": "agency_id"}

Wrong = Sequence[tuple[int, str, str]]
"""(custody id, field, sentence) of typed values that cannot be taken."""


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
class Plan:
    """An edit put over its car as it stands, locked: what was read, what stands now, what becomes of both."""

    car: Car
    tow: Event | None
    edit: Edit
    base: Mapping[str, Said]
    now: Mapping[str, Said]
    merge: Merge


def plans_of(unit: UnitOfWork, reading: Reading, edits: Sequence[Edit], problems: Callable[[Wrong], Problems]) -> list[Plan]:
    """Lock the cars and merge each edit with what stands; raises the problems of all, ``NotFound``."""
    custody_ids = [edit.custody_id for edit in edits]
    unit.events.lock(custody_ids)
    cars = known_cars(unit, custody_ids)
    timed = any("towed_at" in texts for edit in edits for texts in (edit.values, edit.base))
    tows = standing_tows(unit, custody_ids) if timed else {}
    wrong: list[tuple[int, str, str]] = []
    plans = []
    for edit in edits:
        car, tow = cars[edit.custody_id], tows.get(edit.custody_id)
        now = said_of(car, tow)
        try:
            mine = read_all(reading, {field: text for field, text in edit.values.items() if edit.base.get(field) != text})
        except Problems as found:
            wrong += [(edit.custody_id, *problem) for problem in found.problems]
            continue
        base = {field: reading.shown(field, text, now[field]) for field, text in edit.base.items() if field in now}
        plans.append(Plan(car, tow, edit, base, now, merged(base, mine, now)))
    if wrong:
        raise problems(wrong)
    return plans


def save(unit: UnitOfWork, shift: Shift, plans: Sequence[Plan]) -> list[Car]:
    """Store what the plans change, set-wise; the cars as they stand then."""
    at = shift.clock.now()
    moved, names, news, changed = {}, set[str](), [], {}
    for plan in plans:
        changes = plan.merge.changes
        if not changes:
            continue
        fields = columns_of(changes)
        names |= fields.keys()
        moved[plan.car.custody_id] = edited(plan.car, fields, shift.signed, at)
        if "towed_at" in changes:
            news.append((plan.car.custody_id, _retimed(changes["towed_at"], plan.tow)))
        changed[plan.car.custody_id] = fields.keys()
    saved = {car.custody_id: car for car in unit.vehicles.save(list(moved.values()), names)}
    unit.events.add(news)
    project_again(unit, shift.law, [*(custody_id for custody_id, _ in news), *resting_on(unit, shift.law, changed)])
    return [saved.get(plan.car.custody_id, plan.car) for plan in plans]


def kept_changes(unit: UnitOfWork, reading: Reading, plan: Plan) -> tuple[FieldChange, ...]:
    """What others changed and was kept, with who and when."""
    signed = _signed(unit, plan, plan.merge.others)
    return tuple(
        FieldChange(field, plan.edit.base[field], reading.written(field, plan.now[field]), *signed[field]) for field in plan.merge.others
    )


def clash_fields(unit: UnitOfWork, reading: Reading, plan: Plan) -> tuple[ClashField, ...]:
    """What both changed to different values, with who and when."""
    signed = _signed(unit, plan, plan.merge.clashes)
    return tuple(
        ClashField(field, plan.edit.values[field], reading.written(field, plan.now[field]), *signed[field]) for field in plan.merge.clashes
    )


def _signed(unit: UnitOfWork, plan: Plan, fields: Sequence[str]) -> Mapping[str, tuple[str | None, datetime | None]]:
    """Who changed each of these fields last, and when."""
    kept = {field: _COLUMN.get(field, field) for field in fields if field != "towed_at"}
    known = unit.deeds.changers(plan.car, tuple(kept.values())) if kept else {}
    found: dict[str, tuple[str | None, datetime | None]] = {field: known.get(column, (None, None)) for field, column in kept.items()}
    if "towed_at" in fields:
        tows = [event for event in unit.events.of(plan.car.custody_id) if event.kind in {EventKind.TOWED, EventKind.SUPERSEDED}]
        last = plan.tow or (tows[-1] if tows else None)
        found["towed_at"] = (last.recorded_by, last.recorded_at) if last else (None, None)
    return found


def read_all(reading: Reading, values: Mapping[str, str]) -> dict[str, Said]:
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


def columns_of(typed: Mapping[str, Said]) -> dict[str, Value]:
    """The typed values that are columns of the car; the tow is an event."""
    return {_COLUMN.get(field, field): value for field, value in typed.items() if not isinstance(value, date) and field != "towed_at"}


def known_cars(unit: UnitOfWork, custody_ids: Sequence[int]) -> Mapping[int, Car]:
    """The cars, all of them; raises ``NotFound``."""
    cars = unit.vehicles.many(custody_ids)
    if len(cars) < len(set(custody_ids)):
        raise NotFound("This car is not on record. Nothing was changed.")
    return cars


def standing_tows(unit: UnitOfWork, custody_ids: Sequence[int]) -> Mapping[int, Event]:
    """The tow that stands of each car that has one."""
    histories = unit.events.of_many(custody_ids)
    return {each: event for each, history in histories.items() for event in standing(history) if event.kind is EventKind.TOWED}


def _retimed(moment: Said, before: Event | None) -> Event:
    """The event that makes this the tow's time; an earlier record is superseded, never edited."""
    if isinstance(moment, date):
        return towed(moment, before)
    if before is None:
        raise ValueError("a tow that nobody recorded cannot be taken back")
    return Event(str(uuid4()), EventKind.SUPERSEDED, note="The tow time was taken back.", supersedes=before.id)


def towed(moment: datetime | date, before: Event | None) -> Event:
    """The tow as somebody typed it, which corrects an earlier record; what TowBook said of its parts stays but for the drop."""
    at, on = (moment, None) if isinstance(moment, datetime) else (None, moment)
    kept = {} if before is None else {key: value for key, value in before.data.items() if key not in {"dropped", "time"}}
    corrects = before.id if before else None
    return Event(str(uuid4()), EventKind.TOWED, at=at, on=on, data=kept, source=EventSource.PAPER, supersedes=corrects)
