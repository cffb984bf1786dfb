"""Lines of the queue in, groups with their lines out."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, tzinfo
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from itow_desktop.services.working import QueueLine, WorkQueue
from itow_desktop.ui.models.queue_groups import Group, GroupKey, group
from itow_desktop.ui.models.queue_narrowing import Narrowing
from itow_desktop.ui.queue_text import (
    URGENCY,
    WORDS,
    days_on_lot,
    due_text,
    place_text,
    plate_text,
    short_name,
    what_text,
    word_of,
)
from itow_desktop.ui.text import counted

Index = QModelIndex | QPersistentModelIndex

LINE = Qt.ItemDataRole.UserRole + 1
"""The ``QueueLine`` of a line, None on a head."""
GROUP = Qt.ItemDataRole.UserRole + 2
"""The ``Group`` of a head, or of the head above a line."""
SORT_KEY = Qt.ItemDataRole.UserRole + 3

_HEAD = 0xFFFFFFFF
_NOWHERE = QModelIndex()


class Column(IntEnum):
    """What a line says, from left to right."""

    URGENCY = 0
    DUE = 1
    PLATE = 2
    CAR = 3
    VIN = 4
    CALL = 5
    PLACE = 6
    WHAT = 7
    WHO = 8
    DAYS = 9


_TITLES = ("How urgent", "Date", "Plate", "Car", "VIN", "Call", "Place", "What is to be done", "Who has it", "Days on lot")
_RIGHT = {Column.DUE, Column.CALL, Column.DAYS}


class QueueModel(QAbstractItemModel):
    """Heads with their lines below; ticks stay with the car through every refresh."""

    ticks_changed = Signal()

    def __init__(self, zone: Callable[[], tzinfo], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._queue: WorkQueue | None = None
        self._shown: frozenset[str] = frozenset()
        self._narrowing = Narrowing()
        self._groups: tuple[Group, ...] = ()
        self._ticked: set[int] = set()

    # --- what is in it -----------------------------------------------------------------------------------------------

    @property
    def queue(self) -> WorkQueue | None:
        """What was put in last; None before the first answer."""
        return self._queue

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups that are shown."""
        return self._groups

    def put(self, queue: WorkQueue) -> None:
        """Another state of the queue."""
        self._ticked &= {line.case.custody_id for line in queue.lines}
        self._fill(queue)

    def show(self, words: Iterable[str], narrowing: Narrowing | None = None) -> None:
        """Only what stands under these words, none meaning any; narrowed as before where nothing is said of it."""
        wanted, narrowed = frozenset(words), self._narrowing if narrowing is None else narrowing
        if (wanted, narrowed) != (self._shown, self._narrowing):
            self._shown, self._narrowing = wanted, narrowed
            self._fill(self._queue)

    @property
    def lines(self) -> tuple[QueueLine, ...]:
        """Every line, whatever is shown."""
        return self._queue.lines if self._queue else ()

    def counts(self, narrowed: bool = True) -> dict[str, int]:
        """Cars by word, as it is narrowed now or all of them, whatever words are shown."""
        found = dict.fromkeys(WORDS, 0)
        for line in self._narrowing.of(self.lines) if narrowed else self.lines:
            found[word_of(line)] += 1
        return found

    def _fill(self, queue: WorkQueue | None) -> None:
        self.beginResetModel()
        self._queue = queue
        self._groups = group(line for line in self._narrowing.of(self.lines) if not self._shown or word_of(line) in self._shown)
        self.endResetModel()

    # --- ticks -------------------------------------------------------------------------------------------------------

    def ticked(self, of: Group) -> tuple[QueueLine, ...]:
        """The lines of a group that are ticked."""
        return tuple(line for line in of.lines if line.case.custody_id in self._ticked)

    def meant(self, of: Group) -> tuple[QueueLine, ...]:
        """What a verb of the head is about: the ticked lines, or all when none is."""
        return self.ticked(of) or of.lines

    def untick(self, custody_ids: Iterable[int]) -> None:
        """The deed is done; nothing is left over for the next one."""
        gone = self._ticked & set(custody_ids)
        if gone:
            self._ticked -= gone
            for row, part in enumerate(self._groups):
                head = self.index(row, 0)
                self.dataChanged.emit(head, head, [Qt.ItemDataRole.CheckStateRole])
                self._tell_column(head, len(part.lines))
            self.ticks_changed.emit()

    def toggle(self, index: Index) -> None:
        """Tick or untick a line, or all lines of a head."""
        line, part = self.line_at(index), self.group_at(index)
        if part is None:
            return
        head = index.parent() if line is not None else index.sibling(index.row(), 0)
        if line is not None:
            self._ticked ^= {line.case.custody_id}
            cell = index.sibling(index.row(), 0)
            self.dataChanged.emit(cell, cell, [Qt.ItemDataRole.CheckStateRole])
        else:
            of_part = {each.case.custody_id for each in part.lines}
            self._ticked = self._ticked - of_part if of_part <= self._ticked else self._ticked | of_part
            self._tell_column(head, len(part.lines))
        self.dataChanged.emit(head, head, [Qt.ItemDataRole.CheckStateRole])
        self.ticks_changed.emit()

    def tick(self, index: Index, *, until: Index | None = None) -> None:
        """Tick a line, or every line from it to another one of its group."""
        part, head = self.group_at(index), index.parent()
        if part is None or not head.isValid():
            return
        other = until if until is not None and until.isValid() and until.parent() == head else index
        first, last = sorted((index.row(), other.row()))
        self._ticked |= {line.case.custody_id for line in part.lines[first : last + 1]}
        self.dataChanged.emit(self.index(first, 0, head), self.index(last, 0, head), [Qt.ItemDataRole.CheckStateRole])
        self.dataChanged.emit(head, head, [Qt.ItemDataRole.CheckStateRole])
        self.ticks_changed.emit()

    def _tell_column(self, head: Index, lines: int) -> None:
        self.dataChanged.emit(self.index(0, 0, head), self.index(lines - 1, 0, head), [Qt.ItemDataRole.CheckStateRole])

    # --- places ------------------------------------------------------------------------------------------------------

    def line_at(self, index: Index) -> QueueLine | None:
        """The line at an index; None on a head."""
        found = index.data(LINE)
        return found if isinstance(found, QueueLine) else None

    def group_at(self, index: Index) -> Group | None:
        """The group an index lies in."""
        found = index.data(GROUP)
        return found if isinstance(found, Group) else None

    def find(self, custody_id: int) -> QModelIndex:
        """Where a car stands; an invalid index when it is not shown."""
        for row, part in enumerate(self._groups):
            for place, line in enumerate(part.lines):
                if line.case.custody_id == custody_id:
                    return self.index(place, 0, self.index(row, 0))
        return QModelIndex()

    def find_group(self, key: GroupKey) -> QModelIndex:
        """Where a head stands; an invalid index when it is gone."""
        rows = [row for row, part in enumerate(self._groups) if part.key == key]
        return self.index(rows[0], 0) if rows else QModelIndex()

    # --- Qt's questions ----------------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        if not 0 <= column < len(Column) or not 0 <= row < self.rowCount(parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() if parent.isValid() else _HEAD)

    def parent(self, index: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]  # the other overload is QObject's
        if not index.isValid() or index.internalId() == _HEAD:
            return QModelIndex()
        return self.createIndex(index.internalId(), 0, _HEAD)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        if not parent.isValid():
            return len(self._groups)
        if parent.internalId() != _HEAD or parent.column() != 0:
            return 0
        return len(self._groups[parent.row()].lines)

    def columnCount(self, _parent: Index = _NOWHERE) -> int:
        return len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _FLAGS[index.internalId() == _HEAD, index.column() == 0]

    def setData(self, index: Index, _value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self.toggle(index)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal and 0 <= section < len(Column):
            return _TITLES[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _ANSWERED or not index.isValid():
            return None
        if index.internalId() == _HEAD:
            return self._head(self._groups[index.row()], index.column(), role)
        part = self._groups[index.internalId()]
        return self._line(part, part.lines[index.row()], Column(index.column()), role)

    def _head(self, part: Group, column: int, role: int) -> Any:
        if role == GROUP:
            return part
        if column != 0:
            return None
        if role == Qt.ItemDataRole.CheckStateRole:
            ticked = len(self.ticked(part))
            return _CHECKS[0 if not ticked else 2 if ticked == len(part.lines) else 1]
        if role in {Qt.ItemDataRole.DisplayRole, SORT_KEY}:
            return part.sentence
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{URGENCY[part.word].word}: {part.sentence}. {', '.join(verb.plain for verb in part.verbs)}"
        return None

    def _line(self, part: Group, line: QueueLine, column: Column, role: int) -> Any:
        if role == LINE:
            return line
        if role == GROUP:
            return part
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(line, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _SIDES[column in _RIGHT]
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.URGENCY:
            return _CHECKS[2 if line.case.custody_id in self._ticked else 0]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(line, column)
        if role == SORT_KEY:
            return line.item.until or line.item.due if column is Column.DUE else self.text(line, column)
        return None

    def text(self, line: QueueLine, column: Column) -> str:
        """The words of one cell."""
        case = line.case
        if column is Column.DUE:
            return due_text(line.item, self._zone(), self._today)
        if column is Column.WHAT:
            return what_text(line, self._today)
        if column is Column.DAYS:
            days = days_on_lot(case, self._zone(), self._today)
            return "" if days is None else counted(days, "day", "days")
        return _PLAIN[column](line)

    def _tip(self, line: QueueLine, column: Column) -> str | None:
        if column is Column.VIN:
            return line.case.vin
        if column is Column.DAYS:
            return "days on lot"
        if column is Column.WHO:
            return line.worker.name if line.worker else None
        if column is Column.PLACE:
            return line.case.towed_from or line.case.place
        return self.text(line, column) or None

    @property
    def _today(self) -> date:
        return self._queue.today if self._queue else date.min


_SHOWN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_FLAGS = {  # (head, first column); made once, since every cell asks on every paint
    (True, True): _SHOWN | Qt.ItemFlag.ItemIsUserCheckable,
    (True, False): _SHOWN,
    (False, True): _SHOWN | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemNeverHasChildren,
    (False, False): _SHOWN | Qt.ItemFlag.ItemNeverHasChildren,
}
_ANSWERED = frozenset(
    int(role)
    for role in (
        Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.CheckStateRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.AccessibleTextRole, LINE, GROUP, SORT_KEY,
    )
)  # fmt: skip
_SIDES = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_PLAIN: Mapping[Column, Callable[[QueueLine], str]] = {
    Column.URGENCY: lambda line: URGENCY[word_of(line)].word,
    Column.PLATE: lambda line: plate_text(line.case),
    Column.CAR: lambda line: line.case.description or "not described",
    Column.VIN: lambda line: (line.case.vin or "")[-8:] or "no VIN",
    Column.CALL: lambda line: line.case.call_number or "",
    Column.PLACE: lambda line: place_text(line.case),
    Column.WHO: lambda line: short_name(line.worker.name) if line.worker else "",
}
_CHECKS = (Qt.CheckState.Unchecked, Qt.CheckState.PartiallyChecked, Qt.CheckState.Checked)
