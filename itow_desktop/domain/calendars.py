"""Counting time the way the law counts it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache


class DayName(StrEnum):
    """Days a count may leave out or a last day may not fall on."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"


WEEK = tuple(DayName)[:7]
_WEEKEND = (DayName.SATURDAY, DayName.SUNDAY)
CLOSED = (DayName.SATURDAY, DayName.SUNDAY, DayName.HOLIDAY)


class Roll(StrEnum):
    """Where a last day goes that falls on a day that is closed."""

    NONE = "none"
    FORWARD = "forward"
    BACK = "back"


_LONGEST_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A legal holiday, generated for any year.

    Either ``month`` and ``day``, or the ``nth`` ``weekday`` of the ``month`` (-1 is the last one);
    ``days_after`` counts on from there, as the day after Thanksgiving does.
    ``monday_if_sunday``: when the day is a Sunday the Monday after is a holiday too (MCL 435.102);
    ``friday_if_saturday``: when it is a Saturday the Friday before is one.
    ``since`` and ``until`` bound the dates it is kept on, both included.
    """

    name: str
    month: int
    day: int | None = None
    weekday: DayName | None = None
    nth: int | None = None
    days_after: int = 0
    monday_if_sunday: bool = False
    friday_if_saturday: bool = False
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise ValueError("month: must be 1 to 12")
        if (self.day is None) == (self.weekday is None):
            raise ValueError("day: give either day, or weekday with nth")
        if self.day is not None and not 1 <= self.day <= 31:
            raise ValueError("day: must be 1 to 31")
        if self.weekday is not None and (self.weekday not in WEEK or self.nth not in {1, 2, 3, 4, 5, -1}):
            raise ValueError("nth: a weekday needs it, 1 to 5 or -1 for the last one")
        if self.day is not None and self.day > _LONGEST_MONTH[self.month - 1]:
            raise ValueError(f"day: month {self.month} never has a day {self.day}")
        if not 0 <= self.days_after <= 6:
            raise ValueError("days_after: must be 0 to 6")
        if self.since and self.until and self.until < self.since:
            raise ValueError("until: lies before since")

    def name_on(self, day: date) -> str | None:
        """What the day is called where it is this holiday or the Monday kept for it, else None."""
        if (self.since and day < self.since) or (self.until and day > self.until):
            return None
        if self._is(day):
            return self.name
        if self.monday_if_sunday and day.weekday() == 0 and self._is(day - timedelta(days=1)):
            return f"{self.name} (Monday after)"
        if self.friday_if_saturday and day.weekday() == 4 and self._is(day + timedelta(days=1)):
            return f"{self.name} (Friday before)"
        return None

    def _is(self, day: date) -> bool:
        day -= timedelta(days=self.days_after)
        if day.month != self.month:
            return False
        if self.weekday is None:
            return day.day == self.day
        if day.weekday() != WEEK.index(self.weekday):
            return False
        if self.nth == -1:
            return (day + timedelta(days=7)).month != day.month
        return (day.day - 1) // 7 + 1 == self.nth


@dataclass(frozen=True, slots=True)
class Counted:
    """Where a count ended, with a sentence for each day that was left out or stepped over."""

    day: date
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CountedHours:
    """Where a count of clock hours ended, as a time of the zone, with a sentence for each day left out."""

    at: datetime
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """The legal holidays of a state; remembers their days, as the same few hundred are asked for again with each car."""

    holidays: tuple[Holiday, ...] = ()
    _known: dict[date, str | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    def holiday(self, day: date) -> str | None:
        """The name of the legal holiday on this day."""
        if day not in self._known:
            self._known[day] = next((name for holiday in self.holidays if (name := holiday.name_on(day))), None)
        return self._known[day]

    def closed(self, day: date, days: Iterable[DayName] = CLOSED) -> str | None:
        """Why the day is one of ``days`` ("Sunday", "Labor Day", "Independence Day, a Saturday"), None when it is none of them."""
        weekday = WEEK[day.weekday()]
        if DayName.HOLIDAY in days and (name := self.holiday(day)):
            return f"{name}, a {weekday.capitalize()}" if weekday in _WEEKEND else name
        return weekday.capitalize() if weekday in days else None

    def roll(self, day: date, roll: Roll, days: Iterable[DayName] = CLOSED) -> Counted:
        """The day itself, or the nearest day in the roll's direction that is none of ``days``."""
        if roll is Roll.NONE:
            return Counted(day)
        step = timedelta(days=1 if roll is Roll.FORWARD else -1)
        skipped = []
        while name := self.closed(day, days):
            skipped.append(f"{said_day(day)} does not count as a last day: {name}.")
            day += step
        return Counted(day, tuple(skipped))

    def add_days(self, day: date, count: int, not_counted: Iterable[DayName] = ()) -> Counted:
        """``count`` days on (back when negative); the first day is not counted, days in ``not_counted`` neither."""
        if not not_counted:
            return Counted(day + timedelta(days=count))
        step = timedelta(days=1 if count > 0 else -1)
        skipped, left = [], abs(count)
        while left:
            day += step
            if name := self.closed(day, not_counted):
                skipped.append(f"{said_day(day)} is not counted: {name}.")
            else:
                left -= 1
        return Counted(day, tuple(skipped))

    def add_hours(self, at: datetime, hours: int, zone: tzinfo, not_counted: Iterable[DayName] = ()) -> CountedHours:
        """``hours`` on the clock that runs through both clock changes; whole local days in ``not_counted`` stand still."""
        moment, left = at.astimezone(UTC), timedelta(hours=hours)
        if not not_counted:
            return CountedHours((moment + left).astimezone(zone))
        skipped = []
        while True:
            today = moment.astimezone(zone).date()
            midnight = datetime.combine(today + timedelta(days=1), time(), zone).astimezone(UTC)
            if name := self.closed(today, not_counted):
                skipped.append(f"{said_day(today)} is not counted: {name}.")
            elif moment + left <= midnight:
                return CountedHours((moment + left).astimezone(zone), tuple(skipped))
            else:
                left -= midnight - moment
            moment = midnight


def add_months(day: date, count: int) -> date:
    """The same day of the month ``count`` months on, or that month's last day where it is shorter."""
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return date(year, month + 1, last)
            except ValueError:
                continue
    raise OverflowError(f"no date {count} months from {day}")


def local_time(clock: datetime, zone: tzinfo) -> tuple[datetime, str | None]:
    """A wall clock time made aware, and what had to be decided for that.

    A time that happens twice (clocks set back) is the first one, a time that does
    not exist (clocks set forward) moves forward by the gap.
    """
    first = clock.replace(tzinfo=zone, fold=0)
    real = first.astimezone(UTC).astimezone(zone)
    if real.replace(tzinfo=None, fold=0) != clock.replace(tzinfo=None, fold=0):
        return real, f"{clock:%H:%M} does not exist on {said_day(clock.date())} (clocks go forward): {real:%H:%M} is taken."
    if first.utcoffset() != clock.replace(tzinfo=zone, fold=1).utcoffset():
        return real, f"{clock:%H:%M} happens twice on {said_day(clock.date())} (clocks go back): the first one is taken."
    return real, None


_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@lru_cache(maxsize=4096)
def said_day(day: date) -> str:
    """A date nobody can misread, whatever the system's language: ``Mon 9 Mar 2026``."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def said_time(at: datetime) -> str:
    """A local time with its date: ``Tue 3 Mar 2026 10:00``."""
    return f"{said_day(at.date())} {at.hour:02}:{at.minute:02}"
