"""What stands in a cell of a table, read as days, numbers, marks of a car. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from types import MappingProxyType

from itow_desktop.domain.importing.mappings import DateOrder
from itow_desktop.domain.vehicles import present

Cell = str | int | float | bool | datetime | date | time | None
"""A text file knows only texts. Moments without a zone are the office's wall clock."""

_SHEET_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # day 0 of spreadsheets, wall clock of the office
_SERIAL_DAYS = range(20_000, 80_000)  # 1954 to 2119; other numbers are no days of ours
_FIRST_CREDIBLE_YEAR = 1980  # earlier days are sentinels such as 0001-01-01 or 1900-01-01
_ERRORS = frozenset({"#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!", "#getting_data", "####"})
"""What spreadsheets write where a formula failed or a column is too narrow."""

_DIGITS_DAY = re.compile(r"(?P<a>\d{1,4})(?P<sep>[/.\-])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{1,4})(?:[T ,]+(?P<time>.+))?", re.ASCII)
_USUAL_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}) (\d{1,2}):(\d\d) ([AP])M", re.ASCII)
"""As TowBook writes it in exports; four of them stand in each of a hundred thousand rows, so that it is read by itself."""
_WORD_DAY = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,? )?"
    r"(?:(?P<m1>[A-Za-z]{3,9})\.? (?P<d1>\d{1,2})|(?P<d2>\d{1,2})[ \-](?P<m2>[A-Za-z]{3,9})\.?),?[ \-]"
    r"(?P<y>\d{4}|\d{2})(?:[ ,]+(?P<time>.+))?",
    re.ASCII,
)
_CLOCK = re.compile(
    r"(?P<h>\d{1,2})(?::(?P<m>\d{2})(?::(?P<s>\d{2})(?:\.\d+)?)?)?\s*(?P<half>[ap]\.?m?\.?)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?",
    re.ASCII | re.IGNORECASE,
)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS: Mapping[str, int] = MappingProxyType({name: number for number, name in enumerate(_MONTH_NAMES, start=1)})
_POWERED = re.compile(r"\d(?:[.,]\d+)?E\+\d{1,3}", re.IGNORECASE | re.ASCII)
_YES = frozenset({"yes", "y", "true", "1", "x", "ja", "drivable", "have", "on"})
_NO = frozenset({"no", "n", "false", "0", "not drivable", "off"})


@dataclass(frozen=True, slots=True)
class Day:
    """A local day with its wall clock, where a cell told one; ``clock`` None: it told the day alone."""

    on: date
    clock: time | None = None
    zone: tzinfo | None = None

    def moment(self, zone: tzinfo) -> datetime:
        """As UTC; a day without a time begins at midnight. A time that the clock shows twice is the first one."""
        told = datetime.combine(self.on, self.clock or time(), self.zone or zone)
        return told.replace(fold=0).astimezone(UTC)


