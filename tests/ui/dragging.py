"""Files dragged onto a window and let go, as the system tells it."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

_WHERE = QPointF(50, 50)


def mime(*paths: Path) -> QMimeData:
    """Files as they are dragged."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def enter(target: QWidget, data: QMimeData) -> bool:
    """Come over a window with something; whether it is welcome."""
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(_WHERE.toPoint(), Qt.DropAction.CopyAction, data, left, none)
    entering.ignore()
    QApplication.sendEvent(target, entering)
    return entering.isAccepted()


def drag(target: QWidget, *paths: Path) -> bool:
    """Enter with files and let go where they are welcome; whether they were."""
    data = mime(*paths)
    if not enter(target, data):
        return False
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDropEvent(_WHERE, Qt.DropAction.CopyAction, data, left, none))
    return True
