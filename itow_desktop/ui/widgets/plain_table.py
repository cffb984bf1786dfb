"""A short table to look at: rows, copying, opening one."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from itow_desktop.domain.formulas import harmless
from itow_desktop.ui.theme import tabular
from itow_desktop.ui.widgets.choosing import choose_row


class PlainTable(QTableView):
    """Whole rows, no grid, the ``stretch`` column takes the room that is left."""

    opened = Signal(int)
    """Row: Enter or double-click."""

    def __init__(self, model: QAbstractTableModel, name: str, *, stretch: int) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(name)
        self.setFont(tabular(self.font()))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def choose(self, row: int) -> None:
        """Make one row the current and only chosen one, whatever keys are held."""
        choose_row(self, row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Ctrl+C copies the selected rows with headers."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self._as_text())
        elif event.matches(QKeySequence.StandardKey.InsertParagraphSeparator) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _as_text(self) -> str:
        model, columns = self.model(), range(self.model().columnCount(QModelIndex()))
        head = "\t".join(str(model.headerData(column, self.horizontalHeader().orientation())) for column in columns)
        rows = sorted({index.row() for index in self.selectedIndexes()})
        return "\n".join([head, *("\t".join(harmless(str(model.index(row, column).data())) for column in columns) for row in rows)])
