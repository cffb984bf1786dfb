"""Cars in a test's office: imported as TowBook tells them, looked at as staff would."""

from typing import Any

from sqlalchemy import text

from itow_desktop.domain.calls import DateRange, TowBookCall
from itow_desktop.domain.events import Event, standing
from itow_desktop.domain.queue import Item
from itow_desktop.services.browsing import agencies, car_card, find_car
from itow_desktop.services.importing.from_towbook import ImportPlan, ImportResult, run_import
from itow_desktop.services.ports.towbook import TowBook, never
from itow_desktop.services.views import CarCard
from itow_desktop.services.working import work_queue
from tests.builders import NOW, call
from tests.db.offices import OpenOffice
from tests.fakes import MemoryTowBook

PLAN = ImportPlan((".PPI",), DateRange(NOW.date(), NOW.date()))


def drain(office: OpenOffice, towbook: TowBook, plan: ImportPlan = PLAN) -> ImportResult:
    """Run an import to its end."""
    generator = run_import(office.shift, towbook, plan, never)
    while True:
        try:
            next(generator)
        except StopIteration as end:
            result: ImportResult = end.value
            return result


def bring(office: OpenOffice, *calls: TowBookCall) -> list[int]:
    """Import calls; their custody ids in the order given."""
    drain(office, MemoryTowBook(calls))
    return [find_car(office.shift.desk, each.call_number or "") for each in calls]


def bring_one(office: OpenOffice, **changes: Any) -> int:
    """Import one invented call with some facts of its own."""
    return bring(office, call(**changes))[0]


def card(office: OpenOffice, custody_id: int) -> CarCard:
    """What the details panel would show."""
    return car_card(office.shift, custody_id)


def counting(office: OpenOffice, custody_id: int) -> list[Event]:
    """The events that stand, in the order of recording."""
    return list(standing(card(office, custody_id).events))


def step(office: OpenOffice, custody_id: int) -> str:
    """Urgency and verb of a car's lead step, ``nothing`` where it is in no queue."""
    items: list[Item] = [line.item for line in work_queue(office.shift).lines if line.item.custody_id == custody_id]
    return f"{items[0].urgency.value}: {items[0].step}" if items else "nothing"


def agency_id(office: OpenOffice, name: str) -> int:
    """The id of a police department by its name."""
    return next(agency.id for agency in agencies(office.shift.desk) if agency.name == name)


def columns(office: OpenOffice, custody_id: int) -> dict[str, Any]:
    """Every column of a car's two rows, as the database holds them."""
    with office.admin() as admin, admin.connect() as connection:
        custody = connection.execute(text("SELECT to_jsonb(c) FROM custodies c WHERE id = :id"), {"id": custody_id}).scalar_one()
        vehicle = connection.execute(text("SELECT to_jsonb(v) FROM vehicles v WHERE id = :id"), {"id": custody["vehicle_id"]}).scalar_one()
    return {**custody, **{f"vehicle.{name}": value for name, value in vehicle.items()}}


def audited(office: OpenOffice, deed_name: str) -> list[tuple[str, str | None]]:
    """(table, person) of every audit row of the deeds of that name."""
    question = text(
        "SELECT table_name, staff.name FROM audit LEFT JOIN staff ON staff.id = staff_id WHERE deed_name = :deed ORDER BY audit.id"
    )
    with office.admin() as admin, admin.connect() as connection:
        return [(table, name) for table, name in connection.execute(question, {"deed": deed_name})]


def count(office: OpenOffice, table: str) -> int:
    """How many rows a table has."""
    with office.admin() as admin, admin.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())
