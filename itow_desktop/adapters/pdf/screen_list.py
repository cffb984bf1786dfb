"""A list of the window on paper, just as it stood on the screen."""

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable

from itow_desktop.adapters.pdf.fonts import BOLD, REGULAR, Letters
from itow_desktop.adapters.pdf.list_pages import INNER, MARGIN, SIZE, draw_pages, list_table
from itow_desktop.adapters.pdf.paper import ACCENT, QUIET, Page, describe, foot, plain, style
from itow_desktop.domain.notices import ScreenList

_LONGEST = 120
_TEXT, _LEAST, _MOST = 8.0, 34.0, 190.0  # points: size of the letters, narrowest and widest column


def draw_screen_list(listed: ScreenList, letters: Letters) -> bytes:
    """Columns as wide as their texts want, squeezed to the page; headers again on each page."""
    return draw_pages(lambda canvas, number, pages: _furnish(listed, letters, canvas, number, pages), lambda: _table(listed, letters))


def _furnish(listed: ScreenList, letters: Letters, canvas: Canvas, number: int, pages: int) -> float:
    title = letters.drawable(listed.title, 90)
    describe(canvas, title, letters.drawable(listed.office or "iTow"))
    page = Page(canvas, letters, SIZE, MARGIN)
    page.y = SIZE[1] - 34
    page.y -= page.write(title, style(13, font=BOLD))
    count = len(listed.rows)
    under = " · ".join(part for part in (listed.office, listed.printed, f"{count} line{'' if count == 1 else 's'}") if part)
    page.y -= page.write(letters.drawable(under, 160), style(9, color=QUIET))
    foot(page, title, f"Page {number} of {pages}")
    return page.y


def _table(listed: ScreenList, letters: Letters) -> LongTable:
    head, cell = style(_TEXT, font=BOLD, color=ACCENT), style(_TEXT, leading=1.25)
    texts = [[letters.drawable(text, _LONGEST) for text in row] for row in (listed.headers, *listed.rows)]
    rows = [[plain(text, cell if number else head) for text in row] for number, row in enumerate(texts)]
    return list_table(rows, _widths(texts))


def _widths(texts: list[list[str]]) -> list[float]:
    """What each column's longest text takes, within bounds, then all alike to fill the page's width."""
    wanted = []
    for column in zip(*texts, strict=True):
        longest = max(column, key=len)
        taken = max(stringWidth(longest, REGULAR, _TEXT), stringWidth(column[0], BOLD, _TEXT))
        wanted.append(min(max(taken + 10, _LEAST), _MOST))
    return [width * INNER / sum(wanted) for width in wanted]
