"""Which police department a text means: by its names, by the places it answers for, whatever remark stands behind."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from itow_desktop.domain.agencies import agency_key, place_key
from itow_desktop.domain.vehicles import present

_RANK = "pd"
_REMARK = re.compile(r"\s*(?:\(([^()]*)\)?|\[([^\[\]]*)\]?|[;,:*?]\s*(.*)|\s-+\s(.*)|\s+/\s+(.*))\s*$")


class SpellingKind(StrEnum):
    """What a spelling of the table is: of the department itself, or of a city or township it answers for."""

    NAME = "name"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class DepartmentText:
    """The name of a police department as somebody typed it, without the remark they put behind it."""

    original: str
    name: str
    remark: str | None = None


def department_of(text: str | None) -> DepartmentText | None:
    """``Burton (call Sgt.)`` is Burton with a remark; None where the text only stands for nothing."""
    found = present(text)
    if found is None:
        return None
    behind = _REMARK.search(found)
    remark = next((part.strip() for part in behind.groups() if part), None) if behind else None
    name = found[: behind.start()].strip() if behind else found
    return DepartmentText(found, name or found, remark if name else None)


@dataclass(frozen=True, slots=True)
class Led:
    """The department a text leads to, and in words by what."""

    agency_id: int
    by: str
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Departments:
    """The departments in use: ids by every name's ``agency_key``, by the ``place_key`` of places that are sure."""

    names: Mapping[str, int]
    places: Mapping[str, int]

    def find(self, text: str | None) -> int | None:
        """The department somebody meant; None where that is not sure."""
        led = self.lead(text)
        return None if led is None else led.agency_id

    def township(self, place: str | None) -> int | None:
        """The department of a place of an address that calls itself a township (``MMTWP``), None where that is not sure.

        A mailing city says nothing: it reaches over the township of the same name.
        """
        return self.find(place) if "twp" in (place_key(place) or "").split() else None

    def lead(self, text: str | None) -> Led | None:
        """By its name, by that name with "Police Department" behind it, by its place, by the first letters of a township."""
        typed = department_of(text)
        if typed is None:
            return None
        for name, remark in dict.fromkeys(((typed.original, None), (typed.name, typed.remark))):
            key, place = agency_key(name) or "", place_key(name.casefold().removesuffix(_RANK)) or ""
            tries = (
                (self.names.get(key), "its name"), (self.names.get(f"{key} {_RANK}"), "its name"),
                (self.names.get(f"{place} {_RANK}"), "its name"), (self.places.get(place), "the place"),
                (self._by_letters(name), "the first letters"),
            )  # fmt: skip
            found = next(((agency_id, by) for agency_id, by in tries if agency_id is not None), None)
            if found is not None:
                return Led(*found, remark)
        return None

    def _by_letters(self, name: str) -> int | None:
        """``MMTWP`` is the one township whose words begin so."""
        letters = "".join(filter(str.isalnum, name.casefold())).removesuffix(_RANK)
        found = {agency for key, agency in self.names.items() if len(letters) > 3 and _letters(key) == letters}
        return found.pop() if len(found) == 1 else None


def _letters(key: str) -> str:
    parts = [word for word in key.split() if word != _RANK]
    return "".join(word if word == "twp" else word[0] for word in parts) if len(parts) > 1 else ""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A line of the table: one spelling, the departments it leads to (more than one: it leads nowhere), the cars that have it."""

    kind: SpellingKind
    text: str
    agency_ids: tuple[int, ...]
    cars: int = 0


@dataclass(frozen=True, slots=True)
class OpenSpelling:
    """A city or township of cars on the lot that leads to no department."""

    text: str
    cars: int
