"""Values of a car as people type them."""

import re
from collections.abc import Callable, Mapping

from itow_desktop.domain.cars import FIELD_NAMES, Value
from itow_desktop.domain.vehicles import CustodyKind, clean_plate, clean_vin, present, present_lines

TYPED_FIELDS = tuple(name for name in FIELD_NAMES if name != "agency_id")
"""The fields that are typed as they are; a police department is chosen by its name, the tow is an event."""

_LONGEST = 300
_LONGEST_NOTE = 20_000
_YES = {"yes", "y", "true", "1"}
_NO = {"no", "n", "false", "0"}
_PLATE_STATE = re.compile(r"[A-Z]{2}")
_FLAGS = {"no_plate", "vin_unreadable"}


def read_value(field: str, text: str) -> Value:
    """One typed value as it is stored; raises ``ValueError`` with a sentence."""
    if field not in TYPED_FIELDS:
        raise ValueError(f"There is no field {field}. The fields are: {', '.join(TYPED_FIELDS)}, towed_at, jurisdiction.")
    if field in _FLAGS:
        return _flag(text)
    if field == "notes":
        return _short(present_lines(text), _LONGEST_NOTE)
    found = present(text) if field not in {"year", "odometer"} else (text.strip() or None)
    if found is None:
        return CustodyKind.UNKNOWN if field == "custody" else None
    return _READERS[field](found) if field in _READERS else _short(found, _LONGEST)


def written_value(value: Value) -> str:
    """A stored value as it would be typed; an empty field is an empty text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _short(text: str | None, longest: int) -> str | None:
    if text is not None and len(text) > longest:
        raise ValueError(f"This is too long: {len(text)} characters, at most {longest}.")
    return text


def _flag(text: str) -> bool:
    word = text.strip().casefold()
    if word in _YES:
        return True
    if word in _NO or not word:
        return False
    raise ValueError(f"{text!r} is neither yes nor no.")


def _vin(text: str) -> str:
    vin = clean_vin(text)
    if vin is None or not (vin.isascii() and vin.isalnum() and len(vin) <= 20):
        raise ValueError("A VIN has letters and digits only, at most 20.")
    return vin


def _plate(text: str) -> str | None:
    plate = clean_plate(text)
    if plate is None or len(plate) > 10:
        raise ValueError("A plate has 1 to 10 letters and digits.")
    return plate


def _state(text: str) -> str:
    if not _PLATE_STATE.fullmatch(text.upper()):
        raise ValueError("A state has two letters, like MI.")
    return text.upper()


def _year(text: str) -> int:
    if not (len(text) == 4 and text.isascii() and text.isdigit() and 1885 <= int(text) <= 2200):
        raise ValueError("A model year has four digits, like 2011.")
    return int(text)


def _odometer(text: str) -> int:
    digits = text.replace(",", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 7):
        raise ValueError("The odometer is a whole number of miles.")
    return int(digits)


def _custody(text: str) -> str:
    word = text.strip().casefold().replace(" ", "_")
    if word not in set(CustodyKind):
        raise ValueError(f"{text!r} is no kind of custody. The kinds are: {', '.join(CustodyKind)}.")
    return CustodyKind(word)


_READERS: Mapping[str, Callable[[str], Value]] = {
    "vin": _vin,
    "plate": _plate,
    "plate_state": _state,
    "state": _state,
    "year": _year,
    "odometer": _odometer,
    "custody": _custody,
    "keys": _flag,
    "drivable": _flag,
}
