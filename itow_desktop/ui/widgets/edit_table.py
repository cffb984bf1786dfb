"""A table to type in, with the habits of a spreadsheet: Tab across, Enter down, fill, copy, paste."""

import csv
from collections.abc import Callable, Sequence
from functools import partial
from io import StringIO

from PySide6.QtCore import QAbstractTableModel, QEvent, QItemSelectionModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QCompleter,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from itow_desktop.domain.formulas import as_meant
from itow_desktop.ui.theme import tabular
from itow_desktop.ui.widgets.table import clipboard_rows, to_clipboard

Index = QModelIndex | QPersistentModelIndex
Suggest = Callable[[int], tuple[Sequence[str], bool]]
"""Of a column: words that typing ahead offers, and whether nothing but these can stand there."""

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_WITH_TEXT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_SUGGESTED = 12


class CellEditor(QStyledItemDelegate):
    """One line in a cell; offers words as they are typed. Enter stays in the table: it closes the editor and goes down."""

    def __init__(self, table: "EditTable", suggest: Suggest, upper: Callable[[int], bool]) -> None:
        super().__init__(table)
        self._table = table
        self._suggest = suggest
        self._upper = upper

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = QLineEdit(parent)
        line.setFrame(False)
        line.setMaxLength(400)
        line.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        if self._upper(index.column()):
            line.textEdited.connect(lambda text: _raise_letters(line, text))
        words, only_these = self._suggest(index.column())
        if words:
            completer = QCompleter(list(words), line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setMaxVisibleItems(_SUGGESTED)
            if only_these:
                completer.setFilterMode(Qt.MatchFlag.MatchContains)
            else:
                completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
            line.setCompleter(completer)
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        if isinstance(editor, QLineEdit) and isinstance(model, QAbstractTableModel):
            model.setData(index, editor.text())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter, Tab and a block from a spreadsheet are the table's: they end the editing of this cell."""
        if not isinstance(editor, QLineEdit) or not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(editor, event)
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        deed: Callable[[], object] | None = None
        if event.key() in _ENTER:
            deed = partial(self._table.step, -1 if back else 1)
        elif event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            deed = partial(self._table.step_across, -1 if event.key() == Qt.Key.Key_Backtab else 1)
        elif event.matches(QKeySequence.StandardKey.Paste) and _is_block(QGuiApplication.clipboard().text()):
            deed = self._table.paste
        if deed is None:
            return super().eventFilter(editor, event)
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        deed()
        return True

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index).expandedTo(QSize(0, 24))


class EditTable(QTableView):
    """Cells, not rows, are selected; typing over a cell begins to edit it."""

    filled_down = Signal()
    pasted = Signal(object)
    """Rows of texts, as a spreadsheet puts them on the clipboard."""
    emptied = Signal()
    taken_back = Signal()
    """Ctrl+Z outside an editor."""
    cell_changed = Signal()
    """Another cell is the current one."""
    menu_asked = Signal(object)
    """Where on the screen."""

    def __init__(self, name: str, suggest: Suggest, upper: Callable[[int], bool]) -> None:
        """``name`` is what a screen reader says; ``upper`` tells whether a column is in capitals."""
        super().__init__()
        self.setAccessibleName(name)
        self.setFont(tabular(self.font()))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setWordWrap(False)
        self.setIconSize(QSize(14, 14))
        self.setTabKeyNavigation(False)  # Qt's own never leaves the table
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(CellEditor(self, suggest, upper))
        for header in (self.verticalHeader(), self.horizontalHeader()):
            header.setHighlightSections(True)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.horizontalHeader().setMinimumSectionSize(32)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def set_widths(self, characters: Sequence[int]) -> None:
        """Widths in figures of the font."""
        figure = self.fontMetrics().horizontalAdvance("0")
        for column, count in enumerate(characters):
            self.setColumnWidth(column, count * figure + 44)

    @property
    def chosen(self) -> list[QModelIndex]:
        """The selected cells row by row; the current one when none is."""
        found = sorted(self.selectedIndexes(), key=lambda index: (index.row(), index.column()))
        return found or [index for index in [self.currentIndex()] if index.isValid()]

    def go_to(self, index: QModelIndex) -> None:
        """Make a cell the current and only selected one, in sight, whatever keys are held."""
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, down: int) -> None:
        """To the cell below, or above; at the end the current one stays."""
        current = self.currentIndex()
        below = current.siblingAtRow(current.row() + down)
        if below.isValid():
            self.go_to(below)

    def step_across(self, right: int) -> bool:
        """To the next cell, or the one before; from the end of a line to the beginning of the next. False at the last one."""
        current, width = self.currentIndex(), self.model().columnCount()
        row, column = divmod(current.row() * width + current.column() + right, width)
        beside = self.model().index(row, column)
        if row >= 0 and beside.isValid():
            self.go_to(beside)
            return True
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from cell to cell, and out of the table behind the last one."""
        return self.step_across(1 if forward else -1) or super().focusNextPrevChild(forward)

    def commit_open_editor(self) -> None:
        """Put what stands in an open editor into its cell."""
        editor = QApplication.focusWidget()
        if self.state() is QAbstractItemView.State.EditingState and isinstance(editor, QLineEdit) and self.isAncestorOf(editor):
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def copy(self) -> None:
        """The smallest block around the selected cells, for a spreadsheet; cells between that are not selected stay blank."""
        chosen = self.chosen
        if not chosen:
            return
        cells = {(index.row(), index.column()): str(index.data(Qt.ItemDataRole.EditRole) or "") for index in chosen}
        rows = sorted({row for row, _ in cells})
        columns = sorted({column for _, column in cells})
        lines = [[cells.get((row, column), "") for column in columns] for row in rows]
        to_clipboard(clipboard_rows(lines[0], lines[1:]))

    def paste(self) -> None:
        """What a spreadsheet or this table copied."""
        block = block_of(QGuiApplication.clipboard().text())
        if block and self.chosen:
            self.pasted.emit(block)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.cell_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A spreadsheet's keys; Enter goes down, so that a scanner's Enter presses nothing."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.taken_back.emit()
        elif event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.filled_down.emit()
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and not event.modifiers():
            self.emptied.emit()
        elif event.key() in _ENTER and not event.modifiers() & _WITH_TEXT:
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(event.globalPos())


def block_of(text: str) -> list[list[str]]:
    """Rows of cells as a spreadsheet copies them: tabs between, a line each, quoted where a cell has line breaks of its own."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        return [list(map(as_meant, row)) or [""] for row in csv.reader(StringIO(lines, newline=""), dialect="excel-tab")]
    except csv.Error:  # no spreadsheet's text: a quotation mark that is never closed
        return [line.split("\t") for line in lines.removesuffix("\n").split("\n")]


def _is_block(text: str) -> bool:
    """Whether a text is more than one cell: in one line of an editor its lines would run together."""
    return len(block_of(text)) > 1 or "\t" in text


def _raise_letters(line: QLineEdit, text: str) -> None:
    if text != text.upper():
        place = line.cursorPosition()
        line.setText(text.upper())
        line.setCursorPosition(place)
