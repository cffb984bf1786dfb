"""The line that moves cars: where to, what stands there, the button."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from itow_desktop.domain.lot import LotCar, cars_named, spot_key
from itow_desktop.services.lot import LotView
from itow_desktop.ui.assets import icon
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.place_entry import PlaceEntry
from itow_desktop.ui.widgets.tones import quiet


class MoveBar(QWidget):
    """Enter moves, Esc leaves."""

    asked = Signal(str)
    """Where the chosen cars shall go; empty: nobody knows where they stand."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._view: LotView | None = None
        self._cars: tuple[LotCar, ...] = ()
        self.place = PlaceEntry("Move to")
        self.place.setMinimumWidth(200)
        self.button = QPushButton()
        self.button.setIcon(icon("arrow-bend-down-right"))
        self.hint = quiet()
        label = QLabel("&Move to")
        label.setBuddy(self.place)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.place)
        row.addWidget(self.button)
        row.addWidget(self.hint, 1)
        self.place.textChanged.connect(lambda _text: self._show())
        self.place.returnPressed.connect(self._ask)
        self.button.clicked.connect(self._ask)
        self._show()

    def show_lot(self, view: LotView) -> None:
        """What places there are now, and what stands on them."""
        self._view = view
        self.place.offer(view.places)
        self._show()

    def choose(self, cars: Sequence[LotCar]) -> None:
        """These cars are to be moved."""
        self._cars = tuple(cars)
        self._show()

    def clear(self) -> None:
        """They were moved."""
        self.place.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _show(self) -> None:
        count, typed = len(self._cars), bool(self.place.text().strip())
        verb = "Move" if typed else "Spot not known:"
        self.button.setText(f"{verb} {cars_named(self._cars) if count == 1 else counted(count, 'car', 'cars')}" if count else "Move")
        self.button.setEnabled(bool(count))
        self.hint.setText(self._said())

    def _said(self) -> str:
        if not self._cars:
            return "Choose cars in the list, then press M."
        if self._view is None or (place := self._view.spots.named(self.place.text())) is None:
            return ""
        spots = self._view.spots
        if spots.is_row(place):
            free = [spot.name for spot in spots.active if spot.area == place and not self._there(spot.name)]
            return f"Row {place}: " + (f"{', '.join(free[:6])}{', ...' if len(free) > 6 else ''} empty" if free else "no spot is empty")
        others = self._there(place)
        if others:
            return f"{place}: {cars_named(others)} {'stands' if len(others) == 1 else 'stand'} there"
        listed = spot_key(place) in {spot.key for spot in spots.active}
        return f"{place} is empty" if listed else f"{place} is not on the list of spots; that is fine"

    def _there(self, place: str) -> list[LotCar]:
        """The others on a place."""
        moving = {car.custody_id for car in self._cars}
        cars = self._view.cars if self._view else ()
        return [car for car in cars if car.spot and spot_key(car.spot) == spot_key(place) and car.custody_id not in moving]

    def _ask(self) -> None:
        if self._cars:
            self.asked.emit(self.place.text().strip())
