"""Police departments, and which of them answers for a place."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from itow_desktop.domain.vehicles import Address, present


@dataclass(frozen=True, slots=True)
class Agency:
    """A police department; contacts are what staff entered, never invented. ``preferred`` is how it wants our notices: see ``WAYS``."""

    id: int
    name: str
    phone: str | None = None
    email: str | None = None
    fax: str | None = None
    address: str | None = None
    hours: str | None = None
    active: bool = True
    preferred: str | None = None
    notes: str | None = None


WAYS = {"phone": "By phone", "email": "By e-mail", "fax": "By fax", "print": "On paper"}


@dataclass(frozen=True, slots=True)
class AgencyName:
    """An agency as a county list ships it: its name and the places it answers for, as ``place_key`` spells them."""

    name: str
    places: tuple[str, ...] = ()


_WORDS = re.compile(r"[^a-z0-9]+")
_TOWNSHIPS = ("township", "tship", "tshp", "tnsp", "twnsp", "twnshp", "twsp", "twshp", "tsp")
_SPELLINGS = {
    **dict.fromkeys(_TOWNSHIPS, "twp"), "mount": "mt", "saint": "st",
    **dict.fromkeys(("charter", "chtr", "city", "village", "of", "the"), ""),
}  # fmt: skip
_GLUED = re.compile(r"(?<=[a-z0-9])(?:twp|township)\b|(?<=\bmt)(?=[a-z]{4})")
"""``MMTWP`` is MM TWP, ``MtMorris`` is Mt Morris."""


@lru_cache(maxsize=1024)
def place_key(place: str | None) -> str | None:
    """A city or township as it is compared: ``Charter Township of Mount Morris`` and ``MT. MORRIS TWP`` are one."""
    found = present(place)
    if found is None:
        return None
    words = [_SPELLINGS.get(word, word) for word in _words(found)]
    return " ".join(sorted(filter(None, words), key="twp".__eq__)) or None


_RANKS = {"police": "pd", "department": "", "dept": "", "office": "", "s": "", "township": "twp"}


@lru_cache(maxsize=1024)
def agency_key(name: str | None) -> str | None:
    """A police department's name as it is compared: ``City of Burton Police Department`` and ``Burton P.D.`` are one."""
    found = present(name)
    if found is None:
        return None
    words = [_RANKS.get(word, _SPELLINGS.get(word, word)) for word in _words(found.replace(".", ""))]
    return " ".join(filter(None, words)) or None


def _words(text: str) -> list[str]:
    return _WORDS.split(_GLUED.sub(r" \g<0>", text.casefold()))


@lru_cache(maxsize=1024)  # an office tows from the same few hundred properties
def property_key(address: Address | None) -> str | None:
    """What makes two tows come from the same property: street, place and state, case and dots aside."""
    if address is None:
        return None
    parts = (address.street or address.original, address.city, address.state)
    return _WORDS.sub(" ", " ".join(part for part in parts if part).casefold()).strip() or None


def agency_for(address: Address | None, places: Mapping[str, int], properties: Mapping[str, int]) -> int | None:
    """The agency that answers for an address, None where a person must say.

    ``properties`` maps property keys to what staff decided and wins; ``places``
    maps place keys to agencies and holds only names that are sure (a mailing
    city that spreads over a township of the same name is left out of it).
    """
    if address is None:
        return None
    key, place = property_key(address), place_key(address.city)
    if key is not None and key in properties:
        return properties[key]
    return places.get(place) if place else None


def sure_places(agencies: Iterable[tuple[int, AgencyName]]) -> dict[str, int]:
    """Place keys that exactly one agency claims."""
    claims: dict[str, set[int]] = {}
    for agency_id, listed in agencies:
        for place in listed.places:
            claims.setdefault(place_key(place) or "", set()).add(agency_id)
    return {place: owners.pop() for place, owners in claims.items() if place and len(owners) == 1}
