"""The lines of a lot walk: what is still to be looked for, what was seen, where."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt

from itow_desktop.domain.walks import Finding, WalkLine
from itow_desktop.services.lot_papers import key_words
from itow_desktop.services.walking import WalkSheet
from itow_desktop.ui.assets import Tone, tone_color
from itow_desktop.ui.models.word_table import Index, WordTable

LINE = Qt.ItemDataRole.UserRole + 3
_TAIL = 8
_TO_LOOK_AT = frozenset({Finding.WRONG_SPOT, Finding.SURPLUS})
_WORDS = {Finding.MISSING: "", Finding.RIGHT: "here", Finding.WRONG_SPOT: "elsewhere", Finding.SURPLUS: "here"}


class WalkTable(WordTable[WalkLine]):
    """The lines with one finding, in the order of the lot."""

    headers = ("Listed on", "Plate", "Vehicle", "VIN", "Key", "Found")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet: WalkSheet | None = None

    def show_lines(self, sheet: WalkSheet, lines: Sequence[WalkLine]) -> None:
        """Show these lines of the sheet."""
        self._sheet = sheet
        self.put(lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self._rows[index.row()]
        if role == LINE:
            return line
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == len(self.headers) - 1 and line.finding in _TO_LOOK_AT:
            return tone_color(Tone.TODAY)
        return super().data(index, role)

    def cells(self, row: WalkLine) -> tuple[str, ...]:
        car = self._sheet.cars.get(row.custody_id) if self._sheet and row.custody_id is not None else None
        if car is None:
            return ("", row.text or "", "nobody knows this mark", "", "", row.found_spot or "here")
        found = row.found_spot if row.found_spot and row.finding is not Finding.MISSING else _WORDS[row.finding]
        if row.finding is Finding.SURPLUS:
            found = f"{found}: has left, as far as is recorded"
        vin = f"...{car.vin[-_TAIL:]}" if car.vin else ""
        plate = " ".join(part for part in (car.plate, car.plate_state if car.plate else None) if part)
        return (row.listed_spot or "no spot", plate, car.description, vin, key_words(car), found)
