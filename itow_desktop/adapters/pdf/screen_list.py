"""A list of the window on paper, just as it stood on the screen."""

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable

from itow_desktop.adapters.pdf.fonts import BOLD, REGULAR, Letters
from itow_desktop.adapters.pdf.list_pages import INNER, MARGIN, SIZE, draw_pages, list_table
from itow_desktop.adapters.pdf.logo import Logo
from itow_desktop.adapters.pdf.paper import ACCENT, QUIET, Page, describe, foot, plain, style
from itow_desktop.domain.notices import ScreenList
from itow_desktop.domain.sentences import counted

_LONGEST = 120
_LOGO = 30.0  # points: as high as the title with the line under it
_TEXT, _LEAST, _MOST = 8.0, 34.0, 190.0  # points: size of the letters, narrowest and widest column


def draw_screen_list(listed: ScreenList, letters: Letters, logo: Logo | None) -> bytes:
    """Columns as wide as their texts want, squeezed to the page; headers again on each page."""

    def furnish(canvas: Canvas, number: int, pages: int) -> float:
        return _furnish(listed, letters, logo, Page(canvas, letters, SIZE, MARGIN), f"Page {number} of {pages}")

    return draw_pages(furnish, lambda: _table(listed, letters))


def _furnish(listed: ScreenList, letters: Letters, logo: Logo | None, page: Page, number: str) -> float:
    title = letters.drawable(listed.title, 90)
    describe(page.canvas, title, letters.drawable(listed.office or "iTow"))
    page.y = SIZE[1] - 34
    if logo:
        scale = min(1.0, _LOGO / logo.height)
        width, height = logo.width * scale, logo.height * scale
        page.canvas.drawImage(logo.picture, SIZE[0] - MARGIN - width, page.y - height, width=width, height=height)
    page.y -= page.write(title, style(13, font=BOLD))
    count = len(listed.rows)
    under = " · ".join(part for part in (listed.office, listed.printed, counted(count, "line", "lines")) if part)
    page.y -= page.write(letters.drawable(under, 160), style(9, color=QUIET))
    foot(page, title, number)
    return page.y


def _table(listed: ScreenList, letters: Letters) -> LongTable:
    head, cell = style(_TEXT, font=BOLD, color=ACCENT), style(_TEXT, leading=1.25)
    texts = [[letters.drawable(text, _LONGEST) for text in row] for row in (listed.headers, *listed.rows)]
    rows = [[plain(text, cell if number else head) for text in row] for number, row in enumerate(texts)]
    return list_table(rows, _widths(texts))


def _widths(texts: list[list[str]]) -> list[float]:
    """Each column at least as wide as its longest word, so that none breaks; the room left goes by what the texts want."""
    least, wanted = [], []
    for column in zip(*texts, strict=True):
        words = [max(text.split(), key=len, default="") for text in column]
        least.append(min(max(_taken(max(words, key=len), column[0]), _LEAST), _MOST))
        wanted.append(min(max(_taken(max(column, key=len), column[0]), _LEAST), _MOST))
    if sum(least) >= INNER:
        return [width * INNER / sum(least) for width in least]
    wishes = [wish - width for wish, width in zip(wanted, least, strict=True)]
    room, wished = INNER - sum(least), sum(wishes)
    if not wished:
        return [width * INNER / sum(least) for width in least]
    return [width + wish * room / wished for width, wish in zip(least, wishes, strict=True)]


def _taken(text: str, header: str) -> float:
    return max(stringWidth(text, REGULAR, _TEXT), *(stringWidth(word, BOLD, _TEXT) for word in header.split() or [""])) + 10
