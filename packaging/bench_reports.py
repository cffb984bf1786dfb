"""How long the compliance report takes over a big yard: a year of cars, then all of them, counted and written as a spreadsheet."""

import datetime as dt
import tracemalloc
from collections.abc import Generator, Iterator
from io import BytesIO
from threading import Lock
from typing import TypeVar

import bench_yard
from bench_figures import Figure, spent
from bench_office import BenchServer, OpenOffice

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.adapters.spreadsheets import compliance_workbook
from itow_desktop.domain.reports import Report, Scope
from itow_desktop.services.reporting import ReportProgress, all_cars, choices, count_duties, report_paper
from itow_desktop.services.shift import Shift

A = TypeVar("A")
_MEGABYTE = 1 << 20


def reports(server: BenchServer, runs: int) -> Iterator[Figure]:
    """The count, the longest it is silent between two steps, its memory, the papers of it."""
    with server.office() as office:
        year, whole = _scopes(office.shift)
        cars = _end(count_duties(office.shift, year)).cars
        times = [spent(lambda: _end(count_duties(office.shift, year))).wall for _ in range(runs)]
        yield Figure("reports", f"Compliance report of a year, {cars:,} of {bench_yard.CARS:,} cars", "s", tuple(times))
        yield Figure("reports", "Longest wait until Cancel is heard", "ms", tuple(_silence(office, year) for _ in range(runs)))
        all_of_it = spent(lambda: _counted(office, whole)).wall
        yield Figure("reports", f"Compliance report of all {bench_yard.CARS:,} cars", "s", (all_of_it,))
        report = _counted(office, year)
        yield Figure("reports", "Its spreadsheet, with every car", "s", (spent(lambda: _spreadsheet(office, report)).wall,))
        yield Figure("reports", "Its pages", "s", (spent(lambda: _pages(office, report)).wall,))
        yield Figure("reports", "Memory of the report of a year", "MB", (_memory(office, year),))


def _scopes(shift: Shift) -> tuple[Scope, Scope]:
    """The last twelve months, and all there are."""
    months = choices(shift).months
    return Scope(months[11], months[0]), Scope(months[-1], months[0])


def _end(steps: Generator[ReportProgress, None, A]) -> A:
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            answer: A = stop.value
            return answer


def _counted(office: OpenOffice, scope: Scope) -> Report:
    report = _end(count_duties(office.shift, scope))
    if not report.lines:
        raise RuntimeError("nothing was counted")
    return report


def _silence(office: OpenOffice, scope: Scope) -> float:
    """Milliseconds of the slowest step."""
    steps = count_duties(office.shift, scope)
    waits: list[dt.timedelta] = []
    before = dt.datetime.now(dt.UTC)
    for _ in steps:
        now = dt.datetime.now(dt.UTC)
        waits.append(now - before)
        before = now
    return max(waits) / dt.timedelta(milliseconds=1)


def _spreadsheet(office: OpenOffice, report: Report) -> None:
    if not compliance_workbook(report_paper(office.shift, report), _end(all_cars(office.shift, report))):
        raise RuntimeError("the spreadsheet is empty")


def _pages(office: OpenOffice, report: Report) -> None:
    BytesIO(PdfRenderer(Lock()).render_compliance(report_paper(office.shift, report)))


def _memory(office: OpenOffice, scope: Scope) -> float:
    """Megabytes that the report holds once it is counted."""
    tracemalloc.start()
    report = _counted(office, scope)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    if not report.cars:
        raise RuntimeError("nothing was counted")
    return held / _MEGABYTE
