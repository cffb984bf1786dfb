"""The compliance report on paper: heads on each page, months kept together, pictures of any number of days."""

import datetime as dt
from io import BytesIO
from itertools import product
from threading import Lock

import pytest
from pypdf import PdfReader

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.duties import Finding, Outcome
from itow_desktop.domain.report_papers import INTERNAL, OUTCOMES, WORK, OpenWork, ReportPaper
from itow_desktop.domain.reports import Line, Report, Scope
from itow_desktop.domain.rules import Actor
from itow_desktop.domain.snapshots import DayCount, DaySnapshot
from itow_desktop.domain.urgency import Urgency
from tests.notices import OFFICE

FIRST = dt.date(2026, 1, 1)


def line(month: int, place: int, agency: str = "Burton PD") -> Line:
    late = tuple(Finding(each, Outcome.LATE, late_by=dt.timedelta(days=each + 1)) for each in range(place))
    return Line(dt.date(2026, month, 1), agency, f"x.{place}", f"Step {month}.{place}", "Act 1", {Outcome.LATE: late})


def paper(lines: tuple[Line, ...], days: tuple[DaySnapshot, ...] = (), last: dt.date = dt.date(2026, 3, 31)) -> ReportPaper:
    report = Report(Scope(FIRST, last.replace(day=1)), last, 12, lines)
    printed = dt.datetime(2026, 4, 1, 9, 5, tzinfo=OFFICE.zone)
    return ReportPaper(OFFICE, report, "Cars towed in January 2026 to March 2026", printed, OpenWork(FIRST, last, days))


def texts(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


@pytest.fixture
def renderer() -> PdfRenderer:
    return PdfRenderer(Lock())


def test_every_page_has_the_heads_and_every_line_stands_once(renderer: PdfRenderer) -> None:
    lines = tuple(line(month, place) for month in (1, 2, 3) for place in range(1, 25))
    pages = texts(renderer.render_compliance(paper(lines)))
    numbers, picture = pages[:-1], pages[-1]
    assert len(numbers) > 2
    for place, page in enumerate(numbers, start=1):
        assert INTERNAL in page
        assert all(word in page for word in ("Police department", "Where it is written", *OUTCOMES.values()))
        assert f"Page {place} of {len(pages)}" in page
        assert not page.split(" Compliance report, for")[0].endswith(("January 2026", "February 2026")), "a month's name at the foot"
    whole = " ".join(numbers)
    assert all(whole.count(f"{each.step} Act 1") == 1 for each in lines)
    assert "All of it - 900 - - - - - 900 1 day to 24 days" in whole
    assert "No day from January 1, 2026 to March 31, 2026 was kept" in picture


def test_a_long_name_and_no_duty_at_all_still_make_pages(renderer: PdfRenderer) -> None:
    long = line(1, 2, "Charter Township of Mount Morris Department of Public Safety, Records Division and Impound Bureau " * 2)
    assert len(texts(renderer.render_compliance(paper((long,))))) == 2
    assert "No duty is on record" in texts(renderer.render_compliance(paper(())))[0]


@pytest.mark.parametrize(("count", "cars"), [*product((1, 31), (0, 1, 9_999)), (365 * 4, 0), (365 * 4, 9_999)])
def test_a_picture_of_any_number_of_days_and_cars_fits_its_page(renderer: PdfRenderer, count: int, cars: int) -> None:
    counts = tuple(DayCount(word, Actor.US, cars) for word in Urgency) if cars else ()
    days = tuple(DaySnapshot(FIRST + dt.timedelta(days=each), cars, cars, counts) for each in range(count))
    shown = paper((), days, FIRST + dt.timedelta(days=count - 1))
    pages = texts(renderer.render_open_work(shown))
    assert len(pages) == 1
    assert "Every day was kept." in pages[0]
    assert f"In the queue {cars * len(Urgency):,}" in pages[0]
    assert all((name in pages[0]) is bool(cars) for name in WORK.values())


def test_every_urgency_word_has_its_place_in_the_picture() -> None:
    assert set(WORK) == set(Urgency)


def test_the_same_report_is_the_same_bytes(renderer: PdfRenderer) -> None:
    shown = paper((line(1, 2),))
    assert renderer.render_compliance(shown) == renderer.render_compliance(shown)
