"""The lot: which spots there are, what stands where."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from itow_desktop.domain.vehicles import CustodyKind, description, present

_PARTS = re.compile(r"[^\W\d_]+|[0-9]+")
_ROW = re.compile(r"row\s+(.+)", re.IGNORECASE)
_BEFORE_FIGURES = re.compile(r"^(.*?[^\W\d_].*?)[\s\-_./#]*[0-9]+$")
_RANGE = re.compile(r"([0-9]{1,3})(?:\s*(?:-|to|\N{EN DASH})\s*([0-9]{1,3}))?", re.IGNORECASE)
_MOST = 999
NO_SPOT = "No spot yet"


def spot_key(text: str) -> str:
    """What all spellings of a spot have in common: ``C-4``, ``c4`` and ``C 04`` are ``C-4``; ``C-1-2`` is not ``C-12``."""
    parts = _PARTS.findall(text.upper())
    return "-".join(str(int(part)) if part.isascii() and part.isdigit() else part for part in parts) or text.strip().upper()


def area_of(text: str) -> str:
    """The row a spot that is on no list would belong to: what stands before its last figures, else the whole text."""
    found = _BEFORE_FIGURES.match(text.strip())
    return (found[1] if found else text).strip(" -_./#") or text.strip()


@dataclass(frozen=True, slots=True)
class Spot:
    """A place the office keeps on its list: the row (or area) it belongs to, its name, its place in the order of the list."""

    id: int
    area: str
    name: str
    position: int
    active: bool = True

    @property
    def key(self) -> str:
        """See ``spot_key``."""
        return spot_key(self.name)


@dataclass(frozen=True, slots=True)
class LotCar:
    """A car as the lot shows it."""

    custody_id: int
    plate: str | None = None
    plate_state: str | None = None
    vin: str | None = None
    year: int | None = None
    make: str | None = None
    model: str | None = None
    color: str | None = None
    custody: CustodyKind = CustodyKind.UNKNOWN
    spot: str | None = None
    keys: bool | None = None
    key_tag: str | None = None
    call_number: str | None = None
    file_number: str | None = None
    towed_at: datetime | None = None
    on_hold: tuple[str, ...] = ()

    @property
    def description(self) -> str:
        """Colour, year, make and model as far as known."""
        return description(self.color, self.year, self.make, self.model)

    @property
    def name(self) -> str:
        """What staff call it: the plate, else the end of the VIN, else its call number."""
        tail = f"VIN ...{self.vin[-8:]}" if self.vin else None
        return self.plate or tail or (f"call {self.call_number}" if self.call_number else f"#{self.custody_id}")


@dataclass(frozen=True, slots=True)
class Place:
    """A spot with the cars on it; ``listed`` is False for a text that is on no list, ``whole_row`` where only the row is known."""

    name: str | None
    cars: tuple[LotCar, ...]
    listed: bool = True
    whole_row: bool = False

    @property
    def crowded(self) -> bool:
        """Whether two cars are said to stand on one spot of the list."""
        return self.listed and not self.whole_row and len(self.cars) > 1


@dataclass(frozen=True, slots=True)
class Area:
    """A row of the lot with its places in their order."""

    name: str
    places: tuple[Place, ...]

    @property
    def cars(self) -> int:
        """How many stand here."""
        return sum(len(place.cars) for place in self.places)

    @property
    def empty(self) -> int:
        """How many spots of the list are free."""
        return sum(place.listed and not place.whole_row and not place.cars for place in self.places)


@dataclass(frozen=True, slots=True)
class Spots:
    """The office's list of spots, looked up by any spelling."""

    all: tuple[Spot, ...] = ()

    @property
    def active(self) -> tuple[Spot, ...]:
        """Those in use, in the order of the list."""
        return tuple(sorted((spot for spot in self.all if spot.active), key=lambda spot: (spot.position, spot.id)))

    @property
    def areas(self) -> tuple[str, ...]:
        """The rows in the order of the list."""
        return tuple(dict.fromkeys(spot.area for spot in self.active))

    def named(self, text: str | None) -> str | None:
        """A typed place as it is kept: by the list's own name where it is on the list, else as typed; None for nothing."""
        typed = present(text)
        if typed is None:
            return None
        row = _ROW.fullmatch(typed)
        areas = {spot_key(area): area for area in self.areas}
        if row and spot_key(row[1]) in areas:
            return areas[spot_key(row[1])]
        listed = {spot.key: spot.name for spot in self.active}
        return listed.get(spot_key(typed)) or areas.get(spot_key(typed)) or typed

    def area(self, text: str) -> str:
        """The row a place belongs to."""
        key = spot_key(text)
        known = {spot.key: spot.area for spot in self.all if spot.active} | {spot_key(area): area for area in self.areas}
        if key in known:
            return known[key]
        areas = {spot_key(area): area for area in self.areas}
        return areas.get(spot_key(area_of(text)), area_of(text))

    def is_row(self, text: str) -> bool:
        """Whether a place names a whole row and no spot of it."""
        key = spot_key(text)
        return key in {spot_key(area) for area in self.areas} and key not in {spot.key for spot in self.active}

    def same(self, listed: str | None, found: str | None) -> bool:
        """Whether a car listed at one place may well stand at the other: the same spot, or one names the other's row."""
        if found is None:
            return True
        if listed is None:
            return False
        if spot_key(listed) == spot_key(found):
            return True
        return (self.is_row(found) or self.is_row(listed)) and spot_key(self.area(listed)) == spot_key(self.area(found))


