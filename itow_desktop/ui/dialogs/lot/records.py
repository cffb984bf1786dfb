"""Short lists of what was: where a car stood, which walks there were."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from itow_desktop.domain.lot import LotCar, Move
from itow_desktop.domain.walks import Walk, WalkState
from itow_desktop.ui import text
from itow_desktop.ui.models.word_table import WordTable
from itow_desktop.ui.widgets.empty import EmptyText
from itow_desktop.ui.widgets.plain_table import PlainTable
from itow_desktop.ui.work import Calendar

_NO_MOVES = "Nobody has said yet where this car stands."
_STATES = {WalkState.OPEN: "open", WalkState.FINISHED: "finished", WalkState.GIVEN_UP: "given up"}


class _Cells(WordTable[Sequence[str]]):
    """Texts that do not change while they are looked at."""

    def __init__(self, headers: Sequence[str], rows: Sequence[Sequence[str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.headers = tuple(headers)
        self.put(rows)

    def cells(self, row: Sequence[str]) -> Sequence[str]:
        return row


class _Records(QDialog):
    """A table, or a sentence where there is nothing, over one button."""

    def __init__(self, title: str, headers: Sequence[str], rows: Sequence[Sequence[str]], nothing: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.table = PlainTable(_Cells(headers, rows, self), title, stretch=len(headers) - 1)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        if rows:
            column.addWidget(self.table, 1)
        else:
            self.table.hide()
            empty = EmptyText("map-trifold")
            empty.say(nothing)
            column.addWidget(empty, 1)
        column.addWidget(self.buttons)
        self.resize(QSize(600, 380))


class MovesDialog(_Records):
    """Where a car stood, newest first, with who moved it."""

    def __init__(self, car: LotCar, moves: Sequence[Move], calendar: Calendar, parent: QWidget | None) -> None:
        zone, today = calendar.zone, calendar.today()
        rows = [
            (text.moment_text(move.at, zone, today), move.from_spot or "no spot", move.to_spot or "no spot", move.by or "import")
            for move in reversed(moves)
        ]
        super().__init__(f"Where {car.name} stood", ("When", "From", "To", "By"), rows, _NO_MOVES, parent)


class WalksDialog(_Records):
    """The walks there were; Enter opens one."""

    chosen = Signal(int)
    """Id of a walk to be looked at."""

    def __init__(self, walks: Sequence[Walk], calendar: Calendar, parent: QWidget | None) -> None:
        zone, today = calendar.zone, calendar.today()
        rows = [
            (
                text.moment_text(walk.started_at, zone, today), walk.started_by or "",
                text.moment_text(walk.ended_at, zone, today) if walk.ended_at else "", walk.ended_by or "", _STATES[walk.state],
            )
            for walk in walks
        ]  # fmt: skip
        headers = ("Started", "By", "Ended", "By", "How")
        super().__init__("Lot walks", headers, rows, "Nobody has walked the lot with iTow yet.", parent)
        self._walks = tuple(walks)
        self.open_walk = QPushButton("&Look at it")
        self.open_walk.setDefault(True)
        self.open_walk.setEnabled(bool(walks))
        self.open_walk.clicked.connect(lambda: self._choose(max(self.table.currentIndex().row(), 0)))
        self.buttons.addButton(self.open_walk, QDialogButtonBox.ButtonRole.ActionRole)
        self.table.opened.connect(self._choose)
        if walks:
            self.table.choose(0)

    def _choose(self, row: int) -> None:
        self.chosen.emit(self._walks[row].id)
        self.accept()
