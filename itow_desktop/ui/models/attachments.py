"""Photos and files of a car in, thumbnails with names out."""

from collections.abc import Callable, Sequence
from datetime import date, tzinfo
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from itow_desktop.domain.attachments import Attachment, FileKind
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.text import moment_text

Index = QModelIndex | QPersistentModelIndex
SIDE = 128
"""Pixels of a thumbnail on the screen; those that are kept have twice as many, for screens that show two for one."""
_NOWHERE = QModelIndex()
_KINDS = {FileKind.PHOTO: ("image", "photo"), FileKind.PDF: ("file-pdf", "PDF"), FileKind.FILE: ("file", "file")}


class AttachmentModel(QAbstractListModel):
    """One entry for each file; the pictures are made once, when the files come."""

    def __init__(self, zone: Callable[[], tzinfo], today: Callable[[], date], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._today = today
        self.files: tuple[Attachment, ...] = ()
        self._icons: list[QIcon] = []

    def put(self, files: Sequence[Attachment]) -> None:
        """Other files."""
        self.beginResetModel()
        self.files = tuple(files)
        self._icons = [_icon(file) for file in self.files]
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.files)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        file = self.files[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return file.name if file.kind is not FileKind.PHOTO else moment_text(file.day, self._zone(), self._today())
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icons[index.row()]
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(SIDE + 24, SIDE + 44)
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._words(file)
        return None

    def _words(self, file: Attachment) -> str:
        taken = f"taken {moment_text(file.taken_at, self._zone(), self._today())}" if file.taken_at else ""
        by = f" by {file.recorded_by}" if file.recorded_by else ""
        added = f"added {moment_text(file.recorded_at, self._zone(), self._today())}{by}"
        size = f"{file.width} x {file.height}, {size_text(file.size)}" if file.width else size_text(file.size)
        return "\n".join(part for part in (f"{_KINDS[file.kind][1]} {file.name}", taken, added, size, file.remark or "") if part)


def size_text(size: int) -> str:
    """``340 KB``, ``4.2 MB``."""
    return f"{max(1, size >> 10)} KB" if size < 2**20 else f"{size / 2**20:.1f} MB"


def _icon(file: Attachment) -> QIcon:
    if file.thumb is not None:
        picture = QPixmap()
        if picture.loadFromData(file.thumb, "JPEG"):
            return QIcon(_squared(picture))
    return icon(_KINDS[file.kind][0], Tone.QUIET)


def _squared(picture: QPixmap) -> QPixmap:
    """Wide or tall, it stands on the line above its name."""
    side = max(picture.width(), picture.height())
    square = QPixmap(side, side)
    square.fill(Qt.GlobalColor.transparent)
    with QPainter(square) as painter:
        painter.drawPixmap((side - picture.width()) // 2, side - picture.height(), picture)
    return square
