"""The open work by urgency from day to day, as a picture with its numbers below."""

import datetime as dt
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Literal

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color, white
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import KeepTogether, LongTable, Spacer, TableStyle

from itow_desktop.adapters.pdf.fonts import BOLD, REGULAR
from itow_desktop.adapters.pdf.list_pages import INNER, list_table
from itow_desktop.adapters.pdf.paper import ACCENT, HAIRLINE, INK, QUIET, plain, style
from itow_desktop.adapters.pdf.words import long_date
from itow_desktop.domain.report_papers import WORK, OpenWork
from itow_desktop.domain.snapshots import DaySnapshot
from itow_desktop.domain.urgency import Urgency

_COLORS: Mapping[Urgency, Color] = MappingProxyType(
    {
        Urgency.LATE: Color(0.73, 0.11, 0.11),
        Urgency.TODAY: Color(0.90, 0.58, 0.07),
        Urgency.ASK: Color(0.45, 0.31, 0.62),
        Urgency.CHASE: Color(0.96, 0.78, 0.42),
        Urgency.SOON: Color(0.10, 0.35, 0.60),
        Urgency.UPCOMING: Color(0.48, 0.68, 0.85),
        Urgency.WAITING: Color(0.76, 0.79, 0.83),
        Urgency.READY: Color(0.24, 0.55, 0.50),
        Urgency.STOPPED: Color(0.45, 0.47, 0.52),
        Urgency.NONE: Color(0.15, 0.15, 0.18),
    }
)
_HEIGHT, _LEFT, _LEGEND, _BELOW, _ABOVE = 168.0, 34.0, 116.0, 22.0, 8.0  # points: the picture, room for axis, words, days
_SIZE = 8.0
_LINES_OF_SCALE, _DAYS_NAMED, _DAYS_LISTED = 5, 9, 8
_WIDEST_BAR, _LISTED = 26.0, 72.0
_DAY = dt.timedelta(days=1)


def open_work_pages(work: OpenWork) -> list[Any]:
    """Heading, picture, numbers of some of the days; a sentence where no day was kept."""
    heading = plain("Open work of the whole office, cars by the urgency of their next step", style(11, font=BOLD))
    span = f"{long_date(work.first)} to {long_date(work.last)}"
    if not work.days:
        sentence = f"No day from {span} was kept. iTow keeps the numbers of each day from the first day it runs."
        return [heading, Spacer(1, 8), plain(sentence, style(10))]
    missing = (work.last - work.first).days + 1 - len(work.days)
    days = f"{missing} of these days were not kept and stay empty." if missing else "Every day was kept."
    under = plain(f"{span}, as counted once a day. {days}", style(8.5, color=QUIET))
    return [KeepTogether([heading, under, Spacer(1, 6), _picture(work), Spacer(1, 10), _table(work)])]


def _picture(work: OpenWork) -> Drawing:
    drawing = Drawing(INNER, _HEIGHT)
    top = _scale(max(_total(day) for day in work.days))
    width, height = INNER - _LEFT - _LEGEND, _HEIGHT - _BELOW - _ABOVE
    for number in range(0, top + 1, max(top // _LINES_OF_SCALE, 1)):
        y = _BELOW + height * number / top
        drawing.add(Line(_LEFT, y, _LEFT + width, y, strokeColor=HAIRLINE, strokeWidth=0.5))
        drawing.add(_words(_LEFT - 5, y - 3, f"{number:,}", anchor="end"))
    step = width / ((work.last - work.first).days + 1)
    for day in work.days:
        _stack(drawing, day, _LEFT + (day.day - work.first).days * step, step, height / top)
    for named in _named_days(work.first, work.last):
        middle = _LEFT + ((named - work.first).days + 0.5) * step
        drawing.add(_words(middle, _BELOW - 13, f"{named.month}/{named.day}/{named:%y}", anchor="middle"))
    drawing.add(Line(_LEFT, _BELOW, _LEFT + width, _BELOW, strokeColor=INK, strokeWidth=0.8))
    _legend(drawing, work, _LEFT + width + 14)
    return drawing


def _stack(drawing: Drawing, day: DaySnapshot, left: float, step: float, scale: float) -> None:
    """The bar of one day; a hair of white parts it from the next where there is room."""
    bar = min(step * 0.86 if step > 3 else step, _WIDEST_BAR)
    y = _BELOW
    for word in WORK:
        tall = day.cars(word) * scale
        if tall:
            drawing.add(_box(left + (step - bar) / 2, y, (bar, tall), _COLORS[word]))
            y += tall


def _legend(drawing: Drawing, work: OpenWork, left: float) -> None:
    """The words beside the picture in the order in which they are stacked, the uppermost first; only those there are."""
    there = [word for word in reversed(list(WORK)) if any(day.cars(word) for day in work.days)]
    y = _HEIGHT - _ABOVE - 9
    for word in there:
        drawing.add(_box(left, y, (9, 9), _COLORS[word]))
        drawing.add(_words(left + 14, y + 1.5, WORK[word]))
        y -= 14


def _box(x: float, y: float, size: tuple[float, float], color: Color) -> Rect:
    made = Rect(x, y, *size)
    made.fillColor, made.strokeColor, made.strokeWidth = color, white, 0.15
    return made


def _words(x: float, y: float, text: str, anchor: Literal["start", "middle", "end"] = "start") -> String:
    return String(x, y, text, fontName=REGULAR, fontSize=_SIZE, fillColor=QUIET, textAnchor=anchor)


def _table(work: OpenWork) -> LongTable:
    """The numbers behind the picture, of days spread evenly over it."""
    days = _spread(work)
    head, cell = style(8, font=BOLD, color=ACCENT), style(8.5)
    rows: list[list[Any]] = [[plain("Cars", head), *(plain(f"{day.day.month}/{day.day.day}/{day.day:%y}", _right(head)) for day in days)]]
    rows += [
        [plain(name, cell), *(plain(f"{day.cars(word):,}" if day.cars(word) else "-", _right(cell)) for day in days)]
        for word, name in WORK.items()
        if any(day.cars(word) for day in work.days)
    ]
    strong = style(8.5, font=BOLD)
    rows.append([plain("In the queue", strong), *(plain(f"{_total(day):,}", _right(strong)) for day in days)])
    table = list_table(rows, [INNER - _LISTED * len(days), *[_LISTED] * len(days)])
    table.setStyle(TableStyle([("TOPPADDING", (0, 0), (-1, -1), 1.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]))
    return table


def _spread(work: OpenWork) -> list[DaySnapshot]:
    count = min(_DAYS_LISTED, len(work.days))
    places = {round(place * (len(work.days) - 1) / max(count - 1, 1)) for place in range(count)}
    return [work.days[place] for place in sorted(places)]


def _total(day: DaySnapshot) -> int:
    return sum(day.cars(word) for word in WORK)


def _scale(most: int) -> int:
    """The end of the scale: a round number not below the highest bar, in five equal steps where it is large enough."""
    size = 1
    while True:
        for factor in (5, 10, 20, 25):
            if factor * size >= most:
                return factor * size
        size *= 10


def _named_days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Days with their names below the picture, at most nine."""
    step = -(-((last - first).days + 1) // _DAYS_NAMED)
    day = first
    while day <= last:
        yield day
        day += step * _DAY


def _right(look: ParagraphStyle) -> ParagraphStyle:
    return ParagraphStyle(f"{look.name}-right", parent=look, alignment=TA_RIGHT)