def text_in(cell: Cell) -> str | None:
    """The text of a cell, None for what only stands for nothing; numbers without the ``.0`` that spreadsheets add."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, str):
        found = present(cell)
        return None if found is not None and found[0] == "#" and _is_error(found) else found
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, int):
        return str(cell)
    return cell.isoformat(sep=" ") if isinstance(cell, datetime) else cell.isoformat()


def _is_error(text: str) -> bool:
    return text.casefold() in _ERRORS or not text.strip("#")


def is_powered(cell: Cell) -> bool:
    """Whether a spreadsheet made a number of a long mark and lost digits of it (``1.2E+16``)."""
    if isinstance(cell, str):
        return _POWERED.fullmatch(cell.strip()) is not None
    return isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= 1e15


def whole_in(cell: Cell) -> int | None:
    """A whole number, also with the commas between thousands."""
    text = text_in(cell)
    if text is None or len(text) > 15:
        return None
    digits = text.replace(",", "").removesuffix(" mi").strip()
    return int(digits) if digits.isdecimal() else None


def yes_in(cell: Cell) -> bool | None:
    """Yes or no where a cell says it; an empty one says nothing."""
    if isinstance(cell, bool):
        return cell
    word = str(cell).strip().casefold() if cell is not None else ""
    return True if word in _YES else False if word in _NO else None


def day_in(cell: Cell, order: DateOrder) -> Day | None:
    """The day a cell tells, with its time where it tells one; None for what is no day, and for sentinels."""
    found = _day(cell, order)
    return found if found is not None and found.on.year >= _FIRST_CREDIBLE_YEAR else None


def order_of(cells: Iterable[Cell]) -> DateOrder:
    """How days of digits are written in these cells: the day comes first where that alone makes days of all of them."""
    told = [cell for cell in cells if isinstance(cell, str) and _DIGITS_DAY.fullmatch(cell.strip())]
    wrong = {order: sum(_day(cell, order) is None for cell in told) for order in DateOrder}
    return DateOrder.DAY_FIRST if wrong[DateOrder.DAY_FIRST] < wrong[DateOrder.MONTH_FIRST] else DateOrder.MONTH_FIRST


def _day(cell: Cell, order: DateOrder) -> Day | None:
    if isinstance(cell, str) and (told := _USUAL_DAY.fullmatch(cell)) is not None:
        return _usual_day(told, order)
    if isinstance(cell, datetime):
        return Day(cell.date(), cell.time(), cell.tzinfo)
    if isinstance(cell, date):
        return Day(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _serial(cell)
    text = text_in(cell)
    if text is None or isinstance(cell, time | bool):
        return None
    if (told := _DIGITS_DAY.fullmatch(text)) is not None:
        on = _of_digits(told["a"], told["b"], told["c"], order)
    elif (told := _WORD_DAY.fullmatch(text)) is not None:
        on = _date(_year(told["y"]), _MONTHS.get((told["m1"] or told["m2"])[:3].casefold(), 0), int(told["d1"] or told["d2"]))
    else:
        return _serial(float(text)) if re.fullmatch(r"\d{5}(?:\.\d+)?", text, re.ASCII) else None
    if on is None or told["time"] is None:
        return None if on is None else Day(on)
    clock = _clock(told["time"])
    return None if clock is None else Day(on, *clock)


def _usual_day(told: re.Match[str], order: DateOrder) -> Day | None:
    a, b, year, hour, minute = map(int, told.group(1, 2, 3, 4, 5))
    month, day = (a, b) if order is DateOrder.MONTH_FIRST else (b, a)
    if not 1 <= hour <= 12 or minute > 59 or (on := _date(year, month, day)) is None:
        return None
    return Day(on, time(hour % 12 + (12 if told[6] == "P" else 0), minute))


def clock_in(cell: Cell) -> time | None:
    """The time of the day a cell tells; a spreadsheet's part of a day too."""
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, time):
        return cell
    if isinstance(cell, float) and 0 <= cell < 1:
        return (_SHEET_EPOCH + timedelta(seconds=round(cell * 86_400))).time()
    text = text_in(cell)
    found = _clock(text) if text is not None else None
    return found[0] if found is not None else None


def _serial(number: float) -> Day | None:
    """A spreadsheet's day number, its part of a day rounded to the second."""
    if int(number) not in _SERIAL_DAYS:
        return None
    at = _SHEET_EPOCH + timedelta(seconds=round(number * 86_400))
    return Day(at.date(), None if at.time() == time() else at.time())


def _of_digits(a: str, b: str, c: str, order: DateOrder) -> date | None:
    if len(a) == 4:
        return _date(int(a), int(b), int(c)) if len(c) <= 2 else None
    if len(a) > 2 or len(c) not in (2, 4):
        return None
    month, day = (a, b) if order is DateOrder.MONTH_FIRST else (b, a)
    return _date(_year(c), int(month), int(day))


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(text: str) -> tuple[time, tzinfo | None] | None:
    told = _CLOCK.fullmatch(text.strip())
    if told is None or (told["m"] is None and told["half"] is None):
        return None
    hour, half = int(told["h"]), (told["half"] or "")[:1].casefold()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        clock = time(hour, int(told["m"] or 0), int(told["s"] or 0))
        zone = datetime.fromisoformat(f"2000-01-01T00:00:00{told['zone'].upper()}").tzinfo if told["zone"] else None
    except ValueError:
        return None
    return clock, zone
