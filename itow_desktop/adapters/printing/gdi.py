"""Printing on Windows: PDFium plays each page into the printer's device context, so letters stay letters."""

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from threading import Lock

import pypdfium2
import pypdfium2.raw as pdfium_c

from itow_desktop.adapters.printing.devmode import (
    DM_COPIES,
    DM_DEFAULTSOURCE,
    DM_DUPLEX,
    DM_ORIENTATION,
    DM_PAPERLENGTH,
    DM_PAPERSIZE,
    DM_PAPERWIDTH,
    DMDUP_HORIZONTAL,
    DMDUP_SIMPLEX,
    DMDUP_VERTICAL,
    DMORIENT_LANDSCAPE,
    DMORIENT_PORTRAIT,
    DMPAPER_USER,
    DevMode,
)
from itow_desktop.adapters.printing.sheets import Sheet, sheet_of
from itow_desktop.domain.errors import PrinterTrouble
from itow_desktop.services.ports.printing import Duplex, PrinterChoice, Tray

assert sys.platform == "win32"  # noqa: S101  # tells the type checker too, which then reads this file on Windows only

_DM_OUT_BUFFER, _DM_IN_BUFFER = 2, 8
_DC_BINS, _DC_BINNAMES, _BIN_NAME = 6, 12, 24  # wingdi.h; a name has 24 characters
_HURRIED = 50  # of 1 to 99; what Windows takes without being told has 1
_LOGPIXELSX, _LOGPIXELSY, _PHYSICALOFFSETX, _PHYSICALOFFSETY = 88, 90, 112, 113
_DUPLEX = {Duplex.ONE_SIDE: DMDUP_SIMPLEX, Duplex.LONG_EDGE: DMDUP_VERTICAL, Duplex.SHORT_EDGE: DMDUP_HORIZONTAL}


class _DocInfo(ctypes.Structure):
    """DOCINFOW: what the queue shows."""

    _fields_ = (
        ("cbSize", ctypes.c_int),
        ("lpszDocName", wintypes.LPCWSTR),
        ("lpszOutput", wintypes.LPCWSTR),
        ("lpszDatatype", wintypes.LPCWSTR),
        ("fwType", wintypes.DWORD),
    )


class _JobInfo(ctypes.Structure):
    """JOB_INFO_1W: what of a job in the queue can be changed."""

    _fields_ = (
        ("JobId", wintypes.DWORD),
        ("pPrinterName", wintypes.LPWSTR),
        ("pMachineName", wintypes.LPWSTR),
        ("pUserName", wintypes.LPWSTR),
        ("pDocument", wintypes.LPWSTR),
        ("pDatatype", wintypes.LPWSTR),
        ("pStatus", wintypes.LPWSTR),
        ("Status", wintypes.DWORD),
        ("Priority", wintypes.DWORD),
        ("Position", wintypes.DWORD),
        ("TotalPages", wintypes.DWORD),
        ("PagesPrinted", wintypes.DWORD),
        ("Submitted", wintypes.WORD * 8),
    )


class _Windows:
    """The functions of gdi32 and winspool that printing takes, with the types that keep 64-bit handles whole."""

    def __init__(self) -> None:
        gdi = ctypes.WinDLL("gdi32", use_last_error=True)
        spool = ctypes.WinDLL("winspool.drv", use_last_error=True)
        handle, text, number = wintypes.HANDLE, wintypes.LPCWSTR, ctypes.c_int
        self.create_dc = gdi.CreateDCW
        self.create_dc.argtypes, self.create_dc.restype = (text, text, text, ctypes.c_void_p), handle
        self.delete_dc = gdi.DeleteDC
        self.delete_dc.argtypes = (handle,)
        self.caps = gdi.GetDeviceCaps
        self.caps.argtypes = (handle, number)
        self.start_doc = gdi.StartDocW
        self.start_doc.argtypes = (handle, ctypes.POINTER(_DocInfo))
        self.start_page, self.end_page, self.end_doc, self.abort_doc = gdi.StartPage, gdi.EndPage, gdi.EndDoc, gdi.AbortDoc
        for function in (self.start_page, self.end_page, self.end_doc, self.abort_doc):
            function.argtypes = (handle,)
        self.open_printer = spool.OpenPrinterW
        self.open_printer.argtypes = (text, ctypes.POINTER(handle), ctypes.c_void_p)
        self.close_printer = spool.ClosePrinter
        self.close_printer.argtypes = (handle,)
        self.capabilities = spool.DeviceCapabilitiesW
        self.capabilities.argtypes = (text, text, wintypes.WORD, ctypes.c_void_p, ctypes.c_void_p)
        self.get_job = spool.GetJobW
        self.get_job.argtypes = (handle, wintypes.DWORD, wintypes.DWORD, ctypes.c_void_p, wintypes.DWORD, ctypes.POINTER(wintypes.DWORD))
        self.set_job = spool.SetJobW
        self.set_job.argtypes = (handle, wintypes.DWORD, wintypes.DWORD, ctypes.c_void_p, wintypes.DWORD)
        self.properties = spool.DocumentPropertiesW
        self.properties.argtypes = (handle, handle, text, ctypes.c_void_p, ctypes.c_void_p, wintypes.DWORD)


