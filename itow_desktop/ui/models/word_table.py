"""A table of words: a row for each thing, a text in each cell."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class WordTable(QAbstractTableModel, Generic[R]):
    """All rows at once, in the order given; what else than words a cell has is for the tables to add."""

    headers: tuple[str, ...] = ()
    tips = False
    """Whether a cell says its words also where it is pointed at, for they may be cut off."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[R, ...] = ()

    @property
    def rows(self) -> tuple[R, ...]:
        """What is shown."""
        return self._rows

    def put(self, rows: Sequence[R]) -> None:
        """Other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def cells(self, row: R) -> Sequence[str]:
        """The words of a row."""
        raise NotImplementedError

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        shown = role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal
        return self.headers[section] if shown and 0 <= section < len(self.headers) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        says = role == Qt.ItemDataRole.DisplayRole or (self.tips and role == Qt.ItemDataRole.ToolTipRole)
        return self.cells(self._rows[index.row()])[index.column()] if says else None
