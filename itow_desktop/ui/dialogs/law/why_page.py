"""The page for a court on its way out of the window that tells why: printed with one click, or looked at first."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from itow_desktop.domain.errors import PrinterTrouble, Trouble
from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.services.why_pages import DrawnWhy
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.law.work import LawWork
from itow_desktop.ui.dialogs.paper import Paper, PaperDeeds, PaperDialog
from itow_desktop.ui.dialogs.printer_row import PrinterMemory
from itow_desktop.ui.dialogs.why import WhyDialog
from itow_desktop.ui.rooms.room import House

_KEPT = "What leaves here by printing or saving is kept among the papers of the car, byte by byte. It is recorded as no letter."


@dataclass(frozen=True, slots=True)
class _Sent:
    """A page that is on record, and what became of printing it."""

    page: DrawnWhy
    printer: str
    trouble: PrinterTrouble | None = None


class WhyPage(QObject):
    """Lives as long as the dialog. What leaves is kept first, once: a page that did not come out is printed again as it was kept."""

    kept = Signal()
    """A page was put on record."""

    def __init__(self, house: House, work: LawWork, custody_id: int, dialog: WhyDialog) -> None:
        super().__init__(dialog)
        self._house, self._work, self._custody_id, self._dialog = house, work, custody_id, dialog
        self._stuck: DrawnWhy | None = None
        dialog.print_asked.connect(self.print_at_once)
        dialog.preview_asked.connect(self.look)

    # --- at once -----------------------------------------------------------------------------------------------------

    def print_at_once(self) -> None:
        """Keep the page and print it where this PC printed its last list; both happen also where the window is closed meanwhile."""
        work, person, stuck = self._work, self._house.who.person, self._stuck
        memory = PrinterMemory(self._house.memory, PaperKind.LIST)

        def out() -> _Sent | None:
            choice = memory.choice(work.printers())
            if choice is None:
                return None
            page = stuck
            if page is None:
                page, _ = work.draw_why(self._custody_id)
                work.keep_why(person, page)
            try:
                work.print_pdf(page.content, choice, page.name)
            except PrinterTrouble as trouble:
                return _Sent(page, choice.printer, trouble)
            return _Sent(page, choice.printer)

        self._dialog.print.setEnabled(False)
        self._dialog.news.tell("Printing...")
        self._house.runner.start(out, owner=self, done=self._told, failed=self._failed)

    def _told(self, sent: _Sent | None) -> None:
        self._dialog.print.setEnabled(True)
        tell = self._dialog.news.tell
        if sent is None:
            tell("No printer is set up on this computer. A preview can be saved as PDF.", Tone.LATE, "Preview...", self.look)
            return
        if self._stuck is None:
            self.kept.emit()
        self._stuck = sent.page if sent.trouble else None
        if sent.trouble:
            tell(str(sent.trouble), Tone.LATE)
        else:
            tell(f"Sent to {sent.printer}. The page is kept among the papers of the car.", Tone.DONE)

    def _failed(self, trouble: Trouble) -> None:
        self._dialog.print.setEnabled(True)
        self._dialog.news.tell(str(trouble), Tone.LATE)

    # --- looked at first ---------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Show the page; kept once it leaves by printing or saving."""
        house, work, person = self._house, self._work, self._house.who.person
        drawn: list[DrawnWhy] = []

        def read() -> Paper:
            page, pictures = work.draw_why(self._custody_id)
            drawn[:] = [page]
            return Paper(page.name, page.content, pictures)

        def keep(_paper: Paper) -> None:
            work.keep_why(person, drawn[0])

        deeds = PaperDeeds(read, work.printers, work.print_pdf, keep)
        dialog = PaperDialog("Why these dates", "&Print", deeds, runner=house.runner, parent=self._dialog, memory=house.memory, note=_KEPT)
        dialog.kept.connect(self.kept)
        dialog.open()
