"""Cars below each other with their fields beside each: what stands there, what was typed over it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication

from itow_desktop.ui.assets import Tone, icon, tone_color
from itow_desktop.ui.drafts import Typed
from itow_desktop.ui.models.grid_typing import Cell, GridTyping, Mark, Texts
from itow_desktop.ui.theme import tabular

__all__ = ["MARK", "Cell", "CellTrouble", "Filled", "GridCar", "GridColumn", "GridModel", "Mark", "stands_for_nothing"]

Index = QModelIndex | QPersistentModelIndex

MARK = Qt.ItemDataRole.UserRole + 1
_NOWHERE = QModelIndex()
_PICTURES = {
    Mark.CHANGED: ("pencil-simple", Tone.ACCENT),
    Mark.EMPTIED: ("eraser", Tone.ACCENT),
    Mark.WRONG: ("warning-circle", Tone.LATE),
    Mark.CLASH: ("arrows-left-right", Tone.TODAY),
}


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One field; ``characters`` is its width in figures."""

    field: str
    title: str
    characters: int


@dataclass(frozen=True, slots=True)
class GridCar:
    """One line: ``name`` stands at its left, ``texts`` are its fields as they are stored."""

    custody_id: int
    name: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CellTrouble:
    """A cell that cannot be saved as it is, and why; ``doubt``: a word of the person is all it needs."""

    cell: Cell
    car: str
    title: str
    sentence: str
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """What became of a block put into the grid; ``blanks`` were left as they are."""

    cells: int
    blanks: tuple[Cell, ...] = ()
    rows_over: int = 0
    columns_over: int = 0


