"""The details panel: the car that is selected, whichever list it was selected in."""

from collections.abc import Callable
from datetime import date, tzinfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.errors import Trouble
from itow_desktop.services.views import CarCard
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.tasks import Task, TaskRunner
from itow_desktop.ui.widgets.car_card import CarGlance
from itow_desktop.ui.widgets.empty import EmptyText

_SETTLE_MS = 40
"""Holding the arrow key in a list passes many cars; only where it rests is read."""


class DetailsPanel(QWidget):
    """Reads one card at a time; the car shown before stays until the next is here."""

    why_asked = Signal(object)
    """Custody id whose dates shall be explained."""
    edit_asked = Signal(object)
    document_opened = Signal(object)
    """Id of a kept document."""
    car_changed = Signal(object)
    """Custody id that is chosen now, or None."""

    def __init__(
        self,
        runner: TaskRunner,
        bus: Bus,
        card: Callable[[int], CarCard],
        agencies: Callable[[], tuple[Agency, ...]],
        *,
        zone: Callable[[], tzinfo],
        today: Callable[[], date],
    ) -> None:
        """``card`` and ``agencies`` read from the database and are called on worker threads only."""
        super().__init__()
        self._runner = runner
        self._read_card = card
        self._read_agencies = agencies
        self._zone = zone
        self._today = today
        self._custody_id: int | None = None
        self._reading: Task | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.refresh)
        self._empty = EmptyText("car-simple")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.setMinimumWidth(296)
        bus.cars_changed.connect(self._cars_changed)
        bus.queue_changed.connect(self.refresh)
        bus.import_finished.connect(lambda _run: self.refresh())
        self._clear()

    @property
    def custody_id(self) -> int | None:
        """The car that is chosen."""
        return self._custody_id

    @property
    def card(self) -> CarGlance | None:
        """What is on the screen."""
        shown = self._scroll.widget()
        return shown if isinstance(shown, CarGlance) and self._stack.currentWidget() is self._scroll else None

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
        """Read the car again; the scroll place stays."""
        custody_id = self._custody_id
        if custody_id is None:
            return
        if self._reading is not None:
            self._reading.cancel()
        zone, today = self._zone(), self._today()
        self._reading = self._runner.start(
            lambda: (self._read_card(custody_id), {agency.id: agency.name for agency in self._read_agencies()}),
            owner=self,
            done=lambda answer: self._show(CarGlance(answer[0], zone, today, answer[1])),
            failed=self._failed,
        )

    def take_focus(self) -> None:
        """Keyboard into the panel, to scroll and reach its links."""
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, glance: CarGlance) -> None:
        glance.why_asked.connect(self.why_asked)
        glance.edit_asked.connect(self.edit_asked)
        glance.document_opened.connect(self.document_opened)
        place = self._scroll.verticalScrollBar().value()
        self._scroll.setWidget(glance)
        self._scroll.verticalScrollBar().setValue(place)
        self._stack.setCurrentWidget(self._scroll)

    def _failed(self, trouble: Trouble) -> None:
        self._empty.say(str(trouble), "&Try again", self.refresh)
        self._stack.setCurrentWidget(self._empty)

    def _clear(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
        self._settle.stop()
        self._empty.say("Choose a vehicle to see it here.")
        self._stack.setCurrentWidget(self._empty)

    def _cars_changed(self, ids: frozenset[int]) -> None:
        if not ids or self._custody_id in ids:
            self.refresh()
