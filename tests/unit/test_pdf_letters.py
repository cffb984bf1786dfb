"""Letters as they are printed, read back from their PDFs, compared with how they were once looked at."""

import os
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from threading import Lock

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops
from pypdf import PdfReader

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.errors import Problems
from itow_desktop.domain.letters.blocks import forbidden
from itow_desktop.domain.letters.composing import letter
from itow_desktop.domain.letters.kinds import LETTERS
from itow_desktop.domain.letters.paper import (
    Amounts,
    Bullets,
    Facts,
    Heading,
    LetterPaper,
    Listing,
    NextPage,
    Paragraph,
    Picture,
    Signed,
    SignHere,
)
from itow_desktop.domain.letters.standard import STANDARD
from itow_desktop.domain.letters.window import USUAL, Window
from itow_desktop.domain.notices import NoticeKind
from tests.letters import DATED, FACTS, addressee
from tests.notices import OFFICE, logo

GOLDEN = Path(__file__).with_name("golden") / "letters"
ANEW = "WRITE_GOLDEN"
"""Set in the environment, the pages as they are now become what later ones are compared with; look at them first."""
DPI = 50
MOST = 40 * 1024


@pytest.fixture(scope="module")
def renderer() -> PdfRenderer:
    return PdfRenderer(Lock())


def paper(kind: NoticeKind) -> LetterPaper:
    """The letter of a kind of which nothing is missing, for the envelope 123."""
    return letter(FACTS[kind], STANDARD[kind], addressee(kind), 123 if LETTERS[kind].mail else None)


def texts(pdf: bytes) -> str:
    """The text of every page in reading order."""
    return "\f\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages) + "\n"


