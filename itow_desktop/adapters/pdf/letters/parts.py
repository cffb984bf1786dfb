"""Each part of a letter as what stands on the page."""

from collections.abc import Sequence
from copy import copy
from functools import cache, lru_cache
from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak, Spacer, Table, TableStyle
from reportlab.platypus import Image as Drawn
from reportlab.platypus import Paragraph as Text

from itow_desktop.adapters.pdf.fonts import BOLD, REGULAR, Letters
from itow_desktop.adapters.pdf.list_pages import list_table
from itow_desktop.adapters.pdf.paper import ACCENT, HAIRLINE, QUIET, plain, style
from itow_desktop.domain.charges.money import dollars
from itow_desktop.domain.errors import Problems
from itow_desktop.domain.letters.paper import (
    Amounts,
    Bullets,
    Facts,
    Heading,
    Listing,
    NextPage,
    Paragraph,
    Part,
    Picture,
    Signed,
    SignHere,
)

BODY = 9.5
_LEADING = 1.34
_LABELS = 128.0
_MONEY = 84.0
_LONGEST = 4_000  # characters of one text: more is somebody's accident
_CELL_LONGEST = 400  # a row may not outgrow a page
_PICTURE = (360.0, 250.0)  # points
_PICTURE_PIXELS = (1100, 1100)
_SIGNATURE = (170.0, 44.0)
_SIGNATURE_PIXELS = (480, 160)
_HEADED = 54.0
"""Points that a heading needs with the first lines of what follows it."""
_NO_PICTURE = "A picture for this paper cannot be read. Choose a PNG or JPEG file instead."
_TEXT, _SMALL = style(BODY, leading=_LEADING), style(8.5, color=QUIET, leading=1.3)
_STRONG, _LABEL = style(BODY, font=BOLD, leading=_LEADING), style(BODY, color=QUIET, leading=_LEADING)
_POINT = ParagraphStyle("point", parent=_TEXT, leftIndent=14.0, bulletFontName=REGULAR, bulletFontSize=BODY, spaceAfter=2.0)
_HEADING = style(11, font=BOLD, color=ACCENT)
_RIGHT = ParagraphStyle("amount", parent=_TEXT, alignment=TA_RIGHT)
_RIGHT_STRONG = ParagraphStyle("amount-total", parent=_STRONG, alignment=TA_RIGHT)
_AIR = (("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5))


def story(parts: Sequence[Part], letters: Letters, width: float) -> list[Flowable]:
    """What stands on the pages, in reading order; ``width`` in points. It ends with something to be seen: no page is only air."""
    drawn = [flowable for part in parts for flowable in _drawn(part, letters, width)]
    while drawn and isinstance(drawn[-1], Spacer | CondPageBreak | PageBreak):
        drawn.pop()
    return drawn


def _drawn(part: Part, letters: Letters, width: float) -> list[Flowable]:
    match part:
        case Heading():
            # A heading never stands alone at the foot of a page. KeepTogether would set everything twice.
            return [CondPageBreak(_HEADED), Spacer(1, 7), _words(part.text, letters, _HEADING), Spacer(1, 2)]
        case Paragraph():
            return _paragraph(part, letters)
        case Bullets() | Facts() | Amounts() | Listing():
            return _rows(part, letters, width)
        case Picture():
            return [_picture(part, letters)]
        case SignHere():
            return _sign_here(part, letters, width)
        case Signed():
            return _signed(part, letters)
        case NextPage():
            return [PageBreak() if part.room is None else CondPageBreak(part.room * 72)]


def _rows(part: Bullets | Facts | Amounts | Listing, letters: Letters, width: float) -> list[Flowable]:
    match part:
        case Bullets():
            return _bullets(part, letters)
        case Facts():
            return _facts(part, letters, width)
        case Amounts():
            return _amounts(part, letters, width)
        case Listing():
            return _listing(part, letters, width)


def _paragraph(part: Paragraph, letters: Letters) -> list[Flowable]:
    look = _SMALL if part.small else _TEXT
    return [*(_words(line, letters, look) for line in part.text.splitlines() if line.strip()), Spacer(1, 5)]


def _bullets(part: Bullets, letters: Letters) -> list[Flowable]:
    points = [_set(letters.drawable(item, _LONGEST), _POINT, "•") for item in part.items if item.strip()]
    return [*points, Spacer(1, 4)] if points else []


def _facts(part: Facts, letters: Letters, width: float) -> list[Flowable]:
    rows = [[_cell(label, letters, _LABEL), _cell(value, letters, _TEXT)] for label, value in part.rows]
    lines = [("LINEBELOW", (0, 0), (-1, -1), 0.4, HAIRLINE), *_AIR]
    return [_table(rows, [_LABELS, width - _LABELS], lines), Spacer(1, 6)] if rows else []


def _amounts(part: Amounts, letters: Letters, width: float) -> list[Flowable]:
    rows = [[_cell(words, letters, _TEXT), _set(dollars(amount), _RIGHT)] for words, amount in part.rows]
    words, total = part.total
    rows.append([_cell(words, letters, _STRONG), _set(dollars(total), _RIGHT_STRONG)])
    lines = [("LINEBELOW", (0, 0), (-1, -2), 0.4, HAIRLINE), ("LINEABOVE", (0, -1), (-1, -1), 0.8, ACCENT), *_AIR]
    return [_table(rows, [width - _MONEY, _MONEY], lines), Spacer(1, 6)]


def _listing(part: Listing, letters: Letters, width: float) -> list[Flowable]:
    if not part.heads:
        return []
    head, cell = style(8, font=BOLD, color=ACCENT), style(8.5, leading=1.25)
    rows: list[list[Any]] = [[_cell(each, letters, head) for each in part.heads]]
    rows += [[_cell(each, letters, cell) for each in row] for row in part.rows]
    return [list_table(rows, _widths(part, letters, width)), Spacer(1, 6)]


def _widths(part: Listing, letters: Letters, width: float) -> list[float]:
    """Each column as wide as its texts ask, between a seat for a word and a third of the page, then stretched to fill it."""
    asked = []
    for at, head in enumerate(part.heads):
        texts = [letters.drawable(row[at], 60) for row in part.rows[:60]]
        longest = max((float(stringWidth(text, REGULAR, 8.5)) for text in texts), default=0.0)
        asked.append(min(max(longest, float(stringWidth(letters.drawable(head), BOLD, 8.0)), 24.0), width / 3) + 10.0)
    return [each * width / sum(asked) for each in asked]


def _picture(part: Picture, letters: Letters) -> Flowable:
    caption = [_words(part.caption, letters, _SMALL)] if part.caption else []
    return KeepTogether([pressed(part.content, _PICTURE, _PICTURE_PIXELS), Spacer(1, 2), *caption, Spacer(1, 8)])


def _sign_here(part: SignHere, letters: Letters, width: float) -> list[Flowable]:
    if not part.who:
        return []
    column = min(width / len(part.who), 240.0)
    row = [piece for who in part.who for piece in (_cell(who, letters, _SMALL), "")]
    lines = [("LINEABOVE", (2 * at, 0), (2 * at, 0), 0.6, QUIET) for at in range(len(part.who))]
    return [KeepTogether([Spacer(1, 34), _table([row], [column - 18.0, 18.0] * len(part.who), lines), Spacer(1, 6)])]


def _signed(part: Signed, letters: Letters) -> list[Flowable]:
    above: Flowable = pressed(part.picture, _SIGNATURE, _SIGNATURE_PIXELS) if part.picture else Spacer(1, 20)
    lines = [_words(line, letters, _TEXT) for line in part.who if line.strip()]
    return [CondPageBreak(_SIGNATURE[1] + 20.0 + 15.0 * len(lines)), Spacer(1, 6), above, *lines, Spacer(1, 4)]


def pressed(content: bytes, box: tuple[float, float], pixels: tuple[int, int]) -> Drawn:
    """A picture that fits the box (points), made no finer than ``pixels``; raises ``Problems`` where it is none."""
    jpeg, width, height = _jpeg(content, pixels)
    scale = min(box[0] / width, box[1] / height)
    drawn = Drawn(BytesIO(jpeg), width * scale, height * scale)
    drawn.hAlign = "LEFT"
    return drawn


@lru_cache(maxsize=2)  # the signature under a hundred letters is pressed once
def _jpeg(content: bytes, pixels: tuple[int, int]) -> tuple[bytes, int, int]:
    """The picture as JPEG on white, with its width and height in pixels."""
    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as opened:
            opened.draft("RGB", pixels)  # of a JPEG only as much is read as is shown: twenty photos take a second less
            image = _on_white(opened)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Problems((("picture", _NO_PICTURE),)) from error
    image.thumbnail(pixels, Image.Resampling.HAMMING)
    file = BytesIO()
    image.save(file, "JPEG", quality=80)
    return file.getvalue(), image.width, image.height


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in {"RGB", "L", "CMYK", "YCbCr"} and "transparency" not in picture.info:
        return picture.convert("RGB")
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture.convert("RGBA")).convert("RGB")


def _words(text: str, letters: Letters, look: ParagraphStyle) -> Flowable:
    return _set(letters.drawable(text, _LONGEST), look)


def _cell(text: str, letters: Letters, look: ParagraphStyle) -> Flowable:
    return _set(letters.drawable(text, _CELL_LONGEST), look)


def _set(text: str, look: ParagraphStyle, bullet: str | None = None) -> Flowable:
    """As ``plain``, without asking a parser of markup what text without markup means: a seventh of a letter's time."""
    if not text.strip():
        return plain(text, look)
    fragment = copy(_fragment(look))
    fragment.text = text
    return Text(text, look, bullet, [fragment])


@cache
def _fragment(look: ParagraphStyle) -> Any:
    """How reportlab sets plain text of this look."""
    return Text("x", look).frags[0]


def _table(rows: list[list[Any]], widths: list[float], lines: Sequence[Any]) -> Table:
    table = Table(rows, colWidths=widths, hAlign="LEFT")
    plainly = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 4)]
    table.setStyle(TableStyle([*plainly, ("TOPPADDING", (0, 0), (-1, -1), 0), *lines]))
    return table
