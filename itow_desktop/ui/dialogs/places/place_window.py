"""What the windows of properties and police departments have in common: read anew whenever something changed."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.history import HistoryPage
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.dialogs.own_window import ReadWindow
from itow_desktop.ui.dialogs.places.place_deeds import PlaceDeeds
from itow_desktop.ui.history_text import HistoryWords
from itow_desktop.ui.widgets.car.telling import Telling, Told
from itow_desktop.ui.widgets.tones import heading, quiet

D = TypeVar("D", bound=PlaceDeeds[Any])
A = TypeVar("A")
K = TypeVar("K")
P = TypeVar("P")


class PlaceWindow(ReadWindow[A], Generic[D, A]):
    """A window about places, with the deeds that can be done there."""

    def __init__(self, deeds: D) -> None:
        super().__init__(deeds.runner)
        self.deeds = deeds
        deeds.bus.agencies_changed.connect(self._changed)
        deeds.bus.cars_changed.connect(self._changed)
        deeds.failed.connect(self._deed_failed)

    def _changed(self, _what: object = None) -> None:
        self.refresh()

    def _deed_failed(self, trouble: Trouble) -> None:
        self.news.tell(str(trouble), Tone.LATE)


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
