"""How long the queue of a printer takes to get 150 letters, each remembered as sent."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any, cast

from bench_figures import Figure, spent
from bench_office import BenchServer
from PySide6.QtWidgets import QApplication

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.adapters.printing.system import SystemPrinter
from itow_desktop.domain.notices import NoticeKind, ScreenList
from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.services.ports.printing import PrinterChoice
from itow_desktop.services.printing import print_papers
from itow_desktop.services.shift import Shift
from tests.e2e.cups import CUPSD, print_system

LETTERS = 150


def printing(server: BenchServer, runs: int) -> Iterator[Figure]:
    """Onto a CUPS queue of its own; left out where CUPS is not installed, or the program does not run as root."""
    if CUPSD is None or os.geteuid() != 0:
        return
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    lock = Lock()
    taken = []
    with server.new_office() as office, print_system() as system:
        system.run("lpadmin", "-p", "Letters", "-E", "-v", "file:///dev/null")
        os.environ["CUPS_SERVER"] = system.server
        papers = _letters(office.shift, PdfRenderer(lock))
        for _ in range(runs):
            with ThreadPoolExecutor(1) as thread:  # as in the window, off its thread
                taken.append(thread.submit(_sent, office.shift, SystemPrinter(lock), papers).result())
        del os.environ["CUPS_SERVER"]
    del application
    yield Figure("printing", f"{LETTERS} letters to CUPS", "s", tuple(taken), 3.0)


def _sent(shift: Shift, printer: SystemPrinter, papers: tuple[KeptPaper, ...]) -> float:
    steps = print_papers(shift, printer, papers, PrinterChoice("Letters"), kind=PaperKind.COURTESY_OWNER, pc="bench")
    return spent(lambda: cast("Any", list(steps))).wall


def _letters(shift: Shift, renderer: PdfRenderer) -> tuple[KeptPaper, ...]:
    """Kept pages about no car: what they say takes no time at the printer."""
    with shift.desk.begin(shift.deed("furnish", undoable=False)) as unit:
        drawn = [renderer.render_screen_list(ScreenList(f"Letter {each}", ("A", "B"), (("1", "2"),) * 20)) for each in range(LETTERS)]
        kept = [unit.documents.add(None, NoticeKind.COURTESY_OWNER, f"LETTER_{each}.pdf", pdf, {}) for each, pdf in enumerate(drawn)]
        unit.commit()
    return tuple(KeptPaper(info, pdf, ()) for info, pdf in zip(kept, drawn, strict=True))
