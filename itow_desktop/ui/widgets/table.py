"""A table with the habits office users bring: column chooser, two-key sort, copy for Excel, the place kept."""

from collections.abc import Callable, Sequence
from html import escape

from PySide6.QtCore import QItemSelection, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from itow_desktop.domain.formulas import harmless
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.theme import tabular
from itow_desktop.ui.widgets.choosing import choose_row

Place = tuple[int | None, frozenset[int], int]
"""Id of the current row, ids of the selected rows, scroll position."""


class Table(QTableView):
    """Whole rows, several at once, no grid; columns can be moved, sized, hidden and are remembered."""

    opened = Signal()
    """Enter or double-click on the current row."""
    sort_asked = Signal(int, bool)
    """Column clicked, and whether it is to be a further key (Shift)."""
    selection_changed = Signal()

    def __init__(self, row_id: int, parent: QWidget | None = None) -> None:
        """``row_id`` is the role that answers a row's id."""
        super().__init__(parent)
        self._row_id = row_id
        self._keeping = False
        self.setFont(tabular(self.font()))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(32)
        header.setStretchLastSection(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._offer_columns)
        header.sectionClicked.connect(self._header_clicked)
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    # --- columns -----------------------------------------------------------------------------------------------------

    def set_widths(self, characters: Sequence[int]) -> None:
        """Widths in figures of the font, since measuring cells takes too long on big lists."""
        figure = self.fontMetrics().horizontalAdvance("0")
        for column, count in enumerate(characters):
            self.setColumnWidth(column, count * figure + 16)

    def shown_columns(self) -> list[int]:
        """Logical columns as they stand on the screen, from left to right."""
        header = self.horizontalHeader()
        ordered = [header.logicalIndex(place) for place in range(header.count())]
        return [column for column in ordered if not self.isColumnHidden(column)]

    def column_menu(self) -> QMenu:
        """A ticked entry per column; the last one shown cannot be hidden."""
        menu = QMenu(self)
        shown = self.shown_columns()
        for column in range(self.model().columnCount()):
            title = str(self.model().headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole))
            action = menu.addAction(title.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(column in shown)
            action.setEnabled(shown != [column])
            action.toggled.connect(lambda on, column=column: self.setColumnHidden(column, not on))
        return menu

    def arrange(self, shown: Sequence[tuple[int, int | None]]) -> None:
        """Show these logical columns from left to right, each with a width or as wide as it is."""
        header = self.horizontalHeader()
        for place, (column, width) in enumerate(shown):
            header.moveSection(header.visualIndex(column), place)
            if width is not None:
                self.setColumnWidth(column, width)
        wanted = {column for column, _ in shown}
        for column in range(header.count()):
            self.setColumnHidden(column, column not in wanted)

    def recall(self, memory: WindowMemory, name: str) -> None:
        """Take up widths, order and choice of columns."""
        state = memory.shape(name)
        if state is not None:
            self.horizontalHeader().restoreState(state)

    def remember(self, memory: WindowMemory, name: str) -> None:
        """Keep widths, order and choice of columns."""
        memory.keep_shape(name, self.horizontalHeader().saveState())

    def _offer_columns(self, point: QPoint) -> None:
        self.column_menu().popup(self.horizontalHeader().mapToGlobal(point))

    def _header_clicked(self, column: int) -> None:
        further = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.sort_asked.emit(column, further)

    # --- rows --------------------------------------------------------------------------------------------------------

    def current_id(self) -> int | None:
        """Id of the current row."""
        index = self.currentIndex()
        return index.data(self._row_id) if index.isValid() else None

    def selected_rows(self) -> list[int]:
        """Numbers of the selected rows, from the top."""
        selection = self.selectionModel()
        return sorted(index.row() for index in selection.selectedRows())

    def selected_ids(self) -> list[int]:
        """Ids of the selected rows, from the top."""
        model = self.model()
        return [model.index(row, 0).data(self._row_id) for row in self.selected_rows()]

    def place(self) -> Place:
        """Where the person is in the list."""
        return self.current_id(), frozenset(self.selected_ids()), self.verticalScrollBar().value()

    def take_place(self, place: Place, ids: Callable[[], Sequence[int]]) -> None:
        """Be there again after the rows were read anew, as far as they are still here; ``ids`` are those of all rows."""
        current, selected, scroll = place
        rows = {row_id: row for row, row_id in enumerate(ids())}
        selection = self.selectionModel()
        self._keeping = True
        if current in rows:
            index = self.model().index(rows[current], 0)
            selection.setCurrentIndex(index, selection.SelectionFlag.NoUpdate)
        chosen = sorted(rows[each] for each in selected if each in rows)
        self._select(chosen)
        self.verticalScrollBar().setValue(scroll)
        self._keeping = False
        self.selection_changed.emit()

    def choose(self, row: int) -> None:
        """Make one row the current and only selected one, whatever keys are held."""
        choose_row(self, row)
        self.scrollTo(self.model().index(row, 0))

    def _select(self, rows: Sequence[int]) -> None:
        selection, model = self.selectionModel(), self.model()
        flags = selection.SelectionFlag.Select | selection.SelectionFlag.Rows
        for row in rows:
            selection.select(model.index(row, 0), flags)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if not self._keeping:
            self.selection_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; everything else as usual."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.opened.emit()
            return
        super().keyPressEvent(event)


def clipboard_rows(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[str, str]:
    """Tab-separated text and an HTML table of the same; the latter keeps VINs, plates and leading zeros as text in Excel.

    No cell is run as a formula where it is pasted.
    """
    clean = [[harmless(" ".join(cell.split())) for cell in row] for row in (headers, *rows)]
    plain = "\r\n".join("\t".join(row) for row in clean) + "\r\n"
    body = "".join(
        "<tr>" + "".join(f"<td style=\"mso-number-format:'\\@'\">{escape(cell)}</td>" for cell in row) + "</tr>" for row in clean
    )
    return plain, f"<html><body><table>{body}</table></body></html>"


def to_clipboard(copied: tuple[str, str]) -> None:
    """Put what ``clipboard_rows`` made where Excel takes it from."""
    mime = QMimeData()
    mime.setText(copied[0])
    mime.setHtml(copied[1])
    QGuiApplication.clipboard().setMimeData(mime)
