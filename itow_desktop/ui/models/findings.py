"""What was found as lines of a list: cars with the reasons, heads between them, what can be done with all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from itow_desktop.domain.findings import Findable, Marked, Place
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.finding import COUNTED, Findings, OwnCars
from itow_desktop.ui import text

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole + 1
"""The ``Line`` itself."""
_NOWHERE = QModelIndex()


class LineKind(Enum):
    """What a line is; only cars and ``ALL`` can be chosen."""

    HEAD = "head"
    CAR = "car"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the results: ``title`` and ``why`` with what matched, ``aside`` stands at the right."""

    kind: LineKind
    title: Marked
    why: tuple[Marked, ...] = ()
    aside: str = ""
    custody_id: int | None = None
    starred: bool = False
    gone: bool = False


class FindingsModel(QAbstractListModel):
    """Lines in, roles out."""

    def __init__(self, zone: Callable[[], tzinfo], today: Callable[[], date], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._today = today
        self._lines: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._lines

    def put_found(self, found: Findings) -> None:
        """Show what was found for a text."""
        lines = [Line(LineKind.HEAD, Marked(found.note))] if found.note else []
        lines += [self._line(hit.car, why=hit.why) for hit in found.hits]
        if found.total:
            lines.append(Line(LineKind.ALL, Marked(all_words(found))))
        else:
            lines.append(Line(LineKind.HEAD, Marked(nothing_words(found.typed))))
        self._show(lines)

    def put_own(self, own: OwnCars) -> None:
        """Show a person's own cars while nothing is typed."""
        lines: list[Line] = []
        for head, cars, starred in (("Marked with a star", own.starred, True), ("Looked at last", own.recent, False)):
            if cars:
                lines.append(Line(LineKind.HEAD, Marked(head)))
                lines += [self._line(car, starred=starred) for car in cars]
        self._show(lines)

    def _show(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def _line(self, car: Findable, *, why: tuple[Marked, ...] = (), starred: bool = False) -> Line:
        plate, state = car.text(Place.PLATE), car.text(Place.PLATE_STATE)
        name = " ".join(part for part in (plate or "no plate", state if plate else None) if part)
        title = Marked(f"{name}  {car.description or 'nothing known of the car'}", ((0, len(name)),))
        towed = () if car.towed_at is None else (Marked(f"towed {text.moment_text(car.towed_at, self._zone(), self._today())}"),)
        gone = car.status is not CustodyStatus.ON_LOT
        spot = None if gone else car.text(Place.SPOT)
        aside = text.STATUS[car.status].lower() + (f", {spot}" if spot else "")
        return Line(LineKind.CAR, title, why or towed, aside, car.custody_id, starred, gone)

    # --- what Qt asks ------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self._lines[index.row()].kind is LineKind.HEAD:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == LINE:
            return line
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return ", ".join(part for part in (line.title.text, *(each.text for each in line.why), line.aside) if part)
        return None


def all_words(found: Findings) -> str:
    """The line that takes everything into the vehicle list."""
    if found.more:
        return f"Show all in the list (more than {COUNTED:,})"
    return f"Show all {found.total:,} in the list" if found.total > 1 else "Show it in the list"


def nothing_words(typed: str) -> str:
    """What an empty answer says, and what to try."""
    return f'Nothing matches "{typed}". Try less of it: part of the plate, the end of the VIN, the street.'
