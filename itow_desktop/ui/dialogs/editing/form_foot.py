"""The buttons of the car form, with a quiet word beside them."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from itow_desktop.ui.widgets.tones import quiet

_HOW = "Dates: 8/5, 080525, t for today, +1 for tomorrow."


class FormFoot(QWidget):
    """Save, for a new car also "Add and next", Close."""

    save_asked = Signal()
    next_asked = Signal()
    close_asked = Signal()

    def __init__(self, *, new: bool) -> None:
        super().__init__()
        self._note = quiet(_HOW)
        self._note.setWordWrap(True)
        self.save = QPushButton("Add veh&icle" if new else "&Save")
        self.save.setProperty("primary", "true")
        self.save.setDefault(True)
        self.save.setToolTip("Save (Ctrl+S)")
        self.next = QPushButton("Add and ne&xt")
        self.next.setAutoDefault(False)
        self.next.setToolTip("Add it, then enter the next car with the same date, property and truck (Ctrl+Enter)")
        self.next.setVisible(new)
        self.next.setEnabled(new)
        close = QPushButton("Close")
        close.setAutoDefault(False)
        close.setToolTip("Close (Esc)")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._note, 1)
        for button in (self.save, self.next, close):
            row.addWidget(button)
        self.save.clicked.connect(self.save_asked)
        self.next.clicked.connect(self.next_asked)
        close.clicked.connect(self.close_asked)
        if new:
            for keys in ("Ctrl+Return", "Ctrl+Enter"):
                QShortcut(QKeySequence(keys), self.next).activated.connect(self.next.click)
        self._new = new

    @property
    def words(self) -> str:
        """What stands beside the buttons."""
        return self._note.text()

    def say(self, words: str) -> None:
        """A quiet word beside the buttons."""
        self._note.setText(words)

    def busy(self, busy: bool) -> None:
        """While it is saved nothing can be saved."""
        self.save.setEnabled(not busy)
        self.next.setEnabled(self._new and not busy)
        self._note.setText("Saving..." if busy else "")
