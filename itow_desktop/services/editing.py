"""Enter and change what the desk knows: cars, people, agencies, the office."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from itow_desktop.domain.agencies import Agency, agency_for
from itow_desktop.domain.cars import Car, CarFields, Value, edited
from itow_desktop.domain.entry import read_moment
from itow_desktop.domain.errors import ChangedElsewhere, Problems, Refused
from itow_desktop.domain.events import Event, EventKind, EventSource, standing
from itow_desktop.domain.typed import TYPED_FIELDS, read_value
from itow_desktop.domain.vehicles import parse_address, present, present_lines
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import project_again
from itow_desktop.services.views import OfficeFacts, Person

ENTRY_FIELDS = (*TYPED_FIELDS, "towed_at", "jurisdiction")
_OF_PLACE = ("street", "city", "state", "zip", "business")
_SOME_DAY = date(2024, 2, 29)


@dataclass(frozen=True, slots=True)
class Added:
    """A car that was entered; ``warnings`` are things to look at, nothing was held back for them."""

    custody_id: int
    warnings: tuple[str, ...]


def entry_problem(field: str, text: str) -> str | None:
    """What is wrong with one typed value, as a sentence; None when it can be taken. Instant and pure.

    Whether a date has come yet and whether the police department is on the list is asked when the car is saved.
    """
    try:
        if field == "towed_at":
            _moment(text, _SOME_DAY, ZoneInfo("UTC"))
        elif field != "jurisdiction":
            read_value(field, text)
    except ValueError as problem:
        return str(problem)
    return None


def add_car(shift: Shift, values: Mapping[str, str]) -> Added:
    """Enter one car by hand; raises ``Problems`` naming every value that cannot be taken. Duplicates warn, they never block.

    What the place typed on one line says of street, city and police department
    fills those fields where nobody typed them.
    """
    with shift.desk.begin(shift.deed("add a car")) as unit:
        read = _read_all(unit, shift, values)
        if not any(value for name, value in read.fields.items() if name != "custody"):
            raise Problems((("plate", "Enter at least a plate, a VIN or what the car looks like."),))
        car = edited(Car(0, 0, CarFields(), 1), _placed(unit, read.fields), shift.signed, shift.clock.now())
        alike = unit.vehicles.lookalikes(car.fields.vin, car.fields.plate)
        custody_id = unit.vehicles.add(car)
        if read.towed is not None:
            unit.events.add([(custody_id, _towed(read.towed, None))])
        project_again(unit, shift.law, [custody_id])
        unit.commit()
    return Added(custody_id, _warnings(alike))


def change_car(shift: Shift, custody_id: int, version: int, values: Mapping[str, str]) -> Car:
    """Change the named fields of one car and no others.

    ``version`` is that of the car the values were typed over; raises
    ``ChangedElsewhere`` when it was saved since, ``Problems``, ``NotFound``.
    """
    with shift.desk.begin(shift.deed("edit a car")) as unit:
        read = _read_all(unit, shift, values)
        unit.events.lock([custody_id])
        before = unit.vehicles.get(custody_id)
        if before.version != version:
            raise ChangedElsewhere(
                "This car was saved by somebody else in the meantime. What you typed is kept: look at both, then save again."
            )
        after = edited(before, read.fields, shift.signed, shift.clock.now())
        retimed = read.times and _retime(unit, custody_id, read.towed)
        if after != before or retimed:
            after = unit.vehicles.save(after)
        project_again(unit, shift.law, [custody_id])
        unit.commit()
    return after


def save_office(shift: Shift, facts: OfficeFacts) -> None:
    """Keep the facts of the office; the audit shows what changed. Raises ``Problems`` for a zone that does not exist."""
    try:
        ZoneInfo(facts.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Problems((("zone", f"There is no time zone {facts.zone}. Michigan's is America/Detroit."),)) from None
    clean = replace(facts, name=present(facts.name), address=present_lines(facts.address), phone=present(facts.phone))
    with shift.desk.begin(shift.deed("change the office settings")) as unit:
        unit.office.save(clean)
        unit.commit()


def add_person(shift: Shift, name: str) -> Person:
    """Add a person who signs deeds, or bring a disabled one back."""
    clean = present(name)
    if clean is None:
        raise Problems((("name", "Enter a name."),))
    with shift.desk.begin(shift.deed(f"add {clean}")) as unit:
        made = unit.staff.add(clean)
        unit.commit()
    return made


def disable_person(shift: Shift, name: str) -> None:
    """Keep a person from signing from now on; what was signed stays. Raises ``NotFound``, ``Refused`` for the last one."""
    with shift.desk.begin(shift.deed(f"disable {name.strip()}")) as unit:
        if {person.name for person in unit.staff.all() if person.active} == {name.strip()}:
            raise Refused(f"{name.strip()} is the only one who can sign. Add somebody first. Nothing was changed.")
        unit.staff.disable(name.strip())
        unit.commit()


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
class _Read:
    """Typed values as they are stored; ``towed`` counts only where ``times`` says that it was typed."""

    fields: Mapping[str, Value]
    times: bool
    towed: datetime | date | None


def _read_all(unit: UnitOfWork, shift: Shift, values: Mapping[str, str]) -> _Read:
    """Everything that was typed; raises ``Problems`` with all that is wrong."""
    fields: dict[str, Value] = {}
    towed: datetime | date | None = None
    problems: list[tuple[str, str]] = []
    for name, text in values.items():
        try:
            if name == "towed_at":
                towed = _tow(text, shift)
            elif name == "jurisdiction":
                fields["agency_id"] = _agency_id(unit, text)
            else:
                fields[name] = read_value(name, text)
        except ValueError as problem:
            problems.append((name, str(problem)))
    if problems:
        raise Problems(tuple(problems))
    return _Read(fields, "towed_at" in values, towed)


def _tow(text: str, shift: Shift) -> datetime | date | None:
    moment = _moment(text, shift.today, shift.law.zone)
    now = shift.clock.now() if isinstance(moment, datetime) else shift.today
    if moment is not None and moment > now:
        raise ValueError(f"{text.strip()} has not come yet. Enter when the car was towed.")
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def _moment(text: str, today: date, zone: ZoneInfo) -> datetime | date | None:
    return read_moment(text, today, zone) if present(text) else None


def _agency_id(unit: UnitOfWork, text: str) -> int | None:
    name = present(text)
    if name is None:
        return None
    known = {agency.name.casefold(): agency.id for agency in unit.agencies.all()}
    if name.casefold() not in known:
        raise ValueError(f"{name} is not on the list of police departments. Add it there first.")
    return known[name.casefold()]


def _placed(unit: UnitOfWork, typed: Mapping[str, Value]) -> Mapping[str, Value]:
    """A new car's fields with what its place says of them."""
    place = parse_address(str(typed["towed_from"])) if typed.get("towed_from") else None
    told = {name: getattr(place, name, None) for name in _OF_PLACE}
    fields = {**typed, **{name: value for name, value in told.items() if typed.get(name) is None}}
    if fields.get("agency_id") is None:
        address = CarFields(**fields).address  # type: ignore[arg-type]
        fields["agency_id"] = agency_for(address, unit.agencies.places(), unit.agencies.properties())
    return fields