def can_print_vectors() -> bool:
    """Whether this PDFium was built with its drawing into device contexts."""
    return hasattr(pdfium_c, "FPDF_RenderPage")


def trays(printer: str) -> tuple[Tray, ...]:
    """The trays that the printer's driver tells of; empty where it tells none."""
    windows = _Windows()
    count = windows.capabilities(printer, None, _DC_BINS, None, None)
    if count <= 0:
        return ()
    numbers, names = (wintypes.WORD * count)(), (ctypes.c_wchar * (_BIN_NAME * count))()
    told = [windows.capabilities(printer, None, what, into, None) for what, into in ((_DC_BINS, numbers), (_DC_BINNAMES, names))]
    if told != [count, count]:
        return ()
    words = [names[place * _BIN_NAME : (place + 1) * _BIN_NAME].partition("\0")[0] for place in range(count)]
    return tuple(Tray(str(number), word or str(number)) for number, word in zip(numbers, words, strict=True))


def why_stopped(_printer: str) -> str:
    """Windows says it on the screen itself."""
    return ""


def print_vectors(pdf: bytes, choice: PrinterChoice, title: str, pdfium: Lock) -> None:
    """Print all pages at their true size, copy after copy; raises ``PrinterTrouble``."""
    windows = _Windows()
    sheet, across = sheet_of(pdf, pdfium)
    with pdfium, pypdfium2.PdfDocument(pdf) as document:
        mode = _mode(windows, choice, sheet, landscape=across)
        with _context(windows, choice.printer, mode) as context, _job(windows, context, choice, title):
            for _ in range(choice.copies):
                for page in document:
                    _play(windows, context, page, choice.printer)
                    page.close()


def _mode(windows: _Windows, choice: PrinterChoice, sheet: Sheet, *, landscape: bool) -> ctypes.Array[ctypes.c_char]:
    """The driver's own settings with ours merged in by the driver; without them GDI may print on A4."""
    handle = wintypes.HANDLE()
    if not windows.open_printer(choice.printer, ctypes.byref(handle), None):
        raise _trouble(choice.printer, "it cannot be opened")
    try:
        size = windows.properties(None, handle, choice.printer, None, None, 0)
        if size < ctypes.sizeof(DevMode):
            raise _trouble(choice.printer, "its driver tells no settings")
        buffer = ctypes.create_string_buffer(size)
        if windows.properties(None, handle, choice.printer, buffer, None, _DM_OUT_BUFFER) < 0:
            raise _trouble(choice.printer, "its driver tells no settings")
        _want(DevMode.from_buffer(buffer), choice, sheet, landscape=landscape)
        if windows.properties(None, handle, choice.printer, buffer, buffer, _DM_IN_BUFFER | _DM_OUT_BUFFER) < 0:
            raise _trouble(choice.printer, "its driver does not take the settings")
        return buffer
    finally:
        windows.close_printer(handle)


