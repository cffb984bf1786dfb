"""The rows of the lot: a head for each row of spots, the places below it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from itow_desktop.domain.lot import Area, LotCar, Place
from itow_desktop.domain.vehicles import folded
from itow_desktop.services.lot_papers import key_words
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone, icon, tone_color

Index = QModelIndex | QPersistentModelIndex

ROW_ID = Qt.ItemDataRole.UserRole + 2
_NOWHERE = QModelIndex()
_TAIL = 8


class Show(StrEnum):
    """What of the lot is looked at."""

    ALL = "all"
    NO_SPOT = "no_spot"
    CROWDED = "crowded"
    EMPTY = "empty"


class LotColumn(StrEnum):
    """The columns, by the word in the header."""

    SPOT = "Spot"
    PLATE = "Plate"
    STATE = "State"
    VEHICLE = "Vehicle"
    KEY = "Key"
    DAYS = "Days"
    LOOK = "Look at"
    VIN = "VIN"
    FILE_NUMBER = "Our file no."
    CALL = "Call"
    TOWED = "Towed"


COLUMNS = tuple(LotColumn)
WIDTHS = (10, 10, 5, 27, 10, 5, 22, 11, 11, 8, 9)
_RIGHT = frozenset({LotColumn.CALL, LotColumn.TOWED, LotColumn.DAYS})


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a row of spots."""

    area: Area

    @property
    def text(self) -> str:
        """Name, cars, free spots."""
        free = f", {self.area.empty} empty" if self.area.empty else ""
        return f"{self.area.name}   {text.counted(self.area.cars, 'car', 'cars')}{free}"


@dataclass(frozen=True, slots=True)
class Line:
    """A car on its place, or an empty place."""

    place: Place
    car: LotCar | None


Row = Head | Line


class LotTable(QAbstractTableModel):
    """The lot as it was last read, narrowed by ``show`` and by what is searched for."""

    def __init__(self, zone: Callable[[], tzinfo], today: Callable[[], date], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._today = today
        self._areas: tuple[Area, ...] = ()
        self._rows: list[Row] = []
        self._show = Show.ALL
        self._search = ""
        self._crowd = icon("warning", Tone.TODAY)

    # --- what is shown -----------------------------------------------------------------------------------------------

    def put(self, areas: tuple[Area, ...]) -> None:
        """Show the lot as it was read."""
        self._areas = areas
        self._fill()

    def narrow(self, show: Show, search: str) -> None:
        """Show only some of it."""
        if (show, search) != (self._show, self._search):
            self._show, self._search = show, search
            self._fill()

    @property
    def rows(self) -> Sequence[Row]:
        """Heads and lines from the top."""
        return self._rows

    def heads(self) -> list[int]:
        """Numbers of the rows that are heads."""
        return [number for number, row in enumerate(self._rows) if isinstance(row, Head)]

    def ids(self) -> list[int | None]:
        """The custody of each row, None for heads and empty places."""
        return [row.car.custody_id if isinstance(row, Line) and row.car else None for row in self._rows]

    def cars(self, rows: Iterable[int]) -> list[LotCar]:
        """The cars of some rows."""
        return [row.car for number in rows if isinstance(row := self._rows[number], Line) and row.car]

    def _fill(self) -> None:
        self.beginResetModel()
        self._rows = []
        for area in self._areas:
            lines = [line for place in area.places for line in _lines(place) if self._wanted(line)]
            if lines:
                self._rows += [Head(area), *lines]
        self.endResetModel()

    def _wanted(self, line: Line) -> bool:
        place, car = line.place, line.car
        if self._show is Show.NO_SPOT and (car is None or car.spot is not None):
            return False
        if self._show is Show.CROWDED and not place.crowded:
            return False
        if self._show is Show.EMPTY and car is not None:
            return False
        if not self._search:
            return True
        marks = (car.plate, car.vin, car.description, car.call_number, car.file_number, car.key_tag) if car else ()
        hay = folded(" ".join(part for part in (place.name, *marks) if part))
        return all(folded(piece) in hay for piece in self._search.split())

    # --- Qt's questions ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return COLUMNS[section].value
        return _side(COLUMNS[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only cars can be chosen."""
        row = self._rows[index.row()]
        if isinstance(row, Line) and row.car is not None:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.ItemIsEnabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        if isinstance(row, Head):
            return self._head_data(row, column, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == ROW_ID:
            return row.car.custody_id if row.car else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return tone_color(Tone.QUIET) if row.car is None else tone_color(Tone.TODAY) if column is LotColumn.LOOK else None
        if role == Qt.ItemDataRole.DecorationRole and column is LotColumn.LOOK and row.car is not None:
            return self._crowd if row.place.crowded else None
        return None

    def _head_data(self, head: Head, column: LotColumn, role: int) -> Any:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return head.text if column is LotColumn.SPOT else ""
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def text(self, row: Line, column: LotColumn) -> str:
        """What stands in a cell."""
        car, place = row.car, row.place
        if column is LotColumn.SPOT:
            return place.name or ""
        if car is None:
            return "empty" if column is LotColumn.VEHICLE else ""
        if column is LotColumn.LOOK:
            return _look(place, car)
        return self._car_text(car, column)

    def _car_text(self, car: LotCar, column: LotColumn) -> str:
        towed = car.towed_at.astimezone(self._zone()).date() if car.towed_at else None
        texts = {
            LotColumn.PLATE: car.plate, LotColumn.STATE: car.plate_state if car.plate else None, LotColumn.VEHICLE: car.description,
            LotColumn.VIN: f"...{car.vin[-_TAIL:]}" if car.vin else None, LotColumn.KEY: key_words(car),
            LotColumn.FILE_NUMBER: car.file_number, LotColumn.CALL: car.call_number,
            LotColumn.TOWED: text.list_day(towed) if towed else None, LotColumn.DAYS: str((self._today() - towed).days) if towed else None,
        }  # fmt: skip
        return texts[column] or ""


def _lines(place: Place) -> list[Line]:
    return [Line(place, car) for car in place.cars] or [Line(place, None)]


def _look(place: Place, car: LotCar) -> str:
    words = []
    if place.crowded:
        words.append(f"{len(place.cars)} cars on this spot")
    elif place.name is not None and not place.listed:
        words.append("not on the list of spots")
    if car.on_hold:
        words.append("on hold")
    return ", ".join(words)


def _side(column: LotColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
