"""Many spellings of one department: what leads to it, what leads nowhere, what stands behind as a remark."""

from pathlib import Path

import pytest

from itow_desktop.adapters.county_list import read_county_list
from itow_desktop.domain.agencies import agency_key, place_key, sure_places
from itow_desktop.domain.spellings import Departments, department_of

COUNTY = read_county_list(Path(__file__).parents[2] / "resources" / "agencies" / "us-mi-genesee.toml")
IDS = {agency.name: number for number, agency in enumerate(COUNTY, start=1)}
NAMES = {agency_key(name) or "": number for name, number in IDS.items()}
PLACES = sure_places((IDS[agency.name], agency) for agency in COUNTY)
TOWNSHIP = IDS["Mt. Morris Township Police Department"]

ONE_TOWNSHIP = (
    "MMTWP", "Mt. Morris", "MT MORRIS TWP", "Mount Morris Township", "mt.morris twp.", "Mt Morris Twsp", "Mount Morris Charter Township",
    "Charter Township of Mt. Morris", "MtMorris Twp", "Mt. Morris Township PD", "Mt Morris Twp Police Dept.", "MM TWP",
    "Mt. Morris Twp (north of Coldwater)", "MT MORRIS TOWNSHIP - ask for dispatch", "Mount Morris Tnsp, MI", "Mt Morris Twp; called twice",
)  # fmt: skip
"""Sixteen, as people write them; the second is the city's by itself, so somebody has to say that here it is the township."""


def test_many_spellings_of_one_township_are_one_department() -> None:
    said = {agency_key("Mt. Morris") or "": TOWNSHIP}
    departments = Departments({**NAMES, **said}, PLACES)
    assert {text: departments.find(text) for text in ONE_TOWNSHIP} == dict.fromkeys(ONE_TOWNSHIP, TOWNSHIP)
    assert Departments(NAMES, PLACES).find("Mt. Morris") == IDS["Mt. Morris Police Department"]


def test_as_a_place_of_an_address_too_but_a_mailing_city_is_never_sure() -> None:
    places = [text for text in ONE_TOWNSHIP if "(" not in text and ";" not in text and " - " not in text and "," not in text]
    assert {place_key(text) for text in places if "PD" not in text and "Police" not in text} == {"mt morris twp", "mm twp", "mt morris"}
    assert PLACES.get(place_key("Mount Morris Tshp") or "") == TOWNSHIP
    assert PLACES.get(place_key("Mt. Morris") or "") is None


@pytest.mark.parametrize(
    ("text", "name", "remark"),
    [
        ("Burton (call Sgt. Poe)", "Burton", "call Sgt. Poe"),
        ("Burton - after 5 pm", "Burton", "after 5 pm"),
        ("Burton, MI", "Burton", "MI"),
        ("Burton?", "Burton", None),
        ("Grand-Blanc", "Grand-Blanc", None),
        ("(unknown)", "(unknown)", None),
    ],
)
def test_a_remark_is_taken_off_and_kept(text: str, name: str, remark: str | None) -> None:
    found = department_of(text)
    assert found is not None
    assert (found.original, found.name, found.remark) == (text, name, remark)
    led = Departments(NAMES, PLACES).lead(text)
    assert (None if led is None else led.remark) == (remark if name == "Burton" else None)


@pytest.mark.parametrize("text", ["", "N/A", "Out of County", "Twp", "PD", "Fire Dept", "XXTWP"])
def test_what_is_not_sure_leads_nowhere(text: str) -> None:
    assert Departments(NAMES, PLACES).find(text) is None


def test_an_address_is_a_townships_only_where_it_says_so() -> None:
    departments = Departments(NAMES, PLACES)
    assert departments.township("MMTWP") == departments.find("MMTWP") is not None
    assert departments.township("Mt Morris Twp., MI") == departments.find("Mt Morris Twp") is not None
    assert departments.find("Burton") is not None
    assert departments.township("Burton") is None


def test_it_says_by_what_it_was_led() -> None:
    departments = Departments(NAMES, PLACES)
    assert [led.by for text in ("Burton P.D.", "Mundy Twp", "MMTWP") if (led := departments.lead(text))] == [
        "its name", "the place", "the first letters",
    ]  # fmt: skip
