"""The rail at the left edge: one button per kind of work."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from itow_desktop.ui.assets import icon
from itow_desktop.ui.panes.pane import Pane


class RailButton(QToolButton):
    """Icon, word and a badge with the number of things waiting."""

    def __init__(self, pane: Pane, place: int) -> None:
        super().__init__()
        self._pane = pane
        self.setText(f" {pane.title}")  # the style leaves too little room beside the icon
        self.setIcon(icon(pane.icon))
        self.setIconSize(QSize(20, 20))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(40)
        self.setToolTip(f"{pane.title.replace('&', '')} (Ctrl+{place})")
        self._badge = QLabel()
        self._badge.setObjectName("badge")
        self._badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.addStretch(1)
        row.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignVCenter)
        pane.badge_changed.connect(self._show_badge)
        self._show_badge()

    def _show_badge(self) -> None:
        number = self._pane.badge
        self._badge.setVisible(bool(number))
        self._badge.setText(f"{number:,}" if number else "")
        plain = self._pane.title.replace("&", "")
        self.setAccessibleName(f"{plain}, {number} waiting" if number else plain)


class Rail(QFrame):
    """Chooses which pane is in front."""

    chosen = Signal(int)

    def __init__(self, panes: Sequence[Pane], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(168)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 12)
        column.setSpacing(4)
        self._group = QButtonGroup(self)
        for place, pane in enumerate(panes):
            button = RailButton(pane, place + 1)
            self._group.addButton(button, place)
            column.addWidget(button)
        column.addStretch(1)
        self._group.idClicked.connect(self.chosen)

    def mark(self, place: int) -> None:
        """Show which pane is in front."""
        self._group.button(place).setChecked(True)

    @property
    def marked(self) -> int:
        """Which pane is in front, counted from 0."""
        return self._group.checkedId()
