"""Lines of paper below each other: what is typed, which car it means, what is wrong or doubtful of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QGuiApplication

from itow_desktop.domain.findings import Findable, Place
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.catching_up import LineSaid, PaperLine, Part
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone, icon, tone_color
from itow_desktop.ui.dialogs.catch_up.lines import COLUMNS, DAY, KIND, MARK, NOTE, TIME, WORD, LineRead, PaperTexts, day_and_time, read_line
from itow_desktop.ui.drafts import Typed
from itow_desktop.ui.models.grid import Cell, CellTrouble, Filled, GridCar, GridModel, Index, Mark
from itow_desktop.ui.theme import tabular

MOST = 2_000
"""Lines of one sheet."""
_EMPTY: Mapping[str, str] = {column.field: "" for column in COLUMNS}
_FIELDS = tuple(column.field for column in COLUMNS)
_TITLES = {column.field: column.title for column in COLUMNS}
_WHERE = {Part.CAR: MARK, Part.DAY: DAY, Part.NOTE: NOTE, Part.EVENT: KIND}
LOOKS = [Qt.ItemDataRole.DecorationRole, Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.FontRole, Qt.ItemDataRole.ToolTipRole]
"""What changes of a cell when something is said to it and nothing is typed."""
_STATES = {Tone.LATE: "warning-circle", Tone.TODAY: "question", Tone.DONE: "check-circle", Tone.QUIET: "minus-circle"}
_DITTO = frozenset({'"', "''", "\N{RIGHT DOUBLE QUOTATION MARK}"})


class CatchUpSheet(GridModel):
    """A line is a row of its own number; nothing of it is stored before all are recorded together."""

    def __init__(self, texts: PaperTexts, zone: ZoneInfo, today: date, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, texts, parent)
        self._zone, self._today = zone, today
        self._read: dict[int, LineRead] = {}
        self._said: dict[int, LineSaid] = {}
        self._out: set[int] = set()
        self._begun: int | None = None
        self._icons = {**self._icons, Mark.CLASH: icon("question", Tone.TODAY)}
        self._states = {tone: icon(name, tone) for tone, name in _STATES.items()}
        self.grow(40)

    # --- lines -------------------------------------------------------------------------------------------------------

    def grow(self, lines: int) -> None:
        """More empty lines at the end, as far as a sheet goes."""
        first = len(self._cars)
        last = min(first + lines, MOST)
        if last > first:
            self.beginInsertRows(QModelIndex(), first, last - 1)
            for key in range(first + 1, last + 1):
                self._rows[key] = len(self._cars)
                self._cars.append(GridCar(key, str(key), _EMPTY))
            self.endInsertRows()

    def begin_anew(self, cells: Mapping[Cell, Typed], out: Iterable[int] = ()) -> None:
        """Lines that were typed before, in their order, from the first line on; nothing else stays."""
        lines = sorted({cell[0] for cell, typed in cells.items() if typed.text})
        places = {line: place for place, line in enumerate(lines, 1)}
        self._typing.take_back(list(self._typing.typed))
        self._typing.end_steps()
        self._read, self._said = {}, {}
        self._out = {places[line] for line in out if line in places}
        self.grow(max(0, len(lines) + 20 - len(self._cars)))
        self.take_up({(places[cell[0]], cell[1]): typed for cell, typed in cells.items() if cell[0] in places and cell[1] in _FIELDS})

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines on which something is typed, in their order."""
        return tuple(sorted(self._read))

    @property
    def out(self) -> frozenset[int]:
        """Lines that are left out of what is recorded."""
        return frozenset(self._out & self._read.keys())

    @property
    def first_free(self) -> int:
        """The line below the last one on which something is typed."""
        return max(self._read, default=0) + 1

    def leave_out(self, lines: Iterable[int], out: bool) -> None:
        """Whether lines are recorded with the others; what is typed on them stays."""
        for line in lines:
            (self._out.add if out else self._out.discard)(line)
        self._all_changed()

    def begin_line(self, line: int | None) -> bool:
        """The line at which somebody types now: what it does not say yet is not missing there before it is left. Whether it is another."""
        if line == self._begun:
            return False
        self._begun = line
        self.show_again()
        return True

    # --- what is typed -----------------------------------------------------------------------------------------------

    def write(self, cells: Mapping[Cell, str]) -> None:
        """Type into cells. A ditto mark takes what stands above, a day with its time is parted."""
        found: dict[Cell, str] = {}
        for cell, typed in cells.items():
            above = (cell[0] - 1, cell[1])
            found[cell] = found.get(above) or (self.text(above) if cell[0] > 1 else "") if typed.strip() in _DITTO else typed
            parted = day_and_time(typed, self._today, self._zone) if cell[1] == DAY else None
            if parted is not None:
                found[cell], found[cell[0], TIME] = parted
        super().write(found)

    def fill(self, first: tuple[int, int], block: Sequence[Sequence[str]], rows: int | None = None) -> Filled:
        """A pasted block makes the lines it needs; a blank over an empty cell is not worth a word."""
        self.grow(max(0, first[0] + len(block) + 1 - len(self._cars)))
        filled = super().fill(first, block, rows)
        return replace(filled, blanks=tuple(cell for cell in filled.blanks if self.text(cell)))

    def line(self, line: int) -> Mapping[str, str]:
        """The cells of a line as they are kept."""
        return {name: typed.text if (typed := self._typing.typed.get((line, name))) else "" for name in _FIELDS}

    def whole(self) -> tuple[PaperLine, ...]:
        """The lines that are to be recorded, as they were understood."""
        return tuple(self._read[line].line for line in self.lines if line not in self._out)

    def _all_changed(self, cells: Iterable[Cell] | None = None) -> None:
        """Understand the lines anew that were touched, then tell the view."""
        known = None if cells is None else list(cells)
        touched = {cell[0] for cell in self._typing.typed} | self._read.keys() if known is None else {cell[0] for cell in known}
        for line in touched:
            texts = self.line(line)
            before = self._read.pop(line, None)
            if any(texts.values()):
                self._read[line] = read_line(line, texts, self._zone)
            if before is None or before.line.mark != texts[MARK]:
                self._said.pop(line, None)
        super()._all_changed(known)
        if self._cars:
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self._cars) - 1)

    # --- what is said to it ------------------------------------------------------------------------------------------

    def hear(self, said: Iterable[LineSaid]) -> None:
        """What the record says to the lines as they stand."""
        self._said = {each.key: each for each in said if each.key in self._read}
        self.show_again()

    def show_again(self) -> None:
        """Nothing is typed differently; what is said to it may be."""
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._cars) - 1, len(self.columns) - 1), LOOKS)
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self._cars) - 1)

    def car(self, line: int) -> Findable | None:
        """The car a line is about."""
        said = self._said.get(line)
        return said.car if said is not None else None

    def doubts(self, line: int) -> tuple[str, ...]:
        """What is doubtful of a line, also where a word was said to it."""
        said = self._said.get(line)
        return said.doubts if said is not None else ()

    def problem(self, cell: Cell) -> str | None:
        """Why a cell cannot be recorded as it is, or what it asks."""
        line, name = cell
        if line in self._out or line not in self._read:
            return None
        if (own := super().problem(cell)) is not None:
            return own
        if line != self._begun and (missing := self._read[line].missing.get(name)) is not None:
            return missing
        said = self._said.get(line)
        if said is None:
            return None
        if said.wrong is not None and said.part is not None and _WHERE[said.part] == name:
            return said.wrong
        return " ".join(said.doubts) if name == WORD and said.asks and not self.text(cell) else None

    def mark(self, cell: Cell) -> Mark | None:
        """Wrong, or asking for a word; what is simply typed has no mark."""
        if self.problem(cell) is None:
            return None
        said = self._said.get(cell[0])
        return Mark.CLASH if cell[1] == WORD and said is not None and said.asks else Mark.WRONG

    @property
    def troubles(self) -> tuple[CellTrouble, ...]:
        """Everything that keeps the sheet from being recorded, line by line."""
        found = []
        for line in self.lines:
            for name in _FIELDS:
                sentence = self.problem((line, name))
                if sentence is not None:
                    doubt = self.mark((line, name)) is Mark.CLASH
                    found.append(CellTrouble((line, name), f"Line {line}", "needs a word" if doubt else _TITLES[name], sentence, doubt))
        return tuple(found)

    def state(self, line: int) -> Tone | None:
        """How a line stands: wrong, asking for a word, right, left out; None for one that is not checked or empty."""
        if line not in self._read:
            return None
        if line in self._out:
            return Tone.QUIET
        marks = {self.mark((line, name)) for name in _FIELDS}
        if Mark.WRONG in marks:
            return Tone.LATE
        if Mark.CLASH in marks:
            return Tone.TODAY
        said = self._said.get(line)
        return Tone.DONE if said is not None and said.right and self._read[line].line.entry is not None else None

    # --- what Qt asks ------------------------------------------------------------------------------------------------

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal or not 0 <= section < len(self._cars):
            return super().headerData(section, orientation, role)
        line = self._cars[section].custody_id
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return f"{line}  {self._told(line)}".rstrip()
        if role == Qt.ItemDataRole.DecorationRole:
            state = self.state(line)
            return self._states[state] if state is not None else None
        return None

    def _told(self, line: int) -> str:
        if line in self._out:
            return "left out"
        car = self.car(line)
        return car_words(car) if car is not None else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and index.row() < len(self._cars) and self._cars[index.row()].custody_id in self._out:
            if role == Qt.ItemDataRole.ForegroundRole:
                return tone_color(Tone.QUIET, QGuiApplication.palette())
            if role == Qt.ItemDataRole.FontRole:
                font = tabular(QGuiApplication.font())
                font.setStrikeOut(True)
                return font
        return super().data(index, role)


def car_words(car: Findable) -> str:
    """``Gray 2011 Chevrolet Malibu, ABC1234, call 21359``; of one that left also how."""
    number = car.text(Place.CALL_NUMBER)
    gone = None if car.status is CustodyStatus.ON_LOT else text.STATUS[car.status].lower()
    return ", ".join(part for part in (gone, car.text(Place.PLATE), car.description, f"call {number}" if number else None) if part)
