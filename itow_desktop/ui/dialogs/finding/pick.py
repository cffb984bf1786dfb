"""Choosing one of many by typing a few letters of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from itow_desktop.domain.picking import pick_order
from itow_desktop.ui.widgets.tones import quiet

_VALUE = Qt.ItemDataRole.UserRole
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: its words, what stands beside them, why it cannot be chosen now (None: it can)."""

    words: str
    aside: str = ""
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
        self.list = QListWidget()
        self.list.setAccessibleName("Choices")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
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
        return [self._choice(row).words for row in range(self.list.count())]

    def _choice(self, row: int) -> Choice:
        choice: Choice = self.list.item(row).data(_VALUE)
        return choice

    def _narrow(self, text: str) -> None:
        self.list.clear()
        for place in pick_order(text, [choice.words for choice in self._choices]):
            choice = self._choices[place]
            item = QListWidgetItem("   ".join(part for part in (choice.words, choice.aside) if part))
            item.setData(_VALUE, choice)
            if choice.reason is not None:
                item.setForeground(self.palette().placeholderText())
                item.setToolTip(choice.reason)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._say()

    def _say(self) -> None:
        row = self.list.currentRow()
        if row < 0:
            self._foot.setText("Nothing is called so. Try fewer letters.")
            return
        reason = self._choice(row).reason
        self._foot.setText(f"Not now: {reason}" if reason else "Enter takes it, Esc leaves")
        self.line.setAccessibleDescription(self.list.item(row).text())

    def _take(self, item: QListWidgetItem) -> None:
        choice: Choice = item.data(_VALUE)
        if choice.reason is None:
            self.accept()
            self.picked.emit(choice.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the list, Enter takes its current line."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self.list.count():
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
            self._say()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if (item := self.list.currentItem()) is not None:
                self._take(item)
        else:
            super().keyPressEvent(event)
