"""The numbers of the compliance report as a table, a total below them."""

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
_WORDS = ("Month", "Police department", "Step", "Where it is written")
HEADERS = (*_WORDS, *OUTCOMES.values(), "Duties", "Late by")
_TOTAL = ("All of it", "", "", "")
_FIRST, _ALL = len(_WORDS), len(_WORDS) + len(OUTCOMES)
_TONES = {Outcome.LATE: Tone.LATE, Outcome.EARLY: Tone.LATE, Outcome.OTHERS_LATE: Tone.TODAY}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ComplianceNumbers(QAbstractTableModel):
    """A line for each rule at each department in each month; the last row is all of it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[tuple[Line, ...], ...] = ()
        self._cells: tuple[tuple[str, ...], ...] = ()

    def put(self, report: Report | None) -> None:
        """Another report."""
        self.beginResetModel()
        lines = report.lines if report else ()
        self._groups = (*((line,) for line in lines), lines) if lines else ()
        self._cells = (*(_words(_named(line), (line,)) for line in lines), *([_words(_TOTAL, lines)] if lines else []))
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
        total = index.row() == len(self._groups) - 1
        return ", ".join((what, *(("all of it",) if total else (cells[2], cells[1], cells[0]))))

    def most_telling(self) -> Index:
        """The first number of the total that asks to be looked into; late ones before all others."""
        row = len(self._groups) - 1
        order = (Outcome.LATE, Outcome.EARLY, Outcome.NOT_RECORDED, Outcome.OTHERS_LATE, Outcome.NOT_COMPUTABLE, Outcome.IN_TIME)
        columns = [_FIRST + list(OUTCOMES).index(outcome) for outcome in order]
        return next((self.index(row, column) for column in columns if row >= 0 and self._cells[row][column]), self.index(row, _ALL))

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
        if role == Qt.ItemDataRole.FontRole and row == len(self._groups) - 1:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.ForegroundRole and _FIRST <= column < _ALL:
            tone = _TONES.get(list(OUTCOMES)[column - _FIRST])
            return tone_color(tone) if tone and self._cells[row][column] else None
        if role == Qt.ItemDataRole.AccessibleTextRole and column >= _FIRST:
            return f"{self._cells[row][column] or 0} {self.said(index)}"
        return None


def _named(line: Line) -> tuple[str, ...]:
    return month_name(line.month), line.agency, line.step, line.citation


def _words(named: tuple[str, ...], lines: tuple[Line, ...]) -> tuple[str, ...]:
    return (*named, *(f"{number:,}" if number else "" for number in numbers(lines)), late_range(lines))
