"""The compliance report as a spreadsheet: the numbers, the cars behind each, the open work."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from itow_desktop.domain.report_papers import (
    INTERNAL,
    MEANINGS,
    OUTCOMES,
    TITLE,
    WORK,
    ReportCarLine,
    ReportPaper,
    delay,
    late_range,
    month_name,
    numbers,
)
from itow_desktop.domain.reports import NOT_CHECKED

Value: TypeAlias = str | int | date | None
_NUMBERS = ("Month", "Police department", "Step", "Where it is written", *OUTCOMES.values(), "Duties", "Late by")
_CARS = (
    "Month", "Police department", "Step", "What became of it", "Call", "Our file no.", "Plate", "Vehicle", "Due", "Hour", "Rule of the day",
    "Done", "Late by", "Why",
)  # fmt: skip
_MOST_ROWS = 1_000_000
"""A sheet holds 1,048,576 rows; what is more goes onto a further one."""


class _Book:
    """A workbook whose rows are written once, from the top; texts stay texts, whatever they begin with."""

    def __init__(self, file: BytesIO, paper: ReportPaper) -> None:
        # Rows go to a file of their own as they are written, so that a year of a big yard needs no memory for them.
        self.book = Workbook(file, {"constant_memory": True})
        about = {"title": TITLE, "subject": paper.about, "author": paper.office.name, "comments": INTERNAL}
        self.book.set_properties({**about, "created": paper.printed.replace(tzinfo=None)})
        self.strong = self.book.add_format({"bold": True})
        self.head = self.book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._day = self.book.add_format({"num_format": "m/d/yyyy", "align": "right"})
        self._month = self.book.add_format({"num_format": "mmmm yyyy", "align": "left"})

    def sheet(self, name: str, headers: Sequence[str], widths: Sequence[int], above: Sequence[str] = ()) -> tuple[Worksheet, int]:
        """A new sheet with a head that stays in sight; answers it with the row below the head."""
        made = self.book.add_worksheet(name)
        for column, width in enumerate(widths):
            made.set_column(column, column, width)
        for row, text in enumerate(above):
            made.write_string(row, 0, text, self.strong if row == 0 else None)
        for column, title in enumerate(headers):
            made.write_string(len(above), column, title, self.head)
        made.freeze_panes(len(above) + 1, 0)
        made.set_landscape()
        made.repeat_rows(len(above))
        return made, len(above) + 1

    def row(self, sheet: Worksheet, row: int, values: Iterable[Value], look: Format | None = None) -> None:
        """One row; the first column's day is a month."""
        for column, value in enumerate(values):
            if isinstance(value, date):
                sheet.write_datetime(row, column, value, self._month if column == 0 and sheet.name != "Open work" else self._day)
            elif isinstance(value, int):
                sheet.write_number(row, column, value, look)
            elif value:
                sheet.write_string(row, column, value, look)


def compliance_workbook(paper: ReportPaper, cars: Sequence[ReportCarLine]) -> bytes:
    """An XLSX file; ``cars`` are those behind every number."""
    file = BytesIO()
    book = _Book(file, paper)
    _numbers(book, paper)
    for first in range(0, max(len(cars), 1), _MOST_ROWS):
        _cars(book, cars[first : first + _MOST_ROWS], "Cars" if first == 0 else f"Cars {first // _MOST_ROWS + 1}")
    _open_work(book, paper)
    book.book.close()
    return file.getvalue()


def _numbers(book: _Book, paper: ReportPaper) -> None:
    counted = f"{paper.counted}, counted {paper.printed:%Y-%m-%d %H:%M}"
    above = (f"{TITLE}, {paper.office.name}", INTERNAL, paper.about, counted, MEANINGS, "")
    widths = [16, 34, 28, 22, *[10] * (len(OUTCOMES) + 1), 20]
    sheet, row = book.sheet("Report", _NUMBERS, widths, above)
    for line in paper.report.lines:
        month = line.month or month_name(None)
        book.row(sheet, row, (month, line.agency, line.step, line.citation, *numbers([line]), late_range([line])))
        row += 1
    book.row(sheet, row, ("All of it", None, None, None, *numbers(paper.report.lines), late_range(paper.report.lines)), book.strong)


def _cars(book: _Book, cars: Sequence[ReportCarLine], name: str) -> None:
    sheet, first = book.sheet(name, _CARS, [16, 30, 26, 16, 10, 14, 14, 34, 11, 8, 16, 11, 14, 60])
    for row, car in enumerate(cars, start=first):
        hour = f"{car.at:%H:%M}" if car.at else None
        month = car.month or month_name(None)
        values = (month, car.agency, car.step, OUTCOMES[car.outcome], car.call_number, car.file_number, car.plate, car.vehicle)
        book.row(sheet, row, (*values, car.due, hour, NOT_CHECKED if car.unverified else None, car.done_on, delay(car.late_by), car.why))
    sheet.autofilter(0, 0, len(cars), len(_CARS) - 1)


def _open_work(book: _Book, paper: ReportPaper) -> None:
    headers = ("Day", *WORK.values(), "Cars on the lot", "With a next step")
    sheet, first = book.sheet("Open work", headers, [12, *[11] * (len(headers) - 1)])
    for row, day in enumerate(paper.work.days, start=first):
        book.row(sheet, row, (day.day, *(day.cars(word) for word in WORK), day.active, day.accounted_for))
