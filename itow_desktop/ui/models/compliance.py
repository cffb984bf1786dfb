"""The numbers of the compliance report as a table, the total above them."""

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from itow_desktop.domain.duties import Outcome
from itow_desktop.domain.report_papers import OUTCOMES, late_range, month_name, numbers
from itow_desktop.domain.reports import Line, Report
from itow_desktop.ui.assets import Tone, tone_color

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_WORDS = ("Month", "Police department", "Step")
HEADERS = (*_WORDS, *OUTCOMES.values(), "Duties", "Late by")
_TOTAL = ("All of it", "", "")
_FIRST, _ALL = len(_WORDS), len(_WORDS) + len(OUTCOMES)
_TONES = {Outcome.LATE: Tone.LATE, Outcome.EARLY: Tone.LATE, Outcome.OTHERS_LATE: Tone.TODAY}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ComplianceNumbers(QAbstractTableModel):
    """All of it, then a line for each rule at each department in each month."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[tuple[Line, ...], ...] = ()
        self._cells: tuple[tuple[str, ...], ...] = ()

    def put(self, report: Report | None) -> None:
        """Another report."""
        self.beginResetModel()
        lines = report.lines if report else ()
        self._groups = (lines, *((line,) for line in lines)) if lines else ()
        self._cells = (_words(_TOTAL, lines), *(_words(_named(line), (line,)) for line in lines)) if lines else ()
        self.endResetModel()

    def behind(self, index: Index) -> tuple[tuple[Line, ...], Collection[Outcome]]:
        """The lines and outcomes that a cell counts; a cell that is no number stands for its whole row."""
        if not index.isValid():
            return (), ()
        place = index.column() - _FIRST
        return self._groups[index.row()], [list(OUTCOMES)[place]] if 0 <= place < len(OUTCOMES) else list(OUTCOMES)

    def said(self, index: Index) -> str:
        """What a cell counts, in words: ``Late, Print TOP, Burton PD, March 2026``."""
        if not index.isValid():
            return ""
        cells, column = self._cells[index.row()], index.column()
        what = HEADERS[column] if _FIRST <= column < _ALL else "Duties"
        return ", ".join((what, *((cells[2], cells[1], cells[0]) if index.row() else ("all of it",))))

    def most_telling(self) -> Index:
        """The first number of the total that asks to be looked into; late ones before all others."""
        order = (Outcome.LATE, Outcome.EARLY, Outcome.NOT_RECORDED, Outcome.OTHERS_LATE, Outcome.NOT_COMPUTABLE, Outcome.IN_TIME)
        columns = [_FIRST + list(OUTCOMES).index(outcome) for outcome in order]
        return next((self.index(0, column) for column in columns if self._cells and self._cells[0][column]), self.index(0, _ALL))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._groups)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section >= _FIRST else _LEFT
        return HEADERS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cells[row][column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column >= _FIRST else _LEFT
        if role == Qt.ItemDataRole.FontRole and row == 0:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.ForegroundRole and _FIRST <= column < _ALL:
            tone = _TONES.get(list(OUTCOMES)[column - _FIRST])
            return tone_color(tone) if tone and self._cells[row][column] else None
        if role == Qt.ItemDataRole.ToolTipRole and column < _FIRST and row:
            return f"{self._cells[row][column]} ({self._groups[row][0].citation})" if column == _FIRST - 1 else self._cells[row][column]
        if role == Qt.ItemDataRole.AccessibleTextRole and column >= _FIRST:
            return f"{self._cells[row][column] or 0} {self.said(index)}"
        return None


def _named(line: Line) -> tuple[str, ...]:
    name, _, year = month_name(line.month).partition(" ")
    return f"{name[:3]} {year}" if line.month else f"{name} {year}", line.agency, line.step


def _words(named: tuple[str, ...], lines: tuple[Line, ...]) -> tuple[str, ...]:
    return (*named, *(f"{number:,}" if number else "" for number in numbers(lines)), late_range(lines))
