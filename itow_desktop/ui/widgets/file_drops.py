"""Files dragged over a window: a sign says what dropping them does."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QWidget

from itow_desktop.ui.widgets.car.adding import dropped_files

_MARGIN = 24


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
        self.sign.setWordWrap(True)
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
        """Say over the whole window what dropping does."""
        self.sign.setGeometry(self._target.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN))
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
