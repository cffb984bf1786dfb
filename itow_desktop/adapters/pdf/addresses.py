"""Addresses on label sheets, on labels one by one, on envelopes."""

from collections.abc import Sequence
from io import BytesIO

from reportlab.graphics.barcode.code128 import Code128
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from itow_desktop.adapters.pdf.fonts import REGULAR, Letters
from itow_desktop.adapters.pdf.paper import INK, LETTER, QUIET, describe
from itow_desktop.domain.errors import Problems
from itow_desktop.domain.printing.addresses import Addressed, AddressPaper, Grid, Stock

_INCH = 72.0
_SIZES = (14.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0)
_LEADING = 1.15
_PAD = 0.125 * _INCH
_CODE = 5.5
_SMALL = 8.0
_BARS = (0.35 * _INCH, 1.05)  # height, width of the thinnest bar, in points
_TITLE = {Stock.ENVELOPE: "Envelopes", Stock.LABEL_4X6: "Labels", Stock.SHEET_30: "Labels", Stock.SHEET_10: "Labels"}


def draw_addresses(paper: AddressPaper, letters: Letters) -> bytes:
    """As many sheets as the addresses need, none of them empty; raises ``Problems`` where there are none."""
    if not paper.to:
        raise Problems((("to", "There is no address to print. Choose at least one letter."),))
    file = BytesIO()
    canvas = Canvas(file, pagesize=LETTER, invariant=1, pageCompression=1, lang="en-US")
    describe(canvas, _TITLE[paper.stock], "iTow", _TITLE[paper.stock])
    grid = paper.stock.grid
    if grid is not None:
        _sheets(canvas, paper, grid, letters)
    else:
        draw = _envelope if paper.stock is Stock.ENVELOPE else _label
        for each in paper.to:
            draw(canvas, each, paper.sender, letters)
            canvas.showPage()
    canvas.save()
    return file.getvalue()


def _sheets(canvas: Canvas, paper: AddressPaper, grid: Grid, letters: Letters) -> None:
    skipped = min(max(paper.first, 1), grid.count) - 1
    for number, each in enumerate(paper.to, start=skipped):
        if number and number % grid.count == 0:
            canvas.showPage()
        left, top = grid.corner(number)
        x, y = left * _INCH + _PAD, LETTER[1] - top * _INCH - _PAD
        width, height = grid.width * _INCH - 2 * _PAD, grid.height * _INCH - 2 * _PAD
        _block(canvas, each.block, (x, y), (width, height), letters, most=11.0)
        canvas.setFillColor(QUIET)
        canvas.setFont(REGULAR, _CODE)
        canvas.drawRightString(x + width, y - height, each.code)
    canvas.showPage()


def _envelope(canvas: Canvas, to: Addressed, sender: Sequence[str], letters: Letters) -> None:
    """#10: the address where machines look for it, the lower right corner free for the post office's barcode (DMM 602)."""
    width, height = 9.5 * _INCH, 4.125 * _INCH
    canvas.setPageSize((width, height))
    _block(canvas, sender, (0.4 * _INCH, height - 0.35 * _INCH), (3.2 * _INCH, 0.9 * _INCH), letters, most=9.0)
    _block(canvas, to.block, (4.0 * _INCH, height - 1.75 * _INCH), (4.3 * _INCH, 1.3 * _INCH), letters, most=12.0)
    canvas.setFillColor(QUIET)
    canvas.setFont(REGULAR, _CODE)
    canvas.drawString(0.4 * _INCH, 0.35 * _INCH, to.code)


def _label(canvas: Canvas, to: Addressed, sender: Sequence[str], letters: Letters) -> None:
    """4 x 6 inches, upright: sender, addressee, the barcode of our letter."""
    width, height = 4.0 * _INCH, 6.0 * _INCH
    canvas.setPageSize((width, height))
    inner = width - 0.5 * _INCH
    _block(canvas, sender, (0.25 * _INCH, height - 0.25 * _INCH), (inner, 0.9 * _INCH), letters, most=9.0)
    canvas.setStrokeColor(QUIET)
    canvas.setLineWidth(0.6)
    canvas.line(0.25 * _INCH, height - 1.3 * _INCH, width - 0.25 * _INCH, height - 1.3 * _INCH)
    _block(canvas, to.block, (0.5 * _INCH, height - 2.2 * _INCH), (inner - 0.25 * _INCH, 1.7 * _INCH), letters, most=14.0)
    if to.code:
        bars = Code128(to.code, barHeight=_BARS[0], barWidth=_BARS[1], quiet=0)
        canvas.setFillColor(INK)
        bars.drawOn(canvas, 0.5 * _INCH, 0.55 * _INCH)
        canvas.setFont(REGULAR, _SMALL)
        canvas.drawString(0.5 * _INCH, 0.38 * _INCH, to.code)


def _block(
    canvas: Canvas, block: Sequence[str], corner: tuple[float, float], room: tuple[float, float], letters: Letters, *, most: float
) -> None:
    """Lines below each other from the upper left corner, as large as they fit, at most ``most`` points."""
    lines = [letters.drawable(line, 80) for line in block if line]
    if not lines:
        return
    size = next((each for each in _SIZES if each <= most and _fits(lines, each, room)), _SIZES[-1])
    canvas.setFillColor(INK)
    canvas.setFont(REGULAR, size)
    x, y = corner[0], corner[1] - size * 0.78
    for line in lines:
        canvas.drawString(x, y, line)
        y -= min(size * _LEADING, room[1] / len(lines))


def _fits(lines: Sequence[str], size: float, room: tuple[float, float]) -> bool:
    return len(lines) * size * _LEADING <= room[1] and all(stringWidth(line, REGULAR, size) <= room[0] for line in lines)