def boxes(pdf: bytes, page_number: int = 0) -> list[tuple[float, float, float, float]]:
    """Every text of a page with its place, in inches from the left and the upper edge: left, top, right, bottom."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[page_number]
        height = page.get_height()
        words = page.get_textpage()
        found = [words.get_rect(place) for place in range(words.count_rects())]
        words.close()
        page.close()
    return [(left / 72, (height - top) / 72, right / 72, (height - bottom) / 72) for left, bottom, right, top in found]


@pytest.mark.parametrize("kind", list(LETTERS))
def test_a_letter_reads_and_looks_as_it_was_approved(renderer: PdfRenderer, kind: NoticeKind) -> None:
    pdf = renderer.render_letter(paper(kind))
    assert renderer.render_letter(paper(kind)) == pdf
    pages = renderer.page_images(pdf, DPI)
    if ANEW in os.environ:
        GOLDEN.mkdir(parents=True, exist_ok=True)
        (GOLDEN / f"{kind}.txt").write_text(texts(pdf), "utf-8", newline="\n")
        for number, png in enumerate(pages, start=1):
            with Image.open(BytesIO(png)) as page:
                page.convert("L").quantize(16).save(GOLDEN / f"{kind}-{number}.png", optimize=True)
    assert texts(pdf) == (GOLDEN / f"{kind}.txt").read_text("utf-8")
    assert len(pages) == len(list(GOLDEN.glob(f"{kind}-*.png")))
    for number, png in enumerate(pages, start=1):
        with Image.open(BytesIO(png)) as page, Image.open(GOLDEN / f"{kind}-{number}.png") as approved:
            difference = ImageChops.difference(page.convert("L"), approved.convert("L"))
        odd = sum(difference.histogram()[96:])
        assert odd <= 40, f"page {number} looks different in {odd} places"


@pytest.mark.parametrize("kind", list(LETTERS))
def test_a_letter_is_small_embeds_its_fonts_and_looks_like_no_official_one(renderer: PdfRenderer, kind: NoticeKind) -> None:
    pdf = renderer.render_letter(replace(paper(kind), office=replace(OFFICE, logo=logo())))
    assert len(pdf) <= MOST
    reader = PdfReader(BytesIO(pdf))
    assert reader.metadata is not None
    assert reader.metadata.title
    for page in reader.pages:
        assert [float(each) for each in page.mediabox] == [0, 0, 612, 792]
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            described = font.get_object()
            if "FiraSans" in described["/BaseFont"]:
                assert "/FontFile2" in described["/FontDescriptor"].get_object()
    assert forbidden(kind, texts(pdf)) is None


def test_the_address_stands_in_the_window_alone(renderer: PdfRenderer) -> None:
    for window in (USUAL, Window(left=1.0, nudge_x=0.04, nudge_y=-0.02)):
        pdf = renderer.render_letter(replace(paper(NoticeKind.COURTESY_OWNER), window=window))
        box, (top, bottom) = window.block, window.band
        within = [each for each in boxes(pdf) if each[3] > top and each[1] < bottom]
        assert len(within) == 3
        for left, upper, right, lower in within:
            assert box.left - 0.02 <= left < right <= box.left + box.width
            assert box.top - 0.01 <= upper < lower <= box.top + box.height + 0.01
    lines = ("ASSOCIATION OF THE INVENTED NEIGHBORS OF", "GENESEE COUNTY", "ATTN BOOKS", "PO BOX 1", "FLINT MI  48502")
    full = renderer.render_letter(replace(paper(NoticeKind.COURTESY_OWNER), to=lines))
    within = [each for each in boxes(full) if each[3] > 1.9 and each[1] < 3.8]
    assert len(within) == 5
    assert max(each[2] for each in within) <= 4.25
    assert max(each[3] for each in within) <= 3.26


def test_the_barcode_is_that_of_the_envelope(renderer: PdfRenderer) -> None:
    pdf = renderer.render_letter(paper(NoticeKind.COURTESY_OWNER))
    with Image.open(BytesIO(renderer.page_images(pdf, 150)[0])) as page:
        found = zxingcpp.read_barcodes(page)
    assert [(each.text, each.format) for each in found] == [("PC000123", zxingcpp.BarcodeFormat.Code128)]


def test_names_of_any_kind_and_length_are_drawn(renderer: PdfRenderer) -> None:
    wild = ("<b>Bobby</b> & Sons", "🚗 " * 30, "N" * 200, "Zoë Łukaszewicz", "李小龍")
    for name in wild:
        long = replace(
            paper(NoticeKind.COURTESY_OWNER), to=(name, "1 A ST", "FLINT MI  48502"), parts=(Paragraph(name), Facts(((name, name),))),
            office=replace(OFFICE, name=name, address="\n".join(["900 Yard Road, a very long line of an address"] * 4), logo=logo()),
        )  # fmt: skip
        pdf = renderer.render_letter(long)
        within = [each for each in boxes(pdf) if each[3] > 1.9 and each[1] < 3.8]
        assert within
        assert min(each[1] for each in within) >= 2.6
        assert len(PdfReader(BytesIO(pdf)).pages) == 1
    assert "<b>Bobby</b> & Sons" in texts(renderer.render_letter(replace(paper(NoticeKind.RELEASE), parts=(Paragraph(wild[0]),))))


@pytest.mark.parametrize("text", ["W" * 6_000, "WWWW " * 1_500, "line\n" * 300, "\U0001f697" * 3_000, "\u200b", ""])
def test_no_text_is_too_long_for_any_part(renderer: PdfRenderer, text: str) -> None:
    parts = (
        Heading(text), Paragraph(text), Bullets((text, text)), Facts(((text, text),)),
        Amounts(((text, Decimal("9.99")),), (text, Decimal(1))), Listing((text, "b"), ((text, text),)), SignHere((text, text)),
        Signed((text,)),
    )  # fmt: skip
    for to in ((), ("PAT PRACTICE", "FLINT MI  48502")):
        pages = PdfReader(BytesIO(renderer.render_letter(replace(paper(NoticeKind.COURTESY_OWNER), parts=parts, to=to)))).pages
        assert all(len(page.extract_text().strip()) > 40 for page in pages), "none is blank"


def test_no_page_is_only_air_and_each_says_how_many_there_are(renderer: PdfRenderer) -> None:
    rows = tuple((str(number), "words " * 8) for number in range(80))
    parts = (Paragraph("Before."), Listing(("No.", "What"), rows), NextPage(), Paragraph("After."), NextPage(), NextPage(2.0))
    pdf = renderer.render_letter(replace(paper(NoticeKind.RELEASE), parts=parts, landscape=True))
    pages = texts(pdf).split("\f\n")
    assert len(pages) >= 4
    assert "After." in pages[-1]
    for number, words in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in words


def test_a_signature_is_drawn_and_what_is_no_picture_is_refused(renderer: PdfRenderer) -> None:
    signed = replace(paper(NoticeKind.RELEASE), parts=(Signed(("Kim Example",), logo(400, 120)),))
    with pypdfium2.PdfDocument(renderer.render_letter(signed)) as document:
        page = document[0]
        assert any(thing.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE for thing in page.get_objects())
        page.close()
    for part in (Signed(("Kim",), b"no picture"), Picture(b"GIF89a", "a photo")):
        with pytest.raises(Problems, match="PNG or JPEG"):
            renderer.render_letter(replace(signed, parts=(part,)))


def test_a_hundred_letters_are_drawn_in_office_time(renderer: PdfRenderer) -> None:
    one = paper(NoticeKind.COURTESY_OWNER)
    renderer.render_letter(one)
    began = time.process_time()
    for number in range(20):
        renderer.render_letter(replace(one, code=f"PC{number:06}", dated=date(DATED.year, DATED.month, number + 1)))
    assert time.process_time() - began <= 1.2  # measured: 0.25; a machine three times slower passes
