"""The window in which is typed what happened on paper: a line for each thing, all of them recorded together."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from itow_desktop.domain.errors import DatabaseTrouble, Trouble
from itow_desktop.domain.people import Rights
from itow_desktop.services.catching_up import CaughtUp, LineSaid
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.catch_up import words
from itow_desktop.ui.dialogs.catch_up.cells import PaperCells, PaperTable, suggested
from itow_desktop.ui.dialogs.catch_up.happenings import happening
from itow_desktop.ui.dialogs.catch_up.kept import cells_of, out_of, unsaved_of
from itow_desktop.ui.dialogs.catch_up.lines import COLUMNS, KIND, MARK, WORD, PaperTexts
from itow_desktop.ui.dialogs.catch_up.sheet import CatchUpSheet
from itow_desktop.ui.dialogs.catch_up.work import CatchUpWork
from itow_desktop.ui.dialogs.grid.parts import TroubleList
from itow_desktop.ui.dialogs.own_window import OwnWindow
from itow_desktop.ui.dialogs.questions import ask
from itow_desktop.ui.drafts import Unsaved
from itow_desktop.ui.errors import numbered
from itow_desktop.ui.models.grid import Cell
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import Task
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.tones import heading, quiet, set_tone

_CHECK_MS = 250


class CatchUpWindow(OwnWindow):
    """What is typed stays typed until it is recorded, also when the window is closed."""

    picture = "notebook"
    recorded = Signal(object)
    """``frozenset[int]`` of custody ids on which something was recorded."""
    typed = Signal()
    """What would be lost with the window changed."""

    def __init__(self, house: House, work: CatchUpWork, unsaved: Unsaved) -> None:
        """``unsaved`` is what was typed before and not recorded."""
        super().__init__()
        self.setWindowTitle("Catch up")
        self._house, self._work = house, work
        self._number = 0
        self._asking: Task | None = None
        self._busy = self._at_risk = self._may_close = False
        self.texts = PaperTexts(work.today)
        self.sheet = CatchUpSheet(self.texts, work.zone, work.today(), self)
        self.table = PaperTable("What happened on paper", lambda column: suggested(self.sheet, self._cell, column))
        self.cells = PaperCells(self.table, self.sheet, self.news)
        self.line, self.count = QLabel(), quiet()
        self.troubles = TroubleList()
        self.out = QPushButton("&Leave out")
        self.record = QPushButton("&Record")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_CHECK_MS)
        self._build()
        self._wire()
        self._take_up(unsaved)

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.table.setModel(self.sheet)
        self.table.set_widths([column.characters for column in COLUMNS])
        self.table.verticalHeader().setFixedWidth(self.table.fontMetrics().horizontalAdvance("0") * 38)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.record.setProperty("primary", "true")
        self.record.setToolTip("Record all lines in one step that one undo takes back (Ctrl+S)")
        self.out.setToolTip("The selected lines stay here and are not recorded with the others")
        intro, how = QLabel(words.INTRO), quiet(words.HOW)
        for label in (intro, how, self.line):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.line.setMinimumHeight(self.line.fontMetrics().lineSpacing() * 2)
        self.line.setAlignment(Qt.AlignmentFlag.AlignTop)
        head = QHBoxLayout()
        head.addWidget(heading("Catch up"))
        head.addStretch(1)
        head.addWidget(self.count)
        inside = QVBoxLayout()
        inside.setSpacing(8)
        inside.addLayout(head)
        for part in (intro, self.table, self.line, self.troubles):
            inside.addWidget(part, 1 if part is self.table else 0)
        inside.addLayout(self._foot(how))
        self.lay_out(inside, QSize(1500, 820))

    def _foot(self, how: QLabel) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(how, 1)
        close = QPushButton("&Close")
        close.clicked.connect(self.close)
        for button in (self.out, self.record, close):
            button.setAutoDefault(False)
            foot.addWidget(button)
        return foot

    def _wire(self) -> None:
        self.sheet.edited.connect(self._edited)
        self.table.cell_changed.connect(self._moved)
        self.troubles.asked.connect(self.go_to)
        self.out.clicked.connect(self.leave_out)
        self.record.clicked.connect(self.record_all)
        self._soon.timeout.connect(self.check)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.record_all)
        QShortcut(QKeySequence("F3"), self, self.next_trouble)

    def _take_up(self, before: Unsaved) -> None:
        cells = cells_of(before)
        self.sheet.begin_anew(cells, out_of(before))
        self.table.go_to(self.sheet.index(self.sheet.first_free - 1, 0))
        if cells:
            self.news.tell(words.typed_words(before.by, len(self.sheet.lines)), Tone.TODAY, "&Throw them away", self._throw_away)

    def _throw_away(self) -> None:
        """Ctrl+Z brings it back while the window is open."""
        self.sheet.take_back([(line, column.field) for line in self.sheet.lines for column in COLUMNS])

    # --- cells -------------------------------------------------------------------------------------------------------

    @property
    def _cell(self) -> Cell | None:
        index = self.table.currentIndex()
        return self.sheet.cell(index) if index.isValid() else None

    def go_to(self, cell: Cell) -> None:
        """Into a cell."""
        self.table.go_to(self.sheet.index_of(cell))

    def next_trouble(self) -> None:
        """To the next cell that keeps the sheet from being recorded."""
        order = [(line, column.field) for line in self.sheet.lines for column in COLUMNS]
        cell = self._cell
        found = self.troubles.after(cell if cell in set(order) else None, order)
        if found is not None:
            self.go_to(found)

    def take_scan(self, scanned: str) -> bool:
        """A mark that was read while this window is in use: on the line that is begun without one, else on a new line."""
        if self._busy or not self.isActiveWindow():
            return False
        self.table.commit_open_editor()
        cell = self._cell
        wanting = cell is not None and cell[0] < self.sheet.first_free and not self.sheet.line(cell[0])[MARK]
        line = cell[0] if wanting and cell is not None else self.sheet.first_free
        self.sheet.grow(max(0, line + 20 - self.sheet.rowCount()))
        self.sheet.write({(line, MARK): scanned})
        self.go_to((line, KIND))
        return True

    def leave_out(self) -> None:
        """The selected lines are not recorded with the others; a second time takes them in again."""
        chosen = {cell[0] for cell in self.cells.chosen} & set(self.sheet.lines)
        self.sheet.leave_out(chosen, not chosen <= self.sheet.out)

    # --- what it says ------------------------------------------------------------------------------------------------

    def _edited(self) -> None:
        self._show_state()
        self._soon.start()
        self.typed.emit()

    def _moved(self) -> None:
        cell = self._cell
        if self.sheet.begin_line(None if cell is None else cell[0]):
            self._show_state()
        if cell is not None and cell[0] + 3 > self.sheet.rowCount():
            self.sheet.grow(20)
        self._show_line()

    def _show_state(self) -> None:
        whole, troubles = len(self.sheet.whole()), self.sheet.troubles
        doubts = sum(each.doubt for each in troubles)
        self.troubles.put(troubles, words.state_words(len(troubles) - doubts, doubts))
        self.count.setText(words.count_words(whole, len(self.sheet.out)))
        self.record.setText(f"&Record {counted(whole, 'line', 'lines')}" if whole else "&Record")
        self.record.setEnabled(bool(whole) and not self._busy)
        self._show_line()

    def _show_line(self) -> None:
        """What is wrong with the current cell, else what is doubtful of its line, else what its kind asks for."""
        cell = self._cell
        chosen = {each[0] for each in self.cells.chosen} & set(self.sheet.lines)
        self.out.setEnabled(bool(chosen))
        self.out.setText("Take &in again" if chosen and chosen <= self.sheet.out else "&Leave out")
        if cell is None:
            self.line.setText("")
            return
        problem, doubts = self.sheet.problem(cell), self.sheet.doubts(cell[0])
        told = happening(self.sheet.line(cell[0])[KIND])
        self.line.setText(problem or " ".join(doubts) or words.asked_words(told))
        set_tone(self.line, (Tone.TODAY if cell[1] == WORD else Tone.LATE) if problem else Tone.TODAY if doubts else Tone.QUIET)

    # --- checking and recording --------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Check again: others may have recorded something meanwhile."""
        self._soon.start()

    def check(self) -> None:
        """Ask what the record says to the lines as they stand; a late answer to older ones is dropped."""
        self._soon.stop()
        self._number += 1
        number, lines, work = self._number, self.sheet.whole(), self._work
        if self._asking is not None:
            self._asking.cancel()
        if lines and not self._busy:
            self._asking = self._house.runner.start(
                lambda: work.look_at_lines(lines), owner=self, done=lambda said: self._checked(number, said), failed=self._unchecked
            )

    def _checked(self, number: int, said: tuple[LineSaid, ...]) -> None:
        if number == self._number and not self._soon.isActive() and not self._busy:
            self._hear(said)

    def _hear(self, said: tuple[LineSaid, ...]) -> None:
        self.sheet.hear(said)
        self._show_state()

    def _unchecked(self, trouble: Trouble) -> None:
        self.news.tell(f"The lines are not checked yet. {trouble} What you typed is kept.", Tone.TODAY, "Check a&gain", self.check)

    def record_all(self) -> None:
        """Check and record all lines in one deed; where one is not right none of them."""
        self.table.commit_open_editor()
        self.sheet.begin_line(None)
        lines = self.sheet.whole()
        if self._busy or not lines:
            return
        hindrance = self._house.who.hindrance(Rights.CLERK)
        if hindrance is not None:
            self.news.tell(str(hindrance), Tone.LATE)
            return
        self._soon.stop()
        self._busy = True
        self._show_state()
        self.record.setText("Recording...")
        person, work = self._house.who.person, self._work
        self._house.runner.start(lambda: work.catch_up(person, lines), owner=self, done=self._recorded, failed=self._failed)

    def _recorded(self, answer: CaughtUp) -> None:
        self._busy = False
        if not answer.recorded:
            self._hear(answer.lines)
            self.news.tell(words.NOTHING_YET, Tone.LATE)
            self.next_trouble()
            return
        out = self.sheet.out
        self.sheet.begin_anew({cell: typed for cell, typed in self.sheet.typed.items() if cell[0] in out}, out)
        self.table.go_to(self.sheet.index(self.sheet.first_free - 1, 0))
        self.news.tell(words.recorded_words(answer, len(out)), Tone.DONE)
        self.recorded.emit(answer.custody_ids)

    def _failed(self, trouble: Trouble) -> None:
        self._busy = False
        again = (
            " Press Record again in a moment: what was recorded after all is told as recorded already."
            if isinstance(trouble, DatabaseTrouble)
            else ""
        )
        self.news.tell(f"{trouble} What you typed is still here.{again} (error {numbered(trouble)})", Tone.LATE)
        self._show_state()

    # --- leaving -----------------------------------------------------------------------------------------------------

    @property
    def unsaved(self) -> Unsaved:
        """What would be lost with the window."""
        person = self._house.who.person
        return unsaved_of(self.sheet.typed, self.sheet.out, person.name if person else None)

    def tell_draft(self, trouble: Trouble) -> None:
        """This PC's disk does not take what is typed: then closing would lose it."""
        self._at_risk = True
        self.news.tell(str(trouble), Tone.TODAY)

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is typed waits on this PC's disk; only where it could not be kept there somebody is asked."""
        self.table.commit_open_editor()
        if self._busy:
            event.ignore()
            return
        if self._at_risk and self.sheet.typed and not self._may_close:
            event.ignore()
            said = "What is typed here could not be kept on this PC, and is not recorded."
            ask(self, self.windowTitle(), said, [("&Throw it away", self._leave), ("&Keep typing", None)], default=1)
            return
        super().closeEvent(event)

    def _leave(self) -> None:
        self._may_close = True
        self.close()
