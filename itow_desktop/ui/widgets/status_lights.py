"""How things stand, in words, at the bottom of the window."""

from enum import Enum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from itow_desktop.ui.assets import Tone, icon


class Light(Enum):
    """Colour of a light; the picture differs too, so that colour is not the only signal."""

    GREEN = (Tone.DONE, "check-circle")
    AMBER = (Tone.TODAY, "warning")
    RED = (Tone.LATE, "warning-octagon")
    OFF = (Tone.QUIET, "circle")
    BUSY = (Tone.ACCENT, "circle-dashed")


class StatusLights(QWidget):
    """Lights by name, in the order they were first set: "Database: this PC, connected"."""

    clicked = Signal(str)
    """Name of the light somebody pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 2, 8, 2)
        self._row.setSpacing(12)
        self._lights: dict[str, QToolButton] = {}

    def set_light(self, name: str, light: Light, text: str, *, tip: str = "") -> None:
        """``name`` is the word before the colon, ``text`` what is said of it, ``tip`` what to do about it."""
        button = self._lights.get(name)
        if button is None:
            button = self._lights[name] = self._made(name)
        tone, picture = light.value
        button.setIcon(icon(picture, tone))
        button.setText(f"{name}: {text}")
        button.setToolTip(tip)

    def words(self, name: str) -> str | None:
        """What a light says now, None when it was never set."""
        button = self._lights.get(name)
        return None if button is None else button.text()

    def _made(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("light")
        button.setAutoRaise(True)
        button.setIconSize(QSize(16, 16))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.clicked.emit(name))
        self._row.addWidget(button)
        return button
