"""A vehicle written in one text, such as ``2002 Nissan Maxima (Gold)``, taken apart. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache

from itow_desktop.domain.vehicles import present

_YEARS = range(1900, 2100)
_TRAILING_YEARS = range(1950, 2050)
_TWO_WORDS = frozenset(
    {
        "alfa romeo", "american motors", "aston martin", "blue bird", "can am", "great dane", "harley davidson", "international harvester",
        "land rover", "mercedes benz", "rolls royce", "royal enfield", "thomas built", "western star", "range rover", "arctic cat",
        "big tex", "pj trailers", "load rite", "forest river", "keystone rv", "john deere", "utility trailer", "wells cargo",
    }
)  # fmt: skip
"""Makes of two words; any other make is the one word before the model."""
_PAINTS = frozenset(
    {
        "black", "white", "silver", "red", "green", "blue", "yellow", "brown", "beige", "gold", "navy", "orange", "teal", "tan", "maroon",
        "gray", "grey", "purple", "burgundy", "champagne", "bronze", "pink", "copper", "cream", "charcoal", "turquoise", "multi", "primer",
    }
)  # fmt: skip
_SHADES = frozenset({"dark", "light", "lt", "dk", "metallic", "pearl", "two-tone", "two", "tone", "and", "over", "or"})
_NOTHING = frozenset({"unknown", "other", "unspecified", "misc", "n/a"})
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
_SHORT_YEAR = re.compile(r"['’`](\d{2})")


@dataclass(frozen=True, slots=True)
class VehicleText:
    """What a text tells of a vehicle; ``rest`` words that are neither year, make nor color belong to the model."""

    year: int | None = None
    make: str | None = None
    model: str | None = None
    color: str | None = None


@lru_cache(maxsize=4096)  # an export repeats the same cars
def split_vehicle(text: str) -> VehicleText:
    """Year, make, model and color, as far as they can be told apart without guessing; what cannot stays in the model."""
    color, words = _without_color(present(text) or "")
    year, words = _without_year(words)
    if not words:
        return VehicleText(year, color=color)
    named = 2 if " ".join(words[:2]).replace("-", " ").casefold() in _TWO_WORDS and len(words) > 1 else 1
    make, model = " ".join(words[:named]), " ".join(words[named:])
    return VehicleText(year, _known(make), _known(model), color)


def _without_color(text: str) -> tuple[str | None, list[str]]:
    """The color where it stands in brackets or in front of a year, and the words without it."""
    for bracket in _BRACKET.finditer(text):
        if _is_color(bracket[1]):
            return bracket[1].strip(), (text[: bracket.start()] + " " + text[bracket.end() :]).split()
        if not bracket[1].strip() or bracket[1].strip().casefold() in {"none", *_NOTHING}:
            return None, (text[: bracket.start()] + " " + text[bracket.end() :]).split()
    words = text.split()
    if len(words) > 1 and words[0].casefold() in _PAINTS and _year(words[1]) is not None:
        return words[0], words[1:]
    return None, words


def _is_color(text: str) -> bool:
    words = re.split(r"[\s/,&-]+", text.strip().casefold())
    return any(word in _PAINTS for word in words) and all(word in _PAINTS or word in _SHADES for word in words)


def _without_year(words: list[str]) -> tuple[int | None, list[str]]:
    """The model year in front, or at the end behind make and model; a number in between is a model."""
    if not words:
        return None, words
    if (year := _year(words[0])) is not None:
        return year, words[1:]
    if words[0] == "0" or words[0] == "0000":
        return None, words[1:]
    if len(words) >= 3 and (year := _year(words[-1])) in _TRAILING_YEARS:
        return year, words[:-1]
    return None, words


def _year(word: str) -> int | None:
    if short := _SHORT_YEAR.fullmatch(word):
        return (1900 if int(short[1]) > 50 else 2000) + int(short[1])
    return int(word) if len(word) == 4 and word.isdecimal() and int(word) in _YEARS else None


def _known(text: str) -> str | None:
    found = present(text)
    return None if found is None or found.casefold() in _NOTHING else found
