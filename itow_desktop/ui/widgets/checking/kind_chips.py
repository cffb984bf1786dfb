"""Chips of what came of calls: how many of each kind, and which of them are shown."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from itow_desktop.domain.importing.reconciling import LineKind
from itow_desktop.ui.assets import icon
from itow_desktop.ui.checking_text import CHIPS, KIND, TIPS
from itow_desktop.ui.widgets.flow import Flow


class KindChips(QWidget):
    """A chip for each kind. Any number may be chosen; none chosen shows everything, a second click gives it back."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = Flow(self)
        self.chips: dict[LineKind, QToolButton] = {}
        for kind in CHIPS:
            chip = QToolButton(self)
            chip.setObjectName("chip")
            chip.setCheckable(True)
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            chip.setIcon(icon(KIND[kind].picture, KIND[kind].tone))
            chip.setToolTip(TIPS[kind])
            chip.toggled.connect(lambda _on: self.changed.emit())
            row.addWidget(chip)
            self.chips[kind] = chip
        self.count([])

    @property
    def chosen(self) -> frozenset[LineKind]:
        """The kinds that shall be shown; empty means every kind."""
        return frozenset(kind for kind, chip in self.chips.items() if chip.isChecked())

    def choose(self, *kinds: LineKind) -> None:
        """Choose these and no others."""
        before = self.chosen
        for kind, chip in self.chips.items():
            chip.blockSignals(True)
            chip.setChecked(kind in kinds)
            chip.blockSignals(False)
        if self.chosen != before:
            self.changed.emit()

    def count(self, counts: Sequence[tuple[LineKind, int]]) -> None:
        """Write the numbers; a kind without lines cannot be chosen, a chosen one can be given back."""
        numbers = dict(counts)
        for kind, chip in self.chips.items():
            number = numbers.get(kind, 0)
            chip.setText(f"{KIND[kind].word} {number:,}")
            chip.setEnabled(bool(number) or chip.isChecked())
