"""The lines of a lot walk: what is still to be looked for, what was seen, where."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from itow_desktop.domain.walks import Finding, WalkLine
from itow_desktop.services.lot_papers import key_words
from itow_desktop.services.walking import WalkSheet
from itow_desktop.ui.assets import Tone, tone_color

Index = QModelIndex | QPersistentModelIndex

LINE = Qt.ItemDataRole.UserRole + 3
_NOWHERE = QModelIndex()
_TAIL = 8
HEADERS = ("Listed on", "Plate", "Vehicle", "VIN", "Key", "Found")
_TO_LOOK_AT = frozenset({Finding.WRONG_SPOT, Finding.SURPLUS})
_WORDS = {Finding.MISSING: "", Finding.RIGHT: "here", Finding.WRONG_SPOT: "elsewhere", Finding.SURPLUS: "here"}


class WalkTable(QAbstractTableModel):
    """The lines with one finding, in the order of the lot."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet: WalkSheet | None = None
        self._lines: Sequence[WalkLine] = ()

    def put(self, sheet: WalkSheet, lines: Sequence[WalkLine]) -> None:
        """Show these lines of the sheet."""
        self.beginResetModel()
        self._sheet, self._lines = sheet, tuple(lines)
        self.endResetModel()

    @property
    def lines(self) -> Sequence[WalkLine]:
        """What is shown."""
        return self._lines

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADERS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(line)[index.column()]
        if role == LINE:
            return line
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == len(HEADERS) - 1 and line.finding in _TO_LOOK_AT:
            return tone_color(Tone.TODAY)
        return None

    def text(self, line: WalkLine) -> tuple[str, ...]:
        """The cells of a line."""
        car = self._sheet.cars.get(line.custody_id) if self._sheet and line.custody_id is not None else None
        if car is None:
            return ("", line.text or "", "nobody knows this mark", "", "", line.found_spot or "here")
        found = line.found_spot if line.found_spot and line.finding is not Finding.MISSING else _WORDS[line.finding]
        if line.finding is Finding.SURPLUS:
            found = f"{found}: has left, as far as is recorded"
        vin = f"...{car.vin[-_TAIL:]}" if car.vin else ""
        plate = " ".join(part for part in (car.plate, car.plate_state if car.plate else None) if part)
        return (line.listed_spot or "no spot", plate, car.description, vin, key_words(car), found)