def _retime(unit: UnitOfWork, custody_id: int, moment: datetime | date | None) -> bool:
    """Record when the car was towed; an earlier record is superseded, never edited. Answers whether that was needed."""
    tows = [event for event in standing(unit.events.of(custody_id)) if event.kind is EventKind.TOWED]
    before = tows[-1] if tows else None
    if before is None:
        news = None if moment is None else _towed(moment, None)
    elif moment is None:
        news = Event(str(uuid4()), EventKind.SUPERSEDED, note="The tow time was taken back.", supersedes=before.id)
    else:
        news = None if moment == _as_typed(before) else _towed(moment, before)
    if news is not None:
        unit.events.add([(custody_id, news)])
    return news is not None


def _as_typed(tow: Event) -> datetime | date | None:
    """The moment as a form shows it: nobody types seconds."""
    return tow.at.replace(second=0, microsecond=0) if tow.at else tow.on


def _towed(moment: datetime | date, before: Event | None) -> Event:
    at, on = (moment, None) if isinstance(moment, datetime) else (None, moment)
    kept = {} if before is None else {key: value for key, value in before.data.items() if key not in {"dropped", "time"}}
    corrects = before.id if before else None
    return Event(str(uuid4()), EventKind.TOWED, at=at, on=on, data=kept, source=EventSource.PAPER, supersedes=corrects)


def _warnings(alike: tuple[str, ...]) -> tuple[str, ...]:
    return (f"A car with this VIN or plate is on the lot already: {', '.join(alike)}.",) if alike else ()
