"""What was found: in which order, and why each car is among it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from types import MappingProxyType

from itow_desktop.domain.finding import Piece, Sought, figures, folded_text
from itow_desktop.domain.vehicles import CustodyStatus, description

_LEAST_TAIL = 4
"""From so many characters on the end of a VIN or phone tells a car."""
_LEAST_FIGURES, _WITHOUT_AREA = 3, 7
"""Of a phone number: the fewest figures that are looked for, those without the area."""
_AROUND = 24
"""Letters of a note shown on either side of what was found in it."""


class Place(StrEnum):
    """Where in a car's record something stood; in the order of what tells a car best."""

    PLATE = "plate"
    VIN = "vin"
    CALL_NUMBER = "call_number"
    FILE_NUMBER = "file_number"
    COMPLAINT_NUMBER = "complaint_number"
    CASE_NUMBER = "case_number"
    REFERENCE = "reference"
    OWNER = "owner"
    LIENHOLDER = "lienholder"
    INSURER = "insurer"
    LESSOR = "lessor"
    AGENCY = "agency"
    OTHER = "other"
    OWNER_PHONE = "owner_phone"
    LIENHOLDER_PHONE = "lienholder_phone"
    INSURER_PHONE = "insurer_phone"
    LESSOR_PHONE = "lessor_phone"
    AGENCY_PHONE = "agency_phone"
    OTHER_PHONE = "other_phone"
    REQUESTED_BY = "requested_by"
    REQUESTED_BY_PHONE = "requested_by_phone"
    CALLER = "caller"
    CALLER_PHONE = "caller_phone"
    SPOT = "spot"
    BUSINESS = "business"
    TOWED_FROM = "towed_from"
    COLOR = "color"
    YEAR = "year"
    MAKE = "make"
    MODEL = "model"
    CITY = "city"
    PLATE_STATE = "plate_state"
    ACCOUNT = "account"
    OFFICER = "officer"
    DRIVER = "driver"
    NOTES = "notes"


