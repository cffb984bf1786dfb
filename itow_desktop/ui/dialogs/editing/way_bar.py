"""The first choice of the form of a new car: how it came here."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from itow_desktop.ui.dialogs.editing.ways_to_add import OTHER, WAYS, Way
from itow_desktop.ui.widgets.chips import Chips
from itow_desktop.ui.widgets.tones import quiet


class WayBar(QWidget):
    """Alt+1 to Alt+4, or the arrow keys; nothing is guessed: it begins with "Something else"."""

    chosen = Signal(object)
    """``Way``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: Chips[Way] = Chips([(way.words, way) for way in WAYS])
        self._chips.choose(OTHER)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(quiet("How it came:"))
        row.addWidget(self._chips)
        row.addStretch(1)
        for number, (way, chip) in enumerate(zip(WAYS, self._chips.buttons, strict=True), start=1):
            chip.setToolTip(way.tip)
            QShortcut(QKeySequence(f"Alt+{number}"), self).activated.connect(self._chooser(way))
        self._chips.changed.connect(lambda: self.chosen.emit(self._chips.value))

    @property
    def way(self) -> Way:
        """What is chosen."""
        return self._chips.value

    def choose(self, way: Way) -> None:
        """Choose as if it was clicked."""
        self._chips.choose(way)

    def _chooser(self, way: Way) -> Callable[[], None]:
        return lambda: self._chips.choose(way)
