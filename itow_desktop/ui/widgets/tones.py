"""The look of single words: headings, quiet text, text in a tone."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from itow_desktop.ui.assets import Tone


def set_tone(widget: QWidget, tone: Tone | None) -> None:
    """Colour a widget by the style sheet's ``[tone=...]``, also when it is on screen already."""
    _wear(widget, "tone", None if tone is None else str(tone))


def set_primary(button: QPushButton, *, primary: bool) -> None:
    """Give a button the one accent of its screen, or take it away, also when it is on screen already."""
    _wear(button, "primary", primary)


def _wear(widget: QWidget, name: str, value: object) -> None:
    """Style sheets look at properties only when told to."""
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def heading(text: str = "") -> QLabel:
    """A label in the one heading size."""
    label = QLabel(text)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * 1.3)
    font.setBold(True)
    label.setFont(font)
    return label


def head_button() -> QPushButton:
    """A heading that can be pressed: it looks like one, and like a link under the mouse or the keys."""
    button = QPushButton()
    button.setObjectName("headline")
    button.setFlat(True)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    font = button.font()
    font.setPointSizeF(font.pointSizeF() * 1.3)
    font.setBold(True)
    button.setFont(font)
    return button


def strong(text: str = "") -> QLabel:
    """A label in bold text."""
    label = QLabel(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label


def quiet(text: str = "") -> QLabel:
    """A label that steps back."""
    label = QLabel(text)
    label.setProperty("tone", str(Tone.QUIET))
    return label
