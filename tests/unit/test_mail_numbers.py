"""Numbers of certified mail: every published one passes, a misread digit is doubted, what a barcode adds is taken off."""

from datetime import date

import pytest

from itow_desktop.domain.mail.numbers import days_in, is_sound, numbers_in, read_article, read_card, variants, without_routing
from itow_desktop.domain.mail.pieces import code_of, piece_of

PUBLISHED = (
    "0307 1790 0005 2348 3741",
    "7112 3456 7891 2345 6787",
    "9505 5110 6960 5048 6006 24",
    "9400 1112 0108 0805 4830 16",
    "9361 2898 7870 0317 6337 95",
    "7196 9010 7560 0307 7385",
)
"""As in the sources of the facts; the last passes with 91 in front only."""
CERTIFIED = "71123456789123456787"


@pytest.mark.parametrize("printed", PUBLISHED)
def test_published_numbers_pass(printed: str) -> None:
    read = read_article(printed)
    assert (read.value, read.doubt, read.refusal) == (printed.replace(" ", ""), None, None)
    for place in range(len(read.value)):
        wrong = str((int(read.value[place]) + 1) % 10)
        slipped = read.value[:place] + wrong + read.value[place + 1 :]
        fits_with_91 = len(slipped) == 20 and is_sound("91" + slipped)
        assert is_sound(slipped) == fits_with_91, f"the slip at {place} went unseen"


@pytest.mark.parametrize(
    "scanned",
    [
        f"42048502{CERTIFIED}",
        f"]C142048502{CERTIFIED}",
        f"]C1\x1d42048502\x1d{CERTIFIED}",
        f"(420)485021234({CERTIFIED})",
        " 7112-3456 7891.2345\u20116787 ",
    ],
)
def test_what_a_barcode_puts_around_a_number_is_taken_off(scanned: str) -> None:
    assert without_routing(scanned) == CERTIFIED


def test_a_number_that_begins_with_420_itself_is_left_whole() -> None:
    assert without_routing("42012345678912345678") == "42012345678912345678"


def test_what_may_be_misread_is_doubted_what_is_none_is_refused() -> None:
    assert "last digit" in (read_article("0307 1790 0005 2348 3742").doubt or "")
    assert "16 digits" in (read_article("9407123456789012").doubt or "")
    assert "characters" in (read_article("RR123456785US").doubt or "")
    assert "green card" in (read_article("9590940212345678901234").doubt or "")
    assert read_card("9590940212345678901235").doubt != read_article("9590940212345678901235").doubt
    assert "our own letter" in (read_article("PC000123").refusal or "")
    assert "no number" in (read_article("🚗" * 40).refusal or "")
    assert "no number" in (read_article("12").refusal or "")


def test_our_own_barcode_is_the_pieces_id_whatever_was_scanned() -> None:
    assert [piece_of(each) for each in (code_of(123), "pc1234567 ", "PC", "PC12X", "PC" + "9" * 5000, CERTIFIED)] == [
        123, 1234567, None, None, None, None,
    ]  # fmt: skip


def test_the_same_number_with_and_without_91_is_one() -> None:
    assert variants("91" + CERTIFIED) == variants(CERTIFIED) == {CERTIFIED, "91" + CERTIFIED}
    assert variants("9400111201080805483016") == {"9400111201080805483016"}


def test_numbers_and_days_are_found_in_a_text() -> None:
    text = (
        "Item number 9400 1112 0108 0805 4830 16\nwas delivered on March 12, 2026, at 9:41 am. "
        "Not this: 1234567890123456789012. 3/9/2026, 13/40/2026"
    )
    assert numbers_in(text) == ("9400111201080805483016",)
    assert days_in(text) == (date(2026, 3, 12), date(2026, 3, 9))
