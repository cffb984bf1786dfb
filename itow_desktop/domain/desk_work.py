"""Who has which line today, which line waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from itow_desktop.domain.queue import Item
from itow_desktop.domain.urgency import Day, Urgency


@dataclass(frozen=True, slots=True)
class Absence:
    """A person who is away from ``from_on`` on and works again on ``back_on``; ``covered_by`` has the lines meanwhile."""

    staff_id: int
    covered_by: int
    from_on: date
    back_on: date
    id: int = 0

    def on(self, day: date) -> bool:
        """Whether the person is away on that day."""
        return self.from_on <= day < self.back_on


class Cover:
    """Who stands in for whom on one day."""

    def __init__(self, absences: Iterable[Absence], today: date) -> None:
        self._by = {each.staff_id: each for each in absences if each.on(today)}

    def of(self, staff_id: int | None) -> int | None:
        """Who has the lines of a person today: who covers, if that one is away too whoever covers that one.

        Where they are all away the lines stay with the person they were given to.
        """
        seen: list[int] = []
        person = staff_id
        while person is not None and person in self._by:
            if person in seen:
                return staff_id
            seen.append(person)
            person = self._by[person].covered_by
        return person

    def absence(self, staff_id: int | None) -> Absence | None:
        """The absence of a person today."""
        return None if staff_id is None else self._by.get(staff_id)


def asleep(item: Item, until: date | None, day: Day) -> bool:
    """Whether a line waits out of the way until its day, which is the day it comes back.

    Never where our own duty is late, nor on the last open day on which it can still be done in time.
    """
    if until is None or day.today >= until or item.urgency is Urgency.LATE:
        return False
    last = item.until or item.due
    return not (item.urgency is Urgency.TODAY and (last is None or day.due(last)))