def _want(mode: DevMode, choice: PrinterChoice, sheet: Sheet, *, landscape: bool) -> None:
    mode.dmPaperSize = sheet.dmpaper or DMPAPER_USER
    if not sheet.dmpaper:
        mode.dmPaperWidth, mode.dmPaperLength = (round(points / 72 * 254) for points in (sheet.width, sheet.height))  # tenths of a mm
        mode.dmFields |= DM_PAPERWIDTH | DM_PAPERLENGTH
    mode.dmOrientation = DMORIENT_LANDSCAPE if landscape else DMORIENT_PORTRAIT
    mode.dmCopies = 1  # copies are printed page set by page set, which needs no help of the driver
    mode.dmFields |= DM_PAPERSIZE | DM_ORIENTATION | DM_COPIES
    if choice.duplex is not None:
        mode.dmDuplex = _DUPLEX[choice.duplex]
        mode.dmFields |= DM_DUPLEX
    if choice.tray is not None and choice.tray.isdecimal():
        mode.dmDefaultSource = int(choice.tray)
        mode.dmFields |= DM_DEFAULTSOURCE


@contextmanager
def _context(windows: _Windows, printer: str, mode: ctypes.Array[ctypes.c_char]) -> Iterator[int]:
    context = windows.create_dc("WINSPOOL", printer, None, mode)
    if not context:
        raise _trouble(printer, "Windows opens no page on it")
    try:
        yield context
    finally:
        windows.delete_dc(context)


@contextmanager
def _job(windows: _Windows, context: int, choice: PrinterChoice, title: str) -> Iterator[None]:
    """One document in the queue; whatever goes wrong within takes it back whole."""
    printer = choice.printer
    info = _DocInfo(cbSize=ctypes.sizeof(_DocInfo), lpszDocName=title)
    job = windows.start_doc(context, ctypes.byref(info))
    if job <= 0:
        raise _trouble(printer, "it did not take the job")
    if not choice.patient:
        _hurry(windows, printer, job)
    ended = False
    try:
        yield
        ended = windows.end_doc(context) > 0
        if not ended:
            raise _trouble(printer, "the job did not reach the queue")
    finally:
        if not ended:
            windows.abort_doc(context)


def _hurry(windows: _Windows, printer: str, job: int) -> None:
    """Put a job before those that wait. Where Windows does not let it, the job waits like any other."""
    handle, size = wintypes.HANDLE(), wintypes.DWORD()
    if not windows.open_printer(printer, ctypes.byref(handle), None):
        return
    try:
        windows.get_job(handle, job, 1, None, 0, ctypes.byref(size))
        buffer = ctypes.create_string_buffer(max(size.value, ctypes.sizeof(_JobInfo)))
        if windows.get_job(handle, job, 1, buffer, len(buffer), ctypes.byref(size)):
            told = _JobInfo.from_buffer(buffer)
            told.Priority, told.Position = _HURRIED, 0  # 0: the queue finds its place
            windows.set_job(handle, job, 1, buffer, 0)
    finally:
        windows.close_printer(handle)


def _play(windows: _Windows, context: int, page: pypdfium2.PdfPage, printer: str) -> None:
    """One page from the upper left corner of the sheet: GDI counts from the printable area, which begins further in."""
    if windows.start_page(context) <= 0:
        raise _trouble(printer, "it did not begin a page")
    left, top = -windows.caps(context, _PHYSICALOFFSETX), -windows.caps(context, _PHYSICALOFFSETY)
    width = round(page.get_width() / 72 * windows.caps(context, _LOGPIXELSX))
    height = round(page.get_height() / 72 * windows.caps(context, _LOGPIXELSY))
    flags = pdfium_c.FPDF_ANNOT | pdfium_c.FPDF_PRINTING
    drawn = pdfium_c.FPDF_RenderPage(context, page, left, top, width, height, 0, flags)
    if not drawn or windows.end_page(context) <= 0:
        raise _trouble(printer, "it did not finish a page")


def _trouble(printer: str, what: str) -> PrinterTrouble:
    code = ctypes.get_last_error()
    reason = f" ({ctypes.FormatError(code).strip()})" if code else ""
    return PrinterTrouble(f"Printing on “{printer}” failed: {what}{reason}. Nothing was printed. Check the printer, or choose another one.")
