"""Rows of the vehicle list in, roles out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QIcon, QPalette

from itow_desktop.domain.urgency import Urgency
from itow_desktop.domain.vehicles import CustodyStatus, VinState
from itow_desktop.services.views import VehicleColumn, VehiclePage, VehicleQuery, VehicleRow
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone, icon, tone_color
from itow_desktop.ui.queue_text import URGENCY
from itow_desktop.ui.widgets.dotted import NOT_CHECKED

Index = QModelIndex | QPersistentModelIndex

TEXT = Qt.ItemDataRole.DisplayRole
SORT_KEY = Qt.ItemDataRole.UserRole + 1
ROW_ID = Qt.ItemDataRole.UserRole + 2
UNVERIFIED = Qt.ItemDataRole.UserRole + 3
"""Whether the cell shows a date whose rule nobody checked."""

PAGE = 100
_UP, _DOWN = "\N{BLACK UP-POINTING SMALL TRIANGLE}", "\N{BLACK DOWN-POINTING SMALL TRIANGLE}"
_NOWHERE = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it asks the database to sort by, its width in figures, its side."""

    key: VehicleColumn
    characters: int
    right: bool = False
    shown: bool = True

    @property
    def title(self) -> str:
        """The word in the header."""
        return text.COLUMN[self.key]


COLUMNS: tuple[Column, ...] = (
    Column(VehicleColumn.TOWED_AT, 17, right=True),
    Column(VehicleColumn.PLATE, 10),
    Column(VehicleColumn.PLATE_STATE, 5),
    Column(VehicleColumn.NEXT_STEP, 18),
    Column(VehicleColumn.DUE, 9, right=True),
    Column(VehicleColumn.URGENCY, 9),
    Column(VehicleColumn.DAYS, 10, right=True),
    Column(VehicleColumn.COLOR, 8),
    Column(VehicleColumn.YEAR, 5, right=True),
    Column(VehicleColumn.MAKE, 11),
    Column(VehicleColumn.MODEL, 12),
    Column(VehicleColumn.TOWED_FROM, 32),
    Column(VehicleColumn.JURISDICTION, 18),
    Column(VehicleColumn.VIN, 20),
    Column(VehicleColumn.CALL_NUMBER, 8, right=True),
    Column(VehicleColumn.SPOT, 6),
    Column(VehicleColumn.STATUS, 10),
    Column(VehicleColumn.CUSTODY, 20, shown=False),
    Column(VehicleColumn.FILE_NUMBER, 12, shown=False),
    Column(VehicleColumn.ACCOUNT, 20, shown=False),
    Column(VehicleColumn.COMPLAINT_NUMBER, 14, shown=False),
)


