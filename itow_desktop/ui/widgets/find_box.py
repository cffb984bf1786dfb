"""The one box that finds anything."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from itow_desktop.ui.assets import Tone, icon


class FindBox(QLineEdit):
    """Type fragments in any order; Down or Enter goes to what was found, Esc clears."""

    typed = Signal(str)
    left = Signal()
    """The person goes on to the results."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("find")
        self.setPlaceholderText("Find anything (Ctrl+F)")
        self.setAccessibleName("Find anything")
        self.setToolTip("Plate, last of the VIN, call or file number, make, colour, place: pieces in any order")
        self.setClearButtonEnabled(True)
        self.setMaxLength(200)
        self.addAction(icon("magnifying-glass", Tone.QUIET), QLineEdit.ActionPosition.LeadingPosition)
        self.textChanged.connect(self.typed)

    def take_focus(self) -> None:
        """Ctrl+F: ready to type over what was searched last."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def clear_text(self) -> bool:
        """Esc: search for nothing; False when it was empty."""
        if not self.text():
            return False
        self.clear()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and Enter move on to the list."""
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left.emit()
            return
        super().keyPressEvent(event)
