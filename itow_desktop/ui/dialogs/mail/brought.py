"""What the post office brought: envelopes that came back, green cards, receipts of delivery; what nobody can place waits in a tray."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QSplitter, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.mail.coming_back import Outcome, Stray
from itow_desktop.domain.mail.pieces import PieceState, ReturnReason
from itow_desktop.domain.people import Rights
from itow_desktop.services.mail.looking import MailRow
from itow_desktop.services.mail.views import Delivered, Returned, ReturnEffect
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.dialogs.mail.brought_form import BroughtForm
from itow_desktop.ui.dialogs.mail.brought_work import BroughtWork
from itow_desktop.ui.dialogs.own_window import ReadWindow
from itow_desktop.ui.errors import numbered
from itow_desktop.ui.mail_text import number_text, piece_words
from itow_desktop.ui.models.mail import state_words
from itow_desktop.ui.models.text_rows import Cell, TextRow
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.scanner import WANTS_SCAN
from itow_desktop.ui.widgets.places.parts import RecordList
from itow_desktop.ui.widgets.tones import heading, quiet, set_tone, strong

R = TypeVar("R")
_HEADERS = ("Came", "What", "Read on it", "Note")
_SETTLED = frozenset({PieceState.DELIVERED, PieceState.RETURNED})
_NOTHING = "No envelope or card waits here for its letter."
_SCAN = "Scan the barcode of our letter, the certified number or the green card."


class BroughtWindow(ReadWindow[tuple[Stray, ...]]):
    """Scan, say what happened, Enter: a stack is gone through one by one. A scan is for this window whatever has the focus in it."""

    picture = "tray"
    recorded = Signal(int)
    """Custody id of the car whose letter it was."""
    car_asked = Signal(int)
    scans_asked = Signal(object)
    """``Stray`` whose scans shall be looked at."""
    receipts_asked = Signal()
    """Files shall be looked through for numbers."""

    def __init__(self, house: House, work: BroughtWork) -> None:
        super().__init__(house.runner)
        self.setWindowTitle("Mail that came in")
        self.setMinimumSize(QSize(880, 560))
        self._house, self._work = house, work
        self._busy = False
        self._asked = 0
        self._strays: tuple[Stray, ...] = ()
        self._judged: tuple[int, ReturnReason] | None = None
        self.row: MailRow | None = None
        self.mark = QLineEdit()
        self.letter, self.facts = strong(), quiet(_SCAN)
        self.form = BroughtForm(work)
        self.record, self.keep = QPushButton("&Record"), QPushButton("Keep in the &tray")
        self.undo = QPushButton("&Undo that...")
        self.car, self.many = QPushButton("Open the &car"), QPushButton("Read receipts (PD&F)...")
        self.tray = RecordList("Tray of envelopes", _HEADERS, _NOTHING, picture="tray", grow=(2, 3), margin=0)
        self._build()
        self._wire()
        self._show()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.mark.setMaxLength(120)
        self.mark.setProperty(WANTS_SCAN, "enter")
        self.mark.setPlaceholderText("scan, or type a number or a name and press Enter")
        label = QLabel("&Scan")
        label.setBuddy(self.mark)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.mark, 1)
        row.addWidget(self.car)
        for words in (self.letter, self.facts):
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
        for button in (self.record, self.keep, self.car, self.many, self.undo):
            button.setAutoDefault(False)
        self.record.setProperty("primary", True)
        self._this = self.tray.deed_for("&It is this letter's", "link", self._belongs, may=lambda _key: self.row is not None)
        self.tray.deed_for("Look at the scans", "eye", self._look, may=self._has_scans)
        self.tray.deed_for("Loo&k no more...", "x-circle", self._ask_close)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.many)
        foot.addStretch(1)
        for button in (self.undo, self.record, self.keep):
            foot.addWidget(button)
        left, right = QWidget(), QWidget()
        self._fill_left(left, row, foot)
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 0, 0, 0)
        column.addWidget(strong("In the tray"))
        column.addWidget(self.tray, 1)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(left)
        halves.addWidget(right)
        halves.setStretchFactor(0, 1)
        halves.setSizes([620, 520])
        inside = QVBoxLayout()
        inside.setSpacing(8)
        inside.addWidget(heading("Mail that came in"))
        inside.addWidget(halves, 1)
        self.lay_out(inside, QSize(1160, 680))

    def _fill_left(self, left: QWidget, row: QHBoxLayout, foot: QHBoxLayout) -> None:
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addLayout(row)
        for part in (self.letter, self.facts):
            column.addWidget(part)
        column.addWidget(self.form, 1)
        column.addLayout(foot)

    def _wire(self) -> None:
        self.mark.returnPressed.connect(lambda: self.identify(self.mark.text()))
        self.form.changed.connect(self._form_changed)
        self.record.clicked.connect(self.commit)
        self.keep.clicked.connect(self.keep_stray)
        self.undo.clicked.connect(self.ask_undo)
        self.car.clicked.connect(lambda: self.car_asked.emit(self.row.piece.custody_id) if self.row else None)
        self.many.clicked.connect(self.receipts_asked)
        self.key_does("Ctrl+Return", self.commit)
        self.key_does("Ctrl+F", self.mark.setFocus)

    # --- the tray ----------------------------------------------------------------------------------------------------

    def question(self) -> Callable[[], tuple[Stray, ...]]:
        return self._work.strays

    def show_answer(self, answer: tuple[Stray, ...]) -> None:
        self._strays = answer
        self.tray.put([_line(each) for each in answer])

    # --- which letter ------------------------------------------------------------------------------------------------

    def take_scan(self, scanned: str) -> bool:
        """A mark that was read while this window is in use."""
        if not self.isActiveWindow():
            return False
        self.identify(scanned)
        return True

    def identify(self, typed: str) -> None:
        """Look which letter it is."""
        mark, work = typed.strip(), self._work
        if not mark:
            return
        self.mark.setText(mark)
        self._asked += 1
        number = self._asked

        def found(rows: tuple[MailRow, ...]) -> None:
            if number == self._asked:
                self._found(mark, rows)

        self._house.runner.start(lambda: work.find(mark) or work.search(mark), owner=self, done=found, failed=self._not_done)

    def _found(self, mark: str, rows: tuple[MailRow, ...]) -> None:
        if len(rows) == 1:
            self.show_row(rows[0])
            return
        self.row = None
        if rows:
            self._say(f'{text.counted(len(rows), "letter fits", "letters fit")} "{mark}". Type more of it, or scan its number.')
        else:
            self._say(f'No letter here has "{mark}". If it is ours all the same, say what happened and keep it in the tray.')
        self._show()

    def show_row(self, row: MailRow) -> None:
        """This letter is on the desk."""
        self.row = row
        piece = row.piece
        gone = piece.handed_over_on if piece.state in _SETTLED else None
        mailed = f", mailed {text.day_text(gone, self._work.today())}" if gone else ""
        self.letter.setText(piece_words(piece, row.vehicle))
        numbers = [f"green card {number_text(piece.card_number)}"] if piece.card_number else []
        self._tell_facts("\n".join([", ".join(piece.block[1:]), ", ".join([state_words(piece) + mailed, *numbers])]), None)
        self._ask_effect()
        self._show()
        (self.undo if piece.state in _SETTLED else self.form.day).setFocus()

    def _say(self, words: str) -> None:
        self.letter.setText("")
        self._tell_facts(words, Tone.TODAY)
        self.mark.setFocus()
        self.mark.selectAll()

    def _tell_facts(self, words: str, tone: Tone | None) -> None:
        self.facts.setText(words)
        set_tone(self.facts, tone or Tone.QUIET)

    # --- what follows ------------------------------------------------------------------------------------------------

    def _form_changed(self) -> None:
        if self._judged != self._asking:
            self._ask_effect()
        self._show()

    @property
    def _asking(self) -> tuple[int, ReturnReason] | None:
        why = self.form.why
        return None if why is None or self.row is None else (self.row.piece.id, why)

    def _ask_effect(self) -> None:
        """What the rules in use say to this reason; asked anew whenever it changes."""
        asked, work = self._asking, self._work
        self._judged = asked
        if asked is None:
            self.form.show_effect(None)
            return

        def told(effect: ReturnEffect) -> None:
            if asked == self._asking:
                self.form.show_effect(effect)

        self._house.runner.start(lambda: work.effect(*asked), owner=self, done=told, failed=self._not_done)

    def _show(self) -> None:
        known = self.row is not None
        free = not self._busy and self._house.who.hindrance(Rights.CLERK) is None
        settled = self.row is not None and self.row.piece.state in _SETTLED
        self.record.setEnabled(free and known and not settled and self.form.whole)
        self.keep.setEnabled(free and not known and self.form.whole)
        self.keep.setVisible(not known)
        self.undo.setVisible(settled)
        self.undo.setEnabled(free)
        self.form.setEnabled(not settled)
        self.car.setEnabled(known)
        self._this.setEnabled(free and known and self.tray.current is not None)

    # --- recording ---------------------------------------------------------------------------------------------------

    def commit(self) -> None:
        """Record what happened to the letter on the desk."""
        row, person, work = self.row, self._house.who.person, self._work
        if row is None or not self.record.isEnabled():
            return
        told = self.form.told(row.piece.id)
        if isinstance(told, Returned):
            self._run(lambda: work.returned(person, told), self._recorded)
        elif told is not None:
            self._run(lambda: work.delivered(person, [told]), self._recorded)

    def _recorded(self, answer: object) -> None:
        row = self.row
        if row is None:
            return
        effect = f" {answer.sentence}" if isinstance(answer, ReturnEffect) else ""
        self.news.tell(f"Recorded: {piece_words(row.piece, row.vehicle)}.{effect}", Tone.DONE)
        self._next()
        self.recorded.emit(row.piece.custody_id)

    def keep_stray(self) -> None:
        """Nobody knows the letter: it waits with what can be read on it."""
        told, person, work = self.form.stray(self.mark.text()), self._house.who.person, self._work
        if told is not None:
            self._run(lambda: work.keep_stray(person, told), lambda _id: self._kept())

    def _kept(self) -> None:
        self.news.tell("Kept in the tray with its scans. It stays there until somebody finds its letter.", Tone.DONE)
        self._next()
        self.refresh()

    def ask_undo(self) -> None:
        """What is recorded of the letter on the desk was wrong: ask why, then it is on its way again."""
        row, person, work = self.row, self._house.who.person, self._work
        if row is None:
            return
        dialog = ReasonDialog(
            "Undo that", "&On its way again", lambda why: work.take_back_outcome(person, row.piece.id, why), runner=self._house.runner,
            parent=self, hint="another letter, wrong day ...", about=f"{piece_words(row.piece, row.vehicle)}: {state_words(row.piece)}.",
        )  # fmt: skip
        dialog.done_with.connect(lambda _none: self._recorded(None))
        dialog.open()

    def _has_scans(self, stray_id: int) -> bool:
        return any(each.id == stray_id and each.papers for each in self._strays)

    def _look(self, stray_id: int) -> None:
        self.scans_asked.emit(next(each for each in self._strays if each.id == stray_id))

    def _belongs(self, stray_id: int) -> None:
        """The letter on the desk is that of an envelope in the tray."""
        row, person, work = self.row, self._house.who.person, self._work
        stray = next((each for each in self._strays if each.id == stray_id), None)
        if row is None or stray is None:
            return
        told: Returned | Delivered
        if stray.outcome is Outcome.RETURNED:
            why = self.form.why or stray.reason
            if why is None:
                self.news.tell("Choose why it came back first.", Tone.TODAY)
                return
            told = Returned(row.piece.id, stray.came_on, why, note=stray.note)
        else:
            told = Delivered(row.piece.id, stray.came_on)

        def done(_none: None) -> None:
            self._recorded(None)
            self.refresh()

        self._run(lambda: work.settle_stray(person, stray_id, told), done)

    def _ask_close(self, stray_id: int) -> None:
        person, work = self._house.who.person, self._work
        dialog = ReasonDialog(
            "Look no more", "&Look no more", lambda why: work.close_stray(person, stray_id, why), runner=self._house.runner, parent=self,
            hint="not ours, destroyed, nothing to read on it ...",
        )  # fmt: skip
        dialog.done_with.connect(lambda _none: self.refresh())
        dialog.open()

    def _run(self, deed: Callable[[], R], done: Callable[[R], None]) -> None:
        self._busy = True
        self._show()

        def over(answer: R) -> None:
            self._busy = False
            done(answer)
            self._show()

        self._house.runner.start(deed, owner=self, done=over, failed=self._not_done)

    def _not_done(self, trouble: Trouble) -> None:
        """What was typed stays."""
        self._busy = False
        self.news.tell(f"{trouble} (error {numbered(trouble)})", Tone.LATE)
        self._show()

    def _next(self) -> None:
        """The next one of the stack."""
        self.row = None
        self.form.clear()
        self.letter.setText("")
        self._tell_facts(_SCAN, None)
        self.mark.clear()
        self.mark.setFocus()


def _line(stray: Stray) -> TextRow:
    what = stray.reason.words if stray.reason else "Delivered" if stray.outcome is Outcome.DELIVERED else "Came back"
    scans = f"{text.counted(len(stray.papers), 'scan', 'scans')}" if stray.papers else ""
    note = ", ".join(part for part in (stray.note, scans) if part)
    came = Cell(text.list_day(stray.came_on), order=stray.came_on)
    return TextRow(stray.id, (came, Cell(what), Cell(stray.marks or ""), Cell(note)))
