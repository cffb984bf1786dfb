"""What stands around the grid: the line about the current cell, the list of everything that is not right."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QPushButton, QVBoxLayout, QWidget

from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.models.grid import Cell, CellTrouble, Mark
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.tones import quiet, set_tone, strong

_NOWHERE = QModelIndex()


class CellLine(QWidget):
    """Says of the current cell what it was, what is wrong, who changed it; offers what can be done about that."""

    back_asked = Signal()
    mine_asked = Signal()
    theirs_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self.back = QPushButton("&Put back what is stored")
        self.mine = QPushButton("Keep &mine")
        self.theirs = QPushButton("Take &theirs")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        for button, signal in ((self.mine, self.mine_asked), (self.theirs, self.theirs_asked), (self.back, self.back_asked)):
            button.setAutoDefault(False)
            button.clicked.connect(signal)
            row.addWidget(button)
        self.setMinimumHeight(self.back.sizeHint().height())

    @property
    def words(self) -> str:
        """What it says now."""
        return self._words.text()

    def show_cell(self, words: str, mark: Mark | None) -> None:
        """Another cell, or another state of it."""
        self._words.setText(words)
        set_tone(self._words, {Mark.WRONG: Tone.LATE, Mark.CLASH: Tone.TODAY}.get(mark, Tone.QUIET) if mark else Tone.QUIET)
        self.mine.setVisible(mark is Mark.CLASH)
        self.theirs.setVisible(mark is Mark.CLASH)
        self.back.setVisible(mark is not None and mark is not Mark.CLASH)


class TroubleRows(QAbstractListModel):
    """A line for each cell that cannot be saved as it is; three thousand are as quick as three."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[CellTrouble, ...] = ()

    @property
    def rows(self) -> tuple[CellTrouble, ...]:
        """What is listed."""
        return self._rows

    def put(self, rows: tuple[CellTrouble, ...]) -> None:
        """List these."""
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.car}, {row.title}: {row.sentence}"
        if role == Qt.ItemDataRole.DecorationRole:
            return icon("question", Tone.TODAY) if row.doubt else icon("warning-circle", Tone.LATE)
        return None


class TroubleList(QWidget):
    """All that is not right in one list; a line leads to its cell. Hidden while everything is right."""

    asked = Signal(object)
    """``Cell``."""

    def __init__(self) -> None:
        super().__init__()
        self._title = strong()
        self.model = TroubleRows()
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setUniformItemSizes(True)
        self.view.setAccessibleName("What is not right")
        self.view.setFixedHeight(self.view.fontMetrics().height() * 6 + 16)
        self.view.activated.connect(self._lead)
        self.view.clicked.connect(self._lead)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(quiet("Click a line, or press F3, to get to the next cell."), 1)
        column.addLayout(head)
        column.addWidget(self.view)
        self.hide()

    def put(self, troubles: tuple[CellTrouble, ...], title: str | None = None) -> None:
        """Show these, under another title than that cells are not right."""
        self.model.put(troubles)
        self._title.setText(title or f"{counted(len(troubles), 'cell is', 'cells are')} not right")
        self.setVisible(bool(troubles))

    def after(self, cell: Cell | None, order: Sequence[Cell]) -> Cell | None:
        """The next cell that is not right, behind ``cell`` in reading order; from the top again after the last."""
        cells = [row.cell for row in self.model.rows]
        if not cells:
            return None
        places = {each: place for place, each in enumerate(order)}
        here = places.get(cell, -1) if cell is not None else -1
        return next((each for each in cells if places[each] > here), cells[0])

    def _lead(self, index: QModelIndex) -> None:
        self.asked.emit(self.model.rows[index.row()].cell)
