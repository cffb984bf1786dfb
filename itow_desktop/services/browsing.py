"""Look things up for lists and panels; nothing here changes anything."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.events import on_clock
from itow_desktop.domain.queue import Item
from itow_desktop.services.ports.stores import Desk
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import lead_steps
from itow_desktop.services.views import CarCard, DocumentInfo, OfficeFacts, Person, VehicleColumn, VehiclePage, VehicleQuery, VehicleRow


def vehicle_page(shift: Shift, query: VehicleQuery) -> VehiclePage:
    """One page of the vehicle list, each row with its next step of today."""
    with shift.desk.look() as unit:
        if any(column is VehicleColumn.DUE for column, _ in query.sort):
            # What is due depends on today, so no column of the database can sort by it.
            steps = shift.memory.lead_steps(shift.law, unit.deadlines.open_cases(), shift.today)
            page = unit.vehicles.page(query, {each: due for each, item in steps.items() if (due := _due(item))})
        else:
            page = unit.vehicles.page(query)
            steps = lead_steps(shift.law, unit.deadlines.open_cases([row.custody_id for row in page.rows]), shift.today)
    return replace(page, rows=tuple(_stepped(row, steps) for row in page.rows))


def car_card(shift: Shift, custody_id: int) -> CarCard:
    """Everything the details panel shows of one car, its events on the office's clock; raises ``NotFound``."""
    with shift.desk.look() as unit:
        card = unit.vehicles.card(custody_id)
        cases = unit.deadlines.cases([custody_id])
    steps = lead_steps(shift.law, cases, shift.today)
    return replace(card, events=on_clock(card.events, shift.law.zone), row=_stepped(card.row, steps))


def _stepped(row: VehicleRow, steps: Mapping[int, Item]) -> VehicleRow:
    item = steps.get(row.custody_id)
    return row if item is None else replace(row, next_step=item.step, due=_due(item), urgency=item.urgency)


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
