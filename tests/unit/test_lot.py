"""The lot as rules: spellings of spots, rows, crowding, what a walk comes to."""

from datetime import UTC, datetime, timedelta

import pytest

from itow_desktop.domain.lot import NO_SPOT, LotCar, Spot, Spots, area_of, cars_named, crowding, lay_out, read_spots, row_of_spots, spot_key
from itow_desktop.domain.walks import Finding, Sighting, judged, meant, standing

SPOTS = Spots(
    (*row_of_spots("C", 1, 12, position=0), Spot(0, "Gate", "Gate", 12), Spot(0, "D", "D-1", 13), Spot(0, "D", "D-2", 14, active=False))
)
NOW = datetime(2026, 3, 4, 15, tzinfo=UTC)


def car(custody_id: int, spot: str | None = None, **facts: object) -> LotCar:
    return LotCar(custody_id, plate=f"TST{custody_id}", spot=spot, towed_at=NOW - timedelta(days=custody_id), **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("spelled", ["C-4", "c4", "C 04", "c - 4", "C.4", "c_004"])
def test_all_spellings_of_a_spot_are_one(spelled: str) -> None:
    assert spot_key(spelled) == "C-4"
    assert SPOTS.named(spelled) == "C-4"
    assert SPOTS.area(spelled) == "C"


def test_spots_that_only_look_alike_stay_apart() -> None:
    assert len({spot_key(each) for each in ("C-12", "C-1-2", "12-C", "C-1", "C-2", "C-120")}) == 6
    assert spot_key("by the fence") == "BY-THE-FENCE"
    assert spot_key("***") == "***"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("row c", "C"),
        ("Row C", "C"),
        ("c", "C"),
        ("gate", "Gate"),
        ("row 9", "row 9"),
        (" by the  fence ", "by the fence"),
        ("", None),
        ("D-2", "D-2"),
    ],
)
def test_a_typed_place_takes_the_list_s_own_name_or_stays_as_it_is(typed: str, kept: str | None) -> None:
    assert SPOTS.named(typed) == kept


@pytest.mark.parametrize(("text", "area"), [("E-7", "E"), ("Back row 12", "Back row"), ("fence", "fence"), ("12", "12"), ("B2-14", "B2")])
def test_a_spot_of_no_list_belongs_to_what_stands_before_its_number(text: str, area: str) -> None:
    assert area_of(text) == area


def test_the_lot_is_laid_out_with_nothing_left_out() -> None:
    cars = [car(1), car(2, "C-1"), car(3, "c1"), car(4, "C"), car(5, "Z-9"), car(6, "c-77"), car(7, "D-2")]
    areas = lay_out(SPOTS, cars)
    assert [area.name for area in areas] == [NO_SPOT, "C", "Gate", "D", "Z"]
    row = areas[1]
    assert [(place.name, len(place.cars), place.listed, place.whole_row) for place in row.places[:3]] == [
        ("C", 1, True, True), ("C-1", 2, True, False), ("C-2", 0, True, False),
    ]  # fmt: skip
    assert row.places[-1].name == "c-77"
    assert not row.places[-1].listed
    assert (row.cars, row.empty) == (4, 11)
    assert [place.crowded for place in row.places[:3]] == [False, True, False]
    assert sum(area.cars for area in areas) == len(cars)
    assert [place.name for place in areas[3].places] == ["D-1", "D-2"]  # a spot out of use still shows who stands there
    assert lay_out(Spots(), []) == ()


def test_crowding_speaks_of_the_spots_that_were_moved_to_only() -> None:
    cars = [car(1, "C-1"), car(2, "C-1"), car(3, "C-2"), car(4)]
    assert crowding(SPOTS, cars, {4: "C-2"}) == ("2 cars are on C-2 now: TST3, TST4.",)
    assert crowding(SPOTS, cars, {4: "C-3"}) == ()
    assert crowding(SPOTS, cars, {4: "C"}) == ()
    assert crowding(SPOTS, cars, {3: "C-9", 4: "C-2"}) == ()


