"""How a deadline presses today."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from itow_desktop.domain.calendars import CLOSED, Calendar, DayName, Roll
from itow_desktop.domain.deadlines import Deadline, State
from itow_desktop.domain.rules import DeadlineKind, Reached


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
    """How the office works: when others are chased (business days past their date), what is soon (days), when it is closed."""

    chase_after: int = 3
    soon: int = 3
    closed: tuple[DayName, ...] = CLOSED


@dataclass(frozen=True, slots=True)
class Day:
    """The day that is asked about, in the pack's calendar and the habits of the office."""

    today: date
    calendar: Calendar
    habits: Habits = field(default_factory=Habits)


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
    if deadline.question:
        return Urgency.LATE if deadline.missed else Urgency.ASK
    first, last = deadline.first_day, deadline.last_day
    if first is None or last is None or deadline.state is not State.COMPUTED:
        return Urgency.STOPPED
    if deadline.kind is DeadlineKind.NOT_BEFORE:
        return _waiting_time(deadline, first, day)
    if deadline.right:
        return Urgency.WAITING if day.today <= last else _reached(deadline.reached)
    if deadline.actor.ours:
        return _our_duty(deadline, first, last, day)
    return _chased(last, day)


def _waiting_time(deadline: Deadline, first: date, day: Day) -> Urgency | None:
    if day.today >= first:
        return _chased(first, day) if deadline.reached is Reached.CHASE else _reached(deadline.reached)
    if not deadline.actor.ours:
        return None if deadline.reached is Reached.NOTHING else Urgency.WAITING
    return _ahead(first, day)


def _our_duty(deadline: Deadline, first: date, last: date, day: Day) -> Urgency:
    if day.today > last:
        return Urgency.LATE
    if deadline.kind is DeadlineKind.WINDOW:
        return Urgency.TODAY if day.today >= first else _ahead(first, day)
    last_open = day.calendar.roll(last, Roll.BACK, day.habits.closed).day
    return Urgency.TODAY if day.today >= last_open else _ahead(last_open, day)


def _ahead(target: date, day: Day) -> Urgency:
    return Urgency.SOON if target - day.today <= timedelta(days=day.habits.soon) else Urgency.UPCOMING


def _chased(last: date, day: Day) -> Urgency:
    patience = day.calendar.add_days(last, day.habits.chase_after, CLOSED).day
    return Urgency.CHASE if day.today >= patience else Urgency.WAITING


def _reached(reached: Reached) -> Urgency | None:
    return {Reached.READY: Urgency.READY, Reached.CHASE: Urgency.CHASE, Reached.NOTHING: None}[reached]
