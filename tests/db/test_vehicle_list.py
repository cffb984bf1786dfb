"""The vehicle list as the database answers it: searched, sorted, paged, counted."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest

from itow_desktop.domain.calls import TowBookCall
from itow_desktop.domain.errors import NotFound
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.filters import VehicleFilters
from itow_desktop.domain.urgency import Urgency
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus
from itow_desktop.services.browsing import find_car, vehicle_page
from itow_desktop.services.editing import Edit, add_car, change_car
from itow_desktop.services.keeping_views import views_of
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.saved_views import read_definition
from itow_desktop.services.views import VehicleColumn, VehicleQuery, VehicleRow
from itow_desktop.services.working import PickUp, assign_agency, pick_up, sort_cars, work_queue
from tests.builders import TOWED, call
from tests.db import offices
from tests.db.cars import agency_id, bring, bring_one, card
from tests.db.offices import OpenOffice
from tests.db.servers import DatabaseServer

pytestmark = pytest.mark.both_servers

MALIBU = call(call_number="31001", plate="ABC1234", vin="1G1ZC5E13BF118341", file_number="IT0107-26")
TRUCK = call(
    call_number="31002", plate="DOI9O1", vin="1FTFW1ET5DFC10312", year=2019, make="Ford", model="F-150 SuperCrew", color="white",
    towed_from="88 Mill Rd, Flint, MI 48503 (Riverside Market)", requested_by="Riverside Market",
)  # fmt: skip
ODD = call(
    call_number="31003", plate=None, plate_state=None, vin=None, year=None, make="100%_Custom", model="back\\slash", color=None,
    towed_from="5 Elm Street, Burton, MI 48509", requested_by=None,
)  # fmt: skip


@pytest.fixture(scope="module")
def listed(ground: tuple[DatabaseServer, str]) -> Iterator[OpenOffice]:
    """An office whose three cars no test of the list changes."""
    with offices.open_office(*ground) as office:
        bring(office, MALIBU, TRUCK, ODD)
        yield office


def found(office: OpenOffice, search: str, status: CustodyStatus | None = None) -> set[str | None]:
    page = vehicle_page(office.shift, VehicleQuery(search, status))
    assert page.total == len(page.rows)
    return {row.call_number for row in page.rows}


@pytest.mark.parametrize(
    ("search", "calls"),
    [
        ("", {"31001", "31002", "31003"}),
        ("   ", {"31001", "31002", "31003"}),
        ("ABC1234", {"31001"}),
        ("abc12", {"31001"}),
        ("abc-1234", {"31001"}),  # as it stands on the plate
        ("118341", {"31001"}),  # VIN tail
        ("31002", {"31002"}),
        ("it0107-26", {"31001"}),
        ("0107", {"31001"}),
        ("malibu", {"31001"}),
        ("chevrolet malibu", {"31001"}),
        ("f-150", {"31002"}),
        ("white", {"31002"}),
        ("2019", {"31002"}),
        ("mill rd", {"31002"}),
        ("riverside", {"31002"}),
        ("burton", {"31001", "31003"}),
        ("burton gray oak", {"31001"}),
        ("oak gray burton", {"31001"}),
        ("burton white", set()),
        ("d0190i", {"31002"}),  # O is 0, I is 1, either way round
        ("DOI901", {"31002"}),
        ("mal1bu", {"31001"}),
        ("100%", {"31003"}),
        ("%", {"31003"}),
        ("_", {"31003"}),
        ("0%_c", {"31003"}),
        ("\\", {"31003"}),
        ("back\\slash", {"31003"}),
        ("'; DROP TABLE custodies; --", set()),
        ("\x00", {"31001", "31002", "31003"}),
        ("🚗", set()),
        ("x" * 5000, set()),
    ],
)
def test_fragments_in_any_order_find_cars(listed: OpenOffice, search: str, calls: set[str]) -> None:
    assert found(listed, search) == calls


def test_a_car_is_found_by_its_number_of_any_kind(listed: OpenOffice) -> None:
    custody_id = find_car(listed.shift.desk, "31001")
    assert find_car(listed.shift.desk, " 31001 ") == custody_id
    assert find_car(listed.shift.desk, "IT0107-26") == custody_id
    assert find_car(listed.shift.desk, f"#{custody_id}") == custody_id


@pytest.mark.parametrize("number", ["", "#", "#²", "#99999999999999999999", "#-1", "999", "3100"])
def test_a_number_of_no_car_is_said(listed: OpenOffice, number: str) -> None:
    with pytest.raises(NotFound, match="No car here has the call number"):
        find_car(listed.shift.desk, number)


def test_a_row_carries_its_next_step_of_today(listed: OpenOffice) -> None:
    rows = {row.call_number: row for row in vehicle_page(listed.shift, VehicleQuery()).rows}
    malibu, truck = rows["31001"], rows["31002"]
    assert (malibu.next_step, malibu.due, malibu.urgency) == ("Print TOP", date(2026, 3, 3), Urgency.LATE)
    assert (malibu.jurisdiction, malibu.custody, malibu.status) == (
        "Burton Police Department", CustodyKind.PRIVATE_PROPERTY, CustodyStatus.ON_LOT,
    )  # fmt: skip
    assert malibu.towed_at == TOWED
    assert malibu.description == "Gray 2011 Chevrolet Malibu"
    assert (truck.next_step, truck.due, truck.urgency) == ("Choose police department", None, Urgency.ASK)
    assert truck.jurisdiction is None


def test_the_status_filter_counts_only_its_own(private_office: OpenOffice) -> None:
    first, second = bring(private_office, call(call_number="32001"), call(call_number="32002"))
    pick_up(private_office.shift, first, PickUp(date(2026, 3, 4), "Pat Doe", "MI license"))
    assert found(private_office, "", CustodyStatus.PICKED_UP) == {"32001"}
    assert found(private_office, "", CustodyStatus.ON_LOT) == {"32002"}
    assert found(private_office, "", CustodyStatus.SOLD) == set()
    assert found(private_office, "3200", CustodyStatus.ON_LOT) == {"32002"}
    assert found(private_office, "") == {"32001", "32002"}
    assert card(private_office, second).row.status is CustodyStatus.ON_LOT


def test_an_edited_plate_is_found_by_its_new_text_only(office: OpenOffice) -> None:
    custody_id = bring_one(office, call_number="33001", plate="OLD123")
    change_car(office.shift, Edit(custody_id, {"plate": "new 4-56", "towed_from": "1 Far Ave, Burton, MI"}, {}))
    assert found(office, "NEW456") == found(office, "far ave") == {"33001"}
    assert found(office, "OLD123") == found(office, "oak st") == set()


# --- order --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def varied(server: DatabaseServer, template: str) -> Iterator[OpenOffice]:
    """Thirty cars that differ in every column, with gaps in each."""
    with offices.open_office(server, template) as office:
        ids = bring(office, *(_varied(number) for number in range(30)))
        for place, custody_id in enumerate(ids):
            if place % 5 == 1:
                pick_up(office.shift, custody_id, PickUp(date(2026, 3, 4), "Pat Doe", "MI license"))
            if place % 5 == 2:
                values = {"spot": f"{'abC'[place % 3]}-{place % 4}", "complaint_number": f"26-{place % 6}"}
                change_car(office.shift, Edit(custody_id, values, {}))
            if place % 7 == 3:
                sort_cars(office.shift, [custody_id], CustodyKind.POLICE_HOLD)
                record(office.shift, custody_id, Entry(EventKind.POLICE_RELEASED, on=date(2026, 3, 2 + place % 3)))
        assign_agency(office.shift, agency_id(office, "Flint Police Department"), ids[::4], remember=False)
        yield office


def _varied(number: int) -> TowBookCall:
    gone = number % 6 == 5
    makes = ("Ford", "BUICK", "dodge", "Acura", "ford")
    place = ("Oak St, Burton", "Elm St, Flint", "Ash Ct, Fenton")[number % 3]
    return call(
        call_number=f"{9 if number < 3 else 34}{number:03}", file_number=None if gone else f"IT{number % 9:04}-26",
        plate=None if gone else f"{'ZYX'[number % 3]}{number % 5}A", plate_state=None if gone else ("MI", "OH", "IN")[number % 3],
        vin=None if gone else f"{number % 7}G1ZC5E13BF118{number:03}", year=None if gone else 2000 + number % 8,
        make=None if gone else makes[number % 5], model=None if gone else ("Civic", "malibu", "F-150")[number % 3],
        color=None if gone else ("red", "Blue")[number % 2], towed_from=None if gone else f"{number} {place}, MI",
        completed_at=None if gone else TOWED - timedelta(hours=7 * (number % 11)), arrived_at=None, called_at=None,
    )  # fmt: skip


def key_of(row: VehicleRow, column: VehicleColumn) -> object:
    if column is VehicleColumn.DAYS:
        return -row.towed_at.timestamp() if row.towed_at and row.status is CustodyStatus.ON_LOT else None
    if column is VehicleColumn.URGENCY:
        return None if row.urgency is None else tuple(Urgency).index(row.urgency)
    value = getattr(row, column.value)
    if column is VehicleColumn.CALL_NUMBER and value is not None:
        return int(value)
    return value.casefold() if isinstance(value, str) else value


@pytest.mark.parametrize("descending", [False, True], ids=["up", "down"])
@pytest.mark.parametrize("column", list(VehicleColumn))
def test_every_column_sorts_by_what_it_shows_with_gaps_last(varied: OpenOffice, column: VehicleColumn, descending: bool) -> None:
    rows = vehicle_page(varied.shift, VehicleQuery(sort=((column, descending),))).rows
    assert len(rows) == 30
    keys = [key_of(row, column) for row in rows]
    known = [key for key in keys if key is not None]
    assert len(set(known)) > 1 or column is VehicleColumn.ACCOUNT
    assert keys == [*sorted(known, reverse=descending), *[None] * (len(keys) - len(known))]  # type: ignore[type-var]
    ties = [(key, row.custody_id) for key, row in zip(keys, rows, strict=True)]
    assert all(one[1] < two[1] for one, two in pairwise(ties) if one[0] == two[0])


def numbers(office: OpenOffice, filters: VehicleFilters) -> set[str | None]:
    return {row.call_number for row in vehicle_page(office.shift, VehicleQuery(filters=filters)).rows}


def test_filters_of_the_lead_step_tell_the_same_as_the_queue(varied: OpenOffice) -> None:
    told: dict[Urgency, set[str | None]] = {}
    for line in work_queue(varied.shift).lines:
        told.setdefault(line.item.urgency, set()).add(line.item.call_number)
    assert len(told) > 2
    for word in Urgency:
        assert numbers(varied, VehicleFilters(urgencies=frozenset({word}))) == told.get(word, set())
    two = frozenset(list(told)[:2])
    assert numbers(varied, VehicleFilters(urgencies=two)) == set().union(*(told[word] for word in two))
    questions = numbers(varied, VehicleFilters(urgencies=frozenset({Urgency.ASK, Urgency.UPCOMING}), needs=True))
    assert questions == told.get(Urgency.ASK, set())


def test_cars_on_hold_have_a_filter_of_their_own(private_office: OpenOffice) -> None:
    held, free = bring(private_office, call(call_number="35001"), call(call_number="35002"))
    record(private_office.shift, held, Entry(EventKind.HOLD_PLACED, on=date(2026, 3, 3), data={"hold": "police"}))
    assert numbers(private_office, VehicleFilters(on_hold=True)) == {"35001"}
    record(private_office.shift, held, Entry(EventKind.HOLD_LIFTED, on=date(2026, 3, 4), data={"hold": "police"}))
    assert numbers(private_office, VehicleFilters(on_hold=True)) == set()
    assert free


def test_the_office_s_own_views_have_a_tab_for_each_word_of_the_queue(private_office: OpenOffice) -> None:
    kept = {view.name: view.definition for view in views_of(private_office.shift)}
    words = {
        "Late": Urgency.LATE, "Today": Urgency.TODAY, "Questions": Urgency.ASK, "Waiting": Urgency.WAITING,
        "Can be scheduled (not cleared)": Urgency.READY, "No next step": Urgency.NONE,
    }  # fmt: skip
    for name, word in words.items():
        assert kept[name].filters == VehicleFilters(urgencies=frozenset({word}))
        assert read_definition(kept[name].plain()) == kept[name]
        assert vehicle_page(private_office.shift, kept[name].query).total == 0
    assert kept["On hold"].filters == VehicleFilters(on_hold=True)


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("second", [False, True])
def test_a_second_key_orders_what_the_first_leaves_equal(varied: OpenOffice, first: bool, second: bool) -> None:
    sort = ((VehicleColumn.STATUS, first), (VehicleColumn.YEAR, second))
    rows = vehicle_page(varied.shift, VehicleQuery(sort=sort)).rows
    for status in {row.status for row in rows}:
        years = [row.year for row in rows if row.status is status]
        known = [year for year in years if year is not None]
        assert years == [*sorted(known, reverse=second), *[None] * (len(years) - len(known))]
    assert [row.status for row in rows] == sorted((row.status for row in rows), reverse=first)


@pytest.mark.parametrize("column", [VehicleColumn.STATUS, VehicleColumn.DUE, VehicleColumn.TOWED_AT, VehicleColumn.ACCOUNT])
def test_pages_neither_overlap_nor_miss(varied: OpenOffice, column: VehicleColumn) -> None:
    query = VehicleQuery(sort=((column, True),), limit=None)
    whole = [row.custody_id for row in vehicle_page(varied.shift, query).rows]
    pages = [vehicle_page(varied.shift, VehicleQuery(sort=query.sort, offset=offset, limit=7)) for offset in range(0, 35, 7)]
    assert [row.custody_id for page in pages for row in page.rows] == whole
    assert {page.total for page in pages} == {30}
    assert vehicle_page(varied.shift, VehicleQuery(offset=30, limit=7)).rows == ()


def test_a_search_pages_by_the_due_column_too(varied: OpenOffice) -> None:
    query = VehicleQuery("ford", CustodyStatus.ON_LOT, sort=((VehicleColumn.DUE, False),), limit=2)
    whole = vehicle_page(varied.shift, VehicleQuery("ford", CustodyStatus.ON_LOT, sort=query.sort)).rows
    page = vehicle_page(varied.shift, query)
    assert page.rows == whole[:2]
    assert page.total == len(whole) > 2


def test_a_car_entered_by_hand_stands_in_the_list_at_once(private_office: OpenOffice) -> None:
    added = add_car(private_office.shift, {"plate": "hnd 001", "make": "Ford"})
    (row,) = vehicle_page(private_office.shift, VehicleQuery("hnd001")).rows
    assert row.custody_id == added.custody_id
    assert row.call_number is None
    assert row.next_step == "Sort custody"
