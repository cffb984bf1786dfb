"""The practice office: says on every screen that nothing is real, and begins anew with one click."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from itow_desktop.ui.assets import Tone
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.widgets.picture import Picture
from itow_desktop.ui.widgets.tones import strong

_SAID = "Made-up cars and people. Nothing here reaches your own office, TowBook or the police; every page says PRACTICE."


class PracticeBand(QFrame):
    """A coloured band over the whole window; the word stands beside the colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("practice")
        self.again = QPushButton("Start over")
        self.again.setToolTip("Throw this practice office away and begin with new made-up cars")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(Picture("graduation-cap", 16, Tone.TODAY))
        row.addWidget(strong("PRACTICE"))
        row.addWidget(QLabel(_SAID), 1)
        row.addWidget(self.again, 0, Qt.AlignmentFlag.AlignRight)


class PracticeRoom(QObject):
    """Only in the window of the practice office."""

    def __init__(self, begin: Callable[[], None]) -> None:
        """``begin`` opens another practice office; this one is thrown away when its window closes."""
        super().__init__()
        self._begin = begin
        self._window: MainWindow | None = None
        self.band = PracticeBand()
        self.band.again.clicked.connect(self.start_over)

    @property
    def panes(self) -> tuple[Pane, ...]:
        """None of its own."""
        return ()

    def move_in(self, window: MainWindow) -> None:
        """The band on top of everything, the word in the title."""
        self._window = window
        window.put_on_top(self.band)
        window.setWindowTitle("iTow PRACTICE")
        window.add_menu_action(Menu.HELP, "Start the practice &over", self.start_over, picture="arrow-counter-clockwise")

    def start_over(self) -> None:
        """A new office opens when this one is closed; closing asks if something is under way."""
        if self._window is not None and self._window.close():
            self._begin()
