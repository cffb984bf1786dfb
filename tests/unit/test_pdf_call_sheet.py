"""The call sheet, read back from its PDF."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from threading import Lock

import pypdfium2
import pytest

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.call_sheets import CallSheet, SheetCar
from itow_desktop.domain.notices import OfficeHead
from tests.builders import DETROIT

HEAD = OfficeHead("Practice Towing", "9 Yard Rd\nBurton, MI 48509", "810-555-0100", DETROIT)
BURTON = Agency(1, "Burton Police Department", "555-555-0100", fax="555-555-0101", hours="day\nand night", preferred="phone")
CAR = SheetCar(
    "ABC1234", "MI", "1G1ZZ5EU0AF000001", "Gray 2011 Chevrolet Malibu", datetime(2026, 5, 8, 20, 44, tzinfo=UTC), None,
    "Oak Apts, 123 Oak St, Burton, MI", "Pat Doe, 810-555-0111", "21359", "IT0042-26",
)  # fmt: skip
SHEET = CallSheet(HEAD, BURTON, datetime(2026, 5, 9, 12, 0, tzinfo=UTC), (CAR,))


@pytest.fixture(scope="module")
def renderer() -> PdfRenderer:
    return PdfRenderer(Lock())


def pages_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def test_it_says_what_the_dispatcher_asks_with_blanks_for_the_answers(renderer: PdfRenderer) -> None:
    (page,) = pages_of(renderer.render_call_sheet(SHEET))
    for words in (
        "Practice Towing", "Call in to Burton Police Department", "555-555-0100 · wants it by phone", "day and night", "ABC1234, MI",
        "Gray 2011 Chevrolet Malibu", "VIN 1G1ZZ5EU0AF000001", "5/8/2026", "4:44 PM EDT", "123 Oak St", "asked by Pat Doe, 810-555-0111",
        "21359", "IT0042-26", "Time called", "Spoke with", "Badge", "Complaint no.", "this sheet records nothing", "Page 1 of 1",
    ):  # fmt: skip
        assert words in page, words


def test_what_is_not_known_is_said_and_nothing_breaks_the_page(renderer: PdfRenderer) -> None:
    blank = SheetCar(None, None, None, "", None, date(2026, 5, 8), None, None, None, None)
    hostile = replace(CAR, description="<b>&" + "W" * 300, towed_from="\u202eM\u00fchle <i>" * 40, requested_by="x" * 500)
    (page,) = pages_of(renderer.render_call_sheet(replace(SHEET, agency=None, cars=(blank, hostile))))
    assert "Call in to police department not known" in page
    assert "plate not known" in page
    assert "VIN not known" in page
    assert "time not known" in page
    assert "<b>&" in page


def test_many_cars_go_over_several_pages_with_the_head_on_each(renderer: PdfRenderer) -> None:
    pages = pages_of(renderer.render_call_sheet(replace(SHEET, cars=(CAR,) * 40)))
    assert len(pages) > 2
    assert all("Call in to Burton Police Department" in page and "Time called" in page for page in pages)
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]
    assert sum(page.count("1G1ZZ5EU0AF000001") for page in pages) == 40


def test_no_cars_is_a_page_that_says_so(renderer: PdfRenderer) -> None:
    (page,) = pages_of(renderer.render_call_sheet(replace(SHEET, cars=())))
    assert "0 vehicles" in page


def test_the_same_data_gives_the_same_bytes(renderer: PdfRenderer) -> None:
    assert renderer.render_call_sheet(SHEET) == renderer.render_call_sheet(SHEET)
