"""Rows of words that can be sorted by any column: short lists of records."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from itow_desktop.ui.assets import Tone, icon, tone_color

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
DOTTED = int(Qt.ItemDataRole.UserRole) + 1
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell says; ``order`` is what it is sorted by where that is not the text. A tone is doubled by its words.

    ``dotted``: a date whose rule nobody has checked, answered under ``DOTTED``.
    """

    text: str = ""
    order: int | date | None = None
    tone: Tone | None = None
    picture: str | None = None
    tip: str = ""
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class TextRow:
    """A record: what it is known by, its cells, whether it counts no more (then it steps back)."""

    key: Any
    cells: tuple[Cell, ...]
    quiet: bool = False


class TextRows(QAbstractTableModel):
    """All rows at once; the order a person chose outlives new rows."""

    def __init__(self, headers: Sequence[str], parent: QObject | None = None, *, right: Collection[int] = ()) -> None:
        """``right`` are the columns of numbers and dates."""
        super().__init__(parent)
        self._headers = tuple(headers)
        self._right = frozenset(right)
        self._rows: list[TextRow] = []
        self._given: tuple[TextRow, ...] = ()
        self._order: tuple[int, bool] | None = None

    def put(self, rows: Sequence[TextRow]) -> None:
        """Other rows, in the order a person chose, else as given."""
        self.beginResetModel()
        self._given = tuple(rows)
        self._arrange()
        self.endResetModel()

    @property
    def rows(self) -> tuple[TextRow, ...]:
        """As they stand on the screen."""
        return tuple(self._rows)

    def key_at(self, row: int) -> Any:
        """What the record of a row is known by."""
        return self._rows[row].key

    def row_of(self, key: object) -> int | None:
        """Where a record stands."""
        return next((place for place, row in enumerate(self._rows) if row.key == key), None)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section in self._right else _LEFT
        return self._headers[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == DOTTED:
            return row.cells[index.column()].dotted
        answer = _ANSWERS.get(Qt.ItemDataRole(role))
        if answer is not None:
            return answer(row, row.cells[index.column()])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.column() in self._right else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """A click on a header."""
        self.layoutAboutToBeChanged.emit()
        before = [row.key for row in self._rows]
        self._order = (column, order is Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self._arrange()
        places = {key: place for place, key in enumerate(row.key for row in self._rows)}
        old = self.persistentIndexList()
        self.changePersistentIndexList(old, [self.index(places[before[each.row()]], each.column()) for each in old])
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        self._rows = list(self._given)
        if self._order is not None:
            column, down = self._order
            self._rows.sort(key=lambda row: _place(row.cells[column]), reverse=down)


def _place(cell: Cell) -> tuple[bool, float, str]:
    """Numbers and days by themselves, the rest by its words; what is empty stands together."""
    if isinstance(cell.order, date):
        return True, float(cell.order.toordinal()), ""
    if cell.order is not None:
        return True, float(cell.order), ""
    return bool(cell.text), 0.0, cell.text.casefold()


def _ink(row: TextRow, cell: Cell) -> Any:
    tone = Tone.QUIET if row.quiet else cell.tone
    return None if tone is None else tone_color(tone)


def _font(row: TextRow, _cell: Cell) -> Any:
    if not row.quiet:
        return None
    font = QFont()
    font.setItalic(True)
    return font


_ANSWERS: dict[Qt.ItemDataRole, Callable[[TextRow, Cell], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda _row, cell: cell.text,
    Qt.ItemDataRole.ToolTipRole: lambda _row, cell: cell.tip or None,
    Qt.ItemDataRole.ForegroundRole: _ink,
    Qt.ItemDataRole.FontRole: _font,
    Qt.ItemDataRole.DecorationRole: lambda _row, cell: icon(cell.picture, cell.tone) if cell.picture else None,
}
