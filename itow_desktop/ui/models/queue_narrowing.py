"""What the queue is narrowed to: somebody's own lines, a step, an agency, a property."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from itow_desktop.services.working import QueueLine
from itow_desktop.ui.queue_text import place_text

NOT_KNOWN = 0
"""Stands for the agency of cars whose police department nobody chose yet."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Every part that is not None must hold: ``worker`` is a person's id, ``step`` the words of the lead step."""

    worker: int | None = None
    step: str | None = None
    agency: int | None = None
    property: str | None = None

    def of(self, lines: Iterable[QueueLine]) -> Iterable[QueueLine]:
        """The lines that are left, in their order."""
        wanted = [(read, value) for read, value in zip(READERS, (self.worker, self.step, self.agency, self.property), strict=True)]
        wanted = [(read, value) for read, value in wanted if value is not None]
        return [line for line in lines if all(read(line) == value for read, value in wanted)] if wanted else lines


@dataclass(frozen=True, slots=True)
class Offer:
    """Something the queue can be narrowed to: its value, its words, how many cars it leaves."""

    value: object
    words: str
    cars: int


def offers(lines: Sequence[QueueLine], read: Callable[[QueueLine], object], say: Callable[[QueueLine], str]) -> tuple[Offer, ...]:
    """Every value that some line has, the most frequent first."""
    counts = Counter(read(line) for line in lines)
    named = {value: line for line in reversed(lines) if (value := read(line)) is not None}
    found = [Offer(value, say(line), counts[value]) for value, line in named.items()]
    return tuple(sorted(found, key=lambda offer: (-offer.cars, offer.words)))


def worker_of(line: QueueLine) -> int | None:
    """Who has the line today."""
    return line.worker.id if line.worker else None


def step_of(line: QueueLine) -> str:
    """The words of its lead step."""
    return line.item.step


def agency_of(line: QueueLine) -> int:
    """Its police department."""
    return line.case.agency_id or NOT_KNOWN


def agency_words(line: QueueLine) -> str:
    """How its police department is called."""
    return line.agency.name if line.agency else "police department not known"


def property_of(line: QueueLine) -> str | None:
    """The property it was towed from."""
    return line.case.property_key


def property_words(line: QueueLine) -> str:
    """How the property is called."""
    return place_text(line.case)


READERS: tuple[Callable[[QueueLine], object], ...] = (worker_of, step_of, agency_of, property_of)