class VehicleTable(QAbstractTableModel):
    """Columns, the rows that were read so far, and how many there are in all.

    It never reads: ``page_wanted`` asks with a number, ``put`` takes the answer and
    drops one whose question is no longer the last.
    """

    page_wanted = Signal(int, object)
    """Number of the question, ``VehicleQuery``."""
    rows_changed = Signal()
    """Other rows than before, or another total."""

    def __init__(
        self,
        zone: Callable[[], tzinfo],
        today: Callable[[], date],
        parent: QObject | None = None,
        *,
        status: CustodyStatus | None = None,
    ) -> None:
        super().__init__(parent)
        self._zone = zone
        self._today = today
        self._rows: list[VehicleRow] = []
        self._total = 0
        self._query = VehicleQuery(status=status, limit=PAGE)
        self._number = 0
        self._waiting: VehicleQuery | None = None
        self._dimmed = False
        self._differs = icon("git-diff", Tone.TODAY)
        self._star = icon("star", Tone.TODAY)
        self._starred: frozenset[int] = frozenset()

    # --- questions and answers ---------------------------------------------------------------------------------------

    @property
    def query(self) -> VehicleQuery:
        """Search, status and order of what is shown or on its way."""
        return self._query

    @property
    def total(self) -> int:
        """How many match, read or not."""
        return self._total

    @property
    def rows(self) -> Sequence[VehicleRow]:
        """The rows read so far."""
        return self._rows

    @property
    def waiting(self) -> bool:
        """Whether an answer is on its way."""
        return self._waiting is not None

    def ask(self, query: VehicleQuery) -> None:
        """Ask another question; the old rows stay until its answer is here."""
        self._query = replace(query, offset=0, limit=PAGE)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        self._want(self._query)

    def ask_again(self) -> None:
        """Ask the same again for at least as many rows as are shown."""
        self._want(replace(self._query, limit=max(PAGE, len(self._rows))))

    def ask_all(self) -> None:
        """Ask for every row that matches."""
        self._want(replace(self._query, limit=None))

    def put(self, number: int, page: VehiclePage) -> bool:
        """Take an answer; False when it was dropped for being late."""
        if number != self._number:
            return False
        self._waiting = None
        self.set_dimmed(False)
        if page.query.offset:
            self._append(page)
        else:
            self._replace(page)
        self.rows_changed.emit()
        return True

    def give_up(self, number: int) -> None:
        """The question could not be answered: what is shown stays."""
        if number == self._number:
            self._waiting = None
            self.set_dimmed(False)

    def set_dimmed(self, dimmed: bool) -> None:
        """Old rows step back while new ones are on their way."""
        if dimmed != self._dimmed:
            self._dimmed = dimmed
            if self._rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(COLUMNS) - 1), [Qt.ItemDataRole.ForegroundRole])

    def star(self, custody_ids: frozenset[int]) -> None:
        """Mark these cars with a star."""
        if custody_ids != self._starred:
            self._starred = custody_ids
            if self._rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0), [Qt.ItemDataRole.DecorationRole])

    def _want(self, query: VehicleQuery) -> None:
        self._number += 1
        self._waiting = query
        self.page_wanted.emit(self._number, query)

    def _append(self, page: VehiclePage) -> None:
        if not page.rows:
            self._total = len(self._rows)  # fewer than were counted: somebody else closed some in between
            return
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(page.rows) - 1)
        self._rows.extend(page.rows)
        self._total = max(page.total, len(self._rows))
        self.endInsertRows()

    def _replace(self, page: VehiclePage) -> None:
        self.beginResetModel()
        self._rows = list(page.rows)
        self._total = page.total
        self.endResetModel()

    # --- what Qt asks ------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._waiting is None and len(self._rows) < self._total

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._want(replace(self._query, offset=len(self._rows), limit=PAGE))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = TEXT) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        if role == TEXT:
            return column.title + self._order_mark(column.key)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.right else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{column.title}: click sorts, Shift+click adds a second key, right-click chooses columns"
        return None

    def _order_mark(self, key: VehicleColumn) -> str:
        """An arrow on sorted columns, numbered from the second key on; Qt's own indicator knows one column only."""
        for place, (each, down) in enumerate(self._query.sort):
            if each is key:
                return f" {_DOWN if down else _UP}{place + 1 if place else ''}"
        return ""

    def data(self, index: Index, role: int = TEXT) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        if role == TEXT:
            return self.text(row, column.key)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.right else _LEFT
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(row, column.key)
        if role == ROW_ID:
            return row.custody_id
        if role == SORT_KEY:
            return self._sort_key(row, column.key)
        if role == UNVERIFIED:
            return column.key is VehicleColumn.DUE and row.unverified and row.due is not None
        return self._hint(row, column.key, role)

    def text(self, row: VehicleRow, key: VehicleColumn) -> str:
        """What stands in one cell."""
        match key:
            case VehicleColumn.TOWED_AT:
                return "not known" if row.towed_at is None else text.list_moment(row.towed_at, self._zone())
            case VehicleColumn.CUSTODY:
                return text.CUSTODY[row.custody]
            case VehicleColumn.STATUS:
                return text.STATUS[row.status]
            case VehicleColumn.DUE:
                return "" if row.due is None else text.day_text(row.due, self._today())
            case VehicleColumn.URGENCY:
                return urgency_text(row)
            case VehicleColumn.DAYS:
                days = days_here(row, self._zone(), self._today())
                return "" if days is None else str(days)
            case VehicleColumn.YEAR:
                return "" if row.year is None else str(row.year)
            case _:
                return str(getattr(row, key) or "")

    def taken_along(self, row: VehicleRow, key: VehicleColumn) -> str:
        """The same as it is copied and printed, where no dots can be: an unchecked date says so."""
        said = self.text(row, key)
        return f"{said} ({NOT_CHECKED})" if said and key is VehicleColumn.DUE and row.unverified else said

    def _sort_key(self, row: VehicleRow, key: VehicleColumn) -> str | int:
        if key is VehicleColumn.DAYS:
            days = days_here(row, self._zone(), self._today())
            return -1 if days is None else days
        return sort_key(row, key)

    def _ink(self, row: VehicleRow, key: VehicleColumn) -> Any:
        palette = QGuiApplication.palette()
        if self._dimmed or (row.status is not CustodyStatus.ON_LOT and key is not VehicleColumn.STATUS):
            return palette.color(QPalette.ColorRole.PlaceholderText)
        if key is VehicleColumn.VIN and row.vin_state in {VinState.BAD_CHECK_DIGIT, VinState.INCOMPLETE}:
            return tone_color(Tone.TODAY, palette)
        if key is VehicleColumn.URGENCY and row.urgency is not None and (tone := URGENCY[row.urgency].tone) is not None:
            return tone_color(tone, palette)
        return None

    def _hint(self, row: VehicleRow, key: VehicleColumn, role: int) -> QIcon | str | None:
        """Picture and tool tip: a doubtful VIN, a car that TowBook describes otherwise."""
        if role == Qt.ItemDataRole.ToolTipRole:
            if key is VehicleColumn.DUE and row.unverified and row.due is not None:
                return f"{self.text(row, key)}: the rule of this date is {NOT_CHECKED}."
            if key is VehicleColumn.VIN and row.vin:
                return f"{row.vin}: {text.VIN_STATE[row.vin_state]}"
            if key is VehicleColumn.PLATE and row.differs:
                return "TowBook says something else of this vehicle; the details show what."
            return self.text(row, key) or None
        if role == Qt.ItemDataRole.DecorationRole:
            if key is VehicleColumn.PLATE and row.differs:
                return self._differs
            if key is VehicleColumn.TOWED_AT and row.custody_id in self._starred:
                return self._star
        return None


def urgency_text(row: VehicleRow) -> str:
    """How the next step presses: "Today, before the weekend"."""
    if row.urgency is None:
        return ""
    word = URGENCY[row.urgency].word
    return f"{word}, before {row.before}" if row.before else word


def days_here(row: VehicleRow, zone: tzinfo, today: date) -> int | None:
    """Local days since the tow; None for a car that has left, or whose tow is not timed."""
    if row.towed_at is None or row.status is not CustodyStatus.ON_LOT:
        return None
    return (today - row.towed_at.astimezone(zone).date()).days


def sort_key(row: VehicleRow, key: VehicleColumn) -> str | int:
    """A cell as it sorts: ISO times, numbers as numbers, urgencies in the order of the queue, words without case."""
    if key is VehicleColumn.URGENCY:
        return len(Urgency) if row.urgency is None else tuple(Urgency).index(row.urgency)
    value = getattr(row, key)
    if value is None:
        return -1 if key is VehicleColumn.YEAR else ""
    if isinstance(value, int):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value).casefold()
