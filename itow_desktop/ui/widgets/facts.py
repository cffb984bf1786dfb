"""A column of facts: what it is at the left, how it stands at the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget

from itow_desktop.ui.assets import Tone
from itow_desktop.ui.widgets.tones import quiet


class Facts(QWidget):
    """Rows of a quiet name and a value that can be marked and copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, self.fontMetrics().horizontalAdvance("Wed 12/30 00:00"))
        self._grid.setColumnStretch(1, 1)

    def add(self, name: str, value: str, *, tone: Tone | None = None, bold: bool = False, tip: str = "") -> QLabel:
        """One fact in words."""
        label = value_label(value, tone=tone, bold=bold)
        label.setToolTip(tip)
        self.add_widget(name, label)
        return label

    def add_widget(self, name: str, widget: QWidget) -> None:
        """One fact with a widget of its own."""
        row = self._grid.rowCount()
        self._grid.addWidget(quiet(name), row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(widget, row, 1)


def value_label(value: str, *, tone: Tone | None = None, bold: bool = False) -> QLabel:
    """Text as it came, wrapped, to be marked and copied."""
    label = QLabel(value)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)  # one endless word must not push the rest aside
    if tone is not None:
        label.setProperty("tone", str(tone))
    if bold:
        font = label.font()
        font.setBold(True)
        label.setFont(font)
    return label


def link(words: str, tip: str = "") -> QPushButton:
    """A button that looks like a link and is reached by Tab."""
    button = QPushButton(words)
    button.setObjectName("link")
    button.setFlat(True)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setToolTip(tip)
    return button