_LABEL: Mapping[Place, str] = MappingProxyType(
    {
        Place.PLATE: "plate", Place.VIN: "VIN", Place.CALL_NUMBER: "call", Place.FILE_NUMBER: "our file",
        Place.COMPLAINT_NUMBER: "complaint", Place.CASE_NUMBER: "case", Place.REFERENCE: "PO", Place.OWNER: "owner",
        Place.LIENHOLDER: "lienholder", Place.INSURER: "insurer", Place.OTHER: "party", Place.OWNER_PHONE: "owner phone",
        Place.LIENHOLDER_PHONE: "lienholder phone", Place.INSURER_PHONE: "insurer phone", Place.OTHER_PHONE: "party phone",
        Place.LESSOR: "lessor", Place.AGENCY: "authority", Place.LESSOR_PHONE: "lessor phone", Place.AGENCY_PHONE: "authority's phone",
        Place.REQUESTED_BY: "asked for by", Place.REQUESTED_BY_PHONE: "phone of who asked", Place.CALLER: "authorized caller",
        Place.CALLER_PHONE: "authorized caller's phone", Place.SPOT: "spot", Place.BUSINESS: "property", Place.TOWED_FROM: "towed from",
        Place.CITY: "city", Place.PLATE_STATE: "plate of", Place.ACCOUNT: "account", Place.OFFICER: "officer", Place.DRIVER: "driver",
        Place.NOTES: "note",
    }
)  # fmt: skip
_DESCRIBING = (Place.COLOR, Place.YEAR, Place.MAKE, Place.MODEL)
_NUMBERS = frozenset({Place.PLATE, Place.VIN, Place.CALL_NUMBER, Place.FILE_NUMBER, Place.COMPLAINT_NUMBER, Place.CASE_NUMBER})
_PHONES = frozenset(place for place in Place if place.value.endswith("phone"))
_NAMES = frozenset({Place.OWNER, Place.LIENHOLDER, Place.REQUESTED_BY, Place.CALLER})
_EXACT, _TAIL, _FULL_PHONE, _HEAD, _PHONE, _NAME, _SPOT, _WORD, _INSIDE, _FAINT = 100, 92, 90, 80, 70, 60, 55, 40, 25, 10
_TOGETHER = 25
_TELLING = 90
"""From this strength on a match names the car itself, wherever it is now."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with the parts of it that matched, as (start, end) pairs."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Findable:
    """What of a car can be found, and what its line in the results needs."""

    custody_id: int
    status: CustodyStatus
    towed_at: datetime | None
    texts: tuple[tuple[Place, str], ...] = ()

    def text(self, place: Place) -> str | None:
        """The first text of that place."""
        return next((text for where, text in self.texts if where is place), None)

    @property
    def description(self) -> str:
        """Colour, year, make and model as far as known."""
        year = self.text(Place.YEAR)
        return description(self.text(Place.COLOR), int(year) if year else None, self.text(Place.MAKE), self.text(Place.MODEL))


@dataclass(frozen=True, slots=True)
class Hit:
    """A car that was found; ``why`` are the reasons in the order of what was typed."""

    car: Findable
    why: tuple[Marked, ...] = ()
    telling: bool = False
    strength: int = 0


@dataclass(frozen=True, slots=True)
class _Match:
    place: Place
    text: str
    span: tuple[int, int]
    strength: int


def ranked(cars: Iterable[Findable], sought: Sought) -> tuple[Hit, ...]:
    """The cars in the order of their worth: named outright first, cars on the lot before gone ones, better and newer matches first."""
    return tuple(sorted((hit(car, sought) for car in cars), key=_worth))


def _worth(found: Hit) -> tuple[bool, bool, int, float, int]:
    car = found.car
    towed = car.towed_at.timestamp() if car.towed_at else 0.0
    return not found.telling, car.status is not CustodyStatus.ON_LOT, -found.strength, -towed, -car.custody_id


def hit(car: Findable, sought: Sought) -> Hit:
    """One car with the reasons why it is among what was found."""
    texts = [(place, text, figures(text) if place in _PHONES else folded_text(text)) for place, text in car.texts]
    matches = [[] if piece.days else list(_matches(texts, piece)) for piece in sought.pieces]
    shared = Counter((match.place, match.text) for found in matches for match in found)
    why: dict[str, list[tuple[int, int]]] = {}
    strengths = [0]
    for piece, found in zip(sought.pieces, matches, strict=True):
        reason = _towed_on(car, sought.zone) if piece.days else None
        if found:
            # Where more of the pieces stand together is where they were meant.
            best = max(found, key=lambda match: match.strength + _TOGETHER * shared[match.place, match.text])
            strengths.append(best.strength)
            reason = _reason(car, best)
        if reason is not None:
            why.setdefault(reason.text, []).extend(reason.spans)
    told = tuple(Marked(text, tuple(sorted(set(spans)))) for text, spans in why.items())
    return Hit(car, told, max(strengths) >= _TELLING, sum(strengths))


def _matches(texts: Sequence[tuple[Place, str, str]], piece: Piece) -> Iterator[_Match]:
    """Where the piece stands among texts with their folded form, of phones their figures."""
    for place, text, folded in texts:
        if place in _PHONES:
            found = _phone_match(place, text, folded, piece)
        else:
            span = piece.tried(folded) if len(folded) == len(text) else None
            found = None if span is None else _Match(place, text, span, _strength(place, folded, span))
        if found is not None:
            yield found


def _phone_match(place: Place, text: str, number: str, piece: Piece) -> _Match | None:
    typed = next((part for part in piece.parts if len(part) >= _LEAST_FIGURES and part in number), None)
    if typed is None:
        return None
    whole = len(typed) >= _WITHOUT_AREA and number.endswith(typed)
    return _Match(place, text, (0, len(text)), _FULL_PHONE if whole else _PHONE if len(typed) >= _LEAST_TAIL else _FAINT)


def _strength(place: Place, folded: str, span: tuple[int, int]) -> int:
    start, end = span
    whole, length = (start, end) == (0, len(folded)), end - start
    if place in _NUMBERS:
        if whole:
            return _EXACT
        if place is Place.VIN:
            return _TAIL if end == len(folded) and length >= _LEAST_TAIL else _INSIDE
        return _HEAD if start == 0 or place is Place.FILE_NUMBER else _WORD
    if place is Place.SPOT:
        return _SPOT if whole else _INSIDE
    begins = start == 0 or not folded[start - 1].isalnum()
    if place in _NAMES:
        return _NAME if begins else _INSIDE
    if place is Place.NOTES:
        return _FAINT + (begins and length > 2)
    return _WORD if begins else _INSIDE


def _in_description(car: Findable, match: _Match) -> tuple[int, int]:
    """Where the match stands in the whole description."""
    before = [text for place in _DESCRIBING[: _DESCRIBING.index(match.place)] if (text := car.text(place))]
    start = sum(len(text) + 1 for text in before)
    return start + match.span[0], start + match.span[1]


def _reason(car: Findable, match: _Match) -> Marked:
    if match.place in _DESCRIBING:
        return Marked(car.description, (_in_description(car, match),))
    label, text, (start, end) = _LABEL[match.place], match.text, match.span
    if match.place is Place.VIN and end == len(text) and start > 0:
        label, text, start, end = "VIN ends in", text[start:], 0, end - start
    elif match.place is Place.NOTES:
        first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
        text, start, end = " ".join(text[first:last].splitlines()), start - first, end - first
    ahead = len(label) + 1
    return Marked(f"{label} {text}", ((ahead + start, ahead + end),))


def _towed_on(car: Findable, zone: tzinfo) -> Marked | None:
    if car.towed_at is None:
        return None
    day = car.towed_at.astimezone(zone)
    text = f"{day:%A} {day.month}/{day.day}/{day:%y}"
    return Marked(f"towed {text}", ((6, 6 + len(text)),))
