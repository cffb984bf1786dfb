"""A sheet that shows whether an address will stand in the window of the envelope."""

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from itow_desktop.adapters.pdf.fonts import BOLD, REGULAR
from itow_desktop.adapters.pdf.paper import ACCENT, HAIRLINE, INK, LETTER, QUIET, describe
from itow_desktop.domain.letters.window import SHEET, Box, Window

_INCH = 72.0
_HOW = (
    "1.  Print this sheet on the printer and the paper that letters are printed on, at its true size.",
    "2.  Fold it at the two marks on its edges, first the upper one, and put it into the window envelope.",
    "3.  Tap the envelope on each of its four edges. In every position the whole gray frame must show in the window,",
    "     with a little air around it.",
    "4.  Where it does not, measure on the rulers by how much it is off, and enter that under",
    "     File, Office settings, Letters: Move the address right, down. Then print this sheet again.",
)
_SAMPLE = ("PAT PRACTICE", "C/O INVENTED MOTORS LLC", "1200 EXAMPLE RD APT 12", "BURTON MI  48529-1234")


def draw_window_test(window: Window) -> bytes:
    """One US Letter page: the address, the frame it stays within, fold marks, rulers in eighths of an inch."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=LETTER, invariant=1, pageCompression=1, lang="en-US")
    describe(canvas, "Test sheet for the window envelope", "iTow", "Test sheet for the window envelope")
    _words(canvas, window)
    _rulers(canvas, window)
    _frame(canvas, window.block)
    _address(canvas, window.block)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.8)
    for fold in window.folds:
        y = _down(fold)
        canvas.line(14, y, 34, y)
        canvas.line(LETTER[0] - 34, y, LETTER[0] - 14, y)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _down(inches: float) -> float:
    """From the upper edge, as reportlab counts."""
    return (SHEET[1] - inches) * _INCH


def _words(canvas: Canvas, window: Window) -> None:
    canvas.setFillColor(ACCENT)
    canvas.setFont(BOLD, 14)
    canvas.drawString(64, _down(0.8), "Test sheet for the window envelope")
    canvas.setFillColor(QUIET)
    canvas.setFont(REGULAR, 9)
    safe, folds = window.safe, window.folds
    told = f"Address {safe.left:g} in from the left, {safe.top:g} in down, {safe.width:g} x {safe.height:g} in"
    told += f"; folds at {folds[0]:g} and {folds[1]:g} in"
    moved = f"; moved {window.nudge_x:+g} right, {window.nudge_y:+g} down" if window.nudge_x or window.nudge_y else ""
    canvas.drawString(64, _down(1.05), told + moved)
    canvas.setFillColor(INK)
    canvas.setFont(REGULAR, 10.5)
    for place, line in enumerate(_HOW):
        canvas.drawString(64, _down(5.0 + place * 0.27), line)


def _frame(canvas: Canvas, box: Box) -> None:
    canvas.setStrokeColor(HAIRLINE)
    canvas.setLineWidth(1)
    canvas.rect(box.left * _INCH, _down(box.top + box.height), box.width * _INCH, box.height * _INCH)


def _address(canvas: Canvas, box: Box) -> None:
    canvas.setFillColor(INK)
    canvas.setFont(REGULAR, 10)
    for place, line in enumerate(_SAMPLE):
        canvas.drawString(box.left * _INCH, _down(box.top) - 7.8 - place * 11, line)


def _rulers(canvas: Canvas, window: Window) -> None:
    """Along the left edge and above the window's band, where they do not show in it."""
    canvas.setStrokeColor(QUIET)
    canvas.setFillColor(QUIET)
    canvas.setFont(REGULAR, 7)
    canvas.setLineWidth(0.4)
    top, below = window.band
    for eighth in range(int(SHEET[0] * 8) + 1):
        long = 10 if eighth % 8 == 0 else 6 if eighth % 4 == 0 else 3
        canvas.line(eighth * 9, _down(top - 0.15), eighth * 9, _down(top - 0.15) + long)
        if eighth % 8 == 0 and eighth:
            canvas.drawString(eighth * 9 + 2, _down(top - 0.15) + 5, str(eighth // 8))
    for eighth in range(int(top * 8), int(below * 8) + 3):
        long = 10 if eighth % 8 == 0 else 6 if eighth % 4 == 0 else 3
        canvas.line(42, _down(eighth / 8), 42 - long, _down(eighth / 8))
        if eighth % 8 == 0:
            canvas.drawString(25, _down(eighth / 8) - 2.5, str(eighth // 8))
