"""Numbers of certified mail: read as scanned or typed, checked, never made up."""

import re
from dataclasses import dataclass
from datetime import date

from itow_desktop.domain.mail.pieces import piece_of

_SPOKEN = re.compile(r"[\s\-.()\x1d\u2010-\u2015]+")
_SYMBOLOGY = re.compile(r"^\](?:C1|C0|e0|d2|Q3)")
_PLAIN = re.compile(r"^[0-9A-Z]{8,34}$")
_LENGTHS = (20, 22)
_ROUTED = re.compile(r"^420(?:\d{5}|\d{9})(?=(?:\d{22}|\d{20})$)")
"""The ZIP code that stands before the number in a barcode only."""
_PRIVATE = "91"
_CARD = "9590"
"""Numbers of green cards begin so, as far as the facts recall it."""
_IN_TEXT = re.compile(r"(?<!\d)(?:\d[ \u00a0-]?){19,21}\d(?!\d)")
_LONG_DAY = re.compile(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December)\s+(\d{1,2}),?\s+(20\d\d)\b", re.IGNORECASE
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SHORT_DAY = re.compile(r"\b(\d{1,2})/(\d{1,2})/(20\d\d)\b")


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """A number without what a barcode puts around it; ``doubt`` is a sentence where it may be misread, ``refusal`` where it is none."""

    value: str
    doubt: str | None = None
    refusal: str | None = None


def check_digit(digits: str) -> int:
    """What the last digit after these must be: weights 3 and 1 in turn from the right (tried on published numbers)."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return -total % 10


def _sound(digits: str) -> bool:
    return check_digit(digits[:-1]) == int(digits[-1])


def is_sound(value: str) -> bool:
    """Whether it is 20 or 22 digits with the right check digit, some of 20 only with ``91`` in front or of 22 without."""
    return value.isdigit() and len(value) in _LENGTHS and any(_sound(each) for each in variants(value))


def without_routing(typed: str) -> str:
    """Only the number: without spaces, the scanner's sign of the symbol, the separator, the ZIP code of the barcode."""
    plain = _SPOKEN.sub("", _SYMBOLOGY.sub("", typed.strip())).upper()
    return _ROUTED.sub("", plain)


def variants(value: str) -> frozenset[str]:
    """The ways one number is written: of 20 digits with and without ``91`` before it."""
    if len(value) == min(_LENGTHS):
        return frozenset({value, _PRIVATE + value})
    bare = value.removeprefix(_PRIVATE)
    return frozenset({value, bare}) if len(value) == max(_LENGTHS) and len(bare) == min(_LENGTHS) else frozenset({value})


def read_article(typed: str) -> ReadNumber:
    """The certified number of a letter, as typed or scanned."""
    found = _read(typed)
    if found.refusal is None and found.value.startswith(_CARD):
        return ReadNumber(found.value, "This looks like the number of the green card itself, which is not the letter's.")
    return found


def read_card(typed: str) -> ReadNumber:
    """The green card's own number."""
    return _read(typed)


def _read(typed: str) -> ReadNumber:
    value = without_routing(typed)
    if piece_of(typed) is not None:
        return ReadNumber(value, refusal="This is the barcode of our own letter. Scan the label of the post office instead.")
    if not _PLAIN.match(value):
        return ReadNumber(value, refusal="This is no number of a letter: they have 20 or 22 digits. Scan the label again.")
    if not value.isdigit() or len(value) not in _LENGTHS:
        digits = f"{len(value)} digits" if value.isdigit() else f"{len(value)} characters, not all of them digits"
        return ReadNumber(value, f"This number has {digits}; certified numbers have 20 or 22 digits. Compare it with the label.")
    if not is_sound(value):
        return ReadNumber(value, "The last digit does not fit the others: a digit may be misread. Compare it with the label.")
    return ReadNumber(value)


def numbers_in(text: str) -> tuple[str, ...]:
    """Every sound number in a text, each once, in its order."""
    found = (without_routing(match.group()) for match in _IN_TEXT.finditer(text))
    return tuple(dict.fromkeys(each for each in found if is_sound(each)))


def days_in(text: str) -> tuple[date, ...]:
    """Every day a text names in the American ways of writing one, each once, in its order."""
    spots = [(match.start(), int(match[3]), _MONTHS.index(match[1].lower()) + 1, int(match[2])) for match in _LONG_DAY.finditer(text)]
    spots += [(match.start(), int(match[3]), int(match[1]), int(match[2])) for match in _SHORT_DAY.finditer(text)]
    return tuple(dict.fromkeys(day for _, year, month, number in sorted(spots) if (day := _day(year, month, number)) is not None))


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
