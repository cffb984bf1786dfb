"""A day in full, as it is written where the public reads it."""

from datetime import date

# Not strftime: its names follow the language of the computer, and a paper must read the same on every one.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day_in_full(day: date) -> str:
    """``Friday, May 8, 2026``."""
    return f"{_DAYS[day.weekday()]}, {_MONTHS[day.month - 1]} {day.day}, {day.year}"
