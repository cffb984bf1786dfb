"""Imports of the past, and calls that could not be read, as rows."""

from collections.abc import Callable, Sequence
from datetime import date, tzinfo
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from itow_desktop.services.views import Begun, FailedCall, ImportRun, RunState
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.models.word_table import WordTable
from itow_desktop.ui.text import day_text, moment_text

Index = QModelIndex | QPersistentModelIndex

RUN = Qt.ItemDataRole.UserRole + 1
SORT_KEY = Qt.ItemDataRole.UserRole + 2
_NOWHERE = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class HistoryColumn(IntEnum):
    """What is told of an import."""

    WHEN = 0
    BY = 1
    WHAT = 2
    CALLS = 3
    STATE = 4
    EFFECT = 5


_TITLES = ("When", "By", "What", "Calls", "Ended", "For the queue")
STATES = {
    RunState.RUNNING: ("running", "circle-dashed", Tone.ACCENT),
    RunState.DONE: ("finished", "check-circle", Tone.DONE),
    RunState.CANCELLED: ("cancelled", "hand", Tone.QUIET),
    RunState.STOPPED: ("stopped", "warning", Tone.TODAY),
}


_SOURCES = {"calls": "failed calls again", "file": "a file", "old_database": "the old database"}


def by_text(run: ImportRun) -> str:
    """Who pressed Import, or that nobody did."""
    if run.begun is Begun.SCHEDULE:
        return "set time"
    return f"{run.by or 'somebody'}, waited" if run.begun is Begun.WAITING else run.by or ""


def clock_text(seconds: float) -> str:
    """``0:19``."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def calls_of(run: ImportRun) -> int:
    """How many calls an import read."""
    return run.new + run.updated + run.unchanged + run.failed


def seconds_of(run: ImportRun) -> float:
    """How long it took; 0 where it never ended."""
    return (run.finished_at - run.started_at).total_seconds() if run.finished_at else 0.0


def short_counts(run: ImportRun) -> str:
    """``65: 12 new, 3 updated, 2 failed``."""
    told = [f"{number:,} {word}" for number, word in ((run.new, "new"), (run.updated, "updated"), (run.failed, "failed")) if number]
    return f"{calls_of(run):,}: {', '.join(told)}" if told else f"{calls_of(run):,}"


def ended_text(run: ImportRun) -> str:
    """``0:19`` where it came to its end, else how it ended, too."""
    took = clock_text(seconds_of(run)) if run.finished_at else ""
    return took if run.state is RunState.DONE and took else " ".join(part for part in (STATES[run.state][0], took) if part)


def short_effect(run: ImportRun) -> str:
    """``7 TOPs to print, 2 late``: what presses first, what there is none of left out."""
    parts = [part for part in (run.effect or "").split(", ") if part and not part.startswith("0 ")]
    return ", ".join(sorted(parts, key=lambda part: not part.endswith(("to print", "late"))))


def range_text(run: ImportRun, today: date) -> str:
    """``Sat 5/16 to Wed 5/20``, or the cars on the lot."""
    if run.first is None or run.last is None:
        return run.file or _SOURCES.get(run.source, "cars on the lot")
    if run.first == run.last:
        return day_text(run.first, today)
    return f"{day_text(run.first, today)} to {day_text(run.last, today)}"


def short_range(run: ImportRun) -> str:
    """``5/16 to 5/20``, or what else was read."""
    if run.first is None or run.last is None:
        return run.file or _SOURCES.get(run.source, "cars on the lot")
    days = [f"{day.month}/{day.day}" for day in dict.fromkeys((run.first, run.last))]
    return " to ".join(days)


def counts_text(run: ImportRun) -> str:
    """``12 new, 3 updated, 48 unchanged, 2 failed``; what there was none of is left out."""
    counts = (
        (run.new, "new"), (run.updated, "updated"), (run.unchanged, "unchanged"), (run.failed, "failed"),
        (run.skipped, "cancelled in TowBook left out"),
    )  # fmt: skip
    return ", ".join(f"{number:,} {word}" for number, word in counts if number) or "none"


class HistoryModel(QAbstractTableModel):
    """Imports, the newest first."""

    def __init__(self, zone: Callable[[], tzinfo], today: Callable[[], date], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._today = today
        self._runs: tuple[ImportRun, ...] = ()

    def put(self, runs: Sequence[ImportRun]) -> None:
        """Other rows."""
        self.beginResetModel()
        self._runs = tuple(runs)
        self.endResetModel()

    def run_at(self, row: int) -> ImportRun:
        """The import of a row."""
        return self._runs[row]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._runs)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(HistoryColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(HistoryColumn):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _TITLES[section]
        return _LEFT if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        run, column = self._runs[index.row()], HistoryColumn(index.column())
        if role == RUN:
            return run
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(run, column)
        if role == Qt.ItemDataRole.DecorationRole and column is HistoryColumn.STATE:
            _, picture, tone = STATES[run.state]
            return icon(picture, tone)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(run, column)
        return run.started_at if role == SORT_KEY else None

    def _tip(self, run: ImportRun, column: HistoryColumn) -> str:
        if column is HistoryColumn.STATE:
            return run.message or STATES[run.state][0]
        if column is HistoryColumn.CALLS:
            return counts_text(run)
        if column is HistoryColumn.EFFECT:
            return run.effect or ""
        if column is HistoryColumn.WHAT:
            return f"{range_text(run, self._today())}: {', '.join(run.accounts)}"
        return self._text(run, column)

    def _text(self, run: ImportRun, column: HistoryColumn) -> str:
        return {
            HistoryColumn.WHEN: moment_text(run.started_at, self._zone(), self._today()),
            HistoryColumn.BY: by_text(run),
            HistoryColumn.WHAT: short_range(run),
            HistoryColumn.CALLS: short_counts(run),
            HistoryColumn.STATE: ended_text(run),
            HistoryColumn.EFFECT: short_effect(run),
        }[column]


class FailedModel(WordTable[FailedCall]):
    """Calls that could not be read or stored, each with its reason."""

    headers = ("Call", "Why it could not be read")
    tips = True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation is Qt.Orientation.Horizontal:
            return _LEFT
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return super().data(index, Qt.ItemDataRole.DisplayRole if role == SORT_KEY else role)

    def cells(self, row: FailedCall) -> tuple[str, str]:
        return row.call, row.reason
