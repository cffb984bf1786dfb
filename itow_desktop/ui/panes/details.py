"""The details panel: the page of the car that is selected, whichever list it was selected in."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from itow_desktop.domain.errors import DatabaseTrouble, Trouble
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.widgets.car.page import CarPageView
from itow_desktop.ui.widgets.car_card import CarGlance
from itow_desktop.ui.widgets.empty import EmptyText

_DIVIDER = "details.glance"
_SETTLE_MS = 40
"""Holding the arrow key in a list passes many cars; only where it rests is read."""


class DetailsPanel(QWidget):
    """Reads one page at a time; the car shown before stays until the next is here."""

    why_asked = Signal(object)
    """Custody id whose dates shall be explained."""
    edit_asked = Signal(object)
    document_opened = Signal(object)
    """Id of a kept document."""
    car_changed = Signal(object)
    """Custody id that is chosen now, or None."""

    def __init__(self, house: CarHouse) -> None:
        super().__init__()
        self._custody_id: int | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.refresh)
        self._empty = EmptyText("car-simple")
        self.view = CarPageView(house, wide=False)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.setMinimumWidth(296)
        self.view.shown.connect(lambda: self._stack.setCurrentWidget(self.view))
        self.view.failed.connect(self._failed)
        self.view.why_asked.connect(self.why_asked)
        self.view.edit_asked.connect(self.edit_asked)
        self.view.document_opened.connect(self.document_opened)
        house.bus.cars_changed.connect(self._cars_changed)
        house.bus.queue_changed.connect(self.refresh)
        house.bus.import_finished.connect(lambda _run: self.refresh())
        self._clear()

    @property
    def custody_id(self) -> int | None:
        """The car that is chosen."""
        return self._custody_id

    @property
    def card(self) -> CarGlance | None:
        """What is on the screen."""
        return self.view.glance if self._stack.currentWidget() is self.view else None

    def show_car(self, custody_id: int | None) -> None:
        """Follow the selection."""
        if custody_id == self._custody_id:
            return
        self._custody_id = custody_id
        if custody_id is None:
            self._clear()
        else:
            self._settle.start()
        self.car_changed.emit(custody_id)

    def refresh(self) -> None:
        """Read the car again; the place in its page stays."""
        if self._custody_id is not None:
            self.view.read(self._custody_id)

    def take_focus(self) -> None:
        """Keyboard into the panel, to scroll and reach its links."""
        self.view.take_focus()

    def recall(self, memory: WindowMemory) -> None:
        """Divide the height as it was divided last."""
        kept = memory.text(_DIVIDER) or ""
        if kept.isdecimal() and 0 < int(kept) < 100:
            self.view.divide(int(kept) / 100)

    def remember(self, memory: WindowMemory) -> None:
        """Put the divider into ``memory``; while nobody saw it, it stays as it was kept."""
        if self._stack.currentWidget() is self.view:
            memory.keep(_DIVIDER, str(round(self.view.share * 100)))

    def _failed(self, trouble: Trouble) -> None:
        if isinstance(trouble, DatabaseTrouble) and self.card is not None and self.card.custody_id == self._custody_id:
            return  # what was read of this car last stays while there is no database; the window says how old it is
        self._empty.say(str(trouble), "&Try again", self.refresh)
        self._stack.setCurrentWidget(self._empty)

    def _clear(self) -> None:
        self.view.stop()
        self._settle.stop()
        self._empty.say("Choose a vehicle to see it here.")
        self._stack.setCurrentWidget(self._empty)

    def _cars_changed(self, ids: frozenset[int]) -> None:
        if not ids or self._custody_id in ids:
            self.refresh()
