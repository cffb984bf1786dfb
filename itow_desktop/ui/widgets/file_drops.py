"""Files dragged over a window: a sign in its middle says what dropping them does."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QWidget

from itow_desktop.ui.widgets.dropped import dropped_files

LISTS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".htm", ".html", ".mht", ".mhtml", ".db", ".sqlite", ".sqlite3")
"""How files are usually called that hold many calls, and belong to no single car."""
_AIR = QSize(96, 64)
"""Between the words and the frame."""


def names_list(files: Sequence[Path]) -> bool:
    """Whether one of them is called like a list of calls; what it is its bytes tell later."""
    return any(path.suffix.casefold() in LISTS for path in files)


class FileDrops(QObject):
    """Lets files be dropped anywhere on ``target``; a part of it that takes files itself, such as a car's page, still gets its own."""

    dropped = Signal(object)
    """``list[Path]``; told after the drop is over, for the program they come from waits until then."""

    def __init__(self, target: QWidget, words: str) -> None:
        super().__init__(target)
        self._target = target
        self.sign = QLabel(words, target)
        self.sign.setObjectName("drop")
        self.sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.sign.hide()
        self.welcome = True
        """Whether files are taken now."""
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only what is dragged is answered here."""
        if watched is not self._target:
            return False
        kind = event.type()
        if kind == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            return self._enter(event)
        if kind == QEvent.Type.DragLeave:
            self.sign.hide()
        elif kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            return self._drop(event)
        return False

    def show_sign(self) -> None:
        """Say in the middle of the window what dropping does."""
        size, middle = self.sign.sizeHint() + _AIR, self._target.rect().center()
        self.sign.setGeometry(QRect(middle.x() - size.width() // 2, middle.y() - size.height() // 2, size.width(), size.height()))
        self.sign.show()
        self.sign.raise_()

    def _enter(self, event: QDragEnterEvent) -> bool:
        if not self.welcome or not dropped_files(event.mimeData()):
            return False
        event.acceptProposedAction()
        self.show_sign()
        return True

    def _drop(self, event: QDropEvent) -> bool:
        self.sign.hide()
        files = dropped_files(event.mimeData())
        if not self.welcome or not files:
            return False
        event.acceptProposedAction()
        self.dropped.emit(files)
        return True