class GridModel(QAbstractTableModel):
    """Keeps what was typed apart from what is stored; knows what is wrong with it."""

    edited = Signal()
    """What was typed changed, or what is wrong with it."""

    def __init__(self, columns: Sequence[GridColumn], texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._texts = texts
        self._cars: list[GridCar] = []
        self._rows: dict[int, int] = {}
        self._places = {column.field: place for place, column in enumerate(self.columns)}
        self._typing = GridTyping(texts, self.stored)
        self._icons = {mark: icon(name, tone) for mark, (name, tone) in _PICTURES.items()}

    # --- cars --------------------------------------------------------------------------------------------------------

    @property
    def cars(self) -> tuple[GridCar, ...]:
        """The lines from the top."""
        return tuple(self._cars)

    def put_cars(self, cars: Sequence[GridCar]) -> None:
        """Show these cars; what was typed for them before stays typed."""
        self.beginResetModel()
        self._cars = list(cars)
        self._rows = {car.custody_id: row for row, car in enumerate(self._cars)}
        self.endResetModel()

    def renew(self, cars: Iterable[GridCar]) -> frozenset[Cell]:
        """Cars as they are stored now, under what was typed. Answers typed cells under which the stored value moved."""
        moved: set[Cell] = set()
        for car in cars:
            row = self._rows.get(car.custody_id)
            if row is None:
                continue
            self._cars[row] = car
            moved |= {cell for column in self.columns if self._typing.renewed(cell := (car.custody_id, column.field))}
        self._all_changed()
        if self._cars:
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self._cars) - 1)
        return frozenset(moved)

    def stored(self, cell: Cell) -> str:
        """What is stored, as far as the grid knows."""
        return self._cars[self._rows[cell[0]]].texts[cell[1]]

    # --- what was typed ----------------------------------------------------------------------------------------------

    @property
    def typed(self) -> Mapping[Cell, Typed]:
        """Every cell that was changed and not saved."""
        return dict(self._typing.typed)

    @property
    def right(self) -> Mapping[Cell, Typed]:
        """What can be saved."""
        return self._typing.right

    @property
    def clashes(self) -> frozenset[Cell]:
        """Cells where somebody has to choose."""
        return frozenset(self._typing.clashes)

    def text(self, cell: Cell) -> str:
        """What a cell holds: what was typed, else what is stored."""
        return self._typing.text(cell)

    def mark(self, cell: Cell) -> Mark | None:
        """How a cell stands."""
        return self._typing.mark(cell)

    def problem(self, cell: Cell) -> str | None:
        """Why a cell cannot be saved as it is."""
        return self._typing.problem(cell)

    @property
    def troubles(self) -> tuple[CellTrouble, ...]:
        """Everything that cannot be saved as it is, line by line."""
        cells = self._typing.wrong.keys() | self._typing.clashes.keys()
        return tuple(
            CellTrouble(cell, self._cars[self._rows[cell[0]]].name, self.columns[self._places[cell[1]]].title, self.problem(cell) or "")
            for cell in sorted(cells, key=lambda cell: (self._rows[cell[0]], self._places[cell[1]]))
        )

    def take_up(self, typed: Mapping[Cell, Typed]) -> None:
        """What was typed before and kept; cells of cars that are not here are left out."""
        for cell, each in typed.items():
            if cell[0] in self._rows and cell[1] in self._places and each.text != self.stored(cell):
                self._typing.keep(cell, each)
        self._all_changed()

    def write(self, cells: Mapping[Cell, str]) -> None:
        """Type into cells: one step that can be taken back."""
        self._typing.write(cells)
        self._all_changed(cells)

    def fill(self, first: tuple[int, int], block: Sequence[Sequence[str]], rows: int | None = None) -> Filled:
        """Put a block of texts below and beside ``first`` (row, column); a blank leaves a cell as it is, and is named.

        ``rows`` repeats a block of one line over that many lines.
        """
        lines = list(block) * rows if rows is not None and len(block) == 1 else block
        row, column = first
        cells: dict[Cell, str] = {}
        blanks: list[Cell] = []
        for down, line in enumerate(lines[: len(self._cars) - row]):
            for right, text in enumerate(line[: len(self.columns) - column]):
                cell = (self._cars[row + down].custody_id, self.columns[column + right].field)
                if stands_for_nothing(text):
                    blanks.append(cell)
                else:
                    cells[cell] = text
        self.write(cells)
        width = max((len(line) for line in lines), default=0)
        return Filled(len(cells), tuple(blanks), max(0, len(lines) - len(self._cars) + row), max(0, width - len(self.columns) + column))

    def empty(self, cells: Iterable[Cell]) -> None:
        """Take what is known out of cells; only ever because a person said so."""
        self.write(dict.fromkeys(cells, ""))

    def take_back(self, cells: Iterable[Cell]) -> None:
        """Forget what was typed into cells."""
        self._all_changed(self._typing.take_back(cells))

    def undo(self) -> None:
        """Take the last step of typing back."""
        self._all_changed(self._typing.undo())

    def keep_mine(self, cell: Cell) -> None:
        """In a clash what was typed counts: it is typed over what is stored now."""
        self._typing.keep_mine(cell)
        self._all_changed([cell])

    def saved(self, cells: Mapping[Cell, str]) -> None:
        """Cells that were stored with these texts; one that was typed anew meanwhile stays typed."""
        for cell, text in cells.items():
            typed = self._typing.typed.get(cell)
            if typed is not None and typed.text == text:
                self._typing.forget(cell)
        self._typing.end_steps()
        self._all_changed()

    def complain(self, problems: Mapping[Cell, str]) -> None:
        """Sentences of the database about cells that looked right."""
        self._typing.wrong |= {cell: sentence for cell, sentence in problems.items() if cell in self._typing.typed}
        self._all_changed(problems)

    def clash(self, cell: Cell, theirs: str, sentence: str) -> None:
        """Somebody else stored ``theirs`` in a cell that is typed over; the sentence says who."""
        row = self._rows[cell[0]]
        self._cars[row] = replace(self._cars[row], texts={**self._cars[row].texts, cell[1]: theirs})
        if cell in self._typing.typed:
            self._typing.clashes[cell] = sentence
        self._all_changed([cell])

    def _all_changed(self, cells: Iterable[Cell] | None = None) -> None:
        """Tell the view once, whatever the number of cells."""
        rows = range(len(self._cars)) if cells is None else sorted({self._rows[cell[0]] for cell in cells})
        if rows:
            self.dataChanged.emit(self.index(rows[0], 0), self.index(rows[-1], len(self.columns) - 1))
        self.edited.emit()

    def cell(self, index: Index) -> Cell:
        """The cell of an index."""
        return self._cars[index.row()].custody_id, self.columns[index.column()].field

    def index_of(self, cell: Cell) -> QModelIndex:
        """Where a cell stands."""
        return self.index(self._rows[cell[0]], self._places[cell[1]])

    # --- what Qt asks ------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._cars)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemNeverHasChildren

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or section < 0:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return self.columns[section].title if section < len(self.columns) else None
        return self._cars[section].name if section < len(self._cars) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._cars):
            return None
        cell = self.cell(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._shown(cell)
            case Qt.ItemDataRole.EditRole:
                return self._texts.shown(cell[1], self.text(cell))
        painter = _PAINTERS.get(role)
        mark = self.mark(cell) if painter is not None else None
        return None if painter is None or mark is None else painter(self, cell, mark)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        cell = self.cell(index)
        if str(value) != self._texts.shown(cell[1], self.text(cell)):  # an editor that was opened and left changed nothing
            self.write({cell: str(value)})
        return True

    def _shown(self, cell: Cell) -> str:
        shown = self._texts.shown(cell[1], self.text(cell))
        return "(empty)" if not shown and self.mark(cell) is Mark.EMPTIED else shown

    def _tip(self, cell: Cell, mark: Mark) -> str:
        before = self._texts.shown(cell[1], self.stored(cell)) or "nothing"
        if mark in {Mark.WRONG, Mark.CLASH}:
            return self.problem(cell) or ""
        return f"{'Will be empty' if mark is Mark.EMPTIED else 'Changed'}, not saved yet. Stored: {before}"

    def _ink(self, _cell: Cell, mark: Mark) -> Any:
        return tone_color(_PICTURES[mark][1], QGuiApplication.palette())

    def _font(self, _cell: Cell, mark: Mark) -> QFont:
        font = tabular(QGuiApplication.font())
        font.setBold(mark is not Mark.EMPTIED)
        font.setItalic(mark is Mark.EMPTIED)
        return font


_PAINTERS: Mapping[int, Callable[[GridModel, Cell, Mark], Any]] = {
    int(Qt.ItemDataRole.DecorationRole): lambda model, _cell, mark: model._icons[mark],  # noqa: SLF001  # its own table of roles
    int(Qt.ItemDataRole.ToolTipRole): GridModel._tip,  # noqa: SLF001
    int(Qt.ItemDataRole.AccessibleDescriptionRole): GridModel._tip,  # noqa: SLF001
    int(Qt.ItemDataRole.ForegroundRole): GridModel._ink,  # noqa: SLF001
    int(Qt.ItemDataRole.FontRole): GridModel._font,  # noqa: SLF001
    int(MARK): lambda _model, _cell, mark: mark,
}


def stands_for_nothing(text: str) -> bool:
    """Whether a pasted text is a blank, also where a spreadsheet or an old export wrote a word for it."""
    return text.strip().casefold() in {"", "n/a", "#n/a", "na", "none", "(none)", "null", "-"}
