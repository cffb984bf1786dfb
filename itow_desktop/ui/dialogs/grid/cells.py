"""What is done with selected cells of the grid: fill, paste, empty, put back, by key or by menu."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.grid.edits import filled_words
from itow_desktop.ui.models.grid import Cell, Filled, GridModel
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.edit_table import EditTable
from itow_desktop.ui.widgets.news_bar import NewsBar


class GridCells(QObject):
    """Nothing here empties a cell that a person did not say should be empty."""

    def __init__(self, table: EditTable, model: GridModel, news: NewsBar) -> None:
        super().__init__(table)
        self._table, self._model, self._news = table, model, news
        table.filled_down.connect(self.fill_down)
        table.pasted.connect(self.paste)
        table.emptied.connect(self.empty)
        table.taken_back.connect(model.undo)
        table.menu_asked.connect(self._offer_menu)

    @property
    def chosen(self) -> list[Cell]:
        """The selected cells row by row."""
        return [self._model.cell(index) for index in self._table.chosen]

    def empty(self) -> None:
        """Take out what is known."""
        self._model.empty(self.chosen)

    def put_back(self) -> None:
        """Show what is stored."""
        self._model.take_back(self.chosen)

    def fill_down(self) -> None:
        """The top cell of each selected column goes into the cells below; of a single cell, the one above it is taken."""
        chosen = self._table.chosen
        rows = {index.row() for index in chosen}
        cells: dict[Cell, str] = {}
        for index in chosen:
            top = index.siblingAtRow(min(rows) if len(rows) > 1 else index.row() - 1)
            if top.isValid() and top != index:
                cells[self._model.cell(index)] = self._model.text(self._model.cell(top))
        if cells and not any(cells.values()):
            self._news.tell("The cell to fill from is empty, so nothing was changed. To empty cells, select them and press Delete.")
            return
        self._model.write({cell: text for cell, text in cells.items() if text})

    def paste(self, block: list[list[str]]) -> None:
        """Put a block from a spreadsheet at the current cell; one line over several selected ones is repeated."""
        chosen = self._table.chosen
        rows, columns = {index.row() for index in chosen}, {index.column() for index in chosen}
        alone = len(block) == 1 and len(block[0]) == 1
        if alone and len(columns) > 1:
            block = [block[0] * len(columns)]
        filled = self._model.fill((min(rows), min(columns)), block, len(rows) if len(block) == 1 else None)
        self._tell_filled(filled)

    def _tell_filled(self, filled: Filled) -> None:
        words, blanks = filled_words(filled), len(filled.blanks)
        tone = Tone.TODAY if filled.rows_over or filled.columns_over else Tone.ACCENT
        if blanks:
            self._news.tell(words, tone, f"&Empty {counted(blanks, 'cell', 'cells')}", lambda: self._model.empty(filled.blanks))
        else:
            self._news.tell(words, tone)

    def _offer_menu(self, place: QPoint) -> None:
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.cell_actions(menu))
        menu.popup(place)

    def cell_actions(self, parent: QWidget) -> list[QAction]:
        """What can be done with the selected cells."""
        deeds: tuple[tuple[str, str, Callable[[], object]], ...] = (
            ("&Copy", "Ctrl+C", self._table.copy),
            ("&Paste", "Ctrl+V", self._table.paste),
            ("Fill &down", "Ctrl+D", self.fill_down),
            ("&Empty", "Del", self.empty),
            ("Put &back what is stored", "", self.put_back),
        )
        actions = []
        for words, keys, deed in deeds:
            action = QAction(f"{words}\t{keys}" if keys else words, parent)
            action.triggered.connect(lambda _checked=False, deed=deed: deed())
            actions.append(action)
        return actions
