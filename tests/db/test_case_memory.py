"""Open cases are remembered between questions, yet each question tells what is recorded by then."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from psycopg import sql

from itow_desktop.adapters.db.unit_of_work import SqlDesk
from itow_desktop.domain.calendars import Calendar, Holiday
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.browsing import vehicle_page
from itow_desktop.services.editing import change_car
from itow_desktop.services.edits import Edit
from itow_desktop.services.law import Law
from itow_desktop.services.ports.stores import Deed, OpenCase
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import VehicleColumn, VehicleQuery
from itow_desktop.services.working import CallIn, PickUp, assign_agency, call_in, pick_up, sort_cars, work_queue
from tests.builders import TOWED, call
from tests.db.cars import agency_id, bring
from tests.db.offices import OpenOffice
from tests.law import michigan


def elsewhere(office: OpenOffice) -> Shift:
    """Another PC at work on the same database."""
    return Shift(SqlDesk(office.engine), office.shift.law, office.clock, office.shift.person)


def cases(shift: Shift) -> dict[int, OpenCase]:
    with shift.desk.look() as unit:
        return {case.custody_id: case for case in unit.deadlines.open_cases()}


Deeds = Callable[[OpenOffice, Shift, int], object]
_CHANGES: dict[str, Deeds] = {
    "an event": lambda _, pc, car: record(pc, car, Entry(EventKind.POLICE_NOTIFIED, at=pc.clock.now())),
    "a hold": lambda _, pc, car: record(pc, car, Entry(EventKind.HOLD_PLACED, on=pc.today, data={"hold": "police"})),
    "the kind": lambda _, pc, car: sort_cars(pc, [car], CustodyKind.POLICE_HOLD),
    "the department": lambda office, pc, car: assign_agency(pc, agency_id(office, "Burton Police Department"), [car], remember=False),
    "the complaint number": lambda _, pc, car: call_in(pc, [CallIn(car, on=pc.today, complaint_no="26-77")]),
    "the plate": lambda office, pc, car: change_car(pc, Edit(car, {"plate": "XYZ789"}, {})),
    "the color alone": lambda office, pc, car: change_car(pc, Edit(car, {"color": "Teal"}, {})),
}


@pytest.mark.parametrize("change", _CHANGES.values(), ids=_CHANGES)
def test_what_another_pc_changes_is_seen_at_the_next_question_alone(office: OpenOffice, change: Deeds) -> None:
    moved, resting = bring(office, call(towed_from="1 Fern St, Grand Blanc, MI 48439"), call())
    before = cases(office.shift)
    change(office, elsewhere(office), moved)
    after = cases(office.shift)
    assert after[moved] != before[moved]
    assert after == cases(elsewhere(office))
    assert after[resting] is before[resting]


def test_cars_that_come_and_go_do_so_at_the_next_question(private_office: OpenOffice) -> None:
    office = private_office
    leaving, staying = bring(office, call(), call())
    assert cases(office.shift).keys() == {leaving, staying}
    pick_up(elsewhere(office), leaving, PickUp(office.shift.today, "Pat Doe", "MI license"))
    (coming,) = bring(replace(office, shift=elsewhere(office)), call())
    record(elsewhere(office), leaving, Entry(EventKind.DISPOSITION_REPORTED, on=office.shift.today))
    assert cases(office.shift) == cases(elsewhere(office))
    assert cases(office.shift).keys() == {staying, coming}


def test_a_change_that_began_first_and_lasts_last_is_not_missed(private_office: OpenOffice) -> None:
    office = private_office
    slow, quick = bring(office, call(), call())
    cases(office.shift)
    with elsewhere(office).desk.begin(Deed("slow")) as unit:
        unit.vehicles.set_complaints({slow: "26-1"})
        with elsewhere(office).desk.begin(Deed("quick")) as other:
            other.vehicles.set_complaints({quick: "26-2"})
            other.commit()
        between = cases(office.shift)
        assert (between[slow].complaint_number, between[quick].complaint_number) == (None, "26-2")
        unit.commit()
    assert cases(office.shift)[slow].complaint_number == "26-1"


def test_what_a_deed_sees_of_its_own_before_its_end_is_not_remembered(private_office: OpenOffice) -> None:
    office = private_office
    (car,) = bring(office, call())
    with office.shift.desk.begin(Deed("type twice")) as unit:
        unit.vehicles.set_complaints({car: "26-1"})
        assert unit.deadlines.open_cases()[0].complaint_number == "26-1"
        unit.vehicles.set_complaints({car: "26-2"})
        unit.commit()
    assert cases(office.shift)[car].complaint_number == "26-2"
    with office.shift.desk.begin(Deed("given up")) as unit:
        unit.vehicles.set_complaints({car: "26-3"})
        assert unit.deadlines.open_cases()[0].complaint_number == "26-3"
    assert cases(office.shift)[car].complaint_number == "26-2"


def test_another_database_under_the_same_name_is_read_anew(private_office: OpenOffice) -> None:
    office = private_office
    (car,) = bring(office, call())
    before = cases(office.shift)[car]
    assert cases(office.shift)[car] is before
    office.engine.dispose()
    with office.server.new_database(office.database) as copy, office.server.connect() as server:  # byte for byte, with all its stamps
        aside = f"{copy}_aside"
        for name, becomes in ((office.database, aside), (copy, office.database), (aside, copy)):
            server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(becomes)))
        after = cases(office.shift)[car]
        office.engine.dispose()
    assert after == before
    assert after is not before


def test_no_thread_is_told_less_than_was_recorded_when_it_asked(private_office: OpenOffice) -> None:
    office = private_office
    (car,) = bring(office, call())
    told, last, other = [0], 40, elsewhere(office)

    def change() -> None:
        for number in range(1, last + 1):
            with other.desk.begin(Deed("count")) as unit:
                unit.vehicles.set_complaints({car: str(number)})
                unit.commit()
            told[0] = number

    def ask() -> int:
        asked = 0
        while told[0] < last:
            known = told[0]
            assert int(cases(office.shift)[car].complaint_number or 0) >= known
            asked += 1
        return asked

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask) for _ in range(3)]
        pool.submit(change).result()
        assert all(each.result() > 0 for each in asking)
    assert cases(office.shift)[car].complaint_number == str(last)


# --- the steps found for them ----------------------------------------------------------------------------------------


def test_steps_are_those_of_the_day_asked_for(private_office: OpenOffice) -> None:
    office = private_office
    (car,) = bring(office, call())
    record(office.shift, car, Entry(EventKind.POLICE_NOTIFIED, at=TOWED))
    days = [TOWED.date(), TOWED.date() + timedelta(days=2), TOWED.date()]
    words = [line.item.urgency.value for day in days for line in work_queue(office.shift, day).lines]
    assert words == ["soon", "late", "soon"]


def test_steps_of_another_pack_are_found_anew(private_office: OpenOffice) -> None:
    office = private_office
    (car,) = bring(office, call())
    record(office.shift, car, Entry(EventKind.POLICE_NOTIFIED, at=TOWED))
    work_queue(office.shift, TOWED.date())
    holiday = Holiday("the day after", 3, 3)
    pack = replace(michigan(), calendar=Calendar((*michigan().calendar.holidays, holiday)))
    changed = replace(office.shift, law=Law(pack))
    assert [line.item.urgency.value for line in work_queue(changed, TOWED.date()).lines] == ["today"]


def test_the_list_by_due_date_moves_with_what_another_pc_records(private_office: OpenOffice) -> None:
    office = private_office
    first, second = bring(office, call(), call())
    by_due = VehicleQuery(status=None, sort=((VehicleColumn.DUE, False),))

    def dues() -> dict[int, date | None]:
        return {row.custody_id: row.due for row in vehicle_page(office.shift, by_due).rows}

    before = dues()
    sort_cars(elsewhere(office), [first], CustodyKind.NOT_AN_IMPOUND)
    after = dues()
    assert before[first] is not None
    assert after == {second: before[second], first: None}
    assert list(after) == [second, first]
