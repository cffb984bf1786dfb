"""Filter chips: one of several, one click back to the first."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QToolButton, QWidget

T = TypeVar("T")


class _Row(QWidget):
    """Carries the signal, which a generic class of Qt's cannot."""

    changed = Signal()


class Chips(_Row, Generic[T]):
    """Words beside each other; exactly one is chosen."""

    def __init__(self, choices: Sequence[tuple[str, T]], parent: QWidget | None = None) -> None:
        """``choices`` are (word, value); the first is chosen."""
        super().__init__(parent)
        self._values = [value for _, value in choices]
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for place, (word, _) in enumerate(choices):
            chip = QToolButton()
            chip.setObjectName("chip")
            chip.setText(word)
            chip.setCheckable(True)
            chip.setChecked(place == 0)
            self._group.addButton(chip, place)
            row.addWidget(chip)
        self._group.idToggled.connect(self._toggled)

    @property
    def value(self) -> T:
        """What is chosen."""
        return self._values[self._group.checkedId()]

    @property
    def buttons(self) -> tuple[QAbstractButton, ...]:
        """The chips from the left."""
        return tuple(self._group.buttons())

    def choose(self, value: T) -> None:
        """Choose as if it was clicked."""
        self._group.button(self._values.index(value)).setChecked(True)

    def _toggled(self, _place: int, on: bool) -> None:
        if on:
            self.changed.emit()