def test_many_cars_are_named_in_one_line() -> None:
    assert cars_named([car(1), car(2), car(3), car(4), car(5)]) == "TST1, TST2, TST3 and 2 others"
    assert LotCar(7, vin="1G1ZC5E05BF000001").name == "VIN ...BF000001"
    assert LotCar(7, call_number="21359").name == "call 21359"
    assert LotCar(7).name == "#7"


def test_spots_are_read_as_they_are_typed() -> None:
    names = [spot.name for spot in read_spots("E", "1-3, 7, 9 to 10, Gate", position=5)]
    assert names == ["E-1", "E-2", "E-3", "E-7", "E-9", "E-10", "Gate"]
    assert [spot.position for spot in read_spots("E", "1-3", position=5)] == [5, 6, 7]
    for row, spots, sentence in (("", "1-3", "name"), ("E", " ", "1-30"), ("E", "9-3", "smaller one first")):
        with pytest.raises(ValueError, match=sentence):
            read_spots(row, spots, position=0)


# --- walks -----------------------------------------------------------------------------------------------------------


def found(cars: list[LotCar], *seen: Sighting) -> list[tuple[Finding, int | None, str | None]]:
    return [(line.finding, line.custody_id, line.text) for line in judged(SPOTS, cars, seen)]


@pytest.mark.parametrize(
    ("listed", "seen_at", "finding"),
    [
        ("C-4", "C-4", Finding.RIGHT), ("C-4", "c4", Finding.RIGHT), ("C-4", "C", Finding.RIGHT), ("C", "C-4", Finding.RIGHT),
        ("C-4", None, Finding.RIGHT), (None, None, Finding.RIGHT), ("C-4", "C-5", Finding.WRONG_SPOT), ("C-4", "D", Finding.WRONG_SPOT),
        (None, "C", Finding.WRONG_SPOT), ("by the fence", "C", Finding.WRONG_SPOT),
    ],
)  # fmt: skip
def test_a_car_is_right_where_nothing_speaks_against_it(listed: str | None, seen_at: str | None, finding: Finding) -> None:
    assert found([car(1, listed)], Sighting(1, spot=seen_at)) == [(finding, 1, None)]


def test_what_was_not_seen_is_missing_and_what_is_on_no_list_is_surplus() -> None:
    told = found(
        [car(1), car(2)], Sighting(2), Sighting(text="ZZZ 9"), Sighting(99), Sighting(text="OOPS"), Sighting(text="oops", here=False)
    )
    assert told == [(Finding.MISSING, 1, None), (Finding.RIGHT, 2, None), (Finding.SURPLUS, None, "ZZZ 9"), (Finding.SURPLUS, 99, None)]


def test_the_last_word_on_a_car_counts() -> None:
    seen = [Sighting(1, spot="C-1"), Sighting(1, here=False), Sighting(1, spot="C-2"), Sighting(2), Sighting(2, here=False)]
    assert {key: each.spot for key, each in standing(seen).items()} == {1: "C-2"}


def test_a_mark_is_read_as_staff_mean_it() -> None:
    cars = [
        car(1, vin="1G1ZC5E05BF118341"), car(2, vin="2G1ZC5E05BF218341", call_number="21359"), car(3, file_number="IT0042-26"),
        LotCar(4, plate="8341"), LotCar(5, plate="ABC10"),
    ]  # fmt: skip

    def ids(text: str) -> list[int]:
        return [each.custody_id for each in meant(text, cars)]

    assert ids("tst 1") == [1]
    assert ids("118341") == [1]
    assert ids("18341") == [1, 2]
    assert ids("8341") == [4]  # a whole plate before the end of a VIN
    assert ids("I1G1ZC5E05BF118341\r") == [1]
    assert ids("IT3") == [3]
    assert ids("it0042-26") == [3]
    assert ids("21359") == [2]
    assert ids("ABC1O") == [5]  # O read for 0
    assert ids("341") == []
    assert ids("IT999") == []
