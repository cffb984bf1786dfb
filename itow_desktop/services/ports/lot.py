"""The lot as the deeds see it: the port its store meets."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from itow_desktop.domain.lot import LotCar, Move, Spot
from itow_desktop.domain.walks import Sighting, Walk, WalkLine, WalkState


class LotStore(Protocol):
    """Spots, moves, walks, file numbers."""

    def cars(self) -> tuple[LotCar, ...]:
        """Every car on the lot."""

    def some(self, custody_ids: Collection[int]) -> tuple[LotCar, ...]:
        """These cars, also where they have left."""

    def left(self, plate: str | None, vin_tail: str | None) -> tuple[LotCar, ...]:
        """Cars that have left, newest first, whose plate or end of the VIN is this; both cleaned."""

    def spots(self) -> tuple[Spot, ...]: ...
    def save_spots(self, spots: Sequence[Spot]) -> None:
        """Add (id 0) or change spots; none is ever deleted."""

    def moves(self, custody_id: int) -> tuple[Move, ...]:
        """Where a car stood, oldest first."""

    def number(self, custody_ids: Sequence[int], year: int, by: str, at: str) -> None:
        """Give those of the cars that have no file number the next ones of the year, in the order given."""

    def next_number(self, year: int) -> int:
        """What the next file number of the year would be."""

    def words(self, fields: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """The words in use in these fields of cars, most used first."""

    def start_walk(self) -> int:
        """Begin a walk; raises ``Refused`` while one is open."""

    def walks(self, limit: int) -> tuple[Walk, ...]:
        """The last walks, newest first."""

    def walk(self, walk_id: int) -> Walk:
        """One walk; raises ``NotFound``."""

    def see(self, walk_id: int, sightings: Sequence[Sighting]) -> None: ...
    def sightings(self, walk_id: int) -> tuple[Sighting, ...]:
        """Everything seen, in the order it was."""

    def end_walk(self, walk_id: int, state: WalkState, lines: Sequence[WalkLine]) -> None:
        """End an open walk and keep what it came to; raises ``Refused`` where it has ended."""

    def findings(self, walk_id: int) -> tuple[WalkLine, ...]:
        """What a finished walk came to."""
