"""Keep police departments: how to reach them, other names, places, the sheets to call them by."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from itow_desktop.domain.agencies import Agency, agency_key, place_key
from itow_desktop.domain.call_sheets import CallSheet, SheetCar
from itow_desktop.domain.departments import Contact, Uses
from itow_desktop.domain.errors import Problems, Refused
from itow_desktop.domain.events import EventKind, standing
from itow_desktop.domain.history import HistoryPage, entries
from itow_desktop.domain.questions import Question
from itow_desktop.domain.sentences import counted
from itow_desktop.domain.vehicles import CustodyStatus, present
from itow_desktop.services.noticing import head_of
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import CarCard
from itow_desktop.services.working import work_queue

CALL_IN = "mi.police_notice"
"""The rule whose cars are to be called in."""
_MOST_TRACES = 200


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A line of the list: what refers to the department, how many cars are to be called in to it now."""

    agency: Agency
    uses: Uses
    to_call: int


@dataclass(frozen=True, slots=True)
class DepartmentPage:
    """Everything known of a police department; ``places`` as ``place_key`` spells them."""

    agency: Agency
    uses: Uses
    contacts: tuple[Contact, ...]
    aliases: tuple[str, ...]
    places: tuple[str, ...]
    to_call: tuple[int, ...]


# --- looking ---------------------------------------------------------------------------------------------------------


def department_list(shift: Shift) -> tuple[DepartmentRow, ...]:
    """Every police department by name, those not in use any more last."""
    waiting = cars_to_call_in(shift)
    with shift.desk.look() as unit:
        uses, agencies = unit.departments.uses(), unit.agencies.all()
    rows = (DepartmentRow(agency, uses.get(agency.id, Uses()), len(waiting.get(agency.id, ()))) for agency in agencies)
    return tuple(sorted(rows, key=lambda row: (not row.agency.active, row.agency.name.casefold())))


def department_page(shift: Shift, agency_id: int) -> DepartmentPage:
    """One department; raises ``NotFound``."""
    waiting = cars_to_call_in(shift).get(agency_id, ())
    with shift.desk.look() as unit:
        return DepartmentPage(
            unit.agencies.get(agency_id), unit.departments.uses().get(agency_id, Uses()), unit.departments.contacts(agency_id),
            unit.departments.aliases(agency_id), unit.departments.places(agency_id), waiting,
        )  # fmt: skip


def department_history(shift: Shift, agency_id: int) -> HistoryPage:
    """What was changed of a department, newest first."""
    with shift.desk.look() as unit:
        traces = unit.departments.traces(agency_id, _MOST_TRACES)
        agencies = {agency.id: agency.name for agency in unit.agencies.all()}
        people = {person.id: person.name for person in unit.staff.all()}
    return HistoryPage(entries(traces), None, agencies, people)


def cars_to_call_in(shift: Shift) -> dict[int, tuple[int, ...]]:
    """The cars on the lot that are to be called in, by police department; 0 where none is known.

    One of which nobody has said yet what was done before this program came is not among them.
    """
    found: dict[int, list[int]] = {}
    for line in work_queue(shift).lines:
        open_rules = {deadline.rule_id for deadline in line.case.deadlines if deadline.open}
        asked = line.item.question is Question.PAST
        if CALL_IN in open_rules and line.case.status is CustodyStatus.ON_LOT and not asked:
            found.setdefault(line.case.agency_id or 0, []).append(line.case.custody_id)
    return {agency_id: tuple(cars) for agency_id, cars in found.items()}


# --- changing --------------------------------------------------------------------------------------------------------


def save_names_and_places(shift: Shift, agency_id: int, aliases: Sequence[str], places: Sequence[str]) -> None:
    """Keep exactly these other names and places; raises ``Problems`` where a name is another department's."""
    with shift.desk.begin(shift.deed("other names and places")) as unit:
        agency = unit.agencies.get(agency_id)
        named = {key: name for text in aliases if (name := present(text)) and (key := agency_key(name))}
        named.pop(agency_key(agency.name) or "", None)
        _check_names(unit, agency_id, named)
        unit.departments.set_aliases(agency_id, named)
        unit.departments.set_places(agency_id, [key for place in places if (key := place_key(place))])
        unit.commit()


