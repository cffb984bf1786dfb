"""A place of the lot as it is typed: offered while typing, any other text is taken too."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit


class PlaceEntry(QLineEdit):
    """One line; what is typed may be anywhere in the names that are offered."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMaxLength(40)
        self.setPlaceholderText("C-4, row C, by the fence")
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(12)
        self.setCompleter(completer)

    def offer(self, names: Sequence[str]) -> None:
        """What is offered, in this order."""
        if list(names) != self._names.stringList():
            self._names.setStringList(list(names))
