"""How the work of a day stands in numbers, and what became of it since another day."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from itow_desktop.domain.queue import Item, Queue
from itow_desktop.domain.rules import Actor
from itow_desktop.domain.sentences import counted
from itow_desktop.domain.urgency import Urgency


@dataclass(frozen=True, slots=True)
class DayCount:
    """So many cars whose lead step has that urgency and is that actor's."""

    urgency: Urgency
    actor: Actor
    cars: int


@dataclass(frozen=True, slots=True)
class DaySnapshot:
    """The open work of a day: ``accounted_for`` of ``active`` cars have a next step or a reason for having none."""

    day: date
    active: int
    accounted_for: int
    counts: tuple[DayCount, ...]

    def cars(self, urgency: Urgency) -> int:
        """How many cars have that urgency, whoever acts."""
        return sum(count.cars for count in self.counts if count.urgency is urgency)


@dataclass(frozen=True, slots=True)
class DayNews:
    """What time made of the work since a day, by the urgency that cars have now and had not then; ``opened`` are windows."""

    since: date
    became: Mapping[Urgency, int]
    opened: int = 0

    @property
    def anything(self) -> bool:
        """Whether there is something to tell."""
        return bool(self.opened or any(self.became.values()))


TOLD = (Urgency.LATE, Urgency.TODAY, Urgency.CHASE, Urgency.READY)
"""What people are told of when time brought it."""


def snapshot_of(queue: Queue) -> DaySnapshot:
    """The numbers of a day's queue."""
    counts = Counter((item.urgency, item.actor) for item in queue.items)
    ordered = sorted(counts.items(), key=lambda each: (_PLACE[each[0][0]], each[0][1]))
    return DaySnapshot(
        queue.today, queue.active, queue.accounted_for, tuple(DayCount(word, actor, cars) for (word, actor), cars in ordered)
    )


def news_of(then: Mapping[int, Item], now: Mapping[int, Item], since: date) -> DayNews:
    """What became of the same cars from one day to another; both are lead steps by custody, found from what is recorded now."""
    became: Counter[Urgency] = Counter()
    opened = 0
    for custody_id, item in now.items():
        before = then.get(custody_id)
        if item.window_open and not (before and before.window_open):
            opened += 1
        elif item.urgency in TOLD and (before is None or before.urgency is not item.urgency):
            became[item.urgency] += 1
    return DayNews(since, {word: became[word] for word in TOLD if became[word]}, opened)


def news_words(news: DayNews) -> str:
    """``3 cars became late, 2 windows opened``; empty where time brought nothing."""
    parts = [f"{_cars(count)} {_BECAME[word]}" for word, count in news.became.items()]
    if news.opened:
        parts.append(counted(news.opened, "window opened", "windows opened"))
    return ", ".join(parts)


def moved_words(cars: int) -> str:
    """What is said when other rules moved dates; empty where none moved."""
    return f"Other rules moved dates of {_cars(cars)}" if cars else ""


def _cars(count: int) -> str:
    return counted(count, "car", "cars")


_PLACE = {word: place for place, word in enumerate(Urgency)}
_BECAME = {
    Urgency.LATE: "became late",
    Urgency.TODAY: "became due",
    Urgency.CHASE: "must be chased up",
    Urgency.READY: "reached the end of a wait",
}
