"""Which police department answers for a place."""

from pathlib import Path

import pytest

from itow_desktop.adapters.county_list import read_county_list
from itow_desktop.domain.agencies import AgencyName, agency_for, place_key, property_key, sure_places
from itow_desktop.domain.vehicles import Address, parse_address

COUNTY = Path(__file__).parents[2] / "resources" / "agencies" / "us-mi-genesee.toml"
OAK = parse_address("123 Oak St, Burton, MI 48509")


@pytest.mark.parametrize(
    "place",
    [
        "Mount Morris Township",
        "MT. MORRIS TWP",
        "mt morris twp.",
        "Mount Morris Charter Township",
        "Charter Township of Mount Morris",
        "Township of Mt. Morris",
    ],
)
def test_spellings_of_one_township_are_one_place(place: str) -> None:
    assert place_key(place) == "mt morris twp"


@pytest.mark.parametrize(("place", "key"), [("City of Burton", "burton"), ("Burton", "burton"), ("Saint Charles", "st charles")])
def test_spellings_of_one_city(place: str, key: str) -> None:
    assert place_key(place) == key


def test_a_city_and_the_township_of_its_name_are_two_places() -> None:
    assert place_key("Flint") != place_key("Flint Township")


@pytest.mark.parametrize("place", [None, "", "N/A", "...", "City of"])
def test_no_place_has_no_key(place: str | None) -> None:
    assert place_key(place) is None


def test_the_same_property_is_the_same_however_its_address_is_written() -> None:
    texts = [
        "123 Oak St, Burton, MI 48509",
        "123 Oak St., Burton, MI 48509, USA",
        "123 OAK ST, BURTON, MI (Oak Apartments)",
        "Oak Apartments, 123 Oak St, Burton, MI 48529",
    ]
    assert len({property_key(parse_address(text)) for text in texts}) == 1
    assert property_key(parse_address("125 Oak St, Burton, MI 48509")) != property_key(OAK)
    assert property_key(parse_address("123 Oak St, Flint, MI 48503")) != property_key(OAK)


def test_a_place_nobody_could_take_apart_is_its_own_property() -> None:
    assert property_key(Address("behind the mall")) == "behind the mall"
    assert property_key(None) is None
    assert property_key(Address("…")) is None


def test_the_place_decides_where_it_is_sure() -> None:
    assert agency_for(OAK, {"burton": 7}, {}) == 7
    assert agency_for(parse_address("5 Elm St, Flint, MI 48502"), {"burton": 7}, {}) is None
    assert agency_for(Address("behind the mall"), {"burton": 7}, {}) is None
    assert agency_for(None, {"burton": 7}, {"": 3}) is None


def test_what_staff_decided_for_a_property_wins() -> None:
    key = property_key(OAK) or ""
    assert agency_for(OAK, {"burton": 7}, {key: 3}) == 3
    assert agency_for(parse_address("9 Elm St, Burton, MI"), {"burton": 7}, {key: 3}) == 7


def test_a_place_that_two_agencies_claim_is_not_sure() -> None:
    listed = [
        (1, AgencyName("Burton PD", ("Burton", "City of Burton"))),
        (2, AgencyName("Flint PD", ("Flint",))),
        (3, AgencyName("Sheriff", ("Flint", "Atlas Township", ""))),
    ]
    assert sure_places(listed) == {"burton": 1, "atlas twp": 3}


def test_the_county_list_leaves_out_mailing_cities_that_spread_over_townships() -> None:
    sure = sure_places(enumerate(read_county_list(COUNTY), start=1))
    assert "burton" in sure
    assert "flint twp" in sure
    assert not sure.keys() & {"flint", "davison", "fenton", "flushing", "grand blanc", "mt morris", "montrose", "clio", "linden"}
