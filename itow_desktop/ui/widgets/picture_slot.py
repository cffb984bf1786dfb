"""A picture of the office's own, as a logo: shown as it is kept, chosen from a file, removed."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

_EDGE = QSize(12, 12)


class PictureSlot(QWidget):
    """``kept`` is the name under which the office keeps the picture, None where there is none; ``new`` the bytes of another one.

    ``shown`` is how large it stands here, ``empty`` what stands there without a picture, ``choose`` the words of its button.
    """

    file_chosen = Signal(object)
    """The ``Path`` of a picture, to be checked and scaled."""
    changed = Signal()

    def __init__(self, name: str, choose: str, empty: str, shown: QSize) -> None:
        super().__init__()
        self.kept: str | None = None
        self.new: bytes | None = None
        self._empty, self._shown = empty, shown
        self.picture = QLabel()
        self.choose, self.remove = QPushButton(choose), QPushButton("&Remove it")
        self.picture.setFixedSize(shown)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setObjectName("standing")
        self.picture.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.picture)
        for button in (self.choose, self.remove):
            button.setAutoDefault(False)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self.choose.clicked.connect(self._ask_file)
        self.remove.clicked.connect(self._remove)

    def show_kept(self, name: str | None, picture: bytes | None) -> None:
        """What the office keeps now."""
        self.kept, self.new = name, None
        self._draw(picture)

    def show_new(self, picture: bytes) -> None:
        """Another one, checked and scaled; it gets its name when it is kept."""
        self.new = picture
        self._draw(picture)
        self.changed.emit()

    def _draw(self, picture: bytes | None) -> None:
        drawn = QPixmap()
        if picture is not None and drawn.loadFromData(picture):
            ratio, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            self.picture.setPixmap(drawn.scaled(self._shown - _EDGE, ratio, smooth))
        else:
            self.picture.clear()
            self.picture.setText(self._empty)
        self.remove.setEnabled(picture is not None)

    def _remove(self) -> None:
        self.show_kept(None, None)
        self.changed.emit()

    def _ask_file(self) -> None:
        title = self.choose.text().replace("&", "").rstrip(".")
        dialog = QFileDialog(self, title, "", "Pictures (*.png *.jpg *.jpeg *.gif *.bmp *.webp)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.file_chosen.emit(Path(path)))
        dialog.open()
