"""The TOP notice as it is printed, read back from its PDF."""

import re
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from threading import Lock
from typing import Any

import pypdfium2
import pytest
from fontpkg_fira_sans import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader
from reportlab.pdfbase.ttfonts import TTFont

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.errors import Problems
from itow_desktop.domain.notices import CallIn, TopNotice
from tests.notices import FULL, OFFICE, logo, notice

MOST = 40 * 1024
NOTHING_WORDS = re.compile(r"\b(?:None|N/A|null|nan|unknown)\b", re.IGNORECASE)
TEXT_FIELDS = (
    "agency", "agency_address", "call_number", "file_number", "towed_from", "requested_by", "make", "model", "color",
    "body_type", "vin", "plate", "plate_state", "complaint_number", "case_number", "officer",
)  # fmt: skip


@pytest.fixture(scope="module")
def renderer() -> PdfRenderer:
    return PdfRenderer(Lock())


def text_of(pdf: bytes) -> str:
    """All text of the PDF, its line breaks as blanks."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def lowest_and_highest(pdf: bytes) -> tuple[float, float]:
    """Where the content of the only page ends and begins, in points from the lower edge."""
    with pypdfium2.PdfDocument(pdf) as document:
        (page,) = document
        boxes = [thing.get_bounds() for thing in page.get_objects()]
        return min(box[1] for box in boxes), max(box[3] for box in boxes)


def fonts_of(pdf: bytes) -> list[Any]:
    """The font dictionaries of the only page; PDF objects have no static shape."""
    (page,) = PdfReader(BytesIO(pdf)).pages
    resources: Any = page["/Resources"]
    return [font.get_object() for font in resources["/Font"].values()]


def test_says_every_fact_in_office_time(renderer: PdfRenderer) -> None:
    text = text_of(renderer.render_top(FULL))
    for fact in (
        "Example Towing & Recovery, LLC", "1200 Example Road", "810-555-0100", "Burton Police Department", "May 9, 2026",
        "Towed Friday, May 8, 2026, 9:44 PM EDT", "Towed from Oak Apartments, 123 Oak Street, Burton, MI 48529",
        "Requested by Pat Example, property manager", "Vehicle 2011 Chevrolet Malibu, gray, 4-door sedan",
        "VIN 1G1ZC5E13BF118341", "Plate, state ABC1234, MI", "Our file no. IT0123-26", "Police complaint no. 26-1234",
        "Police case no. 26-000871", "Officer Sgt. R. Example",
        "Called in Friday, May 8, 2026, 9:20 PM EDT, to Dispatcher Example, badge 412",
    ):  # fmt: skip
        assert fact in text
    assert text.count("MCL 257.252a") == 1
    assert "257.252a(" not in text


def test_is_one_letter_page_with_embedded_fonts(renderer: PdfRenderer) -> None:
    pdf = renderer.render_top(FULL)
    reader = PdfReader(BytesIO(pdf))
    assert [tuple(page.mediabox) for page in reader.pages] == [(0, 0, 612, 792)]
    assert len(pdf) <= MOST
    used = [font for font in fonts_of(pdf) if "FiraSans" in font["/BaseFont"]]
    assert len(used) == 2
    for font in used:
        assert re.match(r"/[A-Z]{6}\+FiraSans", font["/BaseFont"]), "a subset"
        assert "/FontFile2" in font["/FontDescriptor"]


def test_draws_with_no_font_that_is_not_embedded(renderer: PdfRenderer) -> None:
    with pypdfium2.PdfDocument(renderer.render_top(FULL)) as document:
        (page,) = document
        texts = [thing for thing in page.get_objects() if isinstance(thing, pypdfium2.PdfTextObj)]
        assert len(texts) > 20
        assert all(thing.get_font().is_embedded for thing in texts)


def test_has_a_title_and_no_date_of_its_own_making(renderer: PdfRenderer) -> None:
    found = PdfReader(BytesIO(renderer.render_top(FULL)))
    assert found.metadata is not None
    assert found.metadata.title == "TOP notice for call 21359 to Burton Police Department"
    assert found.metadata.author == OFFICE.name
    assert found.metadata.subject == "Tow-off-property notice, MCL 257.252a"
    assert str(found.root_object["/Lang"]) == "en-US"


def test_the_same_data_is_the_same_bytes(renderer: PdfRenderer) -> None:
    with_logo = notice(office=replace(OFFICE, logo=logo()))
    first = renderer.render_top(with_logo)
    renderer.render_top(notice(vin="2FMDK3GC4BBA12345"))
    assert renderer.render_top(with_logo) == first
    assert PdfRenderer(Lock()).render_top(with_logo) == first
    assert renderer.render_top(notice(vin="2FMDK3GC4BBA12345", office=with_logo.office)) != first


def test_what_is_not_known_is_not_there(renderer: PdfRenderer) -> None:
    bare = TopNotice(OFFICE, date(2026, 5, 9), agency="Burton PD", towed_at=FULL.towed_at, towed_from="Oak Street", make="Ford")
    text = text_of(renderer.render_top(bare))
    assert not NOTHING_WORDS.search(text)
    for label in ("Requested by", "VIN", "Plate", "file no", "complaint", "case no", "Officer", "Called in", "References", "Call no"):
        assert label not in text


def test_stand_ins_for_nothing_are_nothing(renderer: PdfRenderer) -> None:
    blanks = notice(
        case_number="N/A", officer=" ", complaint_number="(none)", requested_by="None", file_number="\u200b", plate_state="state"
    )
    text = text_of(renderer.render_top(blanks))
    assert not NOTHING_WORDS.search(text)
    assert "(none)" not in text
    for label in ("Requested by", "complaint", "case no", "Officer", "file no", "state"):
        assert label not in text
    assert "Plate ABC1234" in text


def test_known_absences_are_said(renderer: PdfRenderer) -> None:
    absent = notice(
        vin=None,
        vin_unreadable=True,
        plate=None,
        plate_state=None,
        no_plate=True,
        towed_at=None,
        towed_on=date(2026, 5, 8),
        time_not_known=True,
    )
    text = text_of(renderer.render_top(absent))
    assert "Plate no plate on vehicle" in text
    assert "VIN VIN not readable" in text
    assert "Towed Friday, May 8, 2026, time not known" in text


def test_unanswered_questions_claim_nothing(renderer: PdfRenderer) -> None:
    text = text_of(renderer.render_top(notice(vin=None, plate=None)))
    assert "no plate" not in text
    assert "readable" not in text


@pytest.mark.parametrize("call", [None, CallIn(), CallIn(person="  "), CallIn(badge="412"), CallIn(person="N/A", badge="412")])
def test_no_call_in_is_claimed_that_is_not_recorded(renderer: PdfRenderer, call: CallIn | None) -> None:
    text = text_of(renderer.render_top(notice(called_in=call))).casefold()
    assert "called" not in text
    assert "412" not in text


def test_a_call_in_says_no_more_than_was_recorded(renderer: PdfRenderer) -> None:
    by_person = text_of(renderer.render_top(notice(called_in=CallIn(person="Dispatcher Example"))))
    assert "Called in to Dispatcher Example Please" in by_person
    by_time = text_of(renderer.render_top(notice(called_in=CallIn(at=datetime(2026, 1, 9, 5, 5, tzinfo=UTC)))))
    assert "Called in Friday, January 9, 2026, 12:05 AM EST Please" in by_time


@pytest.mark.parametrize("field", ["agency", "towed_at", "towed_from"])
def test_is_refused_while_something_mandatory_is_missing(renderer: PdfRenderer, field: str) -> None:
    with pytest.raises(Problems) as refused:
        renderer.render_top(notice(**{field: None}))
    assert [name for name, _ in refused.value.problems] == [field]


def test_long_text_wraps_within_the_margins(renderer: PdfRenderer) -> None:
    place = "Lot behind the very long named shopping center at the corner of Example Road " * 2 + "near the loading dock in Burton"
    person = "Bartholomew-Alexander Featherstone-Haughton Cholmondeley IV"
    pdf = renderer.render_top(notice(towed_from=place, requested_by=person, make="M" * 200))
    assert place in text_of(pdf)
    assert person in text_of(pdf)
    with pypdfium2.PdfDocument(pdf) as document:
        (page,) = document
        assert max(thing.get_bounds()[2] for thing in page.get_objects()) <= 612 - 60


@pytest.mark.parametrize("letters", ["W", "M ", "Ǆ", "北京 ", "🚗", "ﷺ", "iII ", "word "])
def test_never_more_than_a_page(renderer: PdfRenderer, letters: str) -> None:
    flood = letters * 5000
    office = replace(OFFICE, name=flood, address="\n".join([flood] * 9), phone=flood, logo=logo())
    pdf = renderer.render_top(notice(office=office, called_in=CallIn(FULL.towed_at, flood, flood), **dict.fromkeys(TEXT_FIELDS, flood)))
    assert len(PdfReader(BytesIO(pdf)).pages) == 1
    low, high = lowest_and_highest(pdf)
    assert low >= 36
    assert high <= 792 - 36
    assert "…" in text_of(pdf), "what is cut is marked"
    assert len(pdf) <= MOST


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Zoë Łukasz Ñandú – “Oak” №5 €", "Zoë Łukasz Ñandú – “Oak” №5 €"),
        ("Иван Петров, Ελένη, Nguyễn", "Иван Петров, Ελένη, Nguyễn"),
        ("red 🚗", "red [red car]"),
        ("❤\ufe0f lot", "[heart] lot"),
        ("北京 lot", "[BeiJing] lot"),
        ("שלום", "[slvm]"),
        ("\u202eمحمد\u202c", "[mhmd]"),
        ("a\ud83db", "ab"),  # half a character is none
        ("\ue000", "[?]"),
        ("Oak\tApts\x1b[31m", "Oak Apts [31m"),
        ("e\u0301clair", "éclair"),
        ("<b>5 & 6</b> &amp;", "<b>5 & 6</b> &amp;"),
    ],
)
def test_letters_the_font_lacks_are_spelled_visibly(renderer: PdfRenderer, text: str, printed: str) -> None:
    assert f"Requested by {printed} Vehicle" in text_of(renderer.render_top(notice(requested_by=text)))


@given(text=st.text(min_size=1, max_size=80))
@settings(max_examples=60)
def test_any_text_at_all_is_printed(text: str) -> None:
    renderer = PdfRenderer(Lock())
    pdf = renderer.render_top(notice(requested_by=text, model=text, officer=text))
    assert len(PdfReader(BytesIO(pdf)).pages) == 1
    has_glyph = TTFont("read-back", str(ROOT / "files" / "FiraSans-Regular.ttf")).face.charToGlyph
    assert {letter for letter in text_of(pdf) if ord(letter) not in has_glyph} == set(), "drawn as empty boxes"


def test_many_alphabets_do_not_make_it_large(renderer: PdfRenderer) -> None:
    """Each further letter costs a hundred bytes: where hundreds differ, all but the plain ones are spelled."""
    letters = "".join(map(chr, [*range(0xC0, 0x17F), *range(0x391, 0x3A2), *range(0x410, 0x450), *range(0x1EA0, 0x1EF9)]))
    flooded = notice(office=replace(OFFICE, logo=logo(noisy=True)), towed_from=letters, requested_by=letters[120:], plate="Ж-1 ä")
    pdf = renderer.render_top(flooded)
    assert len(pdf) <= MOST
    assert "Plate, state [Zh]-1 [a], MI" in text_of(pdf)


@pytest.mark.parametrize("picture", [logo(), logo(noisy=True), logo(40, 2000), logo(3000, 30, noisy=True)])
def test_a_logo_of_any_shape_stays_small(renderer: PdfRenderer, picture: bytes) -> None:
    pdf = renderer.render_top(notice(office=replace(OFFICE, logo=picture)))
    (page,) = PdfReader(BytesIO(pdf)).pages
    assert len(page.images) == 1
    assert len(pdf) <= MOST
    assert OFFICE.name in text_of(pdf)


def test_a_logo_that_is_no_picture_is_told_plainly(renderer: PdfRenderer) -> None:
    with pytest.raises(Problems, match="Choose a PNG or JPEG"):
        renderer.render_top(notice(office=replace(OFFICE, logo=b"%PDF-1.4 not a picture")))


def test_preview_is_a_picture_of_the_very_page(renderer: PdfRenderer) -> None:
    (png,) = renderer.page_images(renderer.render_top(FULL), dpi=72)
    image = Image.open(BytesIO(png))
    assert image.format == "PNG"
    assert image.size == (612, 792)
    dark = sum(image.convert("L").histogram()[:100])
    assert dark > 2000, "there is ink on it"
    assert image.getpixel((5, 5)) == (255, 255, 255)


def test_copy_is_on_the_print_only(renderer: PdfRenderer) -> None:
    archived = renderer.render_top(FULL)
    kept = bytes(archived)
    printed = renderer.copy_mark(archived)
    assert archived == kept
    assert "COPY" not in text_of(archived)
    assert "COPY" in text_of(printed)
    assert "1G1ZC5E13BF118341" in text_of(printed)
    before, after = (
        Image.open(BytesIO(renderer.page_images(pdf, dpi=72)[0])).convert("L").point(lambda dot: 255 * (dot < 128))
        for pdf in (archived, printed)
    )
    hidden = sum(1 for old, new in zip(before.tobytes(), after.tobytes(), strict=True) if old and not new)
    assert hidden < 0.02 * sum(1 for dot in before.tobytes() if dot), "the mark hides what is printed"


def test_a_hundred_take_well_under_a_second(renderer: PdfRenderer) -> None:
    """The figure to meet is 1.0 s on an idle machine; processor time keeps busy neighbours out of it."""
    started = time.process_time()
    pages = {renderer.render_top(notice(call_number=str(number))) for number in range(100)}
    assert time.process_time() - started < 1.5
    assert len(pages) == 100
