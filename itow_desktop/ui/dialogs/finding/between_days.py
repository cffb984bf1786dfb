"""The first and the last day of a period."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from itow_desktop.domain.entry import read_day
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.widgets.tones import quiet, set_tone


class BetweenDays(QDialog):
    """Two days as people type them; one may stay empty."""

    given = Signal(object, object)
    """First and last day, None where it stayed empty."""

    def __init__(self, title: str, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._today = today
        self.first, self.last = QLineEdit(), QLineEdit()
        self._says = QLabel()
        self._says.setWordWrap(True)
        set_tone(self._says, Tone.LATE)
        self._says.hide()
        form = QFormLayout()
        form.addRow("&From", self.first)
        form.addRow("&To", self.last)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(quiet("Like 8/5, 8/5/25, t for today, -7 for a week ago; one may stay empty."))
        column.addWidget(self._says)
        column.addWidget(buttons)

    def accept(self) -> None:
        """Take the days, or say what is wrong with one."""
        try:
            first, last = (read_day(line.text(), self._today()) if line.text().strip() else None for line in (self.first, self.last))
        except ValueError as problem:
            self._say(str(problem))
            return
        if first is not None and last is not None and last < first:
            self._say("The last day is before the first one.")
            return
        super().accept()
        self.given.emit(first, last)

    def _say(self, words: str) -> None:
        self._says.setText(words)
        self._says.show()
