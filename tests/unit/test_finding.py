"""Finding: what was typed is understood, slips are forgiven, what is found stands in the right order and says why."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from itow_desktop.domain.finding import MOST_PIECES, Piece, figures, folded_text, literal, understand
from itow_desktop.domain.findings import Findable, Hit, Marked, Place, hit, ranked
from itow_desktop.domain.nicknames import OTHER_NAMES
from itow_desktop.domain.spelling import near_words, slip_patterns, slips, slips_allowed
from itow_desktop.domain.tow_days import read_days
from itow_desktop.domain.vehicles import CustodyStatus

TODAY = date(2026, 11, 23)  # a Monday
DETROIT = ZoneInfo("America/Detroit")


def the_piece(text: str) -> Piece:
    (piece,) = understand(text, TODAY).pieces
    return piece


def holds(typed: str, text: str) -> bool:
    """Whether every piece stands in a text, as the database would say."""
    return all(piece.tried(folded_text(text)) for piece in understand(typed, TODAY).pieces)


# --- folding -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("one", "other"), [("DOI", "d01"), ("BUS", "8us"), ("O", "0"), ("b1", "8I")])
def test_look_alikes_are_one(one: str, other: str) -> None:
    assert folded_text(one) == folded_text(other)


def test_points_and_brackets_part_words_and_keep_their_place() -> None:
    assert folded_text("Elm St., (Oak) X").split() == ["ELM", "ST", "0AK", "X"]
    assert len(folded_text("Elm St., (Oak)")) == len("Elm St., (Oak)")


@pytest.mark.parametrize("phone", ["(810) 555-0142", "810.555.0142", "1-810-555-0142", "+1 810 555 0142", "810 555-0142"])
def test_a_phone_number_is_its_figures(phone: str) -> None:
    assert figures(phone) == "8105550142"
    assert "8105550142" in the_piece(phone).parts


def test_figures_of_other_lengths_keep_their_one() -> None:
    assert figures("1 555 0142") == "15550142"


# --- pieces ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "   ", "\x00", "\t\n"])
def test_nothing_typed_seeks_nothing(text: str) -> None:
    assert understand(text, TODAY).pieces == ()


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("abc-1234", "ABC1234 MI"),
        ("ABC 1234", "ABC1234 MI 1234"),
        ("abc.1234", "ABC1234"),
        ("a8c1234", "ABC1234"),
        ("f150", "2014 Ford F-150 XLT"),
        ("f-150", "2014 Ford F150"),
        ("chevy", "2011 Chevrolet Malibu"),
        ("chevrolet", "2011 CHEV Malibu"),
        ("vw", "Volkswagen Jetta"),
        ("grey", "Gray 2011"),
        ("gray", "GRY 2011"),
        ("blk", "Black"),
        ("street", "12 Elm St, Burton"),
        ("elm street", "12 Elm ST., Burton"),
        ("st", "12 Elm Street"),
        ("twp", "Flint Township"),
        ("saint", "St. John"),
        ("apartments", "Oak Apts"),
        ("ford,", "Ford"),
        ('"oak hollow"', "Oak Hollow"),
        ("%", "100%_Custom"),
        ("--", "a -- b"),
        ("ABC1234|XYZ9", "XYZ9 MI"),
        ("a", "Ford ABC1234"),
        ("it0107-26", "IT0107-26"),
        ("555-0142", "8105550142"),
        ("26-1234", "26-1234"),  # a complaint number written like the end of a phone number
        ("260-1234", "complaint 260-1234"),
    ],
)
def test_it_is_found(typed: str, text: str) -> None:
    assert holds(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("gray", "Ford Grayling"[:5] + "ay"),
        ("street", "Stanley"),  # "st" stands for it as a whole word only
        ("street", "12 Elm Road, 7 Western"),
        ("tan", "Beigel"),
        ("chevy", "Chevron"),
        ("ABC1234|XYZ9", "ABD1234"),
        ("z", "Suzuki"),  # one letter begins a word
        ("blue ford", "Blue Dodge"),
        ("red", "Ford F-150 Rd"),
    ],
)
def test_it_is_not_found(typed: str, text: str) -> None:
    assert not holds(typed, text)


def test_a_search_is_cut_where_no_person_types_on() -> None:
    assert len(understand("x " * 500, TODAY).pieces) == MOST_PIECES
    assert max(map(len, the_piece("x" * 5000).parts)) < 100


def test_a_phone_stands_among_other_words() -> None:
    sought = understand("doe (810) 555-0142 blue", TODAY)
    assert [piece.typed for piece in sought.pieces] == ["doe", "(810) 555-0142", "blue"]


def test_every_nickname_leads_to_the_others_of_its_group() -> None:
    assert "chevrolet" in OTHER_NAMES["chevy"]
    assert "chevy" in OTHER_NAMES["chev"]
    for word, others in OTHER_NAMES.items():
        assert word not in others
        assert word == word.casefold()
        assert all(word in OTHER_NAMES[other] for other in others)


# --- days --------------------------------------------------------------------------------------------------------------


def day(month: int, day: int, year: int = 2026) -> tuple[date, date]:
    return date(year, month, day), date(year, month, day)


@pytest.mark.parametrize(
    ("words", "first", "count"),
    [
        ("today", day(11, 23), 1),
        ("yesterday", day(11, 22), 1),
        ("tuesday", day(11, 17), 5),
        ("tues", day(11, 17), 5),
        ("monday", day(11, 23), 5),
        ("last monday", day(11, 16), 1),
        ("last tuesday", day(11, 17), 1),
        ("this tuesday", day(11, 17), 1),
        ("last week", (date(2026, 11, 16), date(2026, 11, 22)), 1),
        ("this week", (date(2026, 11, 23), date(2026, 11, 29)), 1),
        ("last month", (date(2026, 10, 1), date(2026, 10, 31)), 1),
        ("october", (date(2026, 10, 1), date(2026, 10, 31)), 1),
        ("december", (date(2025, 12, 1), date(2025, 12, 31)), 1),
        ("5/8", day(5, 8), 1),
        ("11/25", day(11, 25, 2025), 1),  # not yet come this year
        ("11/17/26", day(11, 17), 1),
        ("2026-05-08", day(5, 8), 1),
        ("nov 17", day(11, 17), 1),
        ("november 17th", day(11, 17), 1),
        ("2/29", day(2, 29, 2024), 1),
    ],
)
def test_words_for_days(words: str, first: tuple[date, date], count: int) -> None:
    found = read_days(words.split(), TODAY)
    assert found is not None
    assert (found.days[0], len(found.days), found.words) == (first, count, len(words.split()))


@pytest.mark.parametrize(
    "words", ["mon", "sat", "sun", "wed", "may", "march", "31/31", "13/1", "last", "last ford", "nov 99", "99/99/99", "2026-13-01"]
)
def test_words_that_are_none(words: str) -> None:
    assert read_days(words.split(), TODAY) is None


def test_a_day_s_moments_are_those_of_the_office() -> None:
    sought = understand("11/17", TODAY, DETROIT)
    ((since, before),) = sought.moments(sought.pieces[0])
    assert since == datetime(2026, 11, 17, 5, tzinfo=UTC)
    assert before - since == timedelta(days=1)


def test_a_day_may_be_meant_as_a_word() -> None:
    sought = understand("last tuesday ford", TODAY)
    assert sought.by_day
    words = literal(sought)
    assert not words.by_day
    assert [piece.typed for piece in words.pieces] == ["last", "tuesday", "ford"]


# --- slips -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("ABC", "ABC", 0), ("ABC", "ABD", 1), ("ABC", "ACB", 1), ("ABC", "AB", 1), ("ABC", "ABXC", 1), ("CHEVORLET", "CHEVROLET", 1),
     ("KITTEN", "SITTING", 3), ("", "AB", 2), ("ABCDEF", "BADCFE", 3)],
)  # fmt: skip
def test_slips_are_counted(one: str, other: str, count: int) -> None:
    assert slips(one, other, 5) == slips(other, one, 5) == count


def test_counting_stops_where_it_is_too_many() -> None:
    assert slips("ABCDEFGH", "ZZZZZZZZ", 2) == 3
    assert slips("A", "ABCDEFGH", 2) == 3


@pytest.mark.parametrize(("word", "allowed"), [("ABC", 0), ("FORD", 1), ("KA7X332", 1), ("MAL1BU", 1), ("CHEVR0LET", 2), ("2HGZE7AA", 2)])
def test_longer_words_may_hold_more(word: str, allowed: int) -> None:
    assert slips_allowed(word) == allowed


@pytest.mark.parametrize("right", ["NLC8940", "MALIBU", "118341", "HOLLOW"])
def test_every_single_slip_is_among_the_patterns(right: str) -> None:
    wrong = {right[:i] + right[i + 1 :] for i in range(len(right))}
    wrong |= {right[:i] + "Q" + right[i:] for i in range(1, len(right))}
    wrong |= {right[:i] + "Q" + right[i + 1 :] for i in range(len(right))}
    wrong |= {right[:i] + right[i + 1] + right[i] + right[i + 2 :] for i in range(len(right) - 1)}
    for typed in wrong:
        assert any(matches(pattern, right) for pattern in slip_patterns(typed)), typed


def matches(pattern: str, text: str) -> bool:
    """LIKE with ``_`` alone, anywhere in the text."""
    spans = range(len(text) - len(pattern) + 1)
    return any(all(p in {"_", t} for p, t in zip(pattern, text[at:], strict=False)) for at in spans)


def test_a_long_word_is_parted_so_that_one_part_is_whole() -> None:
    vin = "2HGZE7AA43Z000197"
    for first in range(0, 17, 3):
        for second in range(first, 17, 4):
            typed = "".join("Q" if place in {first, second} else letter for place, letter in enumerate(vin))
            assert any(part in vin for part in slip_patterns(typed))


def test_the_nearest_words_come_and_no_farther_ones() -> None:
    assert near_words("CHEV0RLET", ["CHEVR0LET", "CHEVETTE", "F0RD"]) == ("CHEVR0LET",)
    assert near_words("A8D1234", ["A8C1234", "A8E1234", "Z991234"]) == ("A8C1234", "A8E1234")
    assert near_words("F0RD", ["F0RD"]) == ()  # that would be no slip
    assert near_words("KA", ["KI"]) == ()


def test_the_end_of_a_vin_is_found_with_a_slip() -> None:
    assert near_words("118431", ["1G1ZC5E13BF118341"]) == ("118341",)


# --- order and reasons -------------------------------------------------------------------------------------------------

TEXTS = {
    Place.PLATE: "ABC1234", Place.VIN: "1G1ZC5E13BF118341", Place.YEAR: "2011", Place.MAKE: "Chevrolet", Place.MODEL: "Malibu",
    Place.COLOR: "Gray", Place.CALL_NUMBER: "21359", Place.FILE_NUMBER: "IT0107-26", Place.TOWED_FROM: "123 Elm St, Burton, MI 48509",
    Place.REQUESTED_BY: "Riverside Market", Place.REQUESTED_BY_PHONE: "810-555-0142", Place.COMPLAINT_NUMBER: "26-1234",
    Place.SPOT: "C-4", Place.NOTES: "dent in the left door, keys with the night manager of the market",
    Place.OWNER: "Pat Doe", Place.OWNER_PHONE: "(989) 555-0177",
}  # fmt: skip
TOWED = datetime(2026, 11, 17, 20, tzinfo=UTC)


def car(custody_id: int = 1, *, gone: bool = False, towed: datetime | None = TOWED, **texts: str) -> Findable:
    told = TEXTS | {Place(name): text for name, text in texts.items()}
    return Findable(custody_id, CustodyStatus.PICKED_UP if gone else CustodyStatus.ON_LOT, towed, tuple(told.items()))


def why(typed: str) -> list[str]:
    """The reasons with what matched in brackets."""
    return [shown(each) for each in hit(car(), understand(typed, TODAY, DETROIT)).why]


def shown(marked: Marked) -> str:
    text = marked.text
    for start, end in reversed(marked.spans):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("typed", "reasons"),
    [
        ("abc1234", ["plate [ABC1234]"]),
        ("a8c12", ["plate [ABC12]34"]),
        ("118341", ["VIN ends in [118341]"]),
        ("1G1ZC5E13BF118341", ["VIN [1G1ZC5E13BF118341]"]),
        ("zc5e", ["VIN 1G1[ZC5E]13BF118341"]),
        ("21359", ["call [21359]"]),
        ("it0107-26", ["our file [IT0107-26]"]),
        ("26-1234", ["complaint [26-1234]"]),
        ("doe", ["owner Pat [Doe]"]),
        ("989-555-0177", ["owner phone [(989) 555-0177]"]),
        ("5550142", ["phone of who asked [810-555-0142]"]),
        ("elm street", ["towed from 123 [Elm] [St], Burton, MI 48509"]),
        ("gray chevy", ["[Gray] 2011 [Chevrolet] Malibu"]),
        ("malibu 2011", ["Gray [2011] Chevrolet [Malibu]"]),
        ("tuesday", ["towed [Tuesday 11/17/26]"]),
        ("c-4", ["spot [C-4]"]),
        ("riverside", ["asked for by [Riverside] Market"]),
        ("night", ["note eft door, keys with the [night] manager of the market"]),
    ],
)
def test_each_car_says_why_it_is_there(typed: str, reasons: list[str]) -> None:
    assert why(typed) == reasons


def order(typed: str, *cars: Findable) -> list[int]:
    return [found.car.custody_id for found in ranked(cars, understand(typed, TODAY, DETROIT))]


def test_the_exact_number_comes_first_even_of_a_car_that_left() -> None:
    here, left = car(1, plate="ABC12345"), car(2, gone=True, plate="ABC1234")
    assert order("abc1234", here, left) == [2, 1]


def test_cars_on_the_lot_come_before_gone_ones() -> None:
    assert order("chevrolet", car(1, gone=True, towed=TOWED + timedelta(days=3)), car(2)) == [2, 1]


def test_of_equals_the_newer_comes_first_and_one_without_a_date_last() -> None:
    assert order("chevrolet", car(1, towed=None), car(2), car(3, towed=TOWED + timedelta(days=1))) == [3, 2, 1]


def test_the_end_of_a_vin_comes_before_the_same_figures_inside_one() -> None:
    inside = car(1, towed=TOWED + timedelta(days=9), vin="1G1118341BF900000", call_number="1")
    assert order("118341", inside, car(2)) == [2, 1]


def test_a_name_comes_before_a_word_in_a_note() -> None:
    noted = car(1, towed=TOWED + timedelta(days=9), owner="Lee Roe", notes="asked for Mr Doe")
    assert order("doe", noted, car(2)) == [2, 1]


def test_the_beginning_of_a_plate_comes_before_its_middle() -> None:
    assert order("bc12", car(1, towed=TOWED + timedelta(days=9)), car(2, plate="BC12345")) == [2, 1]


def test_a_car_nothing_is_told_of_can_stand_among_what_was_found() -> None:
    assert hit(Findable(7, CustodyStatus.ON_LOT, None), understand("ford tuesday", TODAY)) == Hit(Findable(7, CustodyStatus.ON_LOT, None))


def test_letters_that_grow_when_they_are_made_capital_mark_nothing_wrong() -> None:
    found = hit(car(owner="Gro\N{LATIN SMALL LETTER SHARP S} Doe"), understand("doe", TODAY))
    assert all(text.text[start:end] for text in found.why for start, end in text.spans)
