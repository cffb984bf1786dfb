"""Printing pages as pictures, where the system gives no way to print a PDF as it is."""

from threading import Lock

import pypdfium2
from PySide6.QtCore import QMarginsF, QRect, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from itow_desktop.adapters.printing.sheets import Sheet, sheet_of
from itow_desktop.domain.errors import PrinterTrouble
from itow_desktop.services.ports.printing import Duplex, PrinterChoice

_DPI = 300
_DUPLEX = {
    Duplex.ONE_SIDE: QPrinter.DuplexMode.DuplexNone,
    Duplex.LONG_EDGE: QPrinter.DuplexMode.DuplexLongSide,
    Duplex.SHORT_EDGE: QPrinter.DuplexMode.DuplexShortSide,
}


def print_pictures(pdf: bytes, choice: PrinterChoice, title: str, pdfium: Lock) -> None:
    """Draw each page with 300 dots per inch onto the printer's sheet; ``tray`` stays the printer's own."""
    sheet, across = sheet_of(pdf, pdfium)
    with pdfium, pypdfium2.PdfDocument(pdf) as document:
        pages = [_picture(page) for page in document]
    printer = _set_up(choice, title, sheet, across=across)
    painter = QPainter()
    # Without any printer left, Qt silently turns to writing a PDF without a name: only begin() tells.
    if not painter.begin(printer):
        raise PrinterTrouble(
            f"The printer “{choice.printer}” did not take the job. Nothing was printed. Check the printer, or choose another one."
        )
    try:
        for number, picture in enumerate(pages):
            if number:
                printer.newPage()
            painter.drawImage(QRect(0, 0, printer.width(), printer.height()), picture)
    finally:
        painter.end()


def _set_up(choice: PrinterChoice, title: str, sheet: Sheet, *, across: bool) -> QPrinter:
    """The whole sheet without margins, so that nothing is scaled or shifted."""
    printer = QPrinter(QPrinterInfo.printerInfo(choice.printer), QPrinter.PrinterMode.HighResolution)
    printer.setResolution(_DPI)
    orientation = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    size = QPageSize(QSizeF(sheet.width, sheet.height), QPageSize.Unit.Point)
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(size, orientation, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)
    printer.setDocName(title)
    printer.setCopyCount(choice.copies)
    if choice.duplex is not None:
        printer.setDuplex(_DUPLEX[choice.duplex])
    return printer


def _picture(page: pypdfium2.PdfPage) -> QImage:
    bitmap = page.render(scale=_DPI / 72, rev_byteorder=True, force_bitmap_format=pypdfium2.raw.FPDFBitmap_BGRx)
    image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888).copy()
    bitmap.close()
    page.close()
    return image
