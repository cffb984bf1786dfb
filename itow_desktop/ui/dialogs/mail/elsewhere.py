"""Mail made elsewhere: letters that went out without the program are entered afterwards, with their true days and proof."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.people import Rights
from itow_desktop.services.mail.views import CaughtUpMail, LineAnswer, MadeElsewhere
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.deed_dialog import ProblemStrip
from itow_desktop.ui.dialogs.mail.brought_work import ElsewhereWork
from itow_desktop.ui.dialogs.mail.elsewhere_form import ElsewhereForm
from itow_desktop.ui.dialogs.own_window import OwnWindow
from itow_desktop.ui.dialogs.questions import ask
from itow_desktop.ui.errors import numbered
from itow_desktop.ui.mail_text import letter_name
from itow_desktop.ui.models.text_rows import Cell, TextRow
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.widgets.places.parts import RecordList
from itow_desktop.ui.widgets.tones import heading, quiet, set_tone

_HEADERS = ("Vehicle", "Letter", "To", "Mailed", "What is to be said")
_NOTHING = "Nothing is entered yet. Fill in one letter above, then add it; all are recorded together."
_INTRO = "For letters that were written and mailed without the program: by hand, by a mail house, while the computers were down."


class ElsewhereWindow(OwnWindow):
    """A form, and the lines that wait under it; each is checked when it is added, none is recorded while one is not right."""

    picture = "envelope-simple-open"
    recorded = Signal(object)
    """``frozenset[int]`` of custody ids whose letters were entered."""

    def __init__(self, house: House, work: ElsewhereWork) -> None:
        super().__init__()
        self.setWindowTitle("Mail made elsewhere")
        self.setMinimumSize(QSize(860, 600))
        self._house, self._work = house, work
        self._busy = self._may_close = False
        self._last = 0
        self._lines: dict[int, MadeElsewhere] = {}
        self._answers: dict[int, LineAnswer] = {}
        self.form, self.problems = ElsewhereForm(work), ProblemStrip()
        self.add, self.record = QPushButton("&Add to the list"), QPushButton("&Record")
        self.list = RecordList("Letters made elsewhere", _HEADERS, _NOTHING, picture="envelope-simple", grow=(4,), margin=0)
        self.said = QLabel()
        self._build()
        self.list.table.selectionModel().selectionChanged.connect(lambda *_: self._say())
        self.list.model.modelReset.connect(self._say)
        self.add.clicked.connect(self.add_line)
        self.record.clicked.connect(self.record_all)
        self.key_does("Ctrl+Return", self.add_line)
        self.key_does("Ctrl+S", self.record_all)
        self._show()

    def _build(self) -> None:
        self.record.setProperty("primary", True)
        self.list.deed_for("&Correct", "pencil-simple", self._correct)
        self.list.deed_for("Leave o&ut", "x", self._leave_out)
        for button in (self.add, self.record):
            button.setAutoDefault(False)
        between, foot = QHBoxLayout(), QHBoxLayout()
        between.addWidget(self.problems, 4)
        between.addStretch(1)
        between.addWidget(self.add)
        foot.addStretch(1)
        foot.addWidget(self.record)
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        intro = quiet(_INTRO)
        intro.setWordWrap(True)
        inside = QVBoxLayout()
        inside.setSpacing(8)
        for part in (heading("Mail made elsewhere"), intro, self.form):
            inside.addWidget(part)
        inside.addLayout(between)
        inside.addWidget(self.list, 1)
        inside.addWidget(self.said)
        inside.addLayout(foot)
        self.lay_out(inside, QSize(1000, 740))

    def refresh(self) -> None:
        """Check the lines once more: others may have recorded something meanwhile."""
        lines, work = tuple(self._lines.values()), self._work
        if lines:
            self._house.runner.start(lambda: work.check_elsewhere(lines), owner=self, done=self._hear, failed=self._failed)

    # --- lines -------------------------------------------------------------------------------------------------------

    def add_line(self) -> None:
        """Take the form as one line, and say what is to be said to it."""
        problems = self.form.problems
        self.problems.say(problems)
        if problems or self._busy:
            return
        self._last += 1
        line = self.form.told(self._last)
        self._lines[line.key] = line
        self.form.clear()
        self.form.mark.setFocus()
        self._show()
        self.refresh()

    def _hear(self, answers: tuple[LineAnswer, ...]) -> None:
        self._answers = {answer.key: answer for answer in answers}
        self._show()

    def _correct(self, key: int) -> None:
        """Back into the form; what is typed there now must be added or emptied first."""
        if self.form.touched:
            self.problems.say(["Add what is in the form first, or empty it."])
            return
        line = self._lines.pop(key)
        self.form.put(line, line.proofs)
        self.form.mark.setFocus()
        self._show()

    def _leave_out(self, key: int) -> None:
        self._lines.pop(key, None)
        self._show()

    def _show(self) -> None:
        self.list.put([self._row(line) for line in self._lines.values()])
        wrong = sum(not answer.right for key, answer in self._answers.items() if key in self._lines)
        whole = bool(self._lines) and not wrong and all(key in self._answers for key in self._lines)
        self.record.setEnabled(whole and not self._busy)
        self.record.setText(f"&Record {text.counted(len(self._lines), 'letter', 'letters')}" if self._lines else "&Record")

    def _say(self) -> None:
        """What is to be said to the chosen line, in full."""
        key = self.list.current
        said, tone = self._told(key) if key is not None else ("", None)
        self.said.setText(said)
        set_tone(self.said, tone)

    def _told(self, key: int) -> tuple[str, Tone | None]:
        answer = self._answers.get(key)
        if answer is None:
            return "", None
        ask_why = " Correct it, or enter why it is right." if answer.asks else ""
        said = answer.wrong or f"{' '.join(answer.doubts)}{ask_why}" or "ready to be recorded"
        return said, Tone.LATE if answer.wrong else Tone.TODAY if answer.doubts else Tone.DONE

    def _row(self, line: MadeElsewhere) -> TextRow:
        answer = self._answers.get(line.key)
        said, tone = self._told(line.key)
        cells = (
            Cell(answer.vehicle if answer and answer.vehicle else line.mark),
            Cell(letter_name(line.kind)),
            Cell(line.to[0] if line.to else "", tip="\n".join(line.to)),
            Cell(text.list_day(line.on) if line.on else "", order=line.on),
            Cell(said, tone=tone, tip=said),
        )
        return TextRow(line.key, cells)

    # --- recording ---------------------------------------------------------------------------------------------------

    def record_all(self) -> None:
        """All lines as one deed; where one is not right none of them."""
        hindrance = self._house.who.hindrance(Rights.CLERK)
        if hindrance is not None:
            self.news.tell(str(hindrance), Tone.LATE)
            return
        if not self.record.isEnabled():
            return
        lines, person, work = tuple(self._lines.values()), self._house.who.person, self._work
        self._busy = True
        self._show()
        self._house.runner.start(lambda: work.record_elsewhere(person, lines), owner=self, done=self._recorded, failed=self._failed)

    def _recorded(self, answer: CaughtUpMail) -> None:
        self._busy = False
        self._hear(answer.lines)
        if not answer.piece_ids:
            self.news.tell("Nothing is recorded yet: one of the lines is not right any more. It says why.", Tone.LATE)
            return
        cars = frozenset(line.custody_id for line in answer.lines if line.custody_id is not None)
        count = text.counted(len(answer.piece_ids), "letter was", "letters were")
        self._lines.clear()
        self._answers = {}
        self._show()
        self.news.tell(f"{count} recorded as mailed, each on its day.", Tone.DONE)
        self.recorded.emit(cars)

    def _failed(self, trouble: Trouble) -> None:
        """What was typed stays."""
        self._busy = False
        self.news.tell(f"{trouble} What you entered is still here. (error {numbered(trouble)})", Tone.LATE, "Check a&gain", self.refresh)
        self._show()

    # --- leaving -----------------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing typed is thrown away unasked."""
        if self._busy:
            event.ignore()
            return
        if (self._lines or self.form.touched) and not self._may_close:
            event.ignore()
            said = "What you entered here is not recorded."
            ask(self, self.windowTitle(), said, [("&Throw it away", self.leave), ("&Keep typing", None)], default=1)
            return
        super().closeEvent(event)

    def leave(self) -> None:
        """Close and throw away what is entered."""
        self._may_close = True
        self.close()
