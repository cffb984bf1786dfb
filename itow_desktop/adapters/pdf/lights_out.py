"""The lights-out book on paper: every car by its plate, whom to call, lines to write on meanwhile."""

from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, PageBreak, Paragraph, Spacer, TableStyle

from itow_desktop.adapters.pdf.fonts import BOLD, Letters
from itow_desktop.adapters.pdf.list_pages import INNER, LANDSCAPE, MARGIN, SIZE, draw_story, list_table
from itow_desktop.adapters.pdf.logo import Logo
from itow_desktop.adapters.pdf.paper import ACCENT, QUIET, Page, describe, foot, letterhead, plain, style
from itow_desktop.adapters.pdf.words import moment
from itow_desktop.domain.notices import said
from itow_desktop.domain.office_papers.lights_out import LightsOutBook, LightsOutCar
from itow_desktop.domain.sentences import counted

TITLE = "Lights-out book"
_MEANING = (
    "For the desk while the computers are down. Amounts are those of this evening: add the daily charge for each day since. "
    "Nothing leaves that stands under a hold. Write what happens on the last page and enter it with its true dates afterwards."
)
_COLUMNS = (  # title, width in points, most characters of a line
    ("Plate, spot, key", 74.0, 40), ("Vehicle, VIN", 116.0, 60), ("Call, file", 54.0, 30), ("Towed", 60.0, 40),
    ("From, asked for by", 98.0, 90), ("Owed", 64.0, 60), ("Next step, earliest sale", 84.0, 90),
    ("Police department", 72.0, 60),
)  # fmt: skip
_LINES = 11
_BLANKS = (("Time", 70.0), ("Plate or call", 100.0), ("What happened, with whom, which identification was seen", 342.0), ("Money", 90.0))
_HOLD = Color(0.70, 0.07, 0.07)


def draw_lights_out(book: LightsOutBook, letters: Letters, logo: Logo | None) -> bytes:
    """US Letter pages in landscape; the heads of the columns stand again on each page."""

    def furnish(canvas: Canvas, number: int, pages: int) -> float:
        return _furnish(book, letters, logo, Page(canvas, letters, SIZE, MARGIN), f"Page {number} of {pages}")

    def story() -> list[Any]:
        cars = _cars(book, letters) if book.cars else plain("No car stands on the lot.", style(10))
        return [plain(_MEANING, style(8.5, color=QUIET)), Spacer(1, 6), cars, PageBreak(), *_last_page(book, letters)]

    return draw_story(furnish, story, LANDSCAPE)


def _furnish(book: LightsOutBook, letters: Letters, logo: Logo | None, page: Page, number: str) -> float:
    office = letters.drawable(said(book.office.name) or "")
    describe(page.canvas, TITLE, office or "iTow", "Every car on the lot, to work from while the computers are down")
    page.y = SIZE[1] - 34
    letterhead(page, book.office, logo, scale=0.8)
    page.y -= 8
    page.y -= page.write(f"{TITLE}  ·  {counted(len(book.cars), 'car', 'cars')} on the lot", style(12, font=BOLD))
    page.y -= page.write(f"as of {moment(book.written, book.office.zone)}", style(9.5, color=QUIET))
    foot(page, " · ".join(part for part in (f"{TITLE}, for the office only", office) if part), number)
    return page.y


def _cars(book: LightsOutBook, letters: Letters) -> LongTable:
    head = style(8, font=BOLD, color=ACCENT)
    widths = [*(width for _, width, _ in _COLUMNS), INNER - sum(width for _, width, _ in _COLUMNS)]
    titles = [*(title for title, _, _ in _COLUMNS), "Contacts"]
    rows: list[list[Any]] = [[plain(title, head) for title in titles]]
    rows += [_row(car, letters) for car in book.cars]
    table = list_table(rows, widths)
    table.setStyle(TableStyle([("NOSPLIT", (0, place), (-1, place)) for place in range(1, len(rows))]))
    return table


def _row(car: LightsOutCar, letters: Letters) -> list[Any]:
    cell, strong = style(7.8, leading=1.22), style(9.5, font=BOLD, leading=1.2)
    first = [_lines(car.plate, strong, letters, 24)]
    if car.stop:
        first.append(_lines(car.stop, style(7.8, font=BOLD, color=_HOLD, leading=1.22), letters, 60))
    if car.place:
        first.append(_lines(car.place, cell, letters, 60))
    texts = (car.vehicle, car.numbers, car.towed, car.origin, car.owed, car.step, car.police, car.contacts)
    limits = (*(longest for _, _, longest in _COLUMNS[1:]), 60)
    return [first, *(_lines(text, cell, letters, longest) for text, longest in zip(texts, limits, strict=True))]


def _lines(text: str, look: ParagraphStyle, letters: Letters, longest: int) -> Paragraph:
    return Paragraph("<br/>".join(escape(letters.drawable(line, longest)) for line in text.split("\n") if line), look)


def _last_page(book: LightsOutBook, letters: Letters) -> list[Any]:
    """Whom to call, then lines to write on."""
    head, cell = style(8, font=BOLD, color=ACCENT), style(9, leading=1.25)
    parts: list[Any] = []
    if book.contacts:
        rows = [[plain("Whom to call", head), plain("How", head)]]
        rows += [[plain(letters.drawable(each.name, 90), cell), plain(letters.drawable(each.reach, 160), cell)] for each in book.contacts]
        parts += [list_table(rows, [INNER * 0.35, INNER * 0.65]), Spacer(1, 12)]
    widths = [*(width for _, width in _BLANKS), INNER - sum(width for _, width in _BLANKS)]
    titles: list[Any] = [*(plain(title, head) for title, _ in _BLANKS), plain("Written by", head)]
    lines = [titles, *([[""] * len(widths)] * _LINES)]
    table = list_table(lines, widths)
    table.setStyle(TableStyle([("BOTTOMPADDING", (0, 1), (-1, -1), 13)]))
    return [*parts, plain("While the computers are down", style(11, font=BOLD)), Spacer(1, 4), table]
