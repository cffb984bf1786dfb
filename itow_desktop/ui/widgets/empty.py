"""What a list says while there is nothing in it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from itow_desktop.ui.assets import Tone
from itow_desktop.ui.widgets.picture import Picture


class EmptyText(QWidget):
    """A picture, one sentence that says what to do next, at most one button that does it."""

    def __init__(self, picture: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deed: Callable[[], object] | None = None
        drawing = Picture(picture, 48, Tone.QUIET)
        self._text = QLabel()
        self._text.setProperty("tone", str(Tone.QUIET))
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._button = QPushButton()
        self._button.clicked.connect(self.act)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(drawing, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._text)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.say("")

    @property
    def text(self) -> str:
        """The sentence."""
        return self._text.text()

    def say(self, text: str, action: str | None = None, deed: Callable[[], object] | None = None) -> None:
        """The sentence, and the verb of the button."""
        self._text.setText(text)
        self._deed = deed
        self._button.setText(action or "")
        self._button.setVisible(action is not None)

    def act(self) -> None:
        """What the button does."""
        if self._deed is not None:
            self._deed()