def save_contact(shift: Shift, agency_id: int, contact: Contact) -> int:
    """Add (id 0) or change somebody at a department; raises ``Problems``."""
    name = present(contact.name)
    if name is None:
        raise Problems((("name", "Enter the name."),))
    texts = {each: present(getattr(contact, each)) for each in ("position", "phone", "email")}
    with shift.desk.begin(shift.deed(f"{'change' if contact.id else 'add'} {name}")) as unit:
        saved = unit.departments.save_contact(agency_id, replace(contact, name=name, **texts))  # type: ignore[arg-type]
        unit.commit()
    return saved


def take_out_contact(shift: Shift, contact: Contact) -> None:
    """Somebody is there no more; the name stays in the record."""
    with shift.desk.begin(shift.deed(f"take out {contact.name}")) as unit:
        unit.departments.take_out_contact(contact.id)
        unit.commit()


def use_department(shift: Shift, agency_id: int, *, active: bool) -> None:
    """Offer a department no more, or again; where it is entered it stays. Raises ``Refused`` while cars are to be called in to it."""
    with shift.desk.look() as unit:
        agency = unit.agencies.get(agency_id)
    waiting = len(cars_to_call_in(shift).get(agency_id, ()))
    if not active and waiting:
        cars = counted(waiting, "car is", "cars are")
        raise Refused(f"{cars} to be called in to {agency.name}. Nothing was changed. Give them another department first.")
    verb = "use" if active else "do not use"
    with shift.desk.begin(shift.deed(f"{verb} {agency.name}")) as unit:
        unit.agencies.save(replace(unit.agencies.get(agency_id), active=active))
        unit.commit()


def join_departments(shift: Shift, kept_id: int, gone_id: int) -> int:
    """Say that two departments are one: cars, places, properties and people of the second go to the first, its name becomes another name.

    Answers how many cars moved. Raises ``Refused``, ``NotFound``.
    """
    if kept_id == gone_id:
        raise Refused("This is the same department. Nothing was changed.")
    with shift.desk.look() as unit:
        kept, gone = unit.agencies.get(kept_id), unit.agencies.get(gone_id)
    with shift.desk.begin(shift.deed(f"join {gone.name} with {kept.name}")) as unit:
        cars = unit.departments.move(gone_id, kept_id)
        unit.agencies.save(replace(unit.agencies.get(gone_id), active=False))
        key = agency_key(gone.name)
        names = {known: name for name in unit.departments.aliases(kept_id) if (known := agency_key(name))}
        if key is not None and key != agency_key(kept.name):
            names[key] = gone.name
        unit.departments.set_aliases(kept_id, names)
        unit.commit()
    return cars


def _check_names(unit: UnitOfWork, agency_id: int, named: dict[str, str]) -> None:
    taken = {key: owner for key, owner in unit.departments.names().items() if owner != agency_id}
    clashes = [f"{name} is {unit.agencies.get(taken[key]).name}." for key, name in named.items() if key in taken]
    if clashes:
        raise Problems((("aliases", f"{' '.join(clashes)} Join the two departments if they are one."),))


# --- call sheets -----------------------------------------------------------------------------------------------------


def call_sheet(shift: Shift, agency_id: int | None, custody_ids: Sequence[int] | None = None) -> CallSheet:
    """The sheet for some cars of a department, else for all that are to be called in to it now."""
    wanted = cars_to_call_in(shift).get(agency_id or 0, ()) if custody_ids is None else custody_ids
    with shift.desk.look() as unit:
        head = head_of(unit.office.get(), unit.office.logo())
        agency = unit.agencies.get(agency_id) if agency_id else None
        cards = [unit.vehicles.card(custody_id) for custody_id in wanted]
    cars = sorted(map(_car, cards), key=lambda car: (car.towed_at is None, car.towed_at.timestamp() if car.towed_at else 0.0))
    return CallSheet(head, agency, shift.clock.now(), tuple(cars))


def _car(card: CarCard) -> SheetCar:
    fields = card.car.fields
    tows = [event for event in standing(card.events) if event.kind is EventKind.TOWED]
    towed = tows[-1] if tows else None
    asked = ", ".join(part for part in (present(fields.requested_by), present(fields.requested_by_phone)) if part)
    place = fields.towed_from or fields.street
    business = fields.business if fields.business and fields.business not in (place or "") else None
    return SheetCar(
        fields.plate or ("no plate" if fields.no_plate else None), fields.plate_state if fields.plate else None,
        fields.vin or ("not readable" if fields.vin_unreadable else None), fields.description, towed.at if towed else None,
        towed.on if towed else None, ", ".join(part for part in (business, place) if part) or None, asked or None,
        fields.call_number, fields.file_number,
    )  # fmt: skip
