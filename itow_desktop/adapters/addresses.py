"""Typed addresses put into the lines of an envelope, as Publication 28 of the postal service has them."""

import re
import unicodedata
from collections.abc import Mapping

import usaddress
from scourgify.address_constants import (
    DIRECTIONAL_REPLACEMENTS,
    OCCUPANCY_TYPE_ABBREVIATIONS,
    STATE_ABBREVIATIONS,
    STREET_TYPE_ABBREVIATIONS,
)

from itow_desktop.domain.parties.address import Formatted

_LONGEST_STREET = 40
"""A longer line is broken before its unit."""
_MOST_LINES = 6
_CARE_OF = re.compile(r"(?P<how>C/O|%|(IN CARE OF|ATTN|ATTENTION)\b)[:.]?\s*(?P<name>.+)", re.IGNORECASE)
_NO_WORDS = re.compile(r"[^\w\s#&/-]|_")
_BOX = re.compile(r"P(OST)?\s*O(FFICE)?\s*BOX")
_UNITS = ("OccupancyType", "OccupancyIdentifier", "SubaddressType", "SubaddressIdentifier")
_LAST = ("PlaceName", "StateName", "ZipCode")
_ABOVE = ("Recipient", "BuildingName", "LandmarkName", "NotAddress")
_ABBREVIATED: Mapping[str, Mapping[str, str]] = {
    "StreetNamePreDirectional": DIRECTIONAL_REPLACEMENTS,
    "StreetNamePostDirectional": DIRECTIONAL_REPLACEMENTS,
    "StreetNamePostType": STREET_TYPE_ABBREVIATIONS,
    "OccupancyType": OCCUPANCY_TYPE_ABBREVIATIONS,
    "SubaddressType": OCCUPANCY_TYPE_ABBREVIATIONS,
    "StateName": {**STATE_ABBREVIATIONS, "MICH": "MI"},
}
_MISSING = {"PlaceName": "the city", "StateName": "the state", "ZipCode": "the ZIP code"}


class Publication28:
    """``Addresses``; safe to call from several threads."""

    def format(self, typed: str, abroad: str | None) -> Formatted:
        """In lines, as far as it could be told apart; never raises for what somebody typed.

        ``abroad`` is the name of another country, which becomes the last line; the lines above it stay as they were typed.
        """
        written = [line for line in (_tidy(line) for line in typed.splitlines()) if line]
        if abroad is not None:
            return Formatted(_foreign(written, _tidy(abroad).upper()))
        above, rest = _care_of(written)
        if not rest:
            return Formatted(tuple(line.upper() for line in written), "There is no street and no city yet.")
        if len(written) > _MOST_LINES:
            return Formatted(
                tuple(line.upper() for line in written), "These are more lines than an address has. Leave out what is none of it."
            )
        try:
            parts, kind = usaddress.tag(", ".join(rest))
        except usaddress.RepeatedLabelError:
            told = "The program could not tell street and city apart. Put them on lines of their own, then look at the lines."
            return Formatted(tuple(line.upper() for line in written), told)
        said = {label: _said(label, words) for label, words in parts.items()}
        lines = (*above, *(said[label] for label in _ABOVE if said.get(label)), *_street(said), *_last(said))
        return Formatted(tuple(line for line in lines if line), _doubt(said, kind))


def _tidy(line: str) -> str:
    """Without what cannot be printed, with one blank between words."""
    return " ".join("".join(" " if unicodedata.category(each)[0] in "CZ" else each for each in line).split()).strip(" ,;")


def _foreign(written: list[str], country: str) -> tuple[str, ...]:
    lines = [line.upper() for line in written]
    if lines and lines[-1] == country:
        lines.pop()
    return (*lines, country)


def _care_of(written: list[str]) -> tuple[list[str], list[str]]:
    """The lines that name a person at the address, the others."""
    above, rest = [], []
    for piece in (piece.strip() for line in written for piece in line.split(",")):
        found = _CARE_OF.fullmatch(piece)
        if found is None:
            rest.append(piece)
        else:
            how = "ATTN" if found["how"].upper().startswith("ATT") else "C/O"
            above.append(f"{how} {_plain(found['name'])}")
    return above, [piece for piece in rest if piece]


def _plain(words: str) -> str:
    """Capitals without the punctuation that Publication 28 leaves out."""
    return " ".join(_NO_WORDS.sub("", words).upper().split())


def _said(label: str, words: str) -> str:
    plain = _plain(words)
    if label == "USPSBoxType" and _BOX.fullmatch(plain):
        return "PO BOX"
    if label == "OccupancyIdentifier" and plain.startswith("#"):
        return f"# {plain.lstrip('# ')}"
    return _ABBREVIATED.get(label, {}).get(plain, plain)


def _street(said: Mapping[str, str]) -> tuple[str, ...]:
    """The line of the street or the box, with the unit at its end; a mailbox at a private firm stands above it."""
    unit = " ".join(said[label] for label in _UNITS if label in said)
    street = " ".join(words for label, words in said.items() if label not in {*_UNITS, *_LAST, *_ABOVE} and words)
    if said.get("SubaddressType") == "PMB" or len(f"{street} {unit}") > _LONGEST_STREET:
        return (unit, street)
    return (f"{street} {unit}".strip(),)


def _last(said: Mapping[str, str]) -> tuple[str, ...]:
    """City and state, two blanks, ZIP code."""
    town = " ".join(said[label] for label in ("PlaceName", "StateName") if said.get(label))
    zip_code = said.get("ZipCode", "")
    return (f"{town}  {zip_code}" if town and zip_code else town or zip_code,)


def _doubt(said: Mapping[str, str], kind: str) -> str | None:
    """What somebody has to look at, in a sentence."""
    missing = [words for label, words in _MISSING.items() if not said.get(label)]
    if missing:
        return f"The program did not find {', '.join(missing[:-1])}{' and ' if len(missing) > 1 else ''}{missing[-1]}."
    if kind not in {"Street Address", "PO Box"}:
        return "The program did not find a street with a number or a PO box. Look at the lines."
    return None
