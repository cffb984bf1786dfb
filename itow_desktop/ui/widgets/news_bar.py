"""A quiet line of news at the top of a pane."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.widgets.picture import Picture
from itow_desktop.ui.widgets.tones import set_tone

_ICONS = {Tone.LATE: "warning-octagon", Tone.TODAY: "warning", Tone.DONE: "check-circle", Tone.ACCENT: "info", Tone.QUIET: "info"}


class NewsBar(QFrame):
    """One sentence, at most one action, and a cross; hidden while there is nothing to tell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("news")
        self._picture = Picture("info", 16, Tone.ACCENT)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._action = QPushButton()
        self._action.clicked.connect(self._act)
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.setIcon(icon("x"))
        self._close.setToolTip("Dismiss")
        self._close.setAccessibleName("Dismiss")
        self._close.clicked.connect(self.clear)
        self._deed: Callable[[], None] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self._picture)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now; empty when hidden."""
        return "" if self.isHidden() else self._text.text()

    def tell(self, text: str, tone: Tone = Tone.ACCENT, action: str | None = None, deed: Callable[[], None] | None = None) -> None:
        """Say one sentence; ``action`` is the verb on the button that does ``deed``."""
        self._text.setText(text)
        self._picture.show_icon(_ICONS[tone], tone)
        set_tone(self, tone)
        self._deed = deed
        self._action.setText(action or "")
        self._action.setVisible(action is not None)
        self.show()

    def take_back(self, deed: Callable[[], None]) -> None:
        """What offers this deed is over; anything else that is told meanwhile stays."""
        if self._deed == deed:
            self.clear()

    def clear(self) -> None:
        """Nothing to tell any more."""
        self._deed = None
        self.hide()

    def _act(self) -> None:
        deed = self._deed
        self.clear()
        if deed is not None:
            deed()
