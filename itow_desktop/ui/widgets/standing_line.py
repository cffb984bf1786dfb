"""One thing that stands somehow: a picture, a sentence, a quieter one below, at most one button."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from itow_desktop.ui.assets import Tone
from itow_desktop.ui.widgets.picture import Picture
from itow_desktop.ui.widgets.tones import quiet, set_tone

_SIZE = 20


class StandingLine(QFrame):
    """Says how something stands; the button does what would be done about it."""

    def __init__(self, picture: str, verb: str, deed: Callable[[], object], parent: QWidget | None = None) -> None:
        """``verb`` stands on the button, access key marked."""
        super().__init__(parent)
        self._picture = Picture(picture, _SIZE, Tone.QUIET)
        self._name = picture
        self.words = QLabel()
        self.more = quiet()
        for label in (self.words, self.more):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QPushButton(verb)
        self.button.clicked.connect(lambda _checked=False: deed())
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.words)
        texts.addWidget(self.more)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        row.addWidget(self._picture)
        row.addLayout(texts, 1)
        row.addWidget(self.button)

    @property
    def text(self) -> str:
        """All it says."""
        return " ".join(part for part in (self.words.text(), self.more.text()) if part)

    def say(self, words: str, more: str = "", tone: Tone = Tone.QUIET, *, offer: bool = True) -> None:
        """How it stands now; ``offer``: there is something to do about it."""
        self._picture.show_icon(self._name, tone)
        self.words.setText(words)
        set_tone(self.words, tone if tone in {Tone.LATE, Tone.TODAY} else None)
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self.button.setVisible(offer)
        self.button.setAccessibleDescription(words)
