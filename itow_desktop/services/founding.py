"""The first steps of an office: its head, its first person, the police departments around it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from itow_desktop.domain.agencies import AgencyName
from itow_desktop.domain.errors import Problems
from itow_desktop.domain.people import Rights
from itow_desktop.domain.vehicles import present, present_lines
from itow_desktop.services.ports.stores import Deed, Desk
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import refresh_projections
from itow_desktop.services.views import Person


@dataclass(frozen=True, slots=True)
class Founding:
    """What the first-run sheet asks; ``phone`` is the one registered with the Secretary of State, who knows custodians by it."""

    person: str
    company: str
    address: str
    phone: str


def found_office(desk: Desk, given: Founding, began_on: date | None = None) -> Person:
    """Make the owner's person and the head of the office; raises ``Problems`` naming what is missing.

    ``began_on`` is the local day on which the office begins with this program; an office that has one keeps it.
    """
    name, company, address, phone = (present(given.person), present(given.company), present_lines(given.address), present(given.phone))
    asked = {
        "person": (name, "Enter your name."),
        "company": (company, "Enter the company's name."),
        "address": (address, "Enter the company's address."),
        "phone": (phone, "Enter the phone number as registered with the Secretary of State."),
    }
    problems = tuple((field, sentence) for field, (text, sentence) in asked.items() if text is None)
    if problems or name is None:
        raise Problems(problems)
    with desk.begin(Deed("set up the office", undoable=False)) as unit:
        person = unit.staff.add(name, unit.staff.login(), Rights.ADMIN)
        unit.commit()
    with desk.begin(Deed("set up the office", person, undoable=False)) as unit:
        before = unit.office.get()
        unit.office.save(replace(before, name=company, address=address, phone=phone, began_on=before.began_on or began_on))
        unit.commit()
    return person


def begin_office(shift: Shift, given: Founding) -> Person:
    """Set the office up; it begins with this program today, and what was done before is asked from now on."""
    person = found_office(shift.desk, given, shift.today)
    with shift.desk.look() as unit:
        changed = shift.law.follow(unit)
    if changed:
        refresh_projections(shift.desk, shift.law)
    return person


def add_county(desk: Desk, listed: Sequence[AgencyName]) -> int:
    """Add the police departments of a county list that are not here yet; answers how many."""
    with desk.begin(Deed("add the county's police departments", undoable=False)) as unit:
        added = unit.agencies.add_listed(listed)
        if added:
            unit.commit()
    return added


def is_founded(desk: Desk) -> bool:
    """Whether the office has a head and somebody who signs."""
    with desk.look() as unit:
        return unit.office.get().complete and any(person.active for person in unit.staff.all())
