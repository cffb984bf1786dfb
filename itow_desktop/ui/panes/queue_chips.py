"""Filter chips of the queue: how many cars of which urgency, and which of them are shown."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from itow_desktop.domain.urgency import Urgency
from itow_desktop.ui.queue_text import ALWAYS, ASLEEP, URGENCY, WORDS
from itow_desktop.ui.widgets.tones import set_tone

_GAP = 8


class UrgencyChips(QWidget):
    """A chip for each word. Any number may be chosen; none chosen shows everything, a second click gives it back."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: dict[str, QToolButton] = {}
        for word in WORDS:
            chip = QToolButton(self)
            chip.setObjectName("chip")
            chip.setCheckable(True)
            chip.toggled.connect(lambda _on: self.changed.emit())
            self._chips[word] = chip
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.count({})

    @property
    def chosen(self) -> frozenset[str]:
        """The words that shall be shown; empty means everything."""
        return frozenset(word for word, chip in self._chips.items() if chip.isChecked())

    def choose(self, *words: str) -> None:
        """Choose these and no others."""
        before = self.chosen
        for word, chip in self._chips.items():
            chip.blockSignals(True)
            chip.setChecked(word in words)
            chip.blockSignals(False)
        if self.chosen != before:
            self.changed.emit()

    def count(self, cars: Mapping[str, int]) -> None:
        """Write the numbers; words that count nothing and are not always shown go away unless they are chosen."""
        for word, chip in self._chips.items():
            number, look = cars.get(word, 0), URGENCY[word]
            chip.setText(f"{look.chip} {number:,}")
            chip.setToolTip(_TIPS[word])
            chip.setVisible(bool(number) or word in ALWAYS or chip.isChecked())
            set_tone(chip, look.tone if number and word in {Urgency.LATE, Urgency.TODAY} else None)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Another font or style needs other room."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._place()

    def _place(self) -> None:
        """Beside each other, in as many rows as the width asks for."""
        left = top = height = 0
        for chip in self._chips.values():
            if chip.isHidden():
                continue
            size = chip.sizeHint()
            if left and left + size.width() > self.width():
                left, top = 0, top + height + _GAP
            chip.setGeometry(QRect(left, top, size.width(), size.height()))
            left, height = left + size.width() + _GAP, size.height()
        self.setFixedHeight(top + height)


_TIPS = {
    Urgency.LATE: "Our own duty, the facts are known, past its date",
    Urgency.TODAY: "Our duty today, or before the weekend; a window that is open",
    Urgency.ASK: "A fact only a person can give; not recorded is not late",
    Urgency.SOON: "Within 3 days",
    Urgency.UPCOMING: "Later than 3 days",
    Urgency.WAITING: "Somebody else must act and is in time",
    Urgency.CHASE: "Somebody else is past their time",
    Urgency.READY: "A date that had to be waited for is there",
    Urgency.STOPPED: "A hold, a petition, a missing fact: the line says which",
    Urgency.NONE: "Nothing scheduled and no reason known: look at these",
    ASLEEP: "Put off until another day; what becomes late comes back by itself",
}
