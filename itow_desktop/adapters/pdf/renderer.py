"""The renderer: data in, finished PDFs or pictures of their pages out."""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from threading import Lock

import pypdfium2
from reportlab import rl_config

from itow_desktop.adapters.pdf.addresses import draw_addresses
from itow_desktop.adapters.pdf.call_sheet import draw_call_sheet
from itow_desktop.adapters.pdf.compliance import draw_compliance, draw_open_work
from itow_desktop.adapters.pdf.fonts import Letters
from itow_desktop.adapters.pdf.letters.sheet import draw_letter
from itow_desktop.adapters.pdf.lights_out import draw_lights_out
from itow_desktop.adapters.pdf.logo import Logo, prepared, shrunk
from itow_desktop.adapters.pdf.lot_list import draw_lot
from itow_desktop.adapters.pdf.mail.reading import written
from itow_desktop.adapters.pdf.marks import copied, practised
from itow_desktop.adapters.pdf.old_report import draw_old_report
from itow_desktop.adapters.pdf.proof.binding import bound, page_count
from itow_desktop.adapters.pdf.screen_list import draw_screen_list
from itow_desktop.adapters.pdf.top import draw_top
from itow_desktop.adapters.pdf.tow_list import draw_tow_list
from itow_desktop.adapters.pdf.why import draw_why
from itow_desktop.adapters.pdf.window_test import draw_window_test
from itow_desktop.domain.call_sheets import CallSheet
from itow_desktop.domain.errors import Problems
from itow_desktop.domain.letters.paper import LetterPaper
from itow_desktop.domain.letters.window import Window
from itow_desktop.domain.lot_papers import LotPaper
from itow_desktop.domain.notices import OfficeHead, ScreenList, TopNotice, TowList, preflight
from itow_desktop.domain.office_papers.lights_out import LightsOutBook
from itow_desktop.domain.old_database.report import OldPaper
from itow_desktop.domain.printing.addresses import AddressPaper
from itow_desktop.domain.report_papers import ReportPaper
from itow_desktop.domain.why_papers import WhyPaper
from itow_desktop.services.ports.printing import EnclosedFile


class PdfRenderer:
    """Meets the port ``Renderer``; may be shared by threads.

    ``pdfium`` is the one lock of the program around PDFium, which may never run
    in two threads at once; the printer takes the same one. It also guards
    reportlab's fonts, which keep a reading position.
    """

    def __init__(self, pdfium: Lock, *, practice: bool = False) -> None:
        """``practice``: every document says that nothing in it is real."""
        # Binary streams: their ASCII form costs half of the time of a page and a quarter of its size.
        rl_config.useA85 = 0
        self._lock = pdfium
        self._finished = practised if practice else bytes
        self._letters = Letters()
        self._logo = lru_cache(maxsize=4)(prepared)

    def render_top(self, notice: TopNotice) -> bytes:
        """See the port."""
        missing = tuple((problem.field, problem.sentence) for problem in preflight(notice) if problem.blocking)
        if missing:
            raise Problems(missing)
        with self._lock:
            return self._finished(draw_top(notice, self._letters, self._logo_of(notice.office)))

    def render_tow_list(self, tow_list: TowList) -> bytes:
        """See the port."""
        with self._lock:
            return self._finished(draw_tow_list(tow_list, self._letters, self._logo_of(tow_list.office)))

    def render_screen_list(self, listed: ScreenList) -> bytes:
        """See the port."""
        with self._lock:
            return self._finished(draw_screen_list(listed, self._letters, self._logo(listed.logo) if listed.logo else None))

    def render_lot(self, paper: LotPaper) -> bytes:
        """See the port."""
        with self._lock:
            return self._finished(draw_lot(paper, self._letters, self._logo_of(paper.office)))

    def render_lights_out(self, book: LightsOutBook) -> bytes:
        """See the port."""
        with self._lock:
            return self._finished(draw_lights_out(book, self._letters, self._logo_of(book.office)))

    def render_call_sheet(self, sheet: CallSheet) -> bytes:
        """See the port."""
        with self._lock:
            return self._finished(draw_call_sheet(sheet, self._letters, self._logo_of(sheet.office)))

    def render_why(self, paper: WhyPaper) -> bytes:
        """See the port."""
        with self._lock:
            return self._finished(draw_why(paper, self._letters, self._logo_of(paper.office)))

    def render_compliance(self, paper: ReportPaper) -> bytes:
        """See the port."""
        with self._lock:
            return self._finished(draw_compliance(paper, self._letters, self._logo_of(paper.office)))

    def render_open_work(self, paper: ReportPaper) -> bytes:
        """See the port."""
        with self._lock:
            return self._finished(draw_open_work(paper, self._letters, self._logo_of(paper.office)))

    def render_old_report(self, paper: OldPaper) -> bytes:
        """See the port."""
        with self._lock:
            return self._finished(draw_old_report(paper, self._letters, self._logo_of(paper.office)))

    def render_letter(self, paper: LetterPaper) -> bytes:
        """See the port."""
        with self._lock:
            return self._finished(draw_letter(paper, self._letters, self._logo_of(paper.office)))

    def render_addresses(self, paper: AddressPaper) -> bytes:
        """See the port."""
        with self._lock:
            return self._finished(draw_addresses(paper, self._letters))

    def render_window_test(self, window: Window) -> bytes:
        """See the port."""
        with self._lock:
            return draw_window_test(window)

    def prepare_logo(self, picture: bytes) -> bytes:
        """See the port."""
        return shrunk(picture)

    def page_images(self, pdf: bytes, dpi: int = 110) -> tuple[bytes, ...]:
        """See the port."""
        with self._lock, pypdfium2.PdfDocument(pdf) as document:
            return tuple(_png(page, dpi) for page in document)

    def page_count(self, pdf: bytes) -> int:
        """See the port."""
        with self._lock:
            return page_count(pdf)

    def text_of(self, pdf: bytes) -> str:
        """See the port."""
        with self._lock:
            return written(pdf)

    def bind(self, pdfs: Sequence[bytes], files: Sequence[EnclosedFile]) -> bytes:
        """See the port."""
        with self._lock:
            return bound(pdfs, files)

    def copy_mark(self, pdf: bytes) -> bytes:
        """See the port."""
        with self._lock:
            return copied(pdf)

    def _logo_of(self, office: OfficeHead) -> Logo | None:
        return self._logo(office.logo) if office.logo else None


def _png(page: pypdfium2.PdfPage, dpi: int) -> bytes:
    bitmap = page.render(scale=dpi / 72)
    file = BytesIO()
    bitmap.to_pil().save(file, "PNG", compress_level=1)
    bitmap.close()
    page.close()
    return file.getvalue()
