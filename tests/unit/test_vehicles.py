"""Marks of identity as they are cleaned, judged and compared; places as far as they can be taken apart."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itow_desktop.domain.vehicles import (
    VinState,
    check_digit,
    clean_plate,
    clean_vin,
    folded,
    parse_address,
    present,
    present_lines,
    vin_state,
)

_VIN_LETTERS = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"


@pytest.mark.parametrize("vin", ["1M8GDM9AXKP042788", "11111111111111111", "1HGCM82633A004352", "5GZCZ43D13S812715"])
def test_the_check_digit_of_published_vins(vin: str) -> None:
    """49 CFR 565.15 works the first one out; the others are common worked examples."""
    assert check_digit(vin) == vin[8]
    assert vin_state(vin) is VinState.OK


@given(st.text(_VIN_LETTERS, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(_VIN_LETTERS))
def test_one_wrong_character_is_found_unless_it_counts_the_same(vin: str, place: int, letter: str) -> None:
    whole = vin[:8] + (check_digit(vin) or "") + vin[9:]
    assert vin_state(whole) is VinState.OK
    wrong = whole[:place] + letter + whole[place + 1 :]
    expected = VinState.OK if check_digit(wrong) == wrong[8] else VinState.BAD_CHECK_DIGIT
    assert vin_state(wrong) is expected
    if place == 8 and letter != whole[8]:
        assert expected is VinState.BAD_CHECK_DIGIT


@pytest.mark.parametrize(
    "vin", ["", "1M8GDM9AXKP04278", "1M8GDM9AXKP0427888", "1M8GDM9AXKP04278O", "1M8GDM9AXKP04278É", "1m8gdm9axkp042788"]
)
def test_what_can_have_no_check_digit(vin: str) -> None:
    assert check_digit(vin) is None


@pytest.mark.parametrize(
    ("vin", "year", "state"),
    [
        (None, 2011, VinState.UNKNOWN),
        ("", None, VinState.UNKNOWN),
        ("1M8GDM9AXKP042788", None, VinState.OK),
        ("1M8GDM9A0KP042788", None, VinState.BAD_CHECK_DIGIT),
        ("1M8GDM9AXKP04278O", 2011, VinState.BAD_CHECK_DIGIT),
        ("124378N400123", 1968, VinState.PRE_1981),
        ("124378N400123", 2011, VinState.INCOMPLETE),
        ("124378N400123", None, VinState.INCOMPLETE),
        ("1234", 1968, VinState.INCOMPLETE),
        ("12345678901234", 1968, VinState.INCOMPLETE),
        ("ABC12345D404", None, VinState.TRAILER_OR_HULL),
        ("ABC12345D404", 1968, VinState.PRE_1981),
        ("1G1ZZ5EU0AF0", 2011, VinState.INCOMPLETE),
        ("1M8GDM9AXKP0427881", 2011, VinState.INCOMPLETE),
    ],
)
def test_what_can_be_said_of_a_vin(vin: str | None, year: int | None, state: VinState) -> None:
    assert vin_state(vin, year) is state


@pytest.mark.parametrize(
    ("typed", "vin"),
    [
        (" 1m8g-dm9a xkp0.42788 ", "1M8GDM9AXKP042788"),
        ("1G1ZZ5EU0AF0", "1G1ZZ5EU0AF0"),
        ("(none)", None),
        ("N/A", None),
        ("---", None),
        ("", None),
        (None, None),
    ],
)
def test_a_vin_is_cleaned_never_dropped(typed: str | None, vin: str | None) -> None:
    assert clean_vin(typed) == vin


@pytest.mark.parametrize(
    ("typed", "plate"),
    [("abc 12-34", "ABC1234"), ("DKX·4417", "DKX4417"), ("0", None), ("state", None), ("-", None), ("*", None), (None, None), ("é", None)],
)
def test_a_plate_is_letters_and_digits(typed: str | None, plate: str | None) -> None:
    assert clean_plate(typed) == plate


@pytest.mark.parametrize("nothing", ["", "  ", "(none)", "N/A", "null", "0", "-", "State", "\x00", "\ud800", "\t\n"])
def test_what_stands_for_nothing(nothing: str) -> None:
    assert present(nothing) is None
    assert present_lines(nothing) is None


def test_text_keeps_its_words_and_a_note_its_lines() -> None:
    assert present("  Oak\n Apartments\t🌳 \x00שלום ") == "Oak Apartments 🌳 שלום"
    assert present_lines("  first\nsecond \x00line\n") == "first\nsecond line"


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    for clean in (present, present_lines, clean_vin, clean_plate):
        once = clean(text)
        assert once is None or clean(once) == once


def test_look_alikes_are_one() -> None:
    assert folded("oi0l") == folded("O1oL") == "010L"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("123 Oak St, Burton, MI 48509", ("123 Oak St", "Burton", "MI", "48509", None)),
        ("123 Oak St, Burton, MI 48509, USA", ("123 Oak St", "Burton", "MI", "48509", None)),
        ("123 Oak St, Burton, mi 48509-1234 (Oak Apartments)", ("123 Oak St", "Burton", "MI", "48509", "Oak Apartments")),
        ("Oak Apartments, 123 Oak St, Burton, MI 48509", ("123 Oak St", "Burton", "MI", "48509", "Oak Apartments")),
        ("123 Oak St, Unit 5, Burton, MI 48509", ("123 Oak St, Unit 5", "Burton", "MI", "48509", None)),
        ("123 Oak St", ("123 Oak St", None, None, None, None)),
        ("behind the mall", ("behind the mall", None, None, None, None)),
        ("Burton, MI", ("Burton", None, "MI", None, None)),
        ("123 Oak St, Burton", ("123 Oak St, Burton", None, None, None, None)),
    ],
)
def test_a_place_as_far_as_it_can_be_told_apart(text: str, parts: tuple[str | None, ...]) -> None:
    found = parse_address(text)
    assert found is not None
    assert (found.street, found.city, found.state, found.zip, found.business) == parts
    assert found.original == text


@pytest.mark.parametrize("text", [None, "", " ", "N/A"])
def test_no_place_is_none(text: str | None) -> None:
    assert parse_address(text) is None


_ODD_PLACES = st.lists(
    st.sampled_from(["123 Oak St", "Burton", "MI", "48509", "USA", "(Oak)", ",", ", ", " ", "MI 48509", "United States", "é", "()", ",,"])
).map("".join)


@given(st.text() | _ODD_PLACES)
def test_no_text_breaks_an_address_and_none_is_lost(text: str) -> None:
    found = parse_address(text)
    assert (found is None) is (present(text) is None)
    if found is not None:
        assert found.original == present(text)
        parts = (found.street, found.city, found.zip, found.business)
        assert all(_bare(part) in _bare(found.original) for part in parts if part)


def _bare(text: str) -> str:
    return re.sub(r"[\s,]+", "", text)
