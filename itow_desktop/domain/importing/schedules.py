"""Imports that begin by themselves: when one is due, what came of the tries before it, when the next try is made."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from itow_desktop.domain.errors import Problems

ALERT_AFTER = 3
"""Failed tries in a row that people are told of."""
_WAITS = (timedelta(minutes=15), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=2), timedelta(hours=4))
"""How long to wait after the first, second ... failed try in a row; the last one for all further."""
MOST_TIMES = 12
_APART = 30
"""Minutes between two imports at least; TowBook is asked politely."""
_TIME = re.compile(r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?\s*(?:(?P<half>[ap])\.?(?:m\.?)?)?", re.IGNORECASE)


class TryEnd(StrEnum):
    """How a try ended. ``REJECTED``: TowBook does not take the password. ``CLEARED``: none was made, a person gave another password."""

    DONE = "done"
    FAILED = "failed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class Schedule:
    """Local times of each day at which an import begins; what was due before ``since`` is not made up for.

    ``lot``: the cars on the lot, else the suggested days.
    """

    times: tuple[time, ...]
    lot: bool
    running: bool
    since: datetime
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Try:
    """One import that began by itself: the moment it was due, when it ended, how; a sentence where something went wrong."""

    due: datetime | None
    at: datetime
    end: TryEnd
    message: str | None = None


class ScheduleState(StrEnum):
    """How the schedule stands."""

    OFF = "off"
    WAITING = "waiting"
    FAILING = "failing"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Standing:
    """How it goes on: ``due`` is the set moment that the next try is for, ``next_at`` when it is made (in the past: now).

    ``failures`` in a row with the first and the last of them.
    """

    state: ScheduleState
    due: datetime | None = None
    next_at: datetime | None = None
    failures: int = 0
    first_failed: Try | None = None
    last_failed: Try | None = None

    @property
    def alert(self) -> bool:
        """Whether people must be told."""
        return self.state is ScheduleState.REJECTED or self.failures >= ALERT_AFTER


OFF = Standing(ScheduleState.OFF)


def standing(schedule: Schedule | None, tries: Sequence[Try], worked_at: datetime | None, now: datetime, zone: ZoneInfo) -> Standing:
    """How the schedule stands at ``now``.

    ``tries`` newest first; ``worked_at``: when an import of the same began, whoever began it, that came to its end.
    """
    if schedule is None or not schedule.running or not schedule.times:
        return OFF
    tries = [each for each in tries if each.at >= schedule.since]
    failed = _in_a_row(tries, worked_at)
    if failed and failed[0].end is TryEnd.REJECTED:
        return Standing(ScheduleState.REJECTED, None, None, len(failed), failed[-1], failed[0])
    slot = last_due(schedule, now, zone)
    if failed:
        newest = failed[0]
        wait = _WAITS[min(len(failed), len(_WAITS)) - 1]
        next_at = newest.at + wait if newest.at <= now else now  # a try of times to come is of a clock that was set wrong
        return Standing(ScheduleState.FAILING, slot or newest.due, next_at, len(failed), failed[-1], newest)
    made = any(each.due == slot and each.end in (TryEnd.DONE, TryEnd.CANCELLED) for each in tries)
    if slot is None or made or (worked_at is not None and slot <= worked_at <= now):
        due = next_due(schedule, now, zone)
        return Standing(ScheduleState.WAITING, due, due)
    return Standing(ScheduleState.WAITING, slot, slot)


def _in_a_row(tries: Sequence[Try], worked_at: datetime | None) -> list[Try]:
    """The failed tries since something went well, the newest first."""
    found = []
    for each in tries:
        if each.end not in (TryEnd.FAILED, TryEnd.REJECTED) or (worked_at is not None and each.at <= worked_at):
            break
        found.append(each)
    return found


def last_due(schedule: Schedule, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The newest moment up to ``now`` at which an import was due; None where there was none since the schedule stands."""
    day = now.astimezone(zone).date()
    moments = _moments(schedule, [day - timedelta(days=1), day], zone)
    return max((each for each in moments if schedule.since < each <= now), default=None)


def next_due(schedule: Schedule, now: datetime, zone: ZoneInfo) -> datetime:
    """The next moment after ``now``; the schedule has a time."""
    day = now.astimezone(zone).date()
    return min(each for each in _moments(schedule, [day + timedelta(days=ahead) for ahead in range(3)], zone) if each > now)


def _moments(schedule: Schedule, days: Sequence[date], zone: ZoneInfo) -> list[datetime]:
    """A time that a day does not have, as at the start of summer time, comes an hour later; one that it has twice counts once."""
    return [datetime.combine(day, each, zone).astimezone(UTC) for day in days for each in schedule.times]


def read_times(text: str) -> tuple[time, ...]:
    """Times as people type them, ``6:00, 12:30, 5 pm``, in the order of the day. Raises ``Problems`` with one sentence."""
    found = set()
    for part in re.split(r"[,;\n]|\band\b", text):
        if part.strip():
            found.add(_read_time(part.strip()))
    times = tuple(sorted(found))
    if len(times) > MOST_TIMES:
        raise _refused(f"At most {MOST_TIMES} imports a day can be set.")
    minutes = [each.hour * 60 + each.minute for each in times]
    if any(later - earlier < _APART for earlier, later in itertools.pairwise(minutes)):
        raise _refused(f"Leave at least {_APART} minutes between two imports.")
    return times


def _read_time(text: str) -> time:
    match = _TIME.fullmatch(text)
    if match is None:
        raise _refused(f"{text} is no time of the day. Type times like 6:00, 12:30 or 5 pm, with commas between.")
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), (match["half"] or "").casefold()
    if (half and not 1 <= hour <= 12) or hour > 23 or minute > 59:
        raise _refused(f"There is no time {text}.")
    return time(hour % 12 + (12 if half == "p" else 0) if half else hour, minute)


def _refused(sentence: str) -> Problems:
    return Problems((("times", sentence),))


def times_text(times: Sequence[time]) -> str:
    """``6:00, 12:30, 17:00``."""
    return ", ".join(f"{each.hour}:{each.minute:02}" for each in times)
