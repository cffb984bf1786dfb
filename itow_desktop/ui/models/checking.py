"""Lines of Check import in, roles out."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType
from typing import Any, Self

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QIcon

from itow_desktop.domain.importing.reconciling import OPEN, LineKind, LineState, Narrowing, TrayLine
from itow_desktop.ui.assets import icon, tone_color
from itow_desktop.ui.checking_text import CHIPS, KIND, STATE, Look, state_word, why_words

Index = QModelIndex | QPersistentModelIndex

LINE = int(Qt.ItemDataRole.UserRole) + 1
"""The ``TrayLine`` of a row."""
_NOWHERE = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_PICTURE = QSize(16, 16)


class TrayColumn(IntEnum):
    """What is told of a line."""

    KIND = 0
    STATE = 1
    CALL = 2
    CAR = 3
    WHY = 4


TITLES = ("What", "Stands", "Call", "Car", "Why, what differs")
WIDTHS = (23, 14, 7, 25, 16)
"""In figures of the font."""

_EVERY_KIND, _EVERY_STATE = frozenset(LineKind), frozenset(LineState)


@dataclass(frozen=True, slots=True)
class Listing:
    """All lines with what they are searched by, and how many there are; made on a worker thread, for there may be 100,000."""

    lines: tuple[TrayLine, ...] = ()
    searched: tuple[str, ...] = ()
    kinds: Mapping[LineKind, int] = field(default_factory=dict)
    states: Mapping[LineState, int] = field(default_factory=dict)
    ranks: tuple[tuple[int, ...], ...] = ()
    """By column, the rank of each line when sorted by it."""

    @classmethod
    def of(cls, lines: Iterable[TrayLine]) -> Self:
        """What somebody still has to decide stands first, then as given."""
        ordered = tuple(sorted(lines, key=lambda line: not line.open))
        kinds, states = Counter(line.kind for line in ordered), Counter(line.state for line in ordered)
        return cls(ordered, tuple(map(_searched, ordered)), kinds, states, tuple(_ranks(ordered, _ORDER[column]) for column in TrayColumn))

    @property
    def open(self) -> int:
        """How many lines somebody still has to decide."""
        return sum(self.states.get(state, 0) for state in OPEN)

    def narrowed(self, narrowing: Narrowing) -> list[int]:
        """The places of the lines that stay."""
        places: Iterable[int] = range(len(self.lines))
        if narrowing.kinds or narrowing.states:
            kinds, states = narrowing.kinds or _EVERY_KIND, narrowing.states or _EVERY_STATE
            places = [place for place, line in enumerate(self.lines) if line.kind in kinds and line.state in states]
        for word in narrowing.text.casefold().split():
            places = [place for place in places if word in self.searched[place]]
        return list(places)


class TrayTable(QAbstractTableModel):
    """All lines are here; narrowing them never asks anybody."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._listing = Listing()
        self._narrowing = Narrowing()
        self._shown: list[int] = []
        self._order: tuple[TrayColumn, bool] | None = None
        self._pictures: dict[LineKind | LineState, QIcon] = {}
        self._answers: Mapping[int, Callable[[TrayLine, int], Any]] = MappingProxyType(
            {
                int(Qt.ItemDataRole.DisplayRole): lambda line, column: _TEXT[column](line),
                int(Qt.ItemDataRole.ToolTipRole): lambda line, column: _TEXT[column](line),
                int(Qt.ItemDataRole.TextAlignmentRole): lambda _line, column: int(_RIGHT) if column == TrayColumn.CALL else None,
                int(Qt.ItemDataRole.DecorationRole): self._picture,
                int(Qt.ItemDataRole.ForegroundRole): _ink,
                LINE: lambda line, _column: line,
            }
        )
        self.draw_pictures(1.0)

    def draw_pictures(self, scale: float) -> None:
        """Draw the pictures for a screen of this scale and the colours of the moment: a glyph takes too long to be drawn for every cell."""
        looks: list[tuple[LineKind | LineState, Look]] = [*KIND.items(), *STATE.items()]
        for each, look in looks:
            drawn = icon(look.picture, look.tone).pixmap(_PICTURE * scale)
            drawn.setDevicePixelRatio(scale)
            self._pictures[each] = QIcon(drawn)
            self._pictures[each].addPixmap(drawn, QIcon.Mode.Selected)
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, TrayColumn.STATE), [Qt.ItemDataRole.DecorationRole])

    # --- what is shown -----------------------------------------------------------------------------------------------

    @property
    def listing(self) -> Listing:
        """All lines, shown or not."""
        return self._listing

    @property
    def narrowing(self) -> Narrowing:
        """Which of them are shown."""
        return self._narrowing

    def put(self, listing: Listing) -> None:
        """Other lines."""
        self.beginResetModel()
        self._listing = listing
        self._arrange()
        self.endResetModel()

    def narrow(self, narrowing: Narrowing) -> None:
        """Show others of the same lines."""
        if narrowing != self._narrowing:
            self.beginResetModel()
            self._narrowing = narrowing
            self._arrange()
            self.endResetModel()

    def line_at(self, row: int) -> TrayLine:
        """The line of a row."""
        return self._listing.lines[self._shown[row]]

    def lines_at(self, rows: Iterable[int]) -> tuple[TrayLine, ...]:
        """The lines of rows."""
        lines, shown = self._listing.lines, self._shown
        return tuple(lines[shown[row]] for row in rows)

    def rows_of(self, keys: Collection[str]) -> list[int]:
        """Where these lines stand, as far as they are shown."""
        lines = self._listing.lines
        return [row for row, place in enumerate(self._shown) if lines[place].key in keys] if keys else []

    def _arrange(self) -> None:
        self._shown = self._listing.narrowed(self._narrowing)
        if self._order is not None:
            column, down = self._order
            if self._shown:
                self._shown.sort(key=self._listing.ranks[column].__getitem__, reverse=down)

    # --- what Qt asks ------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(TrayColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(TrayColumn):
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return TITLES[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section == TrayColumn.CALL else _LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        answer = self._answers.get(role)
        if answer is None or not index.isValid() or index.row() >= len(self._shown):
            return None
        return answer(self.line_at(index.row()), index.column())

    def _picture(self, line: TrayLine, column: int) -> Any:
        if column == TrayColumn.KIND:
            return self._pictures[line.kind]
        return self._pictures[line.state] if column == TrayColumn.STATE and state_word(line) else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """A click on a header; -1 is the order they came in. Reset like any narrowing: 10,000 places told one by one take longer."""
        self.beginResetModel()
        self._order = (TrayColumn(column), order is Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self._arrange()
        self.endResetModel()


def chip_counts(listing: Listing) -> Sequence[tuple[LineKind, int]]:
    """Kinds in the order of their chips, with how many lines each has."""
    return [(kind, listing.kinds.get(kind, 0)) for kind in CHIPS]


def _searched(line: TrayLine) -> str:
    return " ".join((line.call_number or "", line.label, line.reason or "", line.decided_by or "")).casefold()


def _ink(line: TrayLine, column: int) -> Any:
    """Only what waits stands out: the pictures tell the kinds."""
    tone = STATE[line.state].tone if column == TrayColumn.STATE else None
    return None if tone is None else tone_color(tone)


def _ranks(lines: Sequence[TrayLine], key: Callable[[TrayLine], Any]) -> tuple[int, ...]:
    """The rank of each line; equal ones keep the order given."""
    found = [0] * len(lines)
    keys = list(map(key, lines))
    for rank, place in enumerate(sorted(range(len(lines)), key=keys.__getitem__)):
        found[place] = rank
    return tuple(found)


_TEXT: tuple[Callable[[TrayLine], str], ...] = (
    lambda line: KIND[line.kind].word,
    state_word,
    lambda line: line.call_number or "",
    lambda line: line.label,
    why_words,
)
"""A cell's words, by column."""
_KINDS = {kind: place for place, kind in enumerate(LineKind)}
_STATES = {state: place for place, state in enumerate(STATE)}
_ORDER: Mapping[TrayColumn, Callable[[TrayLine], Any]] = {
    TrayColumn.KIND: lambda line: _KINDS[line.kind],
    TrayColumn.STATE: lambda line: _STATES[line.state],
    TrayColumn.CALL: lambda line: (len(line.call_number or ""), line.call_number or ""),
    TrayColumn.CAR: lambda line: line.label.casefold(),
    TrayColumn.WHY: lambda line: why_words(line).casefold(),
}
"""What a column sorts by."""