def lay_out(spots: Spots, cars: Iterable[LotCar]) -> tuple[Area, ...]:
    """The whole lot row by row: cars without a spot first, then the rows of the list, then places that are on no list."""
    standing: dict[str, list[LotCar]] = defaultdict(list)
    names: dict[str, str] = {}
    lost: list[LotCar] = []
    for car in sorted(cars, key=_order):
        if car.spot is None:
            lost.append(car)
        else:
            key = spot_key(car.spot)
            standing[key].append(car)
            names.setdefault(key, car.spot)
    rows: dict[str, list[Place]] = {area: _row(area, spots, standing) for area in spots.areas}
    for key in sorted(standing, key=_natural):
        area = spots.area(names[key])
        rows.setdefault(area, []).append(Place(names[key], tuple(standing[key]), listed=False))
    first = [Area(NO_SPOT, tuple(Place(None, (car,), listed=False) for car in lost))] if lost else []
    return (*first, *(Area(area, tuple(places)) for area, places in rows.items()))


def _row(area: str, spots: Spots, standing: dict[str, list[LotCar]]) -> list[Place]:
    """The places of one row of the list; what is placed is taken out of ``standing``."""
    row = standing.pop(spot_key(area), []) if spots.is_row(area) else []
    places = [Place(area, tuple(row), whole_row=True)] if row else []
    places += [Place(spot.name, tuple(standing.pop(spot.key, ()))) for spot in spots.active if spot.area == area]
    return places


def _order(car: LotCar) -> tuple[bool, float, int]:
    """Oldest tow first, unknown times last."""
    return car.towed_at is None, car.towed_at.timestamp() if car.towed_at else 0.0, car.custody_id


def _natural(key: str) -> tuple[tuple[bool, int, str], ...]:
    """Spots in the order people count: C-4 before C-10."""
    return tuple((not part.isdigit(), int(part) if part.isascii() and part.isdigit() else 0, part) for part in key.split("-"))


def row_of_spots(area: str, first: int, last: int, *, position: int) -> tuple[Spot, ...]:
    """New spots ``area-first`` to ``area-last`` from a place in the order on; raises ``ValueError`` with a sentence."""
    if not 0 <= first <= last <= _MOST:
        raise ValueError(f"Give the numbers of the first and the last spot, from 0 to {_MOST}, the smaller one first.")
    numbers = range(first, last + 1)
    return tuple(Spot(0, area, f"{area}-{number}", position + place) for place, number in enumerate(numbers))


def read_spots(area: str, text: str, *, position: int) -> tuple[Spot, ...]:
    """Spots of a row as they are typed: ``1-30`` (or ``1 to 30``), ``7``, or names parted by commas; raises ``ValueError``."""
    row = present(area)
    if row is None:
        raise ValueError("Give the row a name, such as C.")
    found: list[Spot] = []
    for part in filter(None, map(present, text.split(","))):
        if numbers := _RANGE.fullmatch(part):
            found += row_of_spots(row, int(numbers[1]), int(numbers[2] or numbers[1]), position=position + len(found))
        else:
            found.append(Spot(0, row, part, position + len(found)))
    if not found:
        raise ValueError("Give the spots of the row: 1-30, or names parted by commas.")
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Move:
    """A car that went from one spot to another, None standing for no spot."""

    from_spot: str | None
    to_spot: str | None
    at: datetime
    by: str | None
    deed: str | None = None


def cars_named(cars: Sequence[LotCar], limit: int = 3) -> str:
    """Some cars in one line: "ABC1234, XYZ987 and 4 others"."""
    names = [car.name for car in cars[:limit]]
    rest = len(cars) - len(names)
    return ", ".join(names) + (f" and {rest} other{'s' if rest > 1 else ''}" if rest else "")


def crowding(spots: Spots, cars: Iterable[LotCar], moved: Mapping[int, str | None]) -> tuple[str, ...]:
    """A sentence for each spot of the list on which a move leaves more than one car."""
    listed = {spot.key for spot in spots.active}
    targets = {spot_key(place) for place in moved.values() if place} & listed
    there: dict[str, list[LotCar]] = defaultdict(list)
    for car in cars:
        place = moved.get(car.custody_id, car.spot)
        if place and spot_key(place) in targets:
            there[spot_key(place)].append(car)
    names = {spot.key: spot.name for spot in spots.active}
    return tuple(f"{len(each)} cars are on {names[key]} now: {cars_named(each)}." for key, each in sorted(there.items()) if len(each) > 1)
