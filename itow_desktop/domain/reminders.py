"""Reminders of one's own: what is typed, and when it is due."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from itow_desktop.domain.entry import read_day, written_date

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = {"tues": 1, "thur": 3, "thurs": 3}
_WITHOUT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}|\d{4}")
_LEADS_IN = frozenset({"on", "by", "until"})


class ReminderState(StrEnum):
    """How a reminder stands."""

    OPEN = "open"
    DONE = "done"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something somebody wants to be reminded of on a local day.

    Without ``custody_id`` it is about no car; ``car`` says which one in words.
    Without ``person_id`` it is for whoever is at the desk; ``person`` is the name.
    """

    id: int
    text: str
    due: date
    custody_id: int | None
    car: str | None
    person_id: int | None
    person: str | None
    recorded_at: datetime
    recorded_by: str | None
    state: ReminderState = ReminderState.OPEN
    void_reason: str | None = None

    def pressing(self, today: date) -> bool:
        """Whether its day has come."""
        return self.due <= today


def day_ahead(text: str, today: date) -> date:
    """A day to come: ``tuesday``, ``tomorrow``, ``next tue``, ``+3``, ``8/5``; also everything ``read_day`` takes.

    A weekday is the next one after today; with "next" and less than a week away
    the one after that is not meant: people do not agree on it. A date without a
    year that has passed is next year's. Raises ``ValueError`` with a sentence.
    """
    typed = text.strip().casefold().rstrip(".,")
    if typed in {"tomorrow", "tmrw", "tom"}:
        return today + timedelta(days=1)
    weekday = _weekday(typed.removeprefix("next ").strip())
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if typed in {"next week", "in a week"}:
        return today + timedelta(days=7)
    found = read_day(typed, today)
    if found < today and _WITHOUT_YEAR.fullmatch(typed):
        found = _next_year(found)
    if found < today:
        raise ValueError(f"{found:%a} {written_date(found)} has passed. Enter a day to come, such as tuesday or +3.")
    return found


def understood(line: str, today: date) -> tuple[str, date | None]:
    """``call the bank Tuesday`` as what and when; the day is None where the line ends in none."""
    words = line.split()
    for count in (2, 1):
        if len(words) <= count:
            continue
        try:
            day = day_ahead(" ".join(words[-count:]), today)
        except ValueError:
            continue
        rest = words[:-count]
        if len(rest) > 1 and rest[-1].casefold() in _LEADS_IN:
            rest = rest[:-1]
        return " ".join(rest), day
    return " ".join(words), None


def _weekday(word: str) -> int | None:
    if word in _SHORT:
        return _SHORT[word]
    return next((place for place, name in enumerate(_WEEKDAYS) if word in {name, name[:3]}), None)


def _next_year(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 2/29
        return date(day.year + 1, 3, 1)
