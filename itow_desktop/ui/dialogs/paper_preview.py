"""The page as it will be printed, drawn from the very bytes."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout

from itow_desktop.domain.errors import Trouble
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.column import Column
from itow_desktop.ui.widgets.tones import quiet

_MARGIN = 12


class PaperPreview(QScrollArea):
    """Pages below each other, as wide as there is room; or a sentence saying why there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("preview")
        self.setWidgetResizable(True)
        self.setAccessibleName("Preview")
        self.setMinimumSize(QSize(300, 240))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pages: list[tuple[QPixmap, QLabel]] = []
        self._asked = 0
        self._inside = Column(spacing=_MARGIN, margin=_MARGIN)
        self.setWidget(self._inside)
        self.setFrameShape(QFrame.Shape.StyledPanel)

    @property
    def pages(self) -> int:
        """How many pages it shows."""
        return len(self._pages)

    def read(self, runner: TaskRunner, draw: Callable[[], Sequence[bytes]]) -> None:
        """Show the pages that are drawn on another thread, or what kept them from it; late news of an older paper are dropped."""
        self._asked += 1
        number = self._asked

        def shown(pages: Sequence[bytes]) -> None:
            if number == self._asked:
                self.show_pages(pages)

        def failed(trouble: Trouble) -> None:
            if number == self._asked:
                self.say(str(trouble))

        runner.start(draw, owner=self, done=shown, failed=failed)

    def show_pages(self, pages: Sequence[bytes]) -> None:
        """PNG pictures of the pages."""
        column = self._empty()
        for number, png in enumerate(pages, start=1):
            picture = QPixmap()
            picture.loadFromData(png)
            sheet = QLabel()
            sheet.setObjectName("sheet")
            sheet.setAccessibleName(f"Page {number} of {len(pages)}")
            column.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            if len(pages) > 1:
                column.addWidget(quiet(f"Page {number} of {len(pages)}"), 0, Qt.AlignmentFlag.AlignHCenter)
            self._pages.append((picture, sheet))
        column.addStretch(1)
        self._fit()

    def say(self, sentence: str) -> None:
        """Nothing to show, and why."""
        self._asked += 1
        column = self._empty()
        words = QLabel(sentence)
        words.setWordWrap(True)
        words.setProperty("tone", "quiet")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(words, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As wide as there is room, never wider than the page was drawn."""
        ratio = self.devicePixelRatioF()
        room = max(200, self.width() - 2 * _MARGIN - 2 * self.frameWidth() - self.verticalScrollBar().sizeHint().width())
        for picture, sheet in self._pages:
            shown = picture.scaledToWidth(min(round(room * ratio), picture.width()), Qt.TransformationMode.SmoothTransformation)
            shown.setDevicePixelRatio(ratio)
            sheet.setPixmap(shown)

    def _empty(self) -> QVBoxLayout:
        self._pages = []
        return self._inside.anew()
