"""Days in a search: weekdays, "yesterday", "last week", 5/8."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

Days = tuple[date, date]
"""First and last day, both included."""

_WEEKDAYS = {
    **dict(zip(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), range(7), strict=True)),
    # Not mon, sat, sun, wed, which begin models and names that are typed far more often.
    "tue": 1, "tues": 1, "thu": 3, "thur": 3, "thurs": 3, "fri": 4,
}  # fmt: skip
_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_MONTHS = {
    **{name: place for place, name in enumerate(_NAMES, 1)},
    **{name[:3]: place for place, name in enumerate(_NAMES, 1) if name != "march"},  # "mar" is maroon
    "sept": 9,
}
_WEEKS_BACK = 5
_US = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")


@dataclass(frozen=True, slots=True)
class DayWords:
    """What some words say of the tow day: it lies in one of ``days``; ``words`` is how many were taken."""

    days: tuple[Days, ...]
    words: int


def read_days(words: Sequence[str], today: date) -> DayWords | None:
    """What the first of these small-lettered words say of a day not after today; None where they say nothing.

    A weekday alone is any of the last five weeks. A date without a year is its last occurrence.
    """
    if not words:
        return None
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first in {"last", "this"} and (days := _relative(first, second, today)):
        return DayWords(days, 2)
    if first in _MONTHS and (ordinal := _ORDINAL.fullmatch(second)) and (day := _past(_MONTHS[first], int(ordinal[1]), today)):
        return DayWords(((day, day),), 2)
    days = _one_word(first, today)
    return DayWords(days, 1) if days else None


def _one_word(word: str, today: date) -> tuple[Days, ...]:
    if word in {"today", "yesterday"}:
        day = today - timedelta(days=word == "yesterday")
        return ((day, day),)
    if word in _WEEKDAYS:
        last = today - timedelta(days=(today.weekday() - _WEEKDAYS[word]) % 7)
        return tuple((day, day) for day in (last - timedelta(weeks=back) for back in range(_WEEKS_BACK)))
    if word in _NAMES and word not in {"march", "may"}:  # these are words of their own
        month = _MONTHS[word]
        year = today.year - (month > today.month)
        return ((date(year, month, 1), date(year, month, monthrange(year, month)[1])),)
    written = _written(word, today)
    return () if written is None else ((written, written),)


def _written(word: str, today: date) -> date | None:
    """``5/8``, ``5/8/26``, ``2026-05-08``; None where it is no date."""
    if iso := _ISO.fullmatch(word):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if us := _US.fullmatch(word):
        month, day = int(us[1]), int(us[2])
        if us[3] is None:
            return _past(month, day, today)
        return _day(int(us[3]) if len(us[3]) == 4 else 2000 + int(us[3]), month, day)
    return None


def _relative(which: str, unit: str, today: date) -> tuple[Days, ...]:
    back = which == "last"
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * back)
        return ((monday, monday + timedelta(days=6)),)
    if unit == "month":
        first = today.replace(day=1)
        first = (first - timedelta(days=1)).replace(day=1) if back else first
        return ((first, first.replace(day=monthrange(first.year, first.month)[1])),)
    if unit in _WEEKDAYS:
        days = (today.weekday() - _WEEKDAYS[unit]) % 7
        day = today - timedelta(days=days or 7 * back)
        return ((day, day),)
    return ()


def _past(month: int, day: int, today: date) -> date | None:
    """The last such day that is not in the future, a leap day up to eight years back."""
    for year in range(today.year, today.year - 9, -1):
        found = _day(year, month, day)
        if found is not None and found <= today:
            return found
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
