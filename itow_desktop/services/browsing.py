"""Look things up for lists and panels; nothing here changes anything."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, timedelta

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.events import on_clock
from itow_desktop.domain.filters import VehicleFilters
from itow_desktop.domain.finding import Sought, literal, understand
from itow_desktop.domain.queue import Item
from itow_desktop.domain.urgency import Urgency
from itow_desktop.services.ports.stores import Desk, UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import lead_steps
from itow_desktop.services.views import (
    BY_STEP,
    CarCard,
    DocumentInfo,
    OfficeFacts,
    Person,
    StepKey,
    Terms,
    VehiclePage,
    VehicleQuery,
    VehicleRow,
)  # fmt: skip

NEEDING = frozenset({Urgency.LATE, Urgency.TODAY, Urgency.ASK, Urgency.CHASE})
"""How a car presses that needs something from the desk now."""
_PLACES = {word: place for place, word in enumerate(Urgency)}


def vehicle_page(shift: Shift, query: VehicleQuery) -> VehiclePage:
    """One page of the vehicle list, each row with its next step of today.

    Words for a day that find nothing as a day are taken as words.
    """
    sought = understand(query.search, shift.today, shift.law.zone)
    with shift.desk.look() as unit:
        if sought.pieces:
            sought = sought.called_by(unit.finding.callers())
        page, steps = _page(shift, unit, query, sought)
        if not page.total and sought.by_day:
            page, steps = _page(shift, unit, query, literal(sought))
    return replace(page, query=query, rows=tuple(stepped(row, steps) for row in page.rows))


def _page(shift: Shift, unit: UnitOfWork, query: VehicleQuery, sought: Sought) -> tuple[VehiclePage, Mapping[int, Item]]:
    """The rows with what is to be done for them. What depends on today no column of the database can sort by or tell apart."""
    filters = query.filters
    towed_since, left_since = (
        None if days is None else shift.today - timedelta(days=days) for days in (filters.towed_days, filters.left_days)
    )
    asked = replace(query, terms=Terms(sought, towed_since=towed_since, left_since=left_since))
    urgencies, sorted_by_step = _urgencies(filters), any(column in BY_STEP for column, _ in query.sort)
    if urgencies is None and not sorted_by_step:
        page = unit.vehicles.page(asked)
        return page, lead_steps(shift.law, unit.deadlines.open_cases([row.custody_id for row in page.rows]), shift.today)
    steps = shift.memory.lead_steps(shift.law, unit.deadlines.open_cases(), shift.today)
    terms = asked.terms
    if urgencies is not None:
        terms = replace(terms, only=tuple(each for each, item in steps.items() if item.urgency in urgencies))
    if sorted_by_step:
        terms = replace(terms, steps={each: StepKey(item.step, _due(item), _PLACES[item.urgency]) for each, item in steps.items()})
    return unit.vehicles.page(replace(asked, terms=terms)), steps


def _urgencies(filters: VehicleFilters) -> AbstractSet[Urgency] | None:
    """How the lead step must press; None where that does not matter."""
    if not filters.needs:
        return filters.urgencies or None
    return filters.urgencies & NEEDING if filters.urgencies else NEEDING


def car_card(shift: Shift, custody_id: int) -> CarCard:
    """Everything the details panel shows of one car, its events on the office's clock; raises ``NotFound``."""
    with shift.desk.look() as unit:
        card = unit.vehicles.card(custody_id)
        cases = unit.deadlines.cases([custody_id])
    steps = lead_steps(shift.law, cases, shift.today)
    return replace(card, events=on_clock(card.events, shift.law.zone), row=stepped(card.row, steps))


def stepped(row: VehicleRow, steps: Mapping[int, Item]) -> VehicleRow:
    """The row of a car with its lead step."""
    item = steps.get(row.custody_id)
    if item is None:
        return row
    return replace(row, next_step=item.step, due=_due(item), urgency=item.urgency, before=item.before, unverified=item.unverified)


def _due(item: Item) -> date | None:
    return item.until or item.due


def find_car(desk: Desk, call: str) -> int:
    """Custody id of a call number, our file number or ``#id``; raises ``NotFound``."""
    with desk.look() as unit:
        return unit.vehicles.find(call)


def people(desk: Desk) -> tuple[Person, ...]:
    """Everybody who may sign."""
    with desk.look() as unit:
        return tuple(person for person in unit.staff.all() if person.active)


def agencies(desk: Desk) -> tuple[Agency, ...]:
    """Every police department by name."""
    with desk.look() as unit:
        return unit.agencies.all()


def office(desk: Desk) -> OfficeFacts:
    """The facts of the office."""
    with desk.look() as unit:
        return unit.office.get()


def document(desk: Desk, document_id: int) -> tuple[DocumentInfo, bytes]:
    """A kept paper with its exact bytes; raises ``NotFound``."""
    with desk.look() as unit:
        return unit.documents.get(document_id), unit.documents.content(document_id)
