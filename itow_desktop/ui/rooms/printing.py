"""The room of the printers: what nobody said has come out, kept papers looked at and printed again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from itow_desktop.domain.printing.batches import Batch, Printing
from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.services.ports.printing import PrinterChoice
from itow_desktop.services.views import DocumentInfo, Person
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.paper import Paper, PaperDeeds, PaperDialog
from itow_desktop.ui.dialogs.printing.addresses import AddressesDialog, AddressWork
from itow_desktop.ui.dialogs.printing.answer_prints import AnswerPrints
from itow_desktop.ui.dialogs.printing.print_papers import PrintPapers
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.text import counted
from itow_desktop.ui.work import BatchWork, Calendar

_ALL_ANSWERED = "Somebody has said of every paper that was sent from this PC whether it came out."


class PrintRoomWork(Calendar, AddressWork, BatchWork, Protocol):
    """What the room asks of the office; every method is called on worker threads unless it says otherwise."""

    def document(self, document_id: int) -> tuple[DocumentInfo, bytes]: ...
    def printings(self, document_id: int) -> tuple[Printing, ...]: ...
    def reprint(self, person: Person | None, document_id: int, choice: PrinterChoice) -> None: ...
    def draw_window_test(self) -> bytes: ...


class PrintRoom(QObject):
    """Asks at the start of the program what came out of the printer before it ended, and whenever somebody wants to say it."""

    def __init__(self, house: House, work: PrintRoomWork) -> None:
        super().__init__()
        self._house, self._work = house, work
        self._window: MainWindow | None = None

    @property
    def panes(self) -> tuple[Pane, ...]:
        """None."""
        return ()

    def move_in(self, window: MainWindow) -> None:
        """The entries of the menu, then the question of the start."""
        self._window = window
        window.add_menu_action(Menu.MAIL, "What came out of the &printer...", self.ask, picture="printer")
        window.add_menu_action(Menu.MAIL, "Address la&bels, envelopes...", self.show_addresses, picture="tag")
        window.add_menu_action(Menu.MAIL, "&Test sheet for the window envelope...", self.show_window_test, picture="frame-corners")
        self._house.runner.start(self._work.unanswered, owner=self, done=self._offer)

    # --- what came out -----------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask about everything that was sent from this PC and not answered for."""
        self._house.runner.start(self._work.unanswered, owner=self, done=self._asked)

    def _asked(self, batches: tuple[Batch, ...]) -> None:
        self.show_question(batches)

    def _offer(self, batches: tuple[Batch, ...]) -> None:
        """Quietly: papers were sent, then the program ended or somebody went to look at the tray."""
        if batches and self._window is not None:
            number = len({paper.document_id for batch in batches for paper in batch.papers})
            said = f"{counted(number, 'paper', 'papers')} went to {batches[-1].printer} {self._said(batches[-1].begun_at)}"
            self._window.pane.news.tell(f"{said}, and nobody has said what came out.", Tone.TODAY, "&Answer", self.ask)

    def show_question(self, batches: tuple[Batch, ...]) -> AnswerPrints | None:
        """The dialog; a word where there is nothing to ask."""
        if self._window is None:
            return None
        if not batches:
            self._window.pane.news.tell(_ALL_ANSWERED, Tone.DONE)
            return None
        house = self._house
        dialog = AnswerPrints(self._work, house.who.person, batches, self._said, runner=house.runner, parent=self._window)
        dialog.done_with.connect(lambda _came: self._changed())
        dialog.again_asked.connect(lambda ids: self.print_again(ids, batches[-1].kind))
        dialog.open()
        return dialog

    def print_again(self, document_ids: Sequence[int], kind: PaperKind) -> None:
        """Kept papers that did not come out, once more as they are."""
        work = self._work

        def show(papers: tuple[KeptPaper, ...]) -> None:
            self.print_papers("Print again", papers, kind)

        self._house.runner.start(lambda: work.kept(document_ids), owner=self, done=show)

    def print_papers(self, title: str, papers: Sequence[KeptPaper], kind: PaperKind, parent: QWidget | None = None) -> PrintPapers:
        """The dialog that prints kept papers."""
        house = self._house
        dialog = PrintPapers(
            title, self._work, house.who.person, papers, kind=kind, runner=house.runner, parent=parent or self._window, memory=house.memory
        )
        dialog.done_with.connect(lambda _came: self._changed())
        dialog.open()
        return dialog

    # --- kept papers -------------------------------------------------------------------------------------------------

    def open_kept(self, document_id: int) -> None:
        """A kept paper with every time it was printed; from here it prints as a copy."""
        work, who = self._work, self._house.who

        def read() -> Paper:
            info, pdf = work.document(document_id)
            return Paper(info.name, pdf, work.pages(pdf), self._history(work.printings(document_id)))

        def send(_pdf: bytes, choice: PrinterChoice, _name: str) -> None:
            work.reprint(who.person, document_id, choice)

        deeds = PaperDeeds(read, work.printers, send)
        note = "A copy is marked COPY on the print only."
        dialog = PaperDialog(
            "Kept paper", "&Print a copy", deeds, runner=self._house.runner, parent=self._window, memory=self._house.memory, note=note,
            kind=PaperKind.COPY,
        )  # fmt: skip
        dialog.open()

    def _history(self, printings: Sequence[Printing]) -> str:
        if not printings:
            return "There is no record of printing it."
        said = "; ".join(self._printed(each) for each in printings)
        return f"{said[0].upper()}{said[1:]}."

    def _printed(self, each: Printing) -> str:
        what = "copy printed" if each.copy else {True: "printed", False: "sent but did not come out", None: "sent"}[each.came_out]
        by = f" by {each.by}" if each.by else ""
        return f"{what} {self._said(each.at)}{by} on {each.printer}"

    # --- envelopes ---------------------------------------------------------------------------------------------------

    def show_addresses(self) -> AddressesDialog:
        """Labels, envelopes for letters that go out."""
        house = self._house
        dialog = AddressesDialog(self._work, runner=house.runner, parent=self._window, memory=house.memory)
        dialog.open()
        return dialog

    def show_window_test(self) -> PaperDialog:
        """The sheet that shows whether addresses stand in the window; it goes where letters go."""
        work, house = self._work, self._house

        def read() -> Paper:
            pdf = work.draw_window_test()
            return Paper("WINDOW-TEST.pdf", pdf, work.pages(pdf))

        deeds, kind = PaperDeeds(read, work.printers, work.print_pdf), PaperKind.COURTESY_OWNER
        title = "Test sheet for the window envelope"
        dialog = PaperDialog(title, "&Print", deeds, runner=house.runner, parent=self._window, memory=house.memory, kind=kind)
        dialog.open()
        return dialog

    # --- within ------------------------------------------------------------------------------------------------------

    def _said(self, at: datetime) -> str:
        return text.moment_text(at, self._work.zone, self._work.today())

    def _changed(self) -> None:
        self._house.bus.cars_changed.emit(frozenset())
        self._house.bus.queue_changed.emit()
