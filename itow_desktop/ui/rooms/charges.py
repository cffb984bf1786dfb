"""The room of charges: what cars owe, the fee schedule."""

from PySide6.QtCore import QObject

from itow_desktop.ui.dialogs.charges.fees_window import FeesWindow
from itow_desktop.ui.dialogs.charges.window import CarChargesWindow
from itow_desktop.ui.dialogs.charges.work import ChargeWork
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Menu, Pane, only_looks
from itow_desktop.ui.rooms.car_windows import CarWindows
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.showing import to_front
from itow_desktop.ui.widgets.car.page import CarPageView


class ChargeRoom(QObject):
    """One window for each car, one for the fees; whatever is entered is told on the bus."""

    panes: tuple[Pane, ...] = ()

    def __init__(self, house: House, work: ChargeWork) -> None:
        super().__init__()
        self._house, self._work = house, work
        self._window: MainWindow | None = None
        self._cars = CarWindows(self._made)
        self.fees: FeesWindow | None = None

    @property
    def open_cars(self) -> tuple[CarChargesWindow, ...]:
        """The cars' windows that are open."""
        return self._cars.open

    def move_in(self, window: MainWindow) -> None:
        """An entry of the Vehicle menu, one of the File menu; the way from a car's panel."""
        self._window = window
        only_looks(
            window.add_menu_action(
                Menu.VEHICLE, "Charges, amo&unt owed...", self.show_chosen, shortcut="Ctrl+Shift+C", picture="currency-dollar"
            )
        )
        window.add_menu_action(Menu.FILE, "F&ees and prices...", self.show_fees, picture="currency-dollar")
        self.adopt(window.details.view)
        window.close_first(self._close)

    def adopt(self, view: CarPageView) -> None:
        """Listen to a car's page."""
        view.charges_asked.connect(self.show)

    # --- one car -----------------------------------------------------------------------------------------------------

    def show_chosen(self) -> None:
        """The charges of the car that the details show."""
        window = self._window
        if window is None:
            return
        if window.details.custody_id is None:
            window.pane.news.tell("Choose a vehicle first.")
        else:
            self.show(window.details.custody_id)

    def show(self, custody_id: int) -> CarChargesWindow:
        """The charges of a car; a window that is open already comes to the front."""
        return self._cars.show(custody_id)

    def _made(self, custody_id: int) -> CarChargesWindow:
        window = CarChargesWindow(self._house, self._work, custody_id)
        window.changed.connect(lambda car: self._house.bus.cars_changed.emit(frozenset({car})))
        window.fees_asked.connect(self.show_fees)
        return window

    # --- the office --------------------------------------------------------------------------------------------------

    def show_fees(self) -> FeesWindow:
        """The fee schedule with the prices of mailing."""
        if self.fees is None:
            self.fees = FeesWindow(self._house, self._work)
            self.fees.closed.connect(self._fees_closed)
            self.fees.changed.connect(self._fees_changed)
            self.fees.refresh()
        to_front(self.fees)
        return self.fees

    def _fees_changed(self) -> None:
        self._house.bus.office_changed.emit()
        self._house.bus.cars_changed.emit(frozenset())

    def _fees_closed(self) -> None:
        self.fees = None

    def _close(self) -> bool:
        """Nothing is lost by it: what is typed is typed in a dialog over them."""
        self._cars.close()
        if self.fees is not None:
            self.fees.close()
        return True
