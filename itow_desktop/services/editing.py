"""Enter and change what the desk knows: cars, people, agencies, the office."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import uuid4

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.cars import FIELD_NAMES, Car, CarFields, Value, edited
from itow_desktop.domain.entry import read_moment
from itow_desktop.domain.errors import ChangedElsewhere, Problems
from itow_desktop.domain.events import Event, EventKind, EventSource, standing
from itow_desktop.domain.vehicles import CustodyKind, clean_plate, clean_vin, present
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import project_again
from itow_desktop.services.views import OfficeFacts, Person

_LONGEST = 300
_LONGEST_NOTE = 20_000
_YES = {"yes", "y", "true", "1"}
_NO = {"no", "n", "false", "0"}
_PLATE_STATE = re.compile(r"[A-Z]{2}")
_FLAGS = {"no_plate", "vin_unreadable"}
_DERIVED = {"towed_at", "jurisdiction"}
ENTRY_FIELDS = (*(name for name in FIELD_NAMES if name != "agency_id"), "towed_at", "jurisdiction")


@dataclass(frozen=True, slots=True)
class Added:
    """A car that was entered; ``warnings`` are things to look at, nothing was held back for them."""

    custody_id: int
    warnings: tuple[str, ...]


def entry_problem(field: str, text: str) -> str | None:
    """What is wrong with one typed value, as a sentence; None when it can be taken. Instant and pure."""
    try:
        _read(field, text)
    except ValueError as problem:
        return str(problem)
    return None


def add_car(shift: Shift, values: Mapping[str, str]) -> Added:
    """Enter one car by hand; raises ``Problems`` naming every value that cannot be taken. Duplicates warn, they never block."""
    read = _read_all(values, shift)
    with shift.desk.begin(shift.deed("add a car")) as unit:
        fields = _with_agency(unit, read)
        blank = Car(0, 0, CarFields(), 1)
        car = edited(blank, fields, shift.signed, shift.clock.now())
        alike = unit.vehicles.lookalikes(car.fields.vin, car.fields.plate)
        custody_id = unit.vehicles.add(car)
        if isinstance(read.get("towed_at"), (datetime, date)):
            unit.events.add([(custody_id, _towed(read["towed_at"], None))])
        project_again(unit, shift.law, [custody_id])
        unit.commit()
    return Added(custody_id, _warnings(alike, car.fields))


def change_car(shift: Shift, custody_id: int, version: int, values: Mapping[str, str]) -> Car:
    """Change the named fields of one car and no others.

    ``version`` is that of the car the values were typed over; raises
    ``ChangedElsewhere`` when it was saved since, ``Problems``, ``NotFound``.
    """
    read = _read_all(values, shift)
    with shift.desk.begin(shift.deed("edit a car")) as unit:
        unit.events.lock([custody_id])
        before = unit.vehicles.get(custody_id)
        if before.version != version:
            raise ChangedElsewhere(
                "This car was saved by somebody else in the meantime. What you typed is kept: look at both, then save again."
            )
        after = edited(before, _with_agency(unit, read), shift.signed, shift.clock.now())
        if after != before:
            after = unit.vehicles.save(after)
        if "towed_at" in read:
            _retime(unit, custody_id, read["towed_at"])
        project_again(unit, shift.law, [custody_id])
        unit.commit()
    return after


def save_office(shift: Shift, facts: OfficeFacts) -> None:
    """Keep the facts of the office; the audit shows what changed."""
    with shift.desk.begin(shift.deed("change the office settings")) as unit:
        unit.office.save(facts)
        unit.commit()


def add_person(shift: Shift, name: str) -> Person:
    """Add a person who signs deeds, or bring a disabled one back."""
    if present(name) is None:
        raise Problems((("name", "Enter a name."),))
    with shift.desk.begin(shift.deed(f"add {name.strip()}")) as unit:
        made = unit.staff.add(name.strip())
        unit.commit()
    return made


def disable_person(shift: Shift, name: str) -> None:
    """Keep a person from signing from now on; what was signed stays. Raises ``NotFound``."""
    with shift.desk.begin(shift.deed(f"disable {name.strip()}")) as unit:
        unit.staff.disable(name.strip())
        unit.commit()


def save_agency(shift: Shift, agency: Agency) -> int:
    """Add (id 0) or change a police department; answers its id."""
    name = present(agency.name)
    if name is None:
        raise Problems((("name", "Enter the name of the police department."),))
    with shift.desk.begin(shift.deed(f"save {name}")) as unit:
        agency_id = unit.agencies.save(replace(agency, name=name))
        unit.commit()
    return agency_id


def _read_all(values: Mapping[str, str], shift: Shift) -> dict[str, object]:
    read: dict[str, object] = {}
    problems: list[tuple[str, str]] = []
    for field, text in values.items():
        try:
            read[field] = _read(field, text)
            if field == "towed_at" and present(text):
                read[field] = read_moment(text, shift.today, shift.law.zone)
        except ValueError as problem:
            problems.append((field, str(problem)))
    if problems:
        raise Problems(tuple(problems))
    return read


def _read(field: str, text: str) -> object:
    """One typed value as it is stored; raises ``ValueError`` with a sentence."""
    if field not in ENTRY_FIELDS:
        raise ValueError(f"There is no field {field}. The fields are: {', '.join(ENTRY_FIELDS)}.")
    if field in _FLAGS:
        return _flag(text)
    found = present(text) if field not in {"year", "odometer"} else (text.strip() or None)
    if found is None:
        return CustodyKind.UNKNOWN if field == "custody" else None
    if field in _READERS:
        return _READERS[field](found)
    if len(found) > (_LONGEST_NOTE if field == "notes" else _LONGEST):
        raise ValueError(f"This is too long: {len(found)} characters, at most {_LONGEST_NOTE if field == 'notes' else _LONGEST}.")
    return found


def _flag(text: str) -> bool:
    word = text.strip().casefold()
    if word in _YES:
        return True
    if word in _NO or not word:
        return False
    raise ValueError(f"{text!r} is neither yes nor no.")


def _vin(text: str) -> str | None:
    vin = clean_vin(text)
    if vin is not None and not (vin.isascii() and vin.isalnum() and len(vin) <= 20):
        raise ValueError("A VIN has letters and digits only, at most 20.")
    return vin


def _plate(text: str) -> str | None:
    plate = clean_plate(text)
    if plate is None or len(plate) > 10:
        raise ValueError("A plate has 1 to 10 letters and digits.")
    return plate


def _state(text: str) -> str:
    if not _PLATE_STATE.fullmatch(text.upper()):
        raise ValueError("A state has two letters, like MI.")
    return text.upper()


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1885 <= int(text) <= 2200):
        raise ValueError("A model year has four digits, like 2011.")
    return int(text)


def _odometer(text: str) -> int:
    digits = text.replace(",", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 7):
        raise ValueError("The odometer is a whole number of miles.")
    return int(digits)


def _custody(text: str) -> str:
    word = text.strip().casefold().replace(" ", "_")
    if word not in set(CustodyKind):
        raise ValueError(f"{text!r} is no kind of custody. The kinds are: {', '.join(CustodyKind)}.")
    return CustodyKind(word)


_READERS: Mapping[str, Callable[[str], object]] = {
    "vin": _vin,
    "plate": _plate,
    "plate_state": _state,
    "state": _state,
    "year": _year,
    "odometer": _odometer,
    "custody": _custody,
    "keys": _flag,
    "drivable": _flag,
    "towed_at": lambda text: text,
}


def _with_agency(unit: UnitOfWork, read: Mapping[str, object]) -> dict[str, Value]:
    """The read values as fields of a car; a jurisdiction is looked up by its name."""
    fields: dict[str, Value] = {name: value for name, value in read.items() if name not in _DERIVED}  # type: ignore[misc]
    if "jurisdiction" in read:
        name = read["jurisdiction"]
        fields["agency_id"] = None
        if name is not None:
            known = {agency.name.casefold(): agency.id for agency in unit.agencies.all()}
            agency_id = known.get(str(name).casefold())
            if agency_id is None:
                raise Problems((("jurisdiction", f"{name} is not on the list of police departments. Add it there first."),))
            fields["agency_id"] = agency_id
    return fields


def _retime(unit: UnitOfWork, custody_id: int, moment: object) -> None:
    """Record when the car was towed; an earlier record is superseded, never edited."""
    tows = [event for event in standing(unit.events.of(custody_id)) if event.kind is EventKind.TOWED]
    before = tows[-1] if tows else None
    if moment is None:
        if before is not None:
            gone = Event(str(uuid4()), EventKind.SUPERSEDED, note="The tow time was taken back.", supersedes=before.id)
            unit.events.add([(custody_id, gone)])
        return
    after = _towed(moment, before)
    if before is None or (before.at, before.on) != (after.at, after.on):
        unit.events.add([(custody_id, after)])


def _towed(moment: object, before: Event | None) -> Event:
    at = moment if isinstance(moment, datetime) else None
    on = moment if at is None and isinstance(moment, date) else None
    data = {} if before is None else {key: value for key, value in before.data.items() if key != "dropped"}
    return Event(str(uuid4()), EventKind.TOWED, at=at, on=on, data=data, source=EventSource.PAPER, supersedes=before.id if before else None)


def _warnings(alike: tuple[str, ...], fields: CarFields) -> tuple[str, ...]:
    if not alike or (fields.vin is None and fields.plate is None):
        return ()
    return (f"A car with this VIN or plate is on the lot already: {', '.join(alike)}.",)
