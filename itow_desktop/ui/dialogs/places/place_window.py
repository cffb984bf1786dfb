"""What the windows of properties and police departments have in common: read anew whenever something changed."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.history import HistoryPage
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.dialogs.places.place_deeds import PlaceDeeds
from itow_desktop.ui.history_text import HistoryWords
from itow_desktop.ui.widgets.car.telling import Telling, Told
from itow_desktop.ui.widgets.news_bar import NewsBar
from itow_desktop.ui.widgets.tones import heading, quiet

D = TypeVar("D", bound=PlaceDeeds[Any])
A = TypeVar("A")
K = TypeVar("K")
P = TypeVar("P")


class PlaceWindow(QWidget, Generic[D, A]):
    """A window of its own; an answer is an ``A``, a late one to an older question is dropped."""

    closed = Signal(object)
    """The key it was opened with; None where there is one window only."""
    key: object = None
    picture = ""

    def __init__(self, deeds: D) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.Window)
        self.setWindowIcon(icon(self.picture))
        self.deeds = deeds
        self._number = 0
        self.news = NewsBar()
        deeds.bus.agencies_changed.connect(self._changed)
        deeds.bus.cars_changed.connect(self._changed)
        deeds.failed.connect(self._deed_failed)
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

    def refresh(self) -> None:
        """Read it."""
        self._number += 1
        number = self._number

        def read(answer: A) -> None:
            if number == self._number:
                self.show_answer(answer)

        self.deeds.runner.start(self.question(), owner=self, done=read, failed=self._failed)

    def _changed(self, _what: object = None) -> None:
        self.refresh()

    def _failed(self, trouble: Trouble) -> None:
        self.news.tell(str(trouble), Tone.LATE, "&Try again", self.refresh)

    def _deed_failed(self, trouble: Trouble) -> None:
        self.news.tell(str(trouble), Tone.LATE)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit(self.key)

    # --- for each window ---------------------------------------------------------------------------------------------

    def question(self) -> Callable[[], A]:
        """What is asked on a worker thread."""
        raise NotImplementedError

    def show_answer(self, answer: A) -> None:
        """Show what was read."""
        raise NotImplementedError


class PlacePage(PlaceWindow[D, tuple[P, HistoryPage]], Generic[D, K, P]):
    """The page ``P`` of what has the key ``K``, in tabs with what was changed last; shown once it is read."""

    key: K
    noun = ""
    """What the window is called as long as it could not be read."""
    untouched = ""
    """What stands where changes are told while there are none."""

    def __init__(self, deeds: D, key: K) -> None:
        super().__init__(deeds)
        self.key = key
        self.page: P | None = None
        self.title, self.under = heading(), quiet()
        for label in (self.title, self.under):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.history = Telling("Changes")
        self.history.document().setDocumentMargin(12)  # it stands in the frame of its tab
        self.tabs = QTabWidget()
        self.key_does("F2", self.edit)

    def put_inside(self, *parts: QWidget | QLayout, size: QSize) -> None:
        """The parts over the tabs."""
        inside = QVBoxLayout()
        inside.setSpacing(12)
        for part in parts:
            inside.addWidget(part) if isinstance(part, QWidget) else inside.addLayout(part)
        inside.addWidget(self.tabs, 1)
        self.lay_out(inside, size)

    def button(self, words: str, picture: str, deed: Callable[[P], None]) -> QPushButton:
        """A button for a deed about the page as it is shown."""
        made = QPushButton(icon(picture), words)
        made.clicked.connect(lambda: self.with_page(deed))
        return made

    def with_page(self, deed: Callable[[P], None]) -> None:
        """Do it about the page as it is shown; nothing as long as there is none."""
        if self.page is not None:
            deed(self.page)

    def show_answer(self, answer: tuple[P, HistoryPage]) -> None:
        self.page, history = answer
        self.show_page(self.page)
        words = HistoryWords(history, self.deeds.work.zone, self.deeds.work.today())
        told = [Told(words.when(entry), words.head(entry), words.lines(entry)) for entry in history.entries]
        self.history.tell(told, self.untouched)
        if not self.isVisible():
            self.show()
            self.tabs.setFocus()

    def _failed(self, trouble: Trouble) -> None:
        super()._failed(trouble)
        if not self.isVisible():
            self.setWindowTitle(self.noun)
            self.show()

    # --- for each page -----------------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Change what is said of it."""
        raise NotImplementedError

    def show_page(self, page: P) -> None:
        """Show what was read of it."""
        raise NotImplementedError
