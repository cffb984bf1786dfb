"""Pick the one record that another is joined with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QWidget

from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.tasks import TaskRunner

_KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Choice:
    """A record to choose: what it is known by, its words, quiet words beside them."""

    key: Any
    name: str
    aside: str = ""


class JoinDialog(DeedDialog):
    """A question, a box that narrows the list, the list; the deed gets the key of the chosen one."""

    def __init__(
        self,
        title: str,
        question: str,
        choices: Sequence[Choice],
        deed: Callable[[Any], object],
        *,
        runner: TaskRunner,
        parent: QWidget | None,
    ) -> None:
        super().__init__(title, "&Join", runner, parent)
        self._choices = tuple(choices)
        self._deed = deed
        words = QLabel(question)
        words.setWordWrap(True)
        self.search = QLineEdit()
        self.search.setPlaceholderText("any part of the name or address")
        self.search.setAccessibleName("Narrow the list")
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName("Join with")
        self.body.addWidget(words)
        self.body.addWidget(self.search)
        self.body.addWidget(self.list, 1)
        self.search.textChanged.connect(lambda _text: self._fill())
        self.list.currentRowChanged.connect(lambda _row: self.refresh_ready())
        self._fill()
        self.fit(QSize(560, 440))
        self.search.setFocus()

    def _fill(self) -> None:
        words = self.search.text().casefold().split()
        self.list.clear()
        for choice in self._choices:
            said = f"{choice.name}, {choice.aside}" if choice.aside else choice.name
            if all(word in said.casefold() for word in words):
                item = QListWidgetItem(said)
                item.setData(_KEY, choice.key)
                self.list.addItem(item)
        self.refresh_ready()

    def choose(self, key: object) -> None:
        """Mark one."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_KEY) == key:
                self.list.setCurrentRow(row)

    def ready(self) -> bool:
        """One is marked."""
        return self.list.currentRow() >= 0

    def commit(self) -> None:
        """Join them."""
        item = self.list.currentItem()
        if item is not None:
            key = item.data(_KEY)
            self.run(lambda: self._deed(key), lambda _answer: self.finish(key))
