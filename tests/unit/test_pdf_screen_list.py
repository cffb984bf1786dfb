"""The vehicle list on paper, read back."""

from io import BytesIO
from threading import Lock

from pypdf import PdfReader

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.notices import ScreenList

HEADERS = ("Towed", "Plate", "Vehicle", "Towed from")


def listed(count: int) -> ScreenList:
    rows = tuple((f"3/{number % 28 + 1}", f"XYZ{number:04}", "gray 2011 Malibu", f"{number} Oak St, Burton") for number in range(count))
    return ScreenList("Vehicles on lot", HEADERS, rows, office="Practice Towing", printed="Wed 3/4 10:00")


def test_every_row_is_on_paper_and_each_page_has_the_headers() -> None:
    pages = PdfReader(BytesIO(PdfRenderer(Lock()).render_screen_list(listed(120)))).pages
    texts = [page.extract_text() for page in pages]
    assert len(pages) > 1
    assert all(all(header in text for header in HEADERS) for text in texts)
    assert all(sum(text.count(f"XYZ{number:04}") for text in texts) == 1 for number in range(120))
    assert f"Page 1 of {len(pages)}" in texts[0]
    assert "120 lines" in texts[0]


def test_an_empty_list_and_a_very_long_text_still_make_a_page() -> None:
    renderer = PdfRenderer(Lock())
    assert len(PdfReader(BytesIO(renderer.render_screen_list(listed(0)))).pages) == 1
    long = ScreenList("Vehicles", ("Notes",), (("word " * 400,),))
    assert len(PdfReader(BytesIO(renderer.render_screen_list(long))).pages) == 1
