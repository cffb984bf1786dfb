"""Choosing one of many by typing a few letters of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from itow_desktop.domain.picking import pick_order
from itow_desktop.ui.widgets.tones import quiet

_VALUE = Qt.ItemDataRole.UserRole
_COLUMNS = 3
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: its words, what stands beside them, its keys, why it cannot be chosen now (None: it can)."""

    words: str
    aside: str = ""
    keys: str = ""
    value: object = None
    reason: str | None = None


class PickDialog(QDialog):
    """A line to type into over a list that shrinks; Enter takes, Esc leaves. The focus stays in the line."""

    picked = Signal(object)
    """The value of what was chosen."""

    def __init__(self, title: str, choices: Sequence[Choice], parent: QWidget | None = None, *, hint: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._choices = tuple(choices)
        self.line = QLineEdit()
        self.line.setAccessibleName(title)
        self.line.setPlaceholderText(hint or "Type a few letters of it")
        self.line.setClearButtonEnabled(True)
        self.list = QTreeWidget()
        self.list.setObjectName("picks")
        self.list.setAccessibleName("Choices")
        self.list.setFocusProxy(self.line)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setHeaderHidden(True)
        self.list.setColumnCount(_COLUMNS)
        self.list.itemClicked.connect(self._take)
        self._foot: QLabel = quiet("Enter takes it, Esc leaves")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.line)
        column.addWidget(self.list, 1)
        column.addWidget(self._foot)
        self.resize(520, 420)
        self.line.textChanged.connect(self._narrow)
        self._narrow("")

    @property
    def shown(self) -> list[str]:
        """The words of what is left, from the top."""
        return [_choice(self.list.topLevelItem(row)).words for row in range(self.list.topLevelItemCount())]

    def _narrow(self, text: str) -> None:
        self.list.clear()
        for place in pick_order(text, [choice.words for choice in self._choices]):
            self.list.addTopLevelItem(self._item(self._choices[place]))
        for column in range(_COLUMNS):
            self.list.resizeColumnToContents(column)
        self._go(0)

    def _item(self, choice: Choice) -> QTreeWidgetItem:
        item = QTreeWidgetItem([choice.words, choice.aside, choice.keys])
        item.setData(0, _VALUE, choice)
        quiet_ink = self.palette().placeholderText()
        for column in range(0 if choice.reason else 1, _COLUMNS):
            item.setForeground(column, quiet_ink)
        return item

    def _go(self, row: int) -> None:
        item = self.list.topLevelItem(max(0, min(self.list.topLevelItemCount() - 1, row)))
        if item is None:
            self._foot.setText("Nothing is called so. Try fewer letters.")
            return
        self.list.setCurrentItem(item)
        choice = _choice(item)
        self._foot.setText(f"Not now: {choice.reason}" if choice.reason else "Enter takes it, Esc leaves")
        self.line.setAccessibleDescription(", ".join(part for part in (choice.words, choice.aside, choice.keys) if part))

    def _take(self, item: QTreeWidgetItem) -> None:
        choice = _choice(item)
        if choice.reason is None:
            self.accept()
            self.picked.emit(choice.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the list, Enter takes its current line."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._go(self.list.currentIndex().row() + step)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if (item := self.list.currentItem()) is not None:
                self._take(item)
        else:
            super().keyPressEvent(event)


def _choice(item: QTreeWidgetItem | None) -> Choice:
    choice: Choice = item.data(0, _VALUE) if item is not None else Choice("")
    return choice
