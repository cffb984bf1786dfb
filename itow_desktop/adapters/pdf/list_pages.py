"""Tables over as many landscape US Letter pages as they need."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, LongTable, PageTemplate, TableStyle

from itow_desktop.adapters.pdf.paper import ACCENT, FOOT, HAIRLINE, LETTER

SIZE = (LETTER[1], LETTER[0])
MARGIN = 40.0
INNER = SIZE[0] - 2 * MARGIN

Furnish = Callable[[Canvas, int, int], float]
"""Canvas, page number, pages in all (0 while not known): draws what stands on every page, answers where the table may begin."""


Sheet = tuple[float, float, float]
"""Width, height and margin, in points."""
LANDSCAPE: Sheet = (*SIZE, MARGIN)


def draw_pages(furnish: Furnish, table: Callable[[], LongTable]) -> bytes:
    """A table on landscape sheets; ``table`` makes a new one each time."""
    return draw_story(furnish, lambda: [table()], LANDSCAPE)


def draw_story(furnish: Furnish, story: Callable[[], list[Any]], sheet: Sheet) -> bytes:
    """Drawn twice, since "page 1 of 3" is known only after the last page; ``story`` makes new flowables each time."""
    _, pages = _built(furnish, story(), sheet, 0)
    return _built(furnish, story(), sheet, pages)[0]


def list_table(rows: Sequence[list[Any]], widths: Sequence[float]) -> LongTable:
    """A table of flowables whose first row is the head and stands again on each page; widths in points."""
    table = LongTable(rows, colWidths=list(widths), repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 6),
                ("TOPPADDING", (0, 0), (-1, -1), 3.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, ACCENT),
                ("LINEBELOW", (0, 1), (-1, -1), 0.4, HAIRLINE),
            ]
        )
    )
    return table


def _built(furnish: Furnish, story: list[Any], sheet: Sheet, pages: int) -> tuple[bytes, int]:
    file = BytesIO()
    width, height, margin = sheet
    document = BaseDocTemplate(file, pagesize=(width, height), invariant=1, pageCompression=1, lang="en-US")
    below_head = furnish(Canvas(BytesIO(), pagesize=(width, height)), 1, pages) - 10
    frame = Frame(
        margin, FOOT + 14, width - 2 * margin, below_head - FOOT - 14,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=lambda canvas, at: furnish(canvas, at.page, pages)))
    document.build(story)
    return file.getvalue(), document.page
