"""Finding as the deeds see it: cars by what was typed, each person's own cars, saved views."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from itow_desktop.domain.finding import Caller, Piece, Sought
from itow_desktop.domain.findings import Findable
from itow_desktop.services.saved_views import Choices, SavedView


class FindingStore(Protocol):
    """Cars by what was typed. Reads only."""

    def matching(self, sought: Sought, most: int) -> Sequence[int]:
        """Custody ids that have every piece, in no order; at most so many."""

    def best_of(self, ids: Sequence[int], limit: int) -> Sequence[int]:
        """Of these the ones on the lot first, each sort newest first."""

    def newest(self, sought: Sought, limit: int) -> Sequence[int]:
        """What ``best_of`` would answer of all that match, for searches that match very many."""

    def callers(self) -> Sequence[Caller]:
        """Everybody who may ask for tows, once for each spelling of the property."""

    def named(self, marks: Sequence[str]) -> Sequence[int]:
        """Custodies whose plate, VIN, call, file or complaint number is one of these."""

    def with_vin_tails(self, tails: Sequence[str]) -> Sequence[int]:
        """Custodies on the lot whose VIN ends with one of these."""

    def cars(self, ids: Sequence[int]) -> tuple[Findable, ...]:
        """What of these cars can be found, in the order of the ids."""

    def knows(self, piece: Piece) -> bool:
        """Whether any car has the piece."""

    def texts_like(self, patterns: Sequence[str], most: int) -> Sequence[str]:
        """Folded texts of cars that hold one of the patterns, ``_`` for any letter."""

    def words_on_lot(self, least: int, longest: int) -> Sequence[str]:
        """The folded words of cars on the lot: those of so many letters, and longer ones that hold figures."""


class OwnCarStore(Protocol):
    """The cars one person looked at last or marked; whose they are is the database's own answer."""

    def saw(self, custody_id: int, at: datetime) -> None: ...
    def star(self, custody_id: int, on: bool) -> None: ...
    def starred(self, person_id: int) -> Sequence[int]:
        """Newest seen first."""

    def recent(self, person_id: int, limit: int) -> Sequence[int]: ...


class ViewStore(Protocol):
    """Saved views of the vehicle list."""

    def of(self, person_id: int | None) -> tuple[SavedView, ...]:
        """The office's and this person's own, in their order."""

    def add(self, view: SavedView) -> int:
        """Add one behind the others; answers its id."""

    def save(self, view: SavedView) -> None:
        """Change name, owner, definition; raises ``NotFound``."""

    def void(self, view_id: int) -> None: ...
    def arrange(self, ids: Sequence[int]) -> None:
        """Put views into this order."""

    def choices(self) -> Choices: ...
