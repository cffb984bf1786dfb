"""Papers of the lot as they are printed, read back from their PDF and, bar by bar, from their picture."""

from dataclasses import replace
from io import BytesIO
from threading import Lock

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.barcodes import car_barcode, read_barcode
from itow_desktop.domain.errors import Problems
from itow_desktop.domain.lot_papers import LotLine, LotPaper, LotSection
from tests.notices import OFFICE, logo


@pytest.fixture(scope="module")
def renderer() -> PdfRenderer:
    return PdfRenderer(Lock())


def line(custody_id: int, spot: str = "", **others: str) -> LotLine:
    return LotLine(
        spot=spot, barcode=car_barcode(custody_id), plate=f"TST{custody_id:04} MI", vehicle="gray 2011 Chevrolet Malibu",
        vin="...BF000001", key="key hook 7", number=f"IT{custody_id:04}-26, 21359", towed="3/2/26", **others,
    )  # fmt: skip


def paper(cars: int, *, boxes: bool = False) -> LotPaper:
    first = tuple(line(number, f"C-{number}") for number in range(1, cars + 1))
    crowded = (line(90_001, "D-1", note="2 cars on this spot"), line(90_002, "D-1", note="2 cars on this spot"))
    rows = (LotSection("C", f"{cars} cars", first), LotSection("D", "2 cars, 1 empty", (*crowded, LotLine(spot="D-2", vehicle="empty"))))
    return LotPaper(OFFICE, "Lot list", f"{cars + 2} cars on the lot", rows, boxes)


def texts(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def scanned(renderer: PdfRenderer, pdf: bytes) -> list[str]:
    """Every barcode of every page, from its picture at the resolution of an office printer."""
    pictures = [Image.open(BytesIO(page)) for page in renderer.page_images(pdf, dpi=300)]
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128)
    return [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture, formats=wanted)]


def test_each_car_has_a_barcode_that_reads_back_as_itself(renderer: PdfRenderer) -> None:
    found = scanned(renderer, renderer.render_lot(paper(25)))
    assert sorted(found) == sorted([*(car_barcode(number) for number in range(1, 26)), "IT90001", "IT90002"])
    cars = {mark.custody_id for each in found if (mark := read_barcode(each))}
    assert cars == {*range(1, 26), 90_001, 90_002}


def test_rows_stand_in_their_order_with_their_words_on_as_many_pages_as_needed(renderer: PdfRenderer) -> None:
    pages = texts(renderer.render_lot(paper(60)))
    assert len(pages) > 2
    whole = " ".join(pages)
    assert whole.index("C · 60 cars") < whole.index("C-1 TST0001 MI") < whole.index("C-60 ") < whole.index("D · 2 cars, 1 empty")
    assert whole.count("2 cars on this spot") == 2
    assert "D-2 empty" in whole
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Plate, state" in page
        assert OFFICE.name in page


def test_a_walk_sheet_has_room_to_write(renderer: PdfRenderer) -> None:
    (page, *_) = texts(renderer.render_lot(paper(3, boxes=True)))
    assert "Stands elsewhere" in page
    assert "Stands elsewhere" not in texts(renderer.render_lot(paper(3)))[0]


def test_an_empty_lot_is_one_page(renderer: PdfRenderer) -> None:
    (page,) = texts(renderer.render_lot(LotPaper(OFFICE, "Lot list", "0 cars on the lot", ())))
    assert "0 cars on the lot" in page


def test_the_same_lot_gives_the_same_bytes_and_long_texts_fit(renderer: PdfRenderer) -> None:
    assert renderer.render_lot(paper(5)) == renderer.render_lot(paper(5))
    long = replace(paper(1), sections=(LotSection("C" * 90, "w" * 90, (line(10**17, "s" * 40, note="n" * 200),)),))
    pdf = renderer.render_lot(long)
    assert len(texts(pdf)) == 1


def test_a_logo_is_checked_scaled_and_drawn_at_the_head(renderer: PdfRenderer) -> None:
    kept = renderer.prepare_logo(logo(4000, 1000))
    with Image.open(BytesIO(kept)) as picture:
        assert (picture.format, picture.size) == ("PNG", (960, 240))
    with_logo = replace(paper(1), office=replace(OFFICE, logo=kept))
    assert len(PdfReader(BytesIO(renderer.render_lot(with_logo))).pages[0].images) == 1
    for no_picture in (b"", b"GIF89a but no more", b"%PDF-1.7", b"x" * 20_000_001):
        with pytest.raises(Problems, match="logo"):
            renderer.prepare_logo(no_picture)
