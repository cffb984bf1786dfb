"""The printers the operating system knows, each job sent there as vectors wherever that is possible."""

import sys
from dataclasses import replace
from threading import Lock

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from itow_desktop.adapters.printing.raster import print_pictures
from itow_desktop.domain.errors import PrinterTrouble
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo, PrinterState

if sys.platform == "win32":
    from itow_desktop.adapters.printing.gdi import can_print_vectors, print_vectors, trays, why_stopped
else:
    from itow_desktop.adapters.printing.cups import can_print_vectors, print_vectors, trays, why_stopped

_STATES = {
    QPrinter.PrinterState.Idle: PrinterState.IDLE,
    QPrinter.PrinterState.Active: PrinterState.BUSY,
    QPrinter.PrinterState.Aborted: PrinterState.STOPPED,
    QPrinter.PrinterState.Error: PrinterState.STOPPED,
}


class SystemPrinter:
    """Meets the port ``Printer``; needs a running QGuiApplication.

    ``pdfium`` is the one lock of the program around PDFium, shared with the renderer.
    """

    def __init__(self, pdfium: Lock) -> None:
        self._pdfium = pdfium

    def printers(self) -> tuple[PrinterInfo, ...]:
        """See the port."""
        found = [replace(_told(info), trays=trays(info.printerName())) for info in QPrinterInfo.availablePrinters()]
        return tuple(sorted(found, key=lambda info: (not info.default, info.name.casefold())))

    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None:
        """See the port."""
        # Asked by name: a QPrinter of an unknown name claims to be valid.
        info = QPrinterInfo.printerInfo(choice.printer)
        if info.isNull():
            raise PrinterTrouble(
                f"There is no printer named “{choice.printer}” on this computer any more. Nothing was printed. Choose another printer."
            )
        if _told(info).state is PrinterState.STOPPED:
            reason = why_stopped(choice.printer)
            raise PrinterTrouble(
                f"The printer “{choice.printer}” is stopped{f': {reason}' if reason else ''}. Nothing was printed. "
                "Start it again in the system's printer settings, or choose another printer."
            )
        shown = " ".join(title.split()) or "iTow Desktop"
        if can_print_vectors():
            print_vectors(pdf, choice, shown, self._pdfium)
        else:
            print_pictures(pdf, choice, shown, self._pdfium)


def _told(info: QPrinterInfo) -> PrinterInfo:
    state = _STATES.get(info.state(), PrinterState.IDLE)
    return PrinterInfo(info.printerName(), info.description(), info.isDefault(), state)
