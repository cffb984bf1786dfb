"""What single cells of the first program's database mean."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from types import MappingProxyType

from itow_desktop.domain.old_database.files import Raw
from itow_desktop.domain.vehicles import CustodyStatus, present

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_AMERICAN = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})(?:\s.*)?")
_NO_YEAR = re.compile(r"\d{1,2}[/-]\d{1,2}")
_TIME = re.compile(r"(?:.*[T ])?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp])?\.?(?:[Mm]\.?)?")
_CENTURY = 2000


class NoDate(ValueError):
    """A text that should be a date and is none; says why. ``no_year``: only the year is missing."""

    def __init__(self, sentence: str, *, no_year: bool = False) -> None:
        super().__init__(sentence)
        self.no_year = no_year


def words(cell: Raw) -> str | None:
    """A cell as text, None where it only stands for nothing: '', N/A, None, (none), 0 or a header's word."""
    if cell is None:
        return None
    return present(str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell))


def day_of(cell: Raw) -> date | None:
    """A date in any of the shapes that occur; raises ``NoDate``, None where nothing is said.

    2025-05-03, 2025-05-03 14:05:00, 05/03/2025, 5/3/25; ``5/3`` says no year and is refused.
    """
    text = words(cell)
    if text is None:
        return None
    if found := _ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _AMERICAN.fullmatch(text):
        month, day, year = map(int, found.groups())
        year += _CENTURY if year < 100 else 0
    elif _NO_YEAR.fullmatch(text):
        raise NoDate(f"'{text}' has no year.", no_year=True)
    else:
        raise NoDate(f"'{text}' is no date.")
    try:
        return date(year, month, day)
    except ValueError:
        raise NoDate(f"'{text}' is no day of any calendar.") from None


def time_of(cell: Raw) -> time | None:
    """A clock time of 12 or 24 hours, with seconds or not; raises ``ValueError``, None where nothing is said."""
    text = words(cell)
    if text is None:
        return None
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(f"'{text}' is no time.")
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4] and hour <= 12:
        hour = hour % 12 + (12 if found[4].lower() == "p" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        raise ValueError(f"'{text}' is no time.") from None


def moment_text(cell: Raw) -> str:
    """A moment as it sorts: ISO text; empty where it is none."""
    text = words(cell) or ""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None).isoformat()
    except ValueError:
        return ""


# --- statuses --------------------------------------------------------------------------------------------------------

_OUTCOMES: Mapping[str, CustodyStatus] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "new", "top generated", "tr52 ready", "tr208 ready", "ready for auction", "ready for scrap", "auction",
                "scheduled for release", "initial hold", "notice sent", "approved auction", "approved scrap", "scheduled pickup",
                "pending removal",
            ),
            CustodyStatus.ON_LOT,
        ),
        "released": CustodyStatus.PICKED_UP,
        "auctioned": CustodyStatus.SOLD,
        "scrapped": CustodyStatus.SCRAPPED,
        "transferred": CustodyStatus.TO_CUSTODIAN,
    }
)  # fmt: skip


def outcome_of(status: str | None) -> CustodyStatus | None:
    """Where a status of the first program leaves the car; None for a word it never had.

    ``Auction`` and ``Ready for ...`` are steps, no endings: a car is sold when somebody bought it.
    """
    if status is None:
        return CustodyStatus.ON_LOT
    return _OUTCOMES.get(" ".join(status.replace("_", " ").replace("-", " ").casefold().split()))


# --- people to reach ---------------------------------------------------------------------------------------------------


def phone_of(cell: Raw) -> str | None:
    """``810-555-0100`` where ten figures are there, in whatever way they were written; else the text as it stands."""
    text = words(cell)
    if text is None:
        return None
    figures = re.sub(r"\D", "", text)
    figures = figures[1:] if len(figures) == 11 and figures.startswith("1") else figures
    return f"{figures[:3]}-{figures[3:6]}-{figures[6:]}" if len(figures) == 10 and not re.search("[A-Za-z]", text) else text


def email_of(cell: Raw) -> str | None:
    """An address in lower case; None where it cannot be one."""
    text = (words(cell) or "").casefold().removeprefix("mailto:")
    return text if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) else None


_WAYS: Mapping[str, str] = MappingProxyType(
    {
        "phone": "phone",
        "call": "phone",
        "email": "email",
        "e-mail": "email",
        "mail": "print",
        "fax": "fax",
        "print": "print",
        "paper": "print",
    }
)  # fmt: skip


def way_of(cell: Raw) -> str | None:
    """How a police department wants our notices, as ``domain.agencies.WAYS`` knows it."""
    return _WAYS.get((words(cell) or "").casefold())
