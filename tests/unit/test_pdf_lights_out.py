"""The lights-out book as it is printed, read back from its PDF."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from threading import Lock

import pytest
from pypdf import PdfReader

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.office_papers.lights_out import Contact, LightsOutBook, LightsOutCar
from tests.goldens import assert_as_approved
from tests.notices import OFFICE

CAR = LightsOutCar(
    plate="TST0001 MI",
    place="spot C-4, key 7",
    vehicle="gray 2011 Chevrolet Malibu\nVIN 1G1ZC5E13BF118341\nPrivate property (PPI)",
    numbers="21359\nIT0123-26",
    towed="5/8/26 16:44\n12 days on lot",
    origin="Oak Apartments, 123 Oak Street, Burton, MI 48529\nasked by Pat Example",
    owed="$1,234.00\n+ $35.00 a day",
    step="Enter SOS notice date, 5/20/26\nsale: need SOS notice date",
    police="Burton Police Department\ncomplaint 26-1234",
    contacts="Owner Max Example, 810-555-0101",
)
BOOK = LightsOutBook(
    OFFICE,
    datetime(2026, 5, 20, 22, 0, tzinfo=UTC),
    tuple(replace(CAR, plate=f"TST{number:04} MI") for number in range(40)),
    (Contact("Burton Police Department", "555-555-0100 · open day and night"),),
)


@pytest.fixture(scope="module")
def renderer() -> PdfRenderer:
    return PdfRenderer(Lock())


def texts(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def test_every_car_stands_in_it_with_all_the_desk_needs(renderer: PdfRenderer) -> None:
    pdf = renderer.render_lights_out(BOOK)
    pages = texts(pdf)
    whole = " ".join(pages)
    assert [number for number in range(40) if f"TST{number:04} MI" not in whole] == []
    for said in ("VIN 1G1ZC5E13BF118341", "$1,234.00 + $35.00 a day", "sale: need SOS", "complaint 26-1234", "810-555-0101", "spot C-4"):
        assert whole.count(said) == 40, said
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "as of Wednesday, May 20, 2026, 6:00 PM EDT" in page
    assert "555-555-0100 · open day and night" in pages[-1]
    assert "While the computers are down" in pages[-1]
    assert renderer.render_lights_out(BOOK) == pdf


def test_the_book_reads_and_looks_as_it_was_approved(renderer: PdfRenderer) -> None:
    held = replace(CAR, plate="no plate known", stop="ON HOLD: police", owed="not reckoned, lacks the fees for the account .PPI")
    assert_as_approved(renderer, renderer.render_lights_out(replace(BOOK, cars=(CAR, held))), "office/lights-out")


def test_a_hold_is_seen_and_long_or_odd_texts_stay_on_the_page(renderer: PdfRenderer) -> None:
    odd = replace(CAR, stop="ON HOLD: police", contacts="<b>&lt; \N{AUTOMOBILE} " + "x" * 400, origin="\n".join(["y" * 300] * 8))
    pages = texts(renderer.render_lights_out(replace(BOOK, cars=(odd,))))
    assert "TST0001 MI ON HOLD: police" in pages[0]
    assert "<b>&lt;" in pages[0]
    assert len(pages) == 2


def test_an_empty_lot_has_a_book_too(renderer: PdfRenderer) -> None:
    first, last = texts(renderer.render_lights_out(replace(BOOK, cars=(), contacts=())))
    assert "No car stands on the lot." in first
    assert "While the computers are down" in last
