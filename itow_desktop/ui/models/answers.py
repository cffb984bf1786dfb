"""Cars with cells to answer in: each cell knows what is kept, what was typed, what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from itow_desktop.ui.assets import Tone, icon, tone_color

Index = QModelIndex | QPersistentModelIndex
CellKey = tuple[int, int]
"""Custody id and column."""
_NOWHERE = QModelIndex()


class Asked(Enum):
    """Whether a cell waits for an answer."""

    OPEN = "open"
    CLOSED = "closed"
    """Nothing is asked of this car there."""
    FIXED = "fixed"
    """Something stands there that is corrected elsewhere."""


@dataclass(frozen=True, slots=True)
class AnswerCell:
    """``text`` is what stands there; ``problem`` a sentence where it could not be taken; ``tip`` says more of it."""

    text: str = ""
    asked: Asked = Asked.OPEN
    problem: str | None = None
    saving: bool = False
    tip: str = ""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A car with its cells; ``label`` says which one."""

    custody_id: int
    label: str
    cells: tuple[AnswerCell, ...]


class AnswerModel(QAbstractTableModel):
    """Typing into a cell tells ``typed``; whoever saves it says by ``mark`` what came of it."""

    typed = Signal(int, int, str)
    """Custody id, column, text; also an empty one, which takes an answer back."""

    def __init__(self, headers: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = tuple(headers)
        self._rows: list[AnswerRow] = []
        self._places: dict[int, int] = {}
        self._before: list[tuple[CellKey, str]] = []

    # --- what is in it -----------------------------------------------------------------------------------------------

    @property
    def rows(self) -> tuple[AnswerRow, ...]:
        """Every car."""
        return tuple(self._rows)

    def put(self, headers: Sequence[str], rows: Sequence[AnswerRow]) -> None:
        """Other cars."""
        self.beginResetModel()
        self._headers = tuple(headers)
        self._rows = list(rows)
        self._places = {row.custody_id: place for place, row in enumerate(self._rows)}
        self._before.clear()
        self.endResetModel()

    def update(self, cells: Mapping[CellKey, AnswerCell]) -> None:
        """What the record says now; a cell that is being saved or is wrong keeps what was typed."""
        for key, cell in cells.items():
            there = self.cell(key)
            if there is not None and not there.saving and there.problem is None:
                self.mark(key, cell)

    def cell(self, key: CellKey) -> AnswerCell | None:
        """One cell; None for a car that is not here."""
        place = self._places.get(key[0])
        return None if place is None else self._rows[place].cells[key[1]]

    def mark(self, key: CellKey, cell: AnswerCell) -> None:
        """Another state of a cell."""
        place = self._places.get(key[0])
        if place is None or self._rows[place].cells[key[1]] == cell:
            return
        row = self._rows[place]
        self._rows[place] = replace(row, cells=(*row.cells[: key[1]], cell, *row.cells[key[1] + 1 :]))
        index = self.index(place, key[1])
        self.dataChanged.emit(index, index)
        self.headerDataChanged.emit(Qt.Orientation.Vertical, place, place)

    def key(self, index: Index) -> CellKey:
        """Which car and column an index is."""
        return self._rows[index.row()].custody_id, index.column()

    def index_of(self, key: CellKey) -> QModelIndex:
        """Where a cell stands; an invalid index when it is not here."""
        place = self._places.get(key[0])
        return QModelIndex() if place is None else self.index(place, key[1])

    @property
    def wrong(self) -> tuple[CellKey, ...]:
        """The cells whose text could not be taken."""
        return tuple((row.custody_id, column) for row in self._rows for column, cell in enumerate(row.cells) if cell.problem)

    @property
    def empty(self) -> tuple[CellKey, ...]:
        """The cells that wait for an answer."""
        return tuple(
            (row.custody_id, column)
            for row in self._rows
            for column, cell in enumerate(row.cells)
            if cell.asked is Asked.OPEN and not cell.text
        )

    # --- typing ------------------------------------------------------------------------------------------------------

    def write(self, key: CellKey, text: str) -> bool:
        """Type a text into a cell; False where it does not take one or says so already."""
        cell = self.cell(key)
        if cell is None or cell.asked is not Asked.OPEN or (text.strip() == cell.text and cell.problem is None):
            return False
        self._before.append((key, cell.text))
        self.mark(key, replace(cell, text=text.strip(), problem=None))
        self.typed.emit(*key, text.strip())
        return True

    def take_back(self) -> bool:
        """Type the last cell's text of before again."""
        while self._before:
            key, text = self._before.pop()
            if self.write(key, text):
                self._before.pop()
                return True
        return False

    # --- Qt's questions ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            return self._headers[section] if role == Qt.ItemDataRole.DisplayRole else None
        row = self._rows[section]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return row.label
        if role == Qt.ItemDataRole.DecorationRole:
            return icon("check-circle", Tone.DONE) if not any(_waits(cell) for cell in row.cells) else None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        cell = self._rows[index.row()].cells[index.column()]
        return flags | Qt.ItemFlag.ItemIsEditable if cell.asked is Asked.OPEN else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        return role == Qt.ItemDataRole.EditRole and index.isValid() and self.write(self.key(index), str(value))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self._rows[index.row()].cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return "\N{EN DASH}" if cell.asked is Asked.CLOSED and not cell.text else cell.text
        if role == Qt.ItemDataRole.EditRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.problem or cell.tip or None
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return cell.problem or ("not asked" if cell.asked is Asked.CLOSED else None)
        if role == Qt.ItemDataRole.DecorationRole and cell.problem:
            return icon("warning-circle", Tone.LATE)
        if role == Qt.ItemDataRole.ForegroundRole and (cell.asked is not Asked.OPEN or cell.saving):
            return tone_color(Tone.QUIET)
        return None


def _waits(cell: AnswerCell) -> bool:
    return bool(cell.problem) or (cell.asked is Asked.OPEN and not cell.text)
