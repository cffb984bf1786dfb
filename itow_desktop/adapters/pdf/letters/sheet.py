"""The sheet of a letter: head, address in the window, fold marks, barcode, foot, the parts between them."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from reportlab.graphics.barcode.code128 import Code128
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageTemplate, Spacer

from itow_desktop.adapters.pdf.fonts import BOLD, REGULAR, Letters
from itow_desktop.adapters.pdf.letters.parts import story
from itow_desktop.adapters.pdf.list_pages import LANDSCAPE, Sheet
from itow_desktop.adapters.pdf.logo import Logo
from itow_desktop.adapters.pdf.paper import FOOT, INK, LETTER, QUIET, Page, describe, foot, letterhead, plain, style
from itow_desktop.adapters.pdf.words import long_date
from itow_desktop.domain.letters.paper import LetterPaper
from itow_desktop.domain.notices import said

_INCH = 72.0
_PORTRAIT: Sheet = (*LETTER, 64.0)
_HEAD_TOP = 36.0
_SCALES = (0.85, 0.7, 0.55, 0.42)
_LINE = 11.0
_SHORT_NAME, _SHORT_CONTACT = 32, 80  # characters that are one line each, also beside a logo
_SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.0, 6.0)
_BARCODE = (20.0, 1.05)  # height, width of the thinnest bar, in points: read at 150 dots an inch
_LATER_TOP = 62.0


def draw_letter(paper: LetterPaper, letters: Letters, logo: Logo | None) -> bytes:
    """US Letter pages; the first has the whole head, the others a line that says which letter they belong to."""
    return _Drawing(paper, letters, logo).pdf()


class _Counted(Canvas):
    """A canvas that keeps its pages until all are there, so that each can say how many there are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: list[dict[str, Any]] = []
        self.drawing: _Drawing | None = None

    def showPage(self) -> None:  # noqa: N802 (reportlab's name)
        self._kept.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]  # reportlab has it, its stubs do not

    def save(self) -> None:
        kept, drawing = self._kept, self.drawing
        for at, page in enumerate(kept, start=1):
            self.__dict__.update(page)
            if drawing is not None:
                drawing.number(self, at, len(kept))
            super().showPage()
        super().save()


