"""One photo after the other, as large as the window."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPixmap, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from itow_desktop.domain.attachments import Attachment
from itow_desktop.domain.errors import Trouble
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.text import moment_text
from itow_desktop.ui.widgets.tones import quiet


class Sheet(QWidget):
    """A picture that fills its place without being stretched."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QPixmap()

    def show_picture(self, picture: QPixmap) -> None:
        """Another picture; an empty one clears."""
        self._picture = picture
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(960, 640)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._picture.isNull():
            return
        ratio = self.devicePixelRatioF()
        scaled = self._picture.scaled(self.size() * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        scaled.setDevicePixelRatio(ratio)
        size = scaled.deviceIndependentSize().toSize()
        with QPainter(self) as painter:
            painter.drawPixmap((self.width() - size.width()) // 2, (self.height() - size.height()) // 2, scaled)


class PhotoDialog(QDialog):
    """The kept view copy; the arrow keys go on, the original opens in the system's viewer."""

    original_asked = Signal(object)
    """An ``Attachment``."""

    def __init__(self, house: CarHouse, photos: Sequence[Attachment], place: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._house = house
        self._photos = tuple(photos)
        self._place = place
        self.sheet = Sheet()
        self.words = quiet()
        self.back, self.on = QPushButton("&Back"), QPushButton("&Next")
        original, close = QPushButton("Open &original"), QPushButton("&Close")
        foot = QHBoxLayout()
        foot.addWidget(self.words, 1)
        for button in (self.back, self.on, original, close):
            button.setAutoDefault(False)
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.addWidget(self.sheet, 1)
        column.addLayout(foot)
        self.back.clicked.connect(lambda: self.go(-1))
        self.on.clicked.connect(lambda: self.go(1))
        original.clicked.connect(lambda: self.original_asked.emit(self._photos[self._place]))
        close.clicked.connect(self.accept)
        for keys, step in (("Left", -1), ("Right", 1), ("PgUp", -1), ("PgDown", 1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda step=step: self.go(step))
        space = self.screen().availableSize()
        self.resize(QSize(1000, 720).boundedTo(QSize(space.width() - 48, space.height() - 64)))
        self.go(0)

    def go(self, step: int) -> None:
        """Show the next photo, or the one before."""
        self._place = min(max(self._place + step, 0), len(self._photos) - 1)
        photo, place = self._photos[self._place], self._place
        self.back.setEnabled(place > 0)
        self.on.setEnabled(place < len(self._photos) - 1)
        self.setWindowTitle(f"Photo {place + 1} of {len(self._photos)}")
        zone, today = self._house.work.zone, self._house.work.today()
        taken = (
            f"taken {moment_text(photo.taken_at, zone, today)}"
            if photo.taken_at
            else f"added {moment_text(photo.recorded_at, zone, today)}"
        )
        self.words.setText(f"{photo.name}, {taken}")
        self.sheet.setAccessibleName(f"Photo {photo.name}, {taken}")
        work = self._house.work
        self._house.runner.start(lambda: work.view(photo.id), owner=self, done=lambda jpeg: self._show(place, jpeg), failed=self._failed)

    def _show(self, place: int, jpeg: bytes) -> None:
        if place == self._place:
            picture = QPixmap()
            picture.loadFromData(jpeg, "JPEG")
            self.sheet.show_picture(picture)

    def _failed(self, trouble: Trouble) -> None:
        self.sheet.show_picture(QPixmap())
        self.words.setText(str(trouble))
