"""Dates with their times as they are written on paper."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

# Not strftime: its names follow the locale, and the same notice must be the same bytes on every computer.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def long_date(day: date) -> str:
    """``May 8, 2026``."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def weekday_date(day: date) -> str:
    """``Friday, May 8, 2026``."""
    return f"{_DAYS[day.weekday()]}, {long_date(day)}"


def clock(time: datetime, zone: ZoneInfo) -> str:
    """``4:44 PM EDT`` in the office's zone."""
    local = time.astimezone(zone)
    return f"{local.hour % 12 or 12}:{local.minute:02} {'AM' if local.hour < 12 else 'PM'} {local.tzname()}"


def moment(time: datetime, zone: ZoneInfo) -> str:
    """``Friday, May 8, 2026, 4:44 PM EDT`` in the office's zone."""
    return f"{weekday_date(time.astimezone(zone).date())}, {clock(time, zone)}"
