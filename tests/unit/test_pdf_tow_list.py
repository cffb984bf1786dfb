"""The tow list as it is printed, read back from its PDF."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from threading import Lock

import pytest
from pypdf import PdfReader

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.notices import TopNotice, TowList
from tests.notices import FULL, OFFICE, logo, notice

DAY = date(2026, 5, 8)
PAGE_HEAD = "To Burton Police Department"


@pytest.fixture(scope="module")
def renderer() -> PdfRenderer:
    return PdfRenderer(Lock())


def cars(count: int) -> tuple[TopNotice, ...]:
    """Cars in the wrong order, one every minute."""
    assert FULL.towed_at is not None
    made = [notice(call_number=f"30{n:03}", plate=f"TST{n:04}", towed_at=FULL.towed_at + timedelta(minutes=n)) for n in range(count)]
    return tuple(reversed(made))


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def test_every_car_once_in_order_under_the_same_head(renderer: PdfRenderer) -> None:
    pages = pages_of(renderer.render_tow_list(TowList(OFFICE, "Burton Police Department", DAY, cars(60))))
    assert len(pages) > 2
    whole = " ".join(pages)
    places = [whole.index(f"TST{n:04}, MI") for n in range(60)]
    assert places == sorted(places)
    for number, page in enumerate(pages, start=1):
        assert PAGE_HEAD in page
        assert "on Friday, May 8, 2026, MCL 257.252a · 60 vehicles" in page
        assert "Plate, state" in page
        assert page.count(f"Page {number} of {len(pages)}") == 1


def test_one_car_is_one_page(renderer: PdfRenderer) -> None:
    (page,) = pages_of(renderer.render_tow_list(TowList(OFFICE, "Burton Police Department", DAY, (FULL,))))
    assert "· 1 vehicle" in page
    assert "9:44 PM EDT" in page
    assert "Page 1 of 1" in page


def test_absences_are_said_and_gaps_stay_empty(renderer: PdfRenderer) -> None:
    car = notice(vin=None, vin_unreadable=True, plate=None, no_plate=True, complaint_number="N/A", towed_at=None, time_not_known=True)
    (page,) = pages_of(renderer.render_tow_list(TowList(OFFICE, "Burton Police Department", DAY, (car,))))
    assert "no plate on vehicle VIN not readable" in page
    assert "time not known" in page
    assert "N/A" not in page
    assert "None" not in page


def test_same_bytes_and_any_text(renderer: PdfRenderer) -> None:
    flood = "W" * 4000
    odd = replace(
        FULL, towed_from=flood, make=flood, vin=flood, plate=flood, file_number=flood, call_number=flood, complaint_number="🚗" * 400
    )
    office = replace(OFFICE, name=flood, address=flood, phone=flood, logo=logo())
    made = TowList(office, flood, DAY, (odd, *cars(30), odd))
    first = renderer.render_tow_list(made)
    assert renderer.render_tow_list(made) == first
    for page in PdfReader(BytesIO(first)).pages:
        assert tuple(page.mediabox) == (0, 0, 792, 612)
