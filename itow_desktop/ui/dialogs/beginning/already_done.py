"""The grid "What is already done?": for cars that stood here before, what was done with them and when."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from itow_desktop.domain import past
from itow_desktop.domain.answering import read_answer
from itow_desktop.domain.past import Answer, Fact, Word
from itow_desktop.services.looking_back import PastBoard, PastCar
from itow_desktop.services.views import Person
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.beginning.answer_window import AnswerWindow
from itow_desktop.ui.models.answers import AnswerCell, AnswerRow, Asked, CellKey
from itow_desktop.ui.queue_text import plate_text
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import EVENT, counted, day_text
from itow_desktop.ui.work import BeginningWork

_HEADERS = {
    past.CALLED_IN: "Called in",
    past.TOP_SENT: "TOP sent",
    past.LEIN: "LEIN entry",
    past.SOS_DATE: "SOS notice date",
    past.TR52L_IN: "TR-52L in",
}
_WORDS = {Word.NOT_KNOWN: "don't know", Word.NOT_DONE: "not done"}
_HOW = (
    "A date: 8/5, 080525, t for today, -1 for yesterday. d: don't know. n: not done. Empty: later. "
    "Tab goes across, Enter down, Ctrl+D fills down."
)


class AlreadyDoneWindow(AnswerWindow):
    """Each cell a true date, "don't know", "not done" or nothing yet; closing it at any time keeps everything."""

    def __init__(
        self,
        work: BeginningWork,
        person: Person | None,
        *,
        runner: TaskRunner,
        bus: Bus,
        parent: QWidget | None = None,
        custody_ids: Sequence[int] | None = None,
    ) -> None:
        """``custody_ids`` None means every car that stood here before."""
        super().__init__("What is already done?", runner, bus, parent)
        self._work = work
        self._person = person
        self._asked_for = custody_ids
        self._facts: tuple[Fact, ...] = ()
        self.rest = QPushButton("Rest of this car: don't &know")
        self.rest.setAutoDefault(False)
        self.rest.setToolTip('Writes "don\'t know" into every empty cell of the current line')
        self.rest.clicked.connect(self.rest_not_known)
        self.foot.insertWidget(1, self.rest)
        self.ask_again()

    def ask_again(self) -> None:
        """Read the cars and what is known of them."""
        self.runner.start(lambda: self._work.past(self._asked_for), owner=self, done=self._show, failed=self._not_read)

    def _not_read(self, trouble: Exception) -> None:
        self.news.tell(str(trouble), Tone.LATE, "&Try again", self.ask_again)

    def _show(self, board: PastBoard) -> None:
        self._facts = board.facts
        cells = [tuple(self._cell(car, fact) for fact in board.facts) for car in board.cars]
        rows = [AnswerRow(car.case.custody_id, self._label(car), own) for car, own in zip(board.cars, cells, strict=True)]
        self.model.put([_header(fact) for fact in board.facts], rows)
        self.table.set_widths([12] * len(board.facts))
        began = f"before {day_text(board.began_on, self._work.today())}, when you began with iTow" if board.began_on else "before"
        self.intro.setText(
            f"These cars stood here {began}. What is not recorded is not late: say what was done, as far as anybody knows. "
            "Each answer is saved at once; you can close this and go on later."
            if rows
            else "No car stands here from before you began with iTow. Nothing needs to be said here."
        )
        self.rest.setVisible(bool(rows))
        self.show_state()
        self.go_on(1)

    def _label(self, car: PastCar) -> str:
        case = car.case
        towed = day_text(case.towed_at.astimezone(self._work.zone).date(), self._work.today()) if case.towed_at else "no tow day"
        return "  ".join(part for part in (towed, plate_text(case), case.description) if part)

    def _cell(self, car: PastCar, fact: Fact) -> AnswerCell:
        kept = car.kept.get(fact)
        text = "" if kept is None else self._text(kept.answer)
        if kept is not None and kept.fixed:
            return AnswerCell(text, Asked.FIXED, tip="This is recorded with more than its day. Correct it on the car's own page.")
        if kept is None and fact not in car.asked:
            return AnswerCell(asked=Asked.CLOSED, tip=f"{_header(fact)} is not asked of this kind of car.")
        return AnswerCell(text)

    def _text(self, answer: Answer) -> str:
        if answer.word is not None:
            return _WORDS[answer.word]
        return "done, day not known" if answer.on is None else day_text(answer.on, self._work.today())

    # --- answers -----------------------------------------------------------------------------------------------------

    def problem(self, _key: CellKey, text: str) -> str | None:
        """A sentence for what is neither a day nor one of the two words."""
        try:
            read_answer(_bare(text), self._work.today())
        except ValueError as wrong:
            return str(wrong)
        return None

    def tidy(self, _key: CellKey, text: str) -> str:
        """``Fri 2/20``, ``don't know``, ``not done``."""
        answer = read_answer(_bare(text), self._work.today())
        return "" if answer is None else self._text(answer)

    def save(self, custody_id: int, texts: Mapping[int, str]) -> None:
        """Record a car's answers; an emptied cell takes its answer back."""
        answers = {self._facts[column]: read_answer(_bare(text), self._work.today()) for column, text in texts.items()}
        self._work.answer_past(self._person, custody_id, answers)

    def rest_not_known(self) -> None:
        """Nobody knows the rest of the current car; then on to the next one."""
        index = self.table.currentIndex()
        if not index.isValid():
            return
        self.table.commit_open_editor()
        custody_id = self.model.key(index)[0]
        for key in [key for key in self.model.empty if key[0] == custody_id]:
            self.model.write(key, _WORDS[Word.NOT_KNOWN])
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.go_on(1)

    def hint(self) -> str:
        """How cells are filled."""
        return _HOW

    def say_progress(self) -> str:
        """``12 of 43 cars are answered``."""
        waiting = {custody_id for custody_id, _ in (*self.model.empty, *self.model.wrong)}
        total = len(self.model.rows)
        return f"{total - len(waiting):,} of {counted(total, 'car is', 'cars are')} answered" if total else ""


def _header(fact: Fact) -> str:
    return _HEADERS.get(fact, EVENT[fact.kind])


def _bare(text: str) -> str:
    """A day as it is shown stands for itself: ``Fri 2/20`` is 2/20."""
    first, _, rest = text.strip().partition(" ")
    return rest if first in {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"} and rest[:1].isdigit() else text
