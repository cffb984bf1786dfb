"""What all pages share: sheet, colours, paragraph styles, letterhead, foot."""

from collections.abc import Iterable
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import getAscentDescent
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from itow_desktop.adapters.pdf.fonts import BOLD, REGULAR, Letters
from itow_desktop.adapters.pdf.logo import Logo
from itow_desktop.domain.notices import OfficeHead, said

LETTER: tuple[float, float] = (float(letter[0]), float(letter[1]))
INK = Color(0.09, 0.09, 0.11)
QUIET = Color(0.36, 0.38, 0.42)
HAIRLINE = Color(0.80, 0.81, 0.84)
ACCENT = Color(0.10, 0.23, 0.38)
MARGIN = 64.0
FOOT = 40.0


@cache
def style(size: float, *, font: str = REGULAR, color: Color = INK, leading: float = 1.32) -> ParagraphStyle:
    """Left-aligned text; words longer than a line are broken."""
    return ParagraphStyle(f"{font}-{size:g}", fontName=font, fontSize=size, leading=size * leading, textColor=color, splitLongWords=1)


def plain(text: str, look: ParagraphStyle) -> Paragraph:
    """Text that means no markup as a flowable."""
    return Paragraph(escape(text), look)


class Page:
    """A sheet that is written from the top down; ``y`` is where the next thing goes."""

    def __init__(self, canvas: Canvas, letters: Letters, size: tuple[float, float] = LETTER, margin: float = MARGIN) -> None:
        self.canvas = canvas
        self.letters = letters
        self.width, self.height = size
        self.margin = margin
        self.y = self.height - 50.0

    @property
    def inner(self) -> float:
        """Width between the margins, in points."""
        return self.width - 2 * self.margin

    def write(self, text: str, look: ParagraphStyle, *, left: float = 0.0, width: float | None = None) -> float:
        """Draw text (already drawable) below what is there; returns its height without moving on."""
        room = width if width is not None else self.inner - left
        if self.canvas.stringWidth(text, look.fontName, look.fontSize) <= room:
            return self._line(text, look, left)
        drawn = plain(text, look)
        _, height = drawn.wrap(room, self.height)
        drawn.drawOn(self.canvas, self.margin + left, self.y - height)
        return float(height)

    def _line(self, text: str, look: ParagraphStyle, left: float) -> float:
        """What fits on one line needs no paragraph, which would take most of the time of a page."""
        ascent, _ = getAscentDescent(look.fontName, look.fontSize)
        self.canvas.setFillColor(look.textColor)
        self.canvas.setFont(look.fontName, look.fontSize)
        self.canvas.drawString(self.margin + left, self.y - ascent, text)
        return float(look.leading)

    def rule(self, color: Color, thickness: float) -> None:
        """A line from margin to margin."""
        self.canvas.setStrokeColor(color)
        self.canvas.setLineWidth(thickness)
        self.canvas.line(self.margin, self.y, self.width - self.margin, self.y)


def new_canvas(file: BytesIO, title: str, author: str, size: tuple[float, float] = LETTER) -> Canvas:
    """A canvas that draws the same bytes for the same data (no dates, no random ids)."""
    canvas = Canvas(file, pagesize=size, invariant=1, pageCompression=1, lang="en-US")
    describe(canvas, title, author)
    return canvas


def describe(canvas: Canvas, title: str, author: str, subject: str = "Tow-off-property notice, MCL 257.252a") -> None:
    """The document's properties as a PDF viewer shows them."""
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setSubject(subject)
    canvas.setCreator("iTow Desktop")


def letterhead(page: Page, office: OfficeHead, logo: Logo | None, scale: float = 1.0) -> None:
    """Logo, name, address and phone over a heavy line; leaves ``y`` below it."""
    left = logo.width + 16.0 if logo else 0.0
    name = plain(page.letters.drawable(said(office.name) or ""), style(17 * scale, font=BOLD, color=ACCENT, leading=1.2))
    contact = plain(" · ".join(_contact(office, page.letters)), style(9 * scale, color=QUIET))
    width = page.inner - left
    heights = [float(each.wrap(width, page.height)[1]) for each in (name, contact)]
    block = sum(heights) + 3.0
    tall = max(block, logo.height if logo else 0.0)
    if logo:
        page.canvas.drawImage(logo.picture, page.margin, page.y - (tall + logo.height) / 2, width=logo.width, height=logo.height)
    top = page.y - (tall - block) / 2
    name.drawOn(page.canvas, page.margin + left, top - heights[0])
    contact.drawOn(page.canvas, page.margin + left, top - block)
    page.y -= tall + 10.0
    page.rule(ACCENT, 1.4)


def address_lines(address: str | None, letters: Letters) -> list[str]:
    """At most four lines of an address, the empty ones left out."""
    lines = [said(line) for line in (address or "").splitlines()]
    return [letters.drawable(line) for line in lines if line][:4]


def _contact(office: OfficeHead, letters: Letters) -> Iterable[str]:
    phone = said(office.phone)
    return (*address_lines(office.address, letters), *((letters.drawable(phone, 60),) if phone else ()))


def foot(page: Page, left: str, right: str) -> None:
    """One quiet line of drawable text at the lower edge."""
    canvas, size = page.canvas, 7.5
    canvas.setFillColor(QUIET)
    canvas.setFont(REGULAR, size)
    canvas.drawString(page.margin, FOOT, left)
    canvas.drawRightString(page.width - page.margin, FOOT, right)
