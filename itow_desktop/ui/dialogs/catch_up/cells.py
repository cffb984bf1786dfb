"""The cells of the catch-up grid for somebody who copies from paper: its keys, the words that typing ahead offers."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from itow_desktop.ui.dialogs.catch_up.happenings import HAPPENINGS, happening
from itow_desktop.ui.dialogs.catch_up.lines import COLUMNS, DETAIL, KIND, WHO
from itow_desktop.ui.dialogs.catch_up.sheet import CatchUpSheet
from itow_desktop.ui.dialogs.grid.cells import GridCells
from itow_desktop.ui.models.grid import Cell
from itow_desktop.ui.widgets.edit_table import EditTable, Index, Suggest


class PaperTable(EditTable):
    """Enter begins the next line, Shift+Enter goes up."""

    def __init__(self, name: str, suggest: Suggest) -> None:
        super().__init__(name, suggest, lambda _column: False)

    def step(self, down: int) -> None:
        """To the first cell of the next line, or to the cell above."""
        current = self.currentIndex()
        target = self.model().index(current.row() + down, 0 if down > 0 else current.column())
        if target.isValid():
            self.go_to(target)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Where only looks changed an open editor is left alone; Qt's own would put back what stood in its cell."""
        if roles and Qt.ItemDataRole.DisplayRole not in roles:
            self.viewport().update()
        else:
            super().dataChanged(first, last, list(roles))


class PaperCells(GridCells):
    """Fill, paste and empty as in any grid; there is nothing stored to be put back."""

    def cell_actions(self, parent: QWidget) -> list[QAction]:
        """What can be done with the selected cells."""
        return super().cell_actions(parent)[:-1]


def suggested(sheet: CatchUpSheet, cell: Cell | None, column: int) -> tuple[Sequence[str], bool]:
    """Words for the cell that is typed in, and whether only these can stand there: of who did it, whoever stands on the sheet."""
    field = COLUMNS[column].field
    if field == KIND:
        return [each.word for each in HAPPENINGS], True
    told = happening(sheet.line(cell[0])[KIND]) if cell is not None else None
    if field == DETAIL and told is not None and told.detail is not None and told.detail.choices:
        return [word for word, _ in told.detail.choices], True
    if field == WHO:
        return tuple(dict.fromkeys(said for line in sheet.lines if (said := sheet.line(line)[WHO]))), False
    return (), False
