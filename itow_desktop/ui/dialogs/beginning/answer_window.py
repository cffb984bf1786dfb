"""Cars with cells to answer in, kept as one goes on: what was typed is saved when its cell is left."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from itow_desktop.domain.errors import DatabaseTrouble, Trouble
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.beginning.answer_keeper import AnswerKeeper
from itow_desktop.ui.dialogs.questions import ask
from itow_desktop.ui.errors import numbered
from itow_desktop.ui.models.answers import AnswerCell, AnswerModel, CellKey
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.edit_table import EditTable
from itow_desktop.ui.widgets.news_bar import NewsBar
from itow_desktop.ui.widgets.tones import heading, quiet, set_tone


class AnswerTable(EditTable):
    """A table in which Enter may go elsewhere than down."""

    entered = Signal(int)
    """Enter: 1 onwards, -1 back."""

    def step(self, down: int) -> None:
        self.entered.emit(down)

    def below(self, down: int) -> None:
        """To the cell below, or above."""
        super().step(down)


class AnswerWindow(QDialog):
    """Override ``ask_again``, ``save``, ``suggest``; what is typed goes to ``save`` car by car, on a worker thread."""

    left = Signal()
    """It was closed; everything that could be saved is."""

    def __init__(self, title: str, runner: TaskRunner, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.runner = runner
        self._left_wrong: CellKey | None = None
        self._may_close = False
        self._then_close = False
        self.model = AnswerModel((), self)
        self._keeper = AnswerKeeper(self.model, runner, bus, self.save)
        self.table = AnswerTable(title, self.suggest, self.in_capitals)
        self.news = NewsBar()
        self.headline = heading(title)
        self.intro = QLabel()
        self.progress = quiet()
        self.line = quiet()
        self.state = quiet()
        self.close_button = QPushButton("Finish &later")
        self._build()
        self._wire()

    # --- for the windows ---------------------------------------------------------------------------------------------

    def ask_again(self) -> None:
        """Read the cars anew."""
        raise NotImplementedError

    def save(self, custody_id: int, texts: Mapping[int, str]) -> None:
        """Keep the answers of one car, on a worker thread; ``texts`` by column. May raise a ``Trouble``."""
        raise NotImplementedError

    def problem(self, key: CellKey, text: str) -> str | None:
        """What is wrong with a text, instantly; then it is not saved."""
        raise NotImplementedError

    def tidy(self, _key: CellKey, text: str) -> str:
        """A right text the way it is shown."""
        return text

    def suggest(self, _column: int) -> tuple[Sequence[str], bool]:
        """Words that typing ahead offers in a column, and whether only these can stand there."""
        return (), False

    def in_capitals(self, _column: int) -> bool:
        """Whether a column is in capitals."""
        return False

    def saved(self, _custody_id: int, _texts: Mapping[int, str]) -> None:
        """A car's answers are kept."""

    def say_progress(self) -> str:
        """How far it is, in words."""
        raise NotImplementedError

    def hint(self) -> str:
        """How cells are filled."""
        return ""

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.table.setModel(self.model)
        self.table.verticalHeader().setFixedWidth(self.table.fontMetrics().horizontalAdvance("0") * 44)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.intro.setWordWrap(True)
        self.line.setWordWrap(True)
        self.line.setMinimumHeight(self.line.fontMetrics().lineSpacing() * 2)
        self.line.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.close_button.setProperty("primary", "true")
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.close)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.headline)
        head.addStretch(1)
        head.addWidget(self.progress)
        self.foot = foot
        foot.setSpacing(8)
        foot.addWidget(self.state, 1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.news)
        column.addLayout(head)
        column.addWidget(self.intro)
        column.addWidget(self.table, 1)
        column.addWidget(self.line)
        column.addLayout(foot)
        space = (self.parentWidget() or self).screen().availableGeometry()
        self.resize(QSize(1180, 680).boundedTo(QSize(space.width() - 48, space.height() - 64)))

    def _wire(self) -> None:
        self.model.typed.connect(self._typed)
        self.table.cell_changed.connect(self._show_cell)
        self.table.entered.connect(self.enter)
        self.table.filled_down.connect(self._fill_down)
        self.table.pasted.connect(self._paste)
        self.table.emptied.connect(lambda: [self.model.write(self.model.key(index), "") for index in self.table.chosen])
        self.table.taken_back.connect(self.model.take_back)
        self._keeper.kept.connect(self.saved)
        self._keeper.refused.connect(self._refused)
        self._keeper.moved.connect(self._moved)
        QShortcut(QKeySequence("F3"), self, lambda: self.go_on(1))

    # --- going on ----------------------------------------------------------------------------------------------------

    @property
    def waits(self) -> bool:
        """Whether the current cell waits for an answer and nobody is typing in it."""
        index = self.table.currentIndex()
        idle = self.table.state() is not EditTable.State.EditingState
        return idle and index.isValid() and self.model.key(index) in self.model.empty

    def enter(self, down: int) -> None:
        """Enter in a cell: to the one below."""
        self.table.below(down)

    def go_on(self, onwards: int) -> None:
        """To the next cell that waits for an answer or is wrong; to the button when none does."""
        current = self.table.currentIndex()
        here = (current.row(), current.column()) if current.isValid() else (-1, -1)
        waiting = [self.model.index_of(key) for key in {*self.model.empty, *self.model.wrong}]
        places = sorted((index.row(), index.column()) for index in waiting)
        after = [place for place in places if (place > here if onwards > 0 else place < here)]
        target = (after[0] if onwards > 0 else after[-1]) if after else next((place for place in places if place != here), None)
        if target is None:
            self.close_button.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.table.go_to(self.model.index(*target))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A stray Enter closes nothing; Esc does, and asks where something would be lost."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.close_button.hasFocus():
                self.close_button.click()
            return
        super().keyPressEvent(event)

    def _fill_down(self) -> None:
        """The top selected cell of each column goes into those below; of a single cell, the one above it is taken."""
        chosen = self.table.chosen
        rows = {index.row() for index in chosen}
        for index in chosen:
            top = index.siblingAtRow(min(rows) if len(rows) > 1 else index.row() - 1)
            if top.isValid() and top != index and (text := str(top.data(Qt.ItemDataRole.EditRole) or "")):
                self.model.write(self.model.key(index), text)

    def _paste(self, block: list[list[str]]) -> None:
        first = self.table.chosen[0]
        for down, line in enumerate(block):
            for across, text in enumerate(line):
                index = self.model.index(first.row() + down, first.column() + across)
                if index.isValid() and text.strip():
                    self.model.write(self.model.key(index), text)

    # --- saving as one goes ------------------------------------------------------------------------------------------

    def _typed(self, custody_id: int, column: int, text: str) -> None:
        key = (custody_id, column)
        cell = self.model.cell(key)
        if cell is None:
            return
        wrong = self.problem(key, text)
        if wrong is not None:
            self._left_wrong = key
            self.model.mark(key, replace(cell, problem=wrong))
            self._keeper.forget(key)
        else:
            self.model.mark(key, replace(cell, text=self.tidy(key, text), problem=None, saving=True))
            self._keeper.keep(key, text)
        self._keeper.send()
        self._show_state()
        self._show_cell()

    def _refused(self, key: CellKey, trouble: Trouble) -> None:
        self._left_wrong = key
        if isinstance(trouble, DatabaseTrouble):
            self.news.tell(f"{trouble} (error {numbered(trouble)}) What you typed stays here.", Tone.LATE, "&Save again", self.save_again)

    def _moved(self) -> None:
        self._show_state()
        self._show_cell()
        if self._then_close and not self._keeper.busy:
            self._then_close = False
            self.close()

    def save_again(self) -> None:
        """Send what could not be kept once more."""
        self.news.clear()
        for key in self.model.wrong:
            cell = self.model.cell(key)
            if cell is not None and self.problem(key, cell.text) is None:
                self._typed(*key, cell.text)

    # --- showing -----------------------------------------------------------------------------------------------------

    def show_cells(self, cells: Mapping[CellKey, AnswerCell]) -> None:
        """What the record says now of cells that are here."""
        self.model.update(cells)
        self._show_state()

    def show_state(self) -> None:
        """Write again how far it is."""
        self._show_state()

    def _show_state(self) -> None:
        self.progress.setText(self.say_progress())
        wrong = len(self.model.wrong)
        if wrong:
            self.state.setText(f"{counted(wrong, 'cell is', 'cells are')} not saved: F3 goes there")
        else:
            self.state.setText("Saving..." if self._keeper.busy else "Everything typed is saved")
        set_tone(self.state, Tone.LATE if wrong else Tone.QUIET)
        self.close_button.setText("Finish &later" if self.model.empty or wrong else "&Done")

    def _show_cell(self) -> None:
        """What is wrong with the current cell, else with the last one that was left wrong; else what helps."""
        index = self.table.currentIndex()
        key = self.model.key(index) if index.isValid() else None
        cell = self.model.cell(key) if key is not None else None
        wrong = key if cell is not None and cell.problem else self._last_wrong()
        if wrong is not None:
            said = (self.model.cell(wrong) or AnswerCell()).problem or ""
            self.line.setText(said if wrong == key else f"{self._named(wrong)}: {said}")
        else:
            self.line.setText((cell.tip if cell is not None else "") or self.hint())
        set_tone(self.line, Tone.LATE if wrong is not None else Tone.QUIET)

    def _last_wrong(self) -> CellKey | None:
        wrong = self.model.wrong
        return self._left_wrong if self._left_wrong in wrong else wrong[-1] if wrong else None

    def _named(self, key: CellKey) -> str:
        row = self.model.index_of(key).row()
        return f"{self.model.rows[row].label}, {self.model.headerData(key[1], Qt.Orientation.Horizontal)}"

    # --- closing -----------------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Esc closes like the button."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is being saved is waited for; what cannot be saved is not thrown away unasked."""
        self.table.commit_open_editor()
        if self._keeper.busy and not self._may_close:
            self._then_close = True
            event.ignore()
            return
        wrong = len(self.model.wrong)
        if wrong and not self._may_close:
            event.ignore()
            said = f"{counted(wrong, 'cell is', 'cells are')} not saved, since what stands there could not be taken."
            ask(self, self.windowTitle(), said, [("&Throw it away", self._leave), ("&Keep typing", None)], default=1)
            return
        self._keeper.finish()
        event.accept()  # Qt's own asks reject(), which asks to close, and so the window would stay
        self.left.emit()

    def _leave(self) -> None:
        self._may_close = True
        self.close()
