"""Files that were offered: where each goes, or why it does not."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from itow_desktop.services.taking_files import Fate, FilesFound, FoundFile
from itow_desktop.ui.assets import Tone, icon, tone_color

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_HEADERS = ("File", "Goes to", "Why not")
_ORDER = (Fate.NOWHERE, Fate.GOES, Fate.THERE, Fate.TWICE)
_PICTURES: Mapping[Fate, tuple[str, Tone]] = MappingProxyType(
    {
        Fate.NOWHERE: ("question", Tone.TODAY),
        Fate.GOES: ("arrow-right", Tone.ACCENT),
        Fate.THERE: ("check-circle", Tone.DONE),
        Fate.TWICE: ("copy", Tone.QUIET),
    }
)


class FoundFiles(QAbstractTableModel):
    """What fits nowhere stands first."""

    def __init__(self, places: Callable[[FoundFile], str], parent: QObject | None = None) -> None:
        """``places`` says in words where a file goes."""
        super().__init__(parent)
        self._places = places
        self._rows: list[FoundFile] = []
        self._icons = {fate: icon(name, tone) for fate, (name, tone) in _PICTURES.items()}

    def put(self, found: FilesFound) -> None:
        """List these."""
        self.beginResetModel()
        self._rows = [file for fate in _ORDER for file in found.of(fate)]
        self.endResetModel()

    def file(self, row: int) -> FoundFile:
        """The file of a row."""
        return self._rows[row]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(_HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return _HEADERS[section] if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        file = self._rows[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return (file.name, self._places(file), file.why or "")[index.column()] or None
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 1:
            return self._icons[file.fate]
        if role == Qt.ItemDataRole.ForegroundRole and file.fate in {Fate.THERE, Fate.TWICE}:
            return tone_color(Tone.QUIET)
        return None
