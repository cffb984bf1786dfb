"""A walk over the lot: what was seen, what follows from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from itow_desktop.domain.barcodes import Mark, read_barcode
from itow_desktop.domain.lot import LotCar, Spots
from itow_desktop.domain.vehicles import clean_plate, clean_vin, folded

_SHORTEST_TAIL = 4


class WalkState(StrEnum):
    """How a walk stands."""

    OPEN = "open"
    FINISHED = "finished"
    GIVEN_UP = "given_up"


class Finding(StrEnum):
    """What a walk says of one car. Missing is a question, never a release."""

    MISSING = "missing"
    WRONG_SPOT = "wrong_spot"
    SURPLUS = "surplus"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something seen: a car on record, or a text that fits none; ``spot`` is where, as far as it was said."""

    custody_id: int | None = None
    text: str | None = None
    spot: str | None = None
    here: bool = True
    at: datetime | None = None
    by: str | None = None

    @property
    def key(self) -> int | str:
        """Later sightings with the same key count instead of earlier ones."""
        return self.custody_id if self.custody_id is not None else folded(self.text or "")


@dataclass(frozen=True, slots=True)
class WalkLine:
    """What a walk says of one car or one text."""

    finding: Finding
    custody_id: int | None
    text: str | None
    listed_spot: str | None
    found_spot: str | None


@dataclass(frozen=True, slots=True)
class Walk:
    """One walk; ``seen`` counts what stands as seen, ``expected`` the cars on the lot."""

    id: int
    state: WalkState
    started_at: datetime
    started_by: str | None
    ended_at: datetime | None = None
    ended_by: str | None = None


def standing(sightings: Iterable[Sighting]) -> Mapping[int | str, Sighting]:
    """The last word on each car and each text, in the order they were first seen; what was taken back is gone."""
    last: dict[int | str, Sighting] = {}
    for each in sightings:
        last[each.key] = each
    return {key: each for key, each in last.items() if each.here}


def judged(spots: Spots, cars: Sequence[LotCar], sightings: Iterable[Sighting]) -> tuple[WalkLine, ...]:
    """A line for each car that ought to stand here and for each that stands here besides, in the order of ``cars``."""
    seen = standing(sightings)
    lines = [_line(spots, car, seen.get(car.custody_id)) for car in cars]
    listed = {car.custody_id for car in cars}
    lines += [WalkLine(Finding.SURPLUS, each.custody_id, each.text, None, each.spot) for key, each in seen.items() if key not in listed]
    return tuple(lines)


def _line(spots: Spots, car: LotCar, seen: Sighting | None) -> WalkLine:
    if seen is None:
        return WalkLine(Finding.MISSING, car.custody_id, None, car.spot, None)
    finding = Finding.RIGHT if spots.same(car.spot, seen.spot) else Finding.WRONG_SPOT
    return WalkLine(finding, car.custody_id, None, car.spot, seen.spot)


def meant(text: str, cars: Iterable[LotCar]) -> tuple[LotCar, ...]:
    """The cars a scanned or typed mark fits: barcode, VIN or its end (4 characters at least), plate, our file or call number.

    The first kind of mark that fits any car decides; several cars mean that more must be typed.
    """
    known = list(cars)
    scanned = read_barcode(text)
    if scanned is not None:
        if scanned.mark is Mark.CAR:
            return tuple(car for car in known if car.custody_id == scanned.custody_id)
        if scanned.mark is Mark.FILE_NUMBER:
            return tuple(car for car in known if (car.file_number or "").upper() == scanned.text)
        return tuple(car for car in known if _alike(car.vin, scanned.text))
    plate, tail, typed = clean_plate(text), clean_vin(text), text.strip()
    tries = (
        [car for car in known if plate and _alike(car.plate, plate)],
        [car for car in known if tail and len(tail) >= _SHORTEST_TAIL and folded(car.vin or "").endswith(folded(tail))],
        [car for car in known if typed and typed in {car.call_number, car.file_number}],
    )
    return tuple(next((found for found in tries if found), ()))


def _alike(ours: str | None, read: str) -> bool:
    return ours is not None and folded(ours) == folded(read)
