"""The last deed that can be taken back, kept in sight."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QToolButton

from itow_desktop.ui.assets import icon


class UndoOffer(QObject):
    """A named undo: "Undo: call-in, 4 cars", as a menu entry and a button of the status bar."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._deed: Callable[[], object] | None = None
        self.action = QAction("&Undo", self)
        self.action.setShortcut(QKeySequence(QKeySequence.StandardKey.Undo))
        self.action.setIcon(icon("arrow-counter-clockwise"))
        self.action.triggered.connect(self._undo)
        self.button = QToolButton()
        self.button.setAutoRaise(True)
        self.button.setDefaultAction(self.action)
        self.offer("", None)

    def offer(self, text: str, deed: Callable[[], object] | None) -> None:
        """Offer to take ``text`` back; an empty text takes the offer itself back."""
        self._deed = deed if text else None
        there = self._deed is not None
        self.action.setText(f"&Undo: {text.replace('&', '&&')}" if there else "&Undo")
        self.action.setVisible(there)
        self.button.setVisible(there)

    def _undo(self) -> None:
        deed = self._deed
        self.offer("", None)
        if deed is not None:
            deed()
