"""What other programs changed in the database: the port its listener meets."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Kind(StrEnum):
    """What a change is about."""

    CARS = "cars"
    QUEUE = "queue"
    OFFICE = "office"
    PEOPLE = "people"
    AGENCIES = "agencies"


@dataclass(frozen=True, slots=True)
class Change:
    """What one or several transactions of other programs changed.

    ``custody_ids`` are the cars where ``kinds`` has ``CARS``; none means any of them. ``another_database`` says that under
    the same name another database answers now, as after a restore: numbers may stand for other things than before.
    """

    kinds: frozenset[Kind]
    custody_ids: frozenset[int] = frozenset()
    another_database: bool = False

    def __or__(self, other: "Change") -> "Change":
        """Both at once."""
        told = [each for each in (self, other) if Kind.CARS in each.kinds]
        known = all(each.custody_ids for each in told)
        ids = frozenset[int]().union(*(each.custody_ids for each in told)) if known else frozenset[int]()
        return Change(self.kinds | other.kinds, ids, self.another_database or other.another_database)


ANYTHING = Change(frozenset(Kind))


def nobody_minds() -> None:
    """Nobody wants to know."""


class Changes(Protocol):
    """Hears of every transaction that another program commits."""

    def begin(self) -> None:
        """Hear from here on, so that nothing is missed between reading and ``listen``; a database that is away is no error."""

    def listen(self, told: Callable[[Change], None], lost: Callable[[], None] = nobody_minds) -> None:
        """Call ``told`` from now on, on a thread of the listener's, until ``close``; ``lost`` as soon as the connection is lost.

        What this program commits itself is not told. Where changes may have been missed, because the connection was
        lost or there was none before, ``ANYTHING`` is told as soon as there is one again.
        """

    def close(self) -> None:
        """End it within a second; safe to call again."""
