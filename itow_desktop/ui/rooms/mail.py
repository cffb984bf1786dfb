"""The room of the mail run: the list of pieces with its deeds."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.mail.pieces import Piece
from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.services.mail.looking import MailRow
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.dialogs.mail.another_way import AnotherWayDialog
from itow_desktop.ui.dialogs.mail.hand_over import HandOverDialog
from itow_desktop.ui.dialogs.mail.work import MailWork
from itow_desktop.ui.mail_text import piece_words, to_words
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.mail import MailPane
from itow_desktop.ui.panes.pane import Pane
from itow_desktop.ui.rooms.printing import PrintRoom
from itow_desktop.ui.rooms.room import House

_TO_PRINT, _TO_MAIL = "No letter waits to be printed.", "No letter is printed and waits to be mailed."


class MailRoom(QObject):
    """The pane asks, the room does it."""

    def __init__(self, house: House, work: MailWork, prints: PrintRoom, write: Callable[[Sequence[int]], object]) -> None:
        """``write`` begins letters for cars, by custody id."""
        super().__init__()
        self._house, self._work, self._prints, self._write = house, work, prints, write
        self._window: MainWindow | None = None
        self.pane = MailPane(house, work)

    @property
    def panes(self) -> tuple[Pane, ...]:
        """The mail run."""
        return (self.pane,)

    def move_in(self, window: MainWindow) -> None:
        """Take the pane's wishes; letters that are scanned anywhere are found."""
        self._window = window
        pane = self.pane
        pane.print_asked.connect(self.print_letters)
        pane.sheet_asked.connect(self.write_sheets)
        pane.letters_asked.connect(self._write)
        pane.mailed_asked.connect(self.ask_mailed)
        pane.run_asked.connect(self.turn_run)
        pane.way_asked.connect(self.ask_way)
        pane.void_asked.connect(self.ask_void)
        pane.number_off_asked.connect(self.take_number_off)
        pane.unmail_asked.connect(self.ask_unmail)
        pane.paper_asked.connect(self._prints.open_kept)
        window.offer_scans(self.take_scan)

    def take_scan(self, scanned: str) -> bool:
        """A mark of a letter brings the mail to the front; any other is not ours."""
        window = self._window
        if window is None or not self.pane.numbers.is_ours(scanned):
            return False
        if window.pane is not self.pane:
            window.show_pane(self.pane.key)
        window.activateWindow()
        return self.pane.take_scan(scanned)

    # --- printing ----------------------------------------------------------------------------------------------------

    def print_letters(self, rows: Sequence[MailRow]) -> None:
        """Letters that are kept and not printed yet, in the order of the list."""
        ids = [row.piece.document_id for row in rows if row.piece.document_id is not None]
        if not ids:
            self.pane.news.tell(_TO_PRINT)
            return
        kind = PaperKind.of(rows[0].piece.kind)
        self._prints.print_again(ids, kind)

    def write_sheets(self, rows: Sequence[MailRow]) -> None:
        """Put pieces into the run, then keep its sheets and print them."""
        person, work, ids = self._house.who.person, self._work, [row.piece.id for row in rows]

        def deed() -> tuple[KeptPaper, ...]:
            work.join_run(person, ids)
            return work.write_sheets(person)

        def done(papers: tuple[KeptPaper, ...]) -> None:
            self._changed(rows)
            self._prints.print_papers("Sheets for the post office", papers, PaperKind.FIRM_SHEET)

        self._start(deed, done)

    # --- the run -----------------------------------------------------------------------------------------------------

    def turn_run(self, rows: Sequence[MailRow], into: bool) -> None:
        """Put pieces into the run or take them out."""
        person, work, ids = self._house.who.person, self._work, [row.piece.id for row in rows]

        def deed() -> None:
            if into:
                work.join_run(person, ids)
            else:
                work.leave_run(person, ids)

        def done(_none: None) -> None:
            self._changed(rows)
            pieces = text.counted(len(ids), "piece", "pieces")
            self.pane.news.tell(f"{pieces} put into the run." if into else f"{pieces} taken out of the run.", Tone.DONE)

        self._start(deed, done)

    def ask_mailed(self, rows: Sequence[MailRow]) -> HandOverDialog | None:
        """Ask which pieces the post office took, and on which day."""
        person, work = self._house.who.person, self._work
        if not rows:
            self.pane.news.tell(_TO_MAIL)
            return None
        carrier = person.name if person else ""
        dialog = HandOverDialog(rows, work, carrier, lambda told: work.hand_over(person, told), runner=self._house.runner, parent=self.pane)

        def done(answer: tuple[date, int]) -> None:
            self._changed(rows)
            day, count = answer
            pieces = text.counted(count, "piece", "pieces")
            self.pane.news.tell(f"{pieces} mailed on {text.day_text(day, work.today())}.", Tone.DONE)

        dialog.done_with.connect(done)
        dialog.open()
        return dialog

    # --- single pieces -----------------------------------------------------------------------------------------------

    def ask_way(self, rows: Sequence[MailRow]) -> AnotherWayDialog:
        """Ask how letters shall be mailed."""
        person, work, ids = self._house.who.person, self._work, [row.piece.id for row in rows]
        dialog = AnotherWayDialog(rows, lambda way: work.change_class(person, ids, way), runner=self._house.runner, parent=self.pane)
        dialog.done_with.connect(lambda _count: self._changed(rows))
        dialog.open()
        return dialog

    def ask_unmail(self, row: MailRow) -> ReasonDialog:
        """Ask why a letter was not mailed after all."""
        person, work, piece_id = self._house.who.person, self._work, row.piece.id
        return self._ask_why(
            ("Not mailed after all", "&Not mailed", "left on the desk, wrong piece ticked ..."),
            row,
            lambda why: work.not_mailed(person, piece_id, why),
        )

    def ask_void(self, row: MailRow) -> ReasonDialog:
        """Ask why a letter shall not count."""
        person, work, piece_id = self._house.who.person, self._work, row.piece.id
        words = ("Void a letter", "&Void", "paid in the meantime, wrong address ...")
        return self._ask_why(words, row, lambda why: work.void(person, piece_id, why))

    def take_number_off(self, row: MailRow) -> None:
        """Its number was scanned onto the wrong piece."""
        person, work, piece_id = self._house.who.person, self._work, row.piece.id

        def done(piece: Piece) -> None:
            self._changed([row])
            self.pane.news.tell(f"The letter to {to_words(piece)} has no number now.", Tone.DONE)

        self._start(lambda: work.put_number(person, piece_id, ""), done)

    def _ask_why(self, words: tuple[str, str, str], row: MailRow, deed: Callable[[str], object]) -> ReasonDialog:
        """``words``: title, verb, reasons that people may have."""
        title, verb, hint = words
        about = piece_words(row.piece, row.vehicle)
        dialog = ReasonDialog(title, verb, deed, runner=self._house.runner, parent=self.pane, hint=hint, about=about)
        dialog.done_with.connect(lambda _none: self._changed([row]))
        dialog.open()
        return dialog

    # --- within ------------------------------------------------------------------------------------------------------

    def _start(self, deed: Callable[[], object], done: Callable[..., None]) -> None:
        self._house.runner.start(deed, owner=self, done=done, failed=self._failed)

    def _failed(self, trouble: Trouble) -> None:
        self.pane.news.tell(str(trouble), Tone.LATE)
        self.pane.refresh()

    def _changed(self, rows: Sequence[MailRow]) -> None:
        self._house.bus.cars_changed.emit(frozenset(row.piece.custody_id for row in rows))
        self._house.bus.queue_changed.emit()
