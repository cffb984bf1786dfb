"""How a deadline presses today."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from itow_desktop.domain.calendars import CLOSED, WEEK, Calendar, DayName
from itow_desktop.domain.deadlines import Deadline, State
from itow_desktop.domain.rules import DeadlineKind, Reached

_DAY = timedelta(days=1)
_WEEKEND = frozenset({5, 6})


class Urgency(StrEnum):
    """The urgency words, in the order the queue shows them; never stored, they change at midnight."""

    LATE = "late"
    TODAY = "today"
    ASK = "ask"
    SOON = "soon"
    UPCOMING = "upcoming"
    WAITING = "waiting"
    CHASE = "chase"
    READY = "ready"
    STOPPED = "stopped"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Habits:
    """How the office works: when others are chased (business days past their date), what is soon (days), when it is closed.

    ``closed`` are days of the week and legal holidays, ``dates`` single days of its own. Both say on which days nobody
    is here to do our part; no legal date moves for them, which only the pack's own days can do.
    """

    chase_after: int = 3
    soon: int = 3
    closed: tuple[DayName, ...] = CLOSED
    dates: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if all(day in self.closed for day in WEEK):
            raise ValueError("an office is open on one day of the week at least")

    def shut(self, day: date, calendar: Calendar) -> bool:
        """Whether nobody works here on that day."""
        return day in self.dates or calendar.closed(day, self.closed) is not None


@dataclass(frozen=True, slots=True)
class Day:
    """The day that is asked about, in the pack's calendar and the habits of the office.

    Thousands of deadlines are asked about one day, so how far it reaches is counted once:
    ``_due_to`` is the last last day that must be done today, as no open day is left after it,
    ``_soon_to`` the one that is soon, ``_chased_to`` the one whose patience is over.
    """

    today: date
    calendar: Calendar
    habits: Habits = field(default_factory=Habits)
    _due_to: date = field(init=False, repr=False, compare=False)
    _soon_to: date = field(init=False, repr=False, compare=False)
    _chased_to: date = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        patience = self.calendar.add_days(self.today + _DAY, -self.habits.chase_after, CLOSED).day
        for name, day in (
            ("_due_to", self._covered(self.today)),
            ("_soon_to", self._covered(self.soon)),
            ("_chased_to", patience - _DAY),
        ):
            object.__setattr__(self, name, day)

    @property
    def soon(self) -> date:
        """The last day that is soon."""
        return self.today + timedelta(days=self.habits.soon)

    def due(self, last: date) -> bool:
        """Whether what must be done by that day must be done today, as no open day is left after it."""
        return last <= self._due_to

    def before(self, last: date) -> str | None:
        """The closed days for which what is due later is today's work: "the weekend", "Labor Day"; None where it is due today itself.

        Whoever is here on a closed day is told nothing of it.
        """
        if not self.today < last <= self._due_to or self.habits.shut(self.today, self.calendar):
            return None
        day = self.today + _DAY
        if any((day + timedelta(days=each)).weekday() in _WEEKEND for each in range((last - self.today).days)):
            return "the weekend"
        return self.calendar.closed(day, self.habits.closed) or "a closed day"

    def due_soon(self, last: date) -> bool:
        """The same of the last day that is soon."""
        return last <= self._soon_to

    def chased(self, last: date) -> bool:
        """Whether others that should have acted by that day are asked again."""
        return last <= self._chased_to

    def _covered(self, day: date) -> date:
        """The last of the closed days that follow a day; the day itself where none does."""
        while self.habits.shut(day + _DAY, self.calendar):
            day += _DAY
        return day


def state_on(deadline: Deadline, today: date) -> State:
    """The deadline's state as read today: a right of somebody else that ran out is ``expired``."""
    last = deadline.last_day
    if deadline.state is State.COMPUTED and deadline.right and last is not None and last < today:
        return State.EXPIRED
    return deadline.state


def urgency(deadline: Deadline, day: Day) -> Urgency | None:
    """The word for today; None for what is done, or good to know but nobody's next step."""
    if not deadline.open:
        return None
    if deadline.past:
        return Urgency.STOPPED if deadline.not_known else Urgency.ASK
    if deadline.question:
        return Urgency.LATE if deadline.missed else Urgency.ASK
    if deadline.state is not State.COMPUTED:
        return Urgency.STOPPED
    first, last = deadline.first_day, deadline.last_day
    if first is None or last is None:
        return Urgency.STOPPED
    if deadline.kind is DeadlineKind.NOT_BEFORE:
        return _waiting_time(deadline, first, day)
    if deadline.right:
        return Urgency.WAITING if day.today <= last else _REACHED[deadline.reached]
    if deadline.actor.ours:
        return _our_duty(deadline, first, last, day)
    return _chased(last, day)


def _waiting_time(deadline: Deadline, first: date, day: Day) -> Urgency | None:
    if day.today >= first:
        return _chased(first, day) if deadline.reached is Reached.CHASE else _REACHED[deadline.reached]
    if not deadline.actor.ours:
        return None if deadline.reached is Reached.NOTHING else Urgency.WAITING
    return _ahead(first, day)


def _our_duty(deadline: Deadline, first: date, last: date, day: Day) -> Urgency:
    if day.today > last:
        return Urgency.LATE
    if deadline.kind is DeadlineKind.WINDOW:
        return Urgency.TODAY if day.today >= first else _ahead(first, day)
    if day.due(last):
        return Urgency.TODAY
    return Urgency.SOON if day.due_soon(last) else Urgency.UPCOMING


def _ahead(target: date, day: Day) -> Urgency:
    return Urgency.SOON if target <= day.soon else Urgency.UPCOMING


def _chased(last: date, day: Day) -> Urgency:
    return Urgency.CHASE if day.chased(last) else Urgency.WAITING


_REACHED = {Reached.READY: Urgency.READY, Reached.CHASE: Urgency.CHASE, Reached.NOTHING: None}