class _Drawing:
    """One letter being drawn."""

    def __init__(self, paper: LetterPaper, letters: Letters, logo: Logo | None) -> None:
        self._paper, self._letters, self._logo = paper, letters, logo
        self._size = LANDSCAPE if paper.landscape else _PORTRAIT
        self._office = letters.drawable(said(paper.office.name) or "", 90)
        self._title = letters.drawable(paper.title, 160)

    def pdf(self) -> bytes:
        """The finished pages."""
        width, height, margin = self._size
        inner = width - 2 * margin
        body = self._body_top()
        floor = FOOT + 14 + (_BARCODE[0] + 12 if self._paper.code else 0)
        file = BytesIO()
        document = BaseDocTemplate(file, pagesize=(width, height), invariant=1, pageCompression=1, lang="en-US")
        first = Frame(margin, floor, inner, height - body - floor, 0, 0, 0, 0)
        later = Frame(margin, FOOT + 14, inner, height - _LATER_TOP - FOOT - 14, 0, 0, 0, 0)
        document.addPageTemplates(
            [
                PageTemplate("first", [first], onPage=lambda canvas, _: self._first(canvas)),
                PageTemplate("later", [later], onPage=lambda canvas, _: self._later(canvas)),
            ]
        )
        document.build([NextPageTemplate("later"), *self._titled(inner)], canvasmaker=self._canvas)
        return file.getvalue()

    def number(self, canvas: Canvas, page: int, pages: int) -> None:
        """The foot of a page, once it is known how many there are."""
        words = self._letters.drawable(f"{self._title} · {self._office}", 120)
        bound = self._paper.bound_from
        alone = f"Page {page} of {pages}" if pages > 1 else ""
        foot(self._page(canvas), words, alone if bound is None else f"Packet page {bound + page - 1}")

    def _canvas(self, *args: Any, **kwargs: Any) -> Canvas:
        canvas = _Counted(*args, **kwargs)
        canvas.drawing = self
        describe(canvas, self._title, self._office or "iTow", self._title)
        return canvas

    def _titled(self, inner: float) -> list[Flowable]:
        title = plain(self._title, style(14, font=BOLD, leading=1.2))
        return [title, Spacer(1, 6), *story(self._paper.parts, self._letters, inner)]

    def _body_top(self) -> float:
        """From the upper edge to where the title may begin, in points."""
        if self._paper.to:
            return max(self._paper.window.band[1], self._paper.window.panel) * _INCH + 8
        scratch = self._page(Canvas(BytesIO(), pagesize=self._size[:2]))
        self._head(scratch)
        return self._size[1] - scratch.y + 12

    def _first(self, canvas: Canvas) -> None:
        page = self._page(canvas)
        self._head(page)
        if self._paper.to:
            self._address(canvas)
            self._folds(canvas)
        if self._paper.code:
            self._barcode(canvas, self._paper.code)

    def _later(self, canvas: Canvas) -> None:
        page = self._page(canvas)
        page.y = self._size[1] - 38
        marks = "".join(f" · {each}" for each in self._reference())[-70:]
        line = self._letters.drawable(f"{self._office} · {self._title}", 110 - len(marks)) + marks  # which letter it is is never cut
        page.y -= page.write(line, style(8.5, color=QUIET)) + 3
        page.rule(QUIET, 0.6)

    def _head(self, page: Page) -> None:
        """Letterhead with date and reference below it, all above what might show in the window."""
        limit = self._size[1] - self._paper.window.band[0] * _INCH + _LINE + 6 if self._paper.to else 0.0
        scale = next((each for each in _SCALES if self._head_end(each) >= limit), _SCALES[-1]) if self._long_head else _SCALES[0]
        page.y = self._size[1] - _HEAD_TOP
        letterhead(page, self._paper.office, self._logo, scale)
        line = " · ".join((long_date(self._paper.dated), *self._reference()))
        size = _fitting(line, page.inner, (9.0, 8.0, 7.0, 6.0))
        page.y -= _LINE + 2
        page.canvas.setFillColor(INK)
        page.canvas.setFont(REGULAR, size)
        page.canvas.drawRightString(page.width - page.margin, page.y, line)
        page.y -= 4

    @property
    def _long_head(self) -> bool:
        """Whether the letterhead might take more lines than fit above the window; to try it out takes a sixth of a letter's time."""
        office = self._paper.office
        return len(office.name) > _SHORT_NAME or len(office.address) + len(office.phone) > _SHORT_CONTACT

    def _head_end(self, scale: float) -> float:
        """Where the letterhead would end, in points from the lower edge."""
        scratch = self._page(Canvas(BytesIO(), pagesize=self._size[:2]))
        scratch.y = self._size[1] - _HEAD_TOP
        letterhead(scratch, self._paper.office, self._logo, scale)
        return scratch.y

    def _reference(self) -> tuple[str, ...]:
        return tuple(self._letters.drawable(text, 60) for text in self._paper.reference if text)

    def _address(self, canvas: Canvas) -> None:
        """The lines as large as the box takes them, from 10 points down."""
        box = self._paper.window.block
        lines = [self._letters.drawable(line, 80) for line in self._paper.to]
        leading = min(_LINE, box.height * _INCH / len(lines))
        sizes = [size for size in _SIZES if size <= leading * 10 / 11] or [_SIZES[-1]]
        size = min(_fitting(line, box.width * _INCH, sizes) for line in lines)
        canvas.setFillColor(INK)
        canvas.setFont(REGULAR, size)
        y = self._size[1] - box.top * _INCH - size * 0.78
        for line in lines:
            canvas.drawString(box.left * _INCH, y, line)
            y -= leading

    def _folds(self, canvas: Canvas) -> None:
        canvas.setStrokeColor(QUIET)
        canvas.setLineWidth(0.4)
        for fold in self._paper.window.folds:
            y = self._size[1] - fold * _INCH
            canvas.line(14, y, 24, y)
            canvas.line(self._size[0] - 24, y, self._size[0] - 14, y)

    def _barcode(self, canvas: Canvas, code: str) -> None:
        tall, thin = _BARCODE
        bars = Code128(code, barHeight=tall, barWidth=thin, quiet=0)
        y = FOOT + 16
        canvas.setFillColor(INK)
        bars.drawOn(canvas, self._size[2], y)
        canvas.setFillColor(QUIET)
        canvas.setFont(REGULAR, 8)
        number = f"Certified mail no. {self._letters.drawable(self._paper.number, 40)}" if self._paper.number else ""
        canvas.drawString(self._size[2] + bars.width + 10, y + 2, " · ".join(part for part in (code, number) if part))

    def _page(self, canvas: Canvas) -> Page:
        width, height, margin = self._size
        return Page(canvas, self._letters, (width, height), margin)


def _fitting(line: str, width: float, sizes: Sequence[float]) -> float:
    """The largest of the sizes (largest first) in which a line fits, else the smallest."""
    fits = (size for size in sizes if stringWidth(line, REGULAR, size) <= width)
    return float(next(fits, sizes[-1]))
