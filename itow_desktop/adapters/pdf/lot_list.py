"""The lot on paper: row by row, with our barcode for each car."""

from typing import Any

from reportlab.graphics.barcode.code128 import Code128Auto
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, LongTable, TableStyle

from itow_desktop.adapters.pdf.fonts import BOLD, Letters
from itow_desktop.adapters.pdf.list_pages import INNER, MARGIN, SIZE, draw_pages, list_table
from itow_desktop.adapters.pdf.logo import Logo
from itow_desktop.adapters.pdf.paper import ACCENT, QUIET, Page, describe, foot, letterhead, plain, style
from itow_desktop.domain.lot_papers import LotLine, LotPaper

_BAR, _HEIGHT = 0.85, 15.0  # points: the narrowest bar (12 thousandths of an inch) prints well at 300 dpi
_BOX = 9.0
_COLUMNS = (  # title, width in points, most characters
    ("Spot", 64.0, 40), ("Barcode", 104.0, 0), ("Plate, state", 70.0, 20), ("Vehicle", 130.0, 70), ("VIN", 66.0, 20),
    ("Key", 64.0, 40), ("File, call", 74.0, 40), ("Towed", 50.0, 20),
)  # fmt: skip


class _Box(Flowable):
    """A box to tick by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.width = self.height = _BOX

    def draw(self) -> None:
        """An empty square."""
        self.canv.setLineWidth(0.8)
        self.canv.rect(0, 1, _BOX - 1, _BOX - 1)


def draw_lot(paper: LotPaper, letters: Letters, logo: Logo | None) -> bytes:
    """US Letter pages in landscape; each section begins with its title, a line without a car has no barcode."""

    def furnish(canvas: Canvas, number: int, pages: int) -> float:
        return _furnish(paper, letters, logo, Page(canvas, letters, SIZE, MARGIN), f"Page {number} of {pages}")

    return draw_pages(furnish, lambda: _table(paper, letters))


def _furnish(paper: LotPaper, letters: Letters, logo: Logo | None, page: Page, number: str) -> float:
    title, office = letters.drawable(paper.title, 90), letters.drawable(paper.office.name)
    describe(page.canvas, title, office or "iTow")
    page.y = SIZE[1] - 34
    letterhead(page, paper.office, logo, scale=0.8)
    page.y -= 8
    page.y -= page.write(title, style(12, font=BOLD))
    page.y -= page.write(letters.drawable(paper.under, 160), style(9.5, color=QUIET))
    foot(page, " · ".join(part for part in (title, office) if part), number)
    return page.y


def _table(paper: LotPaper, letters: Letters) -> LongTable:
    head, section = style(8, font=BOLD, color=ACCENT), style(9.5, font=BOLD)
    used = sum(width for _, width, _ in _COLUMNS) + (_BOX + 8 if paper.boxes else 0)
    widths = [*([_BOX + 8] if paper.boxes else []), *(width for _, width, _ in _COLUMNS), INNER - used]
    titles = [*([""] if paper.boxes else []), *(title for title, _, _ in _COLUMNS), "Stands elsewhere" if paper.boxes else "Look at"]
    rows: list[list[Any]] = [[plain(title, head) for title in titles]]
    spans: list[Any] = []
    for each in paper.sections:
        place = len(rows)
        words = f"{each.title}{f'  ·  {each.words}' if each.words else ''}"
        rows.append([plain(letters.drawable(words, 120), section), *[plain("", section)] * (len(widths) - 1)])
        spans += [("SPAN", (0, place), (-1, place)), ("TOPPADDING", (0, place), (-1, place), 9), ("NOSPLIT", (0, place), (0, place + 1))]
        rows += [_row(line, paper, letters) for line in each.lines]
    table = list_table(rows, widths)
    table.setStyle(TableStyle([("VALIGN", (0, 1), (-1, -1), "MIDDLE"), *spans]))
    return table


def _row(line: LotLine, paper: LotPaper, letters: Letters) -> list[Flowable]:
    cell, strong = style(8.5, leading=1.2), style(8.5, font=BOLD, leading=1.2)
    texts = (line.spot, "", line.plate, line.vehicle, line.vin, line.key, line.number, line.towed)
    looks = (strong, cell, strong, cell, cell, cell, cell, cell)
    cells: list[Flowable] = [
        plain(letters.drawable(text, longest or 1), look) for text, look, (_, _, longest) in zip(texts, looks, _COLUMNS, strict=True)
    ]
    if line.barcode:
        cells[1] = Code128Auto(line.barcode, barWidth=_BAR, barHeight=_HEIGHT, quiet=True, lquiet=_BAR * 10, rquiet=_BAR * 10)
    box: list[Flowable] = ([_Box()] if line.barcode else [plain("", cell)]) if paper.boxes else []
    return [*box, *cells, plain(letters.drawable(line.note, 60), cell)]
