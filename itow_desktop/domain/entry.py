"""Dates as people type them."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from itow_desktop.domain.calendars import local_time

_SHIFT = re.compile(r"([+-])\s*(\d{1,3})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_US = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?")
_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})?")
_TIME = re.compile(r"(\d{1,2})(?::?(\d{2}))?(?::\d{2})?\s*([ap])?\.?m?\.?", re.IGNORECASE)
_SPLIT = re.compile(r"(?<=\d)T(?=\d)|\s+")


def read_day(text: str, today: date) -> date:
    """A local date: ``t`` or ``today``, ``+1``, ``-3``, ``8/5``, ``8/5/25``, ``080525``, ``2025-08-05``.

    A date without a year is the nearest one. Raises ``ValueError`` with a sentence.
    """
    typed = text.strip().casefold()
    if typed in {"t", "today"}:
        return today
    if shift := _SHIFT.fullmatch(typed):
        return today + timedelta(days=int(shift[2]) * (1 if shift[1] == "+" else -1))
    if iso := _ISO.fullmatch(typed):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]), text)
    found = _US.fullmatch(typed) or _DIGITS.fullmatch(typed)
    if found is None:
        raise ValueError(f"{text.strip()!r} is no date. Type it like 8/5, 080525, 2025-08-05, t for today or +1 for tomorrow.")
    month, day = int(found[1]), int(found[2])
    if found[3] is None:
        return _nearest(month, day, today, text)
    return _day(int(found[3]) if len(found[3]) == 4 else 2000 + int(found[3]), month, day, text)


def read_moment(text: str, today: date, zone: ZoneInfo) -> datetime | date:
    """A local date, with a time where one is typed: ``5/8 4:44 pm``, ``t 1644``, ``2026-05-08T16:44``.

    With a time the answer is aware; a local time that happens twice is the first one,
    one that does not exist moves forward. Raises ``ValueError`` with a sentence.
    """
    day_text, *rest = _SPLIT.split(text.strip(), maxsplit=1)
    day = read_day(day_text, today)
    if not rest:
        return day
    return local_time(datetime.combine(day, read_time(rest[0])), zone)[0]


def read_time(text: str) -> time:
    """A time of day: ``16:44``, ``1644``, ``4:44 pm``, ``4p``. Raises ``ValueError`` with a sentence."""
    found = _TIME.fullmatch(text.strip())
    if found is not None:
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
        if not half and found[2] is None:
            raise ValueError(f"{text.strip()!r} is no time. Type minutes or am/pm too, like 16:44 or 4 pm.")
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        elif half:
            hour = 99
        if hour <= 23 and minute <= 59:
            return time(hour, minute)
    raise ValueError(f"{text.strip()!r} is no time. Type it like 16:44 or 4:44 pm.")


def written_date(day: date) -> str:
    """``3/2/2026``, as ``read_day`` takes it."""
    return f"{day.month}/{day.day}/{day.year}"


def written_moment(moment: datetime | date, zone: ZoneInfo) -> str:
    """A local date, with its time where it has one, as ``read_moment`` takes it: ``3/2/2026 16:44``."""
    if not isinstance(moment, datetime):
        return written_date(moment)
    local = moment.astimezone(zone)
    return f"{written_date(local)} {local:%H:%M}"


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise ValueError(f"{text.strip()!r} is not in the calendar.") from None
    if not 1900 <= year <= 2200:
        raise ValueError(f"The year {year} cannot be right.")
    return found


def _nearest(month: int, day: int, today: date, text: str) -> date:
    candidates = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            candidates.append(date(year, month, day))
        except ValueError:
            continue
    if not candidates:
        raise ValueError(f"{text.strip()!r} is not in the calendar.")
    return min(candidates, key=lambda candidate: abs(candidate - today))
