"""Vehicles, their marks of identity, and their stay with us (custody)."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class CustodyKind(StrEnum):
    """Why a vehicle is with us; decides which law applies (design: vocabulary)."""

    PRIVATE_PROPERTY = "private_property"
    PUBLIC_ABANDONED = "public_abandoned"
    POLICE_ORDINARY = "police_ordinary"
    POLICE_HOLD = "police_hold"
    SCRAP_UNREGISTERED = "scrap_unregistered"
    SCRAP_REGISTERED = "scrap_registered"
    GARAGE_LIEN = "garage_lien"
    NOT_AN_IMPOUND = "not_an_impound"
    UNKNOWN = "unknown"


class CustodyStatus(StrEnum):
    """Where a custody stands; everything but ``ON_LOT`` is closed."""

    ON_LOT = "on_lot"
    PICKED_UP = "picked_up"
    SOLD = "sold"
    TO_CUSTODIAN = "to_custodian"
    SCRAPPED = "scrapped"
    MOVED = "moved"
    VOID = "void"


class VinState(StrEnum):
    """What can be said of a VIN by looking at it."""

    OK = "ok"
    BAD_CHECK_DIGIT = "bad_check_digit"
    PRE_1981 = "pre_1981"
    INCOMPLETE = "incomplete"
    TRAILER_OR_HULL = "trailer_or_hull"
    UNKNOWN = "unknown"


_VIN_VALUES = dict(
    zip("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", [*range(10), *range(1, 9), *range(1, 6), 7, *range(9, 10), *range(2, 10)], strict=True)
)
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_HULL = re.compile(r"[A-Z]{3}[A-HJ-NP-Z0-9]{5}[A-L][0-9][0-9]{2}")
_TRAILER = re.compile(r"trailer|camper|boat|hull|watercraft", re.IGNORECASE)
_NO_PLATE_CHARACTER = re.compile(r"[^A-Z0-9]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_NOTHING = frozenset({"", "n/a", "na", "none", "(none)", "null", "state", "-", "0"})
_LONGEST_NOTHING = max(map(len, _NOTHING))


def present(text: str | None) -> str | None:
    """The text trimmed, or None where it only stands for nothing.

    TowBook and old exports write ``(none)``, ``N/A``, ``0`` or the word
    ``state`` for an empty field (TowBook facts, section 9b).
    """
    if text is None:
        return None
    plain = text.isprintable() and "  " not in text  # nearly all texts are: nothing to take out or to fold
    trimmed = text.strip() if plain else " ".join(_UNSTORABLE.sub("", text).split())
    return None if len(trimmed) <= _LONGEST_NOTHING and trimmed.casefold() in _NOTHING else trimmed


def present_lines(text: str | None) -> str | None:
    """Longer text with its line breaks, which ``present`` would fold away; None where it only stands for nothing."""
    return _UNSTORABLE.sub("", text).strip() if text is not None and present(text) else None


def clean_vin(text: str | None) -> str | None:
    """Upper case without blanks and dashes; wrong VINs are kept as they are, never dropped."""
    found = present(text)
    if found is None:
        return None
    return present(re.sub(r"[\s\-.]", "", found).upper())


def clean_plate(text: str | None) -> str | None:
    """Upper case letters and digits only, as plates are compared; None where nothing is left."""
    found = present(text)
    return None if found is None else present(_NO_PLATE_CHARACTER.sub("", found.upper()))


def check_digit(vin: str) -> str | None:
    """The check digit a 17-character VIN ought to have at position 9 (49 CFR 565.15), None if it cannot be one."""
    if len(vin) != 17 or any(character not in _VIN_VALUES for character in vin):
        return None
    remainder = sum(_VIN_VALUES[character] * weight for character, weight in zip(vin, _VIN_WEIGHTS, strict=True)) % 11
    return "X" if remainder == 10 else str(remainder)


def vin_state(vin: str | None, year: int | None = None, body_type: str | None = None) -> VinState:
    """Judge a cleaned VIN; ``year`` is the model year and decides whether a short one can be whole.

    A short one of what is called a trailer or a boat is its whole number: home-made trailers have numbers of their state.
    """
    if not vin:
        return VinState.UNKNOWN
    if len(vin) == 12 and _HULL.fullmatch(vin) and not (year is not None and year < 1981):
        return VinState.TRAILER_OR_HULL
    if len(vin) == 17:
        return VinState.OK if check_digit(vin) == vin[8] else VinState.BAD_CHECK_DIGIT
    if 5 <= len(vin) <= 13 and year is not None and year < 1981:
        return VinState.PRE_1981
    return VinState.TRAILER_OR_HULL if len(vin) < 17 and body_type and _TRAILER.search(body_type) else VinState.INCOMPLETE


def description(color: str | None, year: int | None, make: str | None, model: str | None) -> str:
    """Colour, year, make and model as far as known."""
    return " ".join(str(part) for part in (color, year, make, model) if part)


def folded(text: str) -> str:
    """Text as it is searched: case, accents of confusion and look-alikes gone (O is 0, I is 1)."""
    return text.upper().replace("O", "0").replace("I", "1")


@dataclass(frozen=True, slots=True)
class Address:
    """A place as far as it could be told apart; ``original`` is always the text as it came."""

    original: str
    street: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    business: str | None = None


_BUSINESS = re.compile(r"\s*\(([^()]*)\)\s*$")
_COUNTRY = re.compile(r",?\s*\b(?:USA|United States)\s*$", re.IGNORECASE)
_STATE_ZIP = re.compile(r"^(?P<state>[A-Za-z]{2})\.?(?:\s+(?P<zip>\d{5})(?:-\d{4})?)?$")


@lru_cache(maxsize=1024)  # an office tows from the same few hundred properties
def parse_address(text: str | None) -> Address | None:
    """Take a one-line US address apart: ``street, city, ST zip, USA (Business)`` with any end missing."""
    found = present(text)
    if found is None:
        return None
    rest, business = found, None
    if bracket := _BUSINESS.search(rest):
        business, rest = present(bracket[1]), rest[: bracket.start()]
    parts = [part.strip() for part in _COUNTRY.sub("", rest).split(",") if part.strip()]
    state = zip_code = city = None
    if len(parts) > 1 and (tail := _STATE_ZIP.match(parts[-1])):
        state, zip_code = tail["state"].upper(), tail["zip"]
        parts.pop()
    if state and len(parts) > 1:
        city = parts.pop()
    if len(parts) > 1 and business is None and not parts[0][:1].isdigit() and parts[1][:1].isdigit():
        business = parts.pop(0)
    return Address(found, ", ".join(parts) or None, city, state, zip_code, business)
