"""What a VIN itself tells: state, year, the one misread character, the makers' tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itow_desktop.adapters.vin_decoder import NhtsaDecoder
from itow_desktop.domain.vehicles import VinState, check_digit, vin_state
from itow_desktop.domain.vins import VinSays, is_whole, likely_meant, model_year, plate_hint
from itow_desktop.services.ports.vins import NoDecoder
from itow_desktop.services.reading_vins import advise

MALIBU = "1G1ZC5E04BF118341"
THIS_YEAR = 2026
_LOOKS_LIKE = {"0": "OQD", "1": "IL", "2": "Z", "4": "A", "5": "S", "6": "G", "8": "B", "A": "4", "B": "8", "D": "0O", "G": "6", "L": "1",
               "S": "5", "U": "V", "V": "U", "Z": "2"}  # fmt: skip


@st.composite
def vins(draw: st.DrawFn) -> str:
    """VINs with the right check digit."""
    front = draw(st.text("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", min_size=8, max_size=8))
    year = draw(st.sampled_from("ABCDEFGHJKLMNPRSTVWXY123456789"))
    middle = draw(st.text("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", min_size=3, max_size=3))
    vin = f"{front}0{year}{middle}{draw(st.integers(0, 9999)):04}"
    return f"{vin[:8]}{check_digit(vin)}{vin[9:]}"


@given(vins(), st.data())
def test_one_misread_character_is_found_again(vin: str, data: st.DataObject) -> None:
    places = [place for place, character in enumerate(vin) if character in _LOOKS_LIKE]
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    wrong = f"{vin[:place]}{data.draw(st.sampled_from(_LOOKS_LIKE[vin[place]]))}{vin[place + 1 :]}"
    assert not is_whole(wrong)
    meant = likely_meant(wrong)
    legal = wrong.replace("O", "0").replace("I", "1").replace("Q", "0")
    assert vin in meant or meant == (legal,), "letters no VIN has are read as figures first"


@given(vins())
def test_a_right_vin_is_left_alone_and_every_offer_is_right(vin: str) -> None:
    assert likely_meant(vin) == ()
    swapped = vin[:11] + vin[12] + vin[11] + vin[13:]
    assert all(is_whole(offer) for offer in likely_meant(swapped))


@pytest.mark.parametrize("wrong", ["", "1G1ZC5E04BF11834", "1G1ZC5E04BF1183411", "Ä" * 17, "*" * 17])
def test_nothing_is_guessed_of_what_is_no_vin(wrong: str) -> None:
    assert likely_meant(wrong) == ()


def test_letters_no_vin_has_are_figures() -> None:
    assert likely_meant("IGIZC5EO4BFII834I") == (MALIBU,)


@pytest.mark.parametrize(
    ("vin", "year"),
    [
        ("1G1ZC5204BF118341", 1981),  # a figure in position 7: before 2010
        ("1G1ZC5EA4BF118341", 2011),
        ("1G1ZC5EA4TF118341", 2026),
        ("1G1ZC5EA4VF118341", 2027),
        ("1G1ZC5EA4YF118341", 2000),  # 2030 cannot be yet
        ("1G1ZC5E049F118341", 2009),
        ("1G1ZC5E040F118341", None),
        ("1G1ZC5E04UF118341", None),
        ("SHORT", None),
    ],
)
def test_position_10_gives_the_year_and_position_7_the_cycle(vin: str, year: int | None) -> None:
    assert model_year(vin, THIS_YEAR) == year


@pytest.mark.parametrize(
    ("vin", "says"),
    [
        ("1C4RJFAGXEC118341", VinSays(2014, "Jeep", "Grand Cherokee", "Sport Utility Vehicle [SUV]/Multipurpose Vehicle [MPV]")),
        ("KMHCT4AE9EU118341", VinSays(2014, "Hyundai", "Accent", "Sedan/Saloon")),
        ("4T1BE32K92U118341", VinSays(2002, "Toyota", "Camry", "Sedan/Saloon")),
        ("WBA3A5C58DF118341", VinSays(2013, "BMW", "328i", "Sedan/Saloon")),
    ],
)
def test_the_makers_tables_are_read_without_a_network(vin: str, says: VinSays) -> None:
    found = NhtsaDecoder().decode(vin)
    assert (found.year, found.make, found.body) == (says.year, says.make, says.body)
    assert found.model == says.model


def test_the_year_of_a_trailer_is_the_tables_not_position_7() -> None:
    said = NhtsaDecoder().decode("1UYVS2530EU118341")
    assert (said.year, model_year("1UYVS2530EU118341", THIS_YEAR)) == (2014, 1984)


def test_what_is_right_is_read_and_what_is_wrong_gets_offers_the_known_maker_first() -> None:
    decoder = NhtsaDecoder()
    right = advise(decoder, " 1g1zc5e04bf-118341 ", THIS_YEAR)
    assert (right.vin, right.state, right.says.description, right.offers) == (MALIBU, VinState.OK, "2011 Chevrolet Malibu", ())
    wrong = advise(decoder, "1G1ZCSE04BF118341", THIS_YEAR)
    assert wrong.state is VinState.BAD_CHECK_DIGIT
    assert (wrong.offers[0].vin, wrong.offers[0].says.description) == (MALIBU, "2011 Chevrolet Malibu")
    assert len(wrong.offers) <= 4
    assert advise(NoDecoder(), MALIBU, THIS_YEAR).says == VinSays(2011), "without tables the VIN's own year is all there is"


@pytest.mark.parametrize(
    ("vin", "year", "body", "state"),
    [
        ("124379N600001", 1969, None, VinState.PRE_1981),
        ("MI12345", None, "Trailer", VinState.TRAILER_OR_HULL),
        ("MI12345", None, "Boat", VinState.TRAILER_OR_HULL),
        ("ABC12345D404", None, None, VinState.TRAILER_OR_HULL),
        ("MI12345", None, "Light", VinState.INCOMPLETE),
        (None, None, "Trailer", VinState.UNKNOWN),
        ("1G1ZC5E05BF118341", 1969, "Trailer", VinState.BAD_CHECK_DIGIT),
    ],
)
def test_old_cars_and_trailers_are_states_of_their_own_and_get_no_advice(
    vin: str | None, year: int | None, body: str | None, state: VinState
) -> None:
    assert vin_state(vin, year, body) is state
    advice = advise(NoDecoder(), vin or "", THIS_YEAR, year, body)
    assert advice.state is state
    assert (advice.offers == ()) == (state is not VinState.BAD_CHECK_DIGIT)


def test_only_what_is_sure_is_said_of_a_plate() -> None:
    assert plate_hint("ABC12345", "MI") == "A Michigan plate has at most 7 characters; this one has 8."
    assert plate_hint("ABC1234", "MI") is plate_hint("ABC12345", "OH") is plate_hint("ABC12345", None) is plate_hint(None, "MI") is None
