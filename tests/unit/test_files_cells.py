"""What stands in cells: days in every spelling, numbers, VINs that a spreadsheet broke, vehicles in one text."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itow_desktop.domain.importing.cells import Cell, clock_in, day_in, is_powered, order_of, text_in, whole_in, yes_in
from itow_desktop.domain.importing.mappings import DateOrder
from itow_desktop.domain.vehicle_texts import VehicleText, split_vehicle
from tests.builders import DETROIT

MONTH, DAY = DateOrder.MONTH_FIRST, DateOrder.DAY_FIRST


@pytest.mark.parametrize(
    ("cell", "order", "on", "clock"),
    [
        ("5/8/2025 4:44 PM", MONTH, date(2025, 5, 8), time(16, 44)),
        ("5/8/2025 12:05 AM", MONTH, date(2025, 5, 8), time(0, 5)),
        ("5/8/2025 12:05 PM", DAY, date(2025, 8, 5), time(12, 5)),
        ("05/08/2025 4:44 pm", MONTH, date(2025, 5, 8), time(16, 44)),
        ("5/8/2025", MONTH, date(2025, 5, 8), None),
        ("5/8/25", MONTH, date(2025, 5, 8), None),
        ("13.5.2025 16:44", DAY, date(2025, 5, 13), time(16, 44)),
        ("2025-05-08T16:44:33.71", MONTH, date(2025, 5, 8), time(16, 44, 33)),
        ("2025-05-08", DAY, date(2025, 5, 8), None),
        ("May 8, 2025", MONTH, date(2025, 5, 8), None),
        ("Thu, May 8, 2025 4:44 PM", MONTH, date(2025, 5, 8), time(16, 44)),
        ("8-May-25", MONTH, date(2025, 5, 8), None),
        ("45785.6972222222", MONTH, date(2025, 5, 8), time(16, 44)),
        (45785, MONTH, date(2025, 5, 8), None),
        (45785.5, DAY, date(2025, 5, 8), time(12)),
        (date(2025, 5, 8), MONTH, date(2025, 5, 8), None),
        (datetime.combine(date(2025, 5, 8), time(16, 44)), MONTH, date(2025, 5, 8), time(16, 44)),
    ],
)  # fmt: skip
def test_a_day_is_read_in_any_spelling(cell: Cell, order: DateOrder, on: date, clock: time | None) -> None:
    found = day_in(cell, order)
    assert found is not None
    assert (found.on, found.clock) == (on, clock)


@pytest.mark.parametrize(
    "cell",
    ["", "N/A", "5/8", "13/45/2025", "13/5/2025 4:00 PM", "yesterday", "0001-01-01T00:00:00", "1/1/1900", "25:00", "21001", 21001.0 / 2,
     True, None, "5/8/2025 13:75 PM", "#N/A", "########", 1.2e16],
)  # fmt: skip
def test_what_is_no_day_is_none(cell: Cell) -> None:
    assert day_in(cell, MONTH) is None


def test_a_wall_clock_becomes_a_moment_once_also_where_it_stands_twice() -> None:
    told = day_in("11/1/2026 1:30 AM", MONTH)  # twice that night
    assert told is not None
    assert told.moment(DETROIT) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    zoned = day_in("2026-03-02T10:00:00+00:00", MONTH)
    assert zoned is not None
    assert zoned.moment(DETROIT) == datetime(2026, 3, 2, 10, tzinfo=UTC)


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.times())
def test_towbooks_own_way_of_writing_is_read_back_to_the_minute(on: date, clock: time) -> None:
    at = datetime.combine(on, clock)
    text = f"{at.month}/{at.day}/{at.year} {at.hour % 12 or 12}:{at.minute:02} {'PM' if at.hour >= 12 else 'AM'}"
    found = day_in(text, MONTH)
    assert found is not None
    assert datetime.combine(found.on, found.clock or time()) == at.replace(second=0, microsecond=0)


def test_the_order_of_days_is_what_alone_makes_days_of_all() -> None:
    assert order_of(["5/8/2025", "13/5/2025 10:00"]) is DAY
    assert order_of(["5/8/2025", "5/13/2025"]) is MONTH
    assert order_of(["5/8/2025", "6/7/2025", None, 12]) is MONTH


def test_texts_numbers_and_words_of_cells() -> None:
    assert [text_in(cell) for cell in (" a  b ", "(none)", "#REF!", "####", "# 12", 21001.0, 4.5, 7, True)] == [
        "a b", None, None, None, "# 12", "21001", "4.5", "7", "Yes",
    ]  # fmt: skip
    assert [whole_in(cell) for cell in ("120,000", "98000 mi", 12.0, "12.5", "x", "")] == [120000, 98000, 12, None, None, None]
    assert [yes_in(cell) for cell in ("Yes", "NO", True, "", "maybe", None, "x")] == [True, False, True, None, None, None, True]
    assert [is_powered(cell) for cell in ("1.2E+16", "1,2E+16", 1.2e16, "1G1ZZ5EU0AF000001", "5E5", 1234567)] == [
        True, True, True, False, False, False,
    ]  # fmt: skip
    assert [clock_in(cell) for cell in ("4:44 PM", "16:44", 0.5, time(3, 4), "late", "")] == [
        time(16, 44), time(16, 44), time(12), time(3, 4), None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2002 Nissan Maxima (Gold)", VehicleText(2002, "Nissan", "Maxima", "Gold")),
        ("2011 Chevrolet Malibu", VehicleText(2011, "Chevrolet", "Malibu")),
        ("2019 Land Rover Range Rover Sport (Dark Gray)", VehicleText(2019, "Land Rover", "Range Rover Sport", "Dark Gray")),
        ("2007 Mercedes-Benz C 280", VehicleText(2007, "Mercedes-Benz", "C 280")),
        ("2007 Mercedes Benz C 280", VehicleText(2007, "Mercedes Benz", "C 280")),
        ("1998 Harley-Davidson Sportster", VehicleText(1998, "Harley-Davidson", "Sportster")),
        ("Chevrolet Malibu", VehicleText(None, "Chevrolet", "Malibu")),
        ("Ford F-150 2012", VehicleText(2012, "Ford", "F-150")),
        ("Peugeot 2008", VehicleText(None, "Peugeot", "2008")),
        ("2015 Ram 1500", VehicleText(2015, "Ram", "1500")),
        ("'02 Saturn Ion (Silver/Black)", VehicleText(2002, "Saturn", "Ion", "Silver/Black")),
        ("2010 Ford Transit (Cargo Van)", VehicleText(2010, "Ford", "Transit (Cargo Van)")),
        ("Red 2014 Kia Soul", VehicleText(2014, "Kia", "Soul", "Red")),
        ("0 Unknown Unknown (None)", VehicleText()),
        ("2020", VehicleText(2020)),
        ("Trailer", VehicleText(None, "Trailer")),
        ("(Gold)", VehicleText(color="Gold")),
        ("", VehicleText()),
    ],
)
def test_a_vehicle_in_one_text_is_taken_apart_with_care(text: str, told: VehicleText) -> None:
    assert split_vehicle(text) == told


@given(st.text(max_size=60))
def test_no_text_breaks_the_readers(text: str) -> None:
    split_vehicle(text)
    day_in(text, MONTH)
    clock_in(text)
    whole_in(text)
