"""What became of a duty: each deadline of a car judged once, not recorded kept apart from late."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from itow_desktop.domain.calendars import said_day
from itow_desktop.domain.deadlines import Deadline, State
from itow_desktop.domain.events import CLOSING, Event, EventKind, standing
from itow_desktop.domain.rules import Actor, DeadlineKind, RulePack
from itow_desktop.domain.sentences import fact_name
from itow_desktop.domain.vehicles import CustodyKind

_RIGHTS = frozenset({Actor.OWNER, Actor.LIENHOLDER})
_LEFT = frozenset({EventKind.RELEASED, EventKind.REDEEMED, EventKind.MOVED, EventKind.VOIDED})
"""Closing events that sell or scrap nothing: a date before which nobody may sell says nothing of them."""
UNSORTED = "unsorted"
"""Stands for the rules of a car whose custody nobody has sorted; no pack has a rule of that id."""


def is_duty(kind: DeadlineKind, actor: Actor) -> bool:
    """Whether a report counts it: somebody must act by a day, or we must not act before one. What only may be done is no duty."""
    return actor not in _RIGHTS and (kind is not DeadlineKind.NOT_BEFORE or actor.ours)


class Outcome(StrEnum):
    """What became of a duty. Not recorded is not late, and somebody else's lateness is not ours."""

    IN_TIME = "in_time"
    LATE = "late"
    NOT_RECORDED = "not_recorded"
    OTHERS_LATE = "others_late"
    NOT_COMPUTABLE = "not_computable"
    EARLY = "early"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one duty of one car.

    ``due`` is the last local day on which it was in time (of a waiting time the first day that was allowed), ``at`` the
    time where the law counts hours. ``late_by`` is None where nobody can say by how much; days of a duty that is still
    open are counted to today, to the day the car left where it has left. ``unverified``: its date rests on a rule that is
    told by others or recalled, and that nobody checked.
    """

    custody_id: int
    outcome: Outcome
    due: dt.date | None = None
    at: dt.datetime | None = None
    done_on: dt.date | None = None
    late_by: dt.timedelta | None = None
    why: str = ""
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class Stay:
    """A car whose duties are judged: ``towed_on`` is the local day, ``events`` are all there are."""

    custody_id: int
    custody: CustodyKind
    agency_id: int | None
    towed_on: dt.date | None
    events: tuple[Event, ...]

    @property
    def month(self) -> dt.date | None:
        """The first day of the month it was towed in."""
        return self.towed_on.replace(day=1) if self.towed_on else None

    def leaving(self) -> Event | None:
        """The closing event that counts, None while it is here."""
        closing = [event for event in standing(self.events) if event.kind in CLOSING]
        return closing[-1] if closing else None


class Judge:
    """Judges deadlines as read today; knows of each rule by which events it is done, in distinction to what only proves it later."""

    def __init__(self, pack: RulePack, today: dt.date) -> None:
        self._today, self._zone = today, pack.tz
        self._direct: dict[str, set[EventKind]] = defaultdict(set)
        for rule in pack.rules:
            self._direct[rule.id].update(pattern.event for pattern in rule.done_by)

    def findings(self, stay: Stay, deadlines: Iterable[Deadline]) -> Iterator[tuple[str, Finding]]:
        """The rule and what became of it, of each duty that the car had."""
        leaving = stay.leaving()
        if stay.custody is CustodyKind.UNKNOWN and leaving is None:
            yield UNSORTED, Finding(stay.custody_id, Outcome.NOT_COMPUTABLE, why="Nobody has sorted what kind of custody it is")
        for deadline in deadlines:
            if not is_duty(deadline.kind, deadline.actor):
                continue
            found = self._done(stay, deadline) if deadline.state is State.DONE else self._open(stay, deadline, leaving)
            if found is not None:
                yield deadline.rule_id, found

    # --- duties nobody has closed ------------------------------------------------------------------------------------

    def _open(self, stay: Stay, deadline: Deadline, leaving: Event | None) -> Finding | None:
        if deadline.kind is DeadlineKind.NOT_BEFORE:
            return None  # a waiting time asks nothing of anybody until its step is taken
        if deadline.past or deadline.not_known:
            said = "Somebody said that it is not known" if deadline.not_known else "It ran out before the office began with iTow"
            return _found(stay, deadline, Outcome.NOT_RECORDED, said)
        left = leaving is not None and not deadline.after_closing
        last = deadline.last_day
        if deadline.state is not State.COMPUTED or last is None:
            return None if left else _found(stay, deadline, Outcome.NOT_COMPUTABLE, _why_no_date(deadline))
        if deadline.question:
            return self._question(stay, deadline, last)
        if leaving is None or not left:
            return self._awaited(stay, deadline, last)
        return _left_open(stay, deadline, last, leaving.day(self._zone))

    def _awaited(self, stay: Stay, deadline: Deadline, last: dt.date) -> Finding:
        """A duty that can still be done."""
        if self._today <= last:
            return _found(stay, deadline, Outcome.OPEN, "Not due yet")
        if deadline.needs_answer and stay.agency_id is None:
            return _found(stay, deadline, Outcome.NOT_RECORDED, "The police department is not known")
        if deadline.actor.ours:
            return _found(stay, deadline, Outcome.LATE, "Not done yet", self._today - last)
        return _found(stay, deadline, Outcome.OTHERS_LATE, f"The {deadline.actor} has not done it yet", self._today - last)

    def _question(self, stay: Stay, deadline: Deadline, last: dt.date) -> Finding:
        if deadline.missed:
            return _found(stay, deadline, Outcome.LATE, "Somebody established that it was not done in time")
        if self._today < last:
            return _found(stay, deadline, Outcome.OPEN, "Not due yet")
        return _found(stay, deadline, Outcome.NOT_RECORDED, "Nobody recorded it")

    # --- duties that were done ---------------------------------------------------------------------------------------

    def _done(self, stay: Stay, deadline: Deadline) -> Finding | None:
        on, first, last = deadline.done_on, deadline.first_day, deadline.last_day
        waited = deadline.kind is DeadlineKind.NOT_BEFORE
        if waited and deadline.done_by in _LEFT:
            return None
        if first is None or last is None:
            return _found(stay, deadline, Outcome.NOT_COMPUTABLE, "It was done, but what its date is counted from is not recorded")
        if on is None:
            return _found(stay, deadline, Outcome.NOT_RECORDED, "It was done, on a day not recorded")
        if deadline.done_by not in self._direct[deadline.rule_id]:
            return self._proven(stay, deadline, on, last)
        if deadline.kind is not DeadlineKind.NOT_AFTER and on < first:
            return _found(stay, deadline, Outcome.EARLY, f"Done before {said_day(first)}, the first day the rule allows")
        if waited:
            return _found(stay, deadline, Outcome.IN_TIME)
        return self._dated(stay, deadline, on, last)

    def _dated(self, stay: Stay, deadline: Deadline, on: dt.date, last: dt.date) -> Finding:
        """A duty with the day on which it was done, and the time where hours count."""
        late = Outcome.LATE if deadline.actor.ours else Outcome.OTHERS_LATE
        done_at = self._time_done(stay, deadline) if deadline.at is not None else None
        if deadline.at is not None and done_at is not None and done_at > deadline.at:
            return _found(stay, deadline, late, "", done_at - deadline.at)
        if on > last:
            return _found(stay, deadline, late, "", on - last)
        if deadline.missed:
            return _found(stay, deadline, Outcome.LATE, "Somebody established that it was not done in time")
        if deadline.at is not None and done_at is None and on == last:
            return _found(stay, deadline, Outcome.NOT_RECORDED, "Done on the last day; the hour, which counts, is not recorded")
        return _found(stay, deadline, Outcome.IN_TIME)

    def _proven(self, stay: Stay, deadline: Deadline, on: dt.date, last: dt.date) -> Finding:
        """A duty that something later shows to be done: a proof that came in time is enough, a later one tells no day."""
        done_at = self._time_done(stay, deadline)
        ahead = done_at <= deadline.at if deadline.at and done_at else on < last if deadline.at else on <= last
        if ahead and deadline.kind is DeadlineKind.NOT_AFTER:
            return _found(stay, deadline, Outcome.IN_TIME)
        proof = fact_name(str(deadline.done_by))
        return _found(stay, deadline, Outcome.NOT_RECORDED, f"Its own day is not recorded; the {proof} shows that it was done")

    def _time_done(self, stay: Stay, deadline: Deadline) -> dt.datetime | None:
        """When the first event of that kind and day happened; None where one of them has no time."""
        alike = [event for event in standing(stay.events) if event.kind is deadline.done_by]
        times = [event.at for event in alike if event.day(self._zone) == deadline.done_on]
        known = [at for at in times if at is not None]
        return min(known) if known and len(known) == len(times) else None


def _found(stay: Stay, deadline: Deadline, outcome: Outcome, why: str = "", late_by: dt.timedelta | None = None) -> Finding:
    moved = f"The date was moved later from {said_day(deadline.law_day)}" if deadline.law_day else ""
    said = "; ".join(part for part in (why, moved) if part)
    unverified = deadline.unverified and deadline.last_day is not None
    return Finding(stay.custody_id, outcome, deadline.last_day, deadline.at, deadline.done_on, late_by, said, unverified)


def _left_open(stay: Stay, deadline: Deadline, last: dt.date, left_on: dt.date | None) -> Finding | None:
    """A duty that was open when the car left; None where that was before it was due."""
    if left_on is None:
        return _found(stay, deadline, Outcome.NOT_RECORDED, "The day on which the car left is not recorded")
    if left_on <= last:
        return None
    if not deadline.actor.ours or (deadline.needs_answer and stay.agency_id is None):
        return _found(stay, deadline, Outcome.NOT_RECORDED, "The car left, and nobody recorded it")
    return _found(stay, deadline, Outcome.LATE, "Not done when the car left", left_on - last)


def _why_no_date(deadline: Deadline) -> str:
    if deadline.needs:
        return f"Not recorded: {fact_name(deadline.needs)}"
    return deadline.why
