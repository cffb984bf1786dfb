"""What windows of their own have in common: frame, news, keys, reading anew."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.news_bar import NewsBar

A = TypeVar("A")


class OwnWindow(QWidget):
    """A window beside the main one: news at its top, F5 reads, Esc and Ctrl+W close."""

    closed = Signal(object)
    """The key it was opened with; None where there is one window only."""
    key: object = None
    picture = ""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.Window)
        self.setWindowIcon(icon(self.picture))
        self.news = NewsBar()
        self.key_does("F5", self.refresh)
        self.key_does("Ctrl+W", self.close)
        self.key_does("Esc", self.close)

    def lay_out(self, inside: QVBoxLayout, size: QSize) -> None:
        """News over what is inside; as large as ``size`` where the screen is."""
        inside.setContentsMargins(16, 16, 16, 16)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.news)
        column.addLayout(inside, 1)
        space = self.screen().availableSize()
        self.resize(size.boundedTo(QSize(space.width() - 48, space.height() - 64)))

    def key_does(self, key: str, deed: Callable[[], object]) -> None:
        """A key for this window."""
        QShortcut(QKeySequence(key), self).activated.connect(deed)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit(self.key)

    # --- for each window ---------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read what it shows."""
        raise NotImplementedError


class ReadWindow(OwnWindow, Generic[A]):
    """One that asks the database; an answer is an ``A``, a late one to an older question is dropped."""

    again = "&Try again"
    """The word on the news of a question that failed; its access key is free in the window."""

    def __init__(self, runner: TaskRunner) -> None:
        super().__init__()
        self._runner = runner
        self._number = 0

    def refresh(self) -> None:
        """Read it."""
        self._number += 1
        number = self._number

        def read(answer: A) -> None:
            if number == self._number:
                self.show_answer(answer)

        self._runner.start(self.question(), owner=self, done=read, failed=self._failed)

    def _failed(self, trouble: Trouble) -> None:
        self.news.tell(str(trouble), Tone.LATE, self.again, self.refresh)

    # --- for each window ---------------------------------------------------------------------------------------------

    def question(self) -> Callable[[], A]:
        """What is asked on a worker thread."""
        raise NotImplementedError

    def show_answer(self, answer: A) -> None:
        """Show what was read."""
        raise NotImplementedError
