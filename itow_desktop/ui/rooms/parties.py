"""The room of owners and lienholders."""

from PySide6.QtCore import QObject

from itow_desktop.ui.dialogs.parties.window import PartiesWindow
from itow_desktop.ui.dialogs.parties.work import PartyWork
from itow_desktop.ui.event_wishes import EventWishes
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Menu, Pane, only_looks
from itow_desktop.ui.rooms.car_windows import CarWindows
from itow_desktop.ui.rooms.room import House


class PartyRoom(QObject):
    """One window for each car, which comes to the front where it is open already."""

    panes: tuple[Pane, ...] = ()

    def __init__(self, house: House, work: PartyWork, wishes: EventWishes) -> None:
        super().__init__()
        self._house, self._work = house, work
        self._window: MainWindow | None = None
        self._cars = CarWindows(self._made)
        wishes.parties.connect(self.show)

    @property
    def open_cars(self) -> tuple[PartiesWindow, ...]:
        """The cars' windows that are open."""
        return self._cars.open

    def move_in(self, window: MainWindow) -> None:
        """An entry of the Vehicle menu."""
        self._window = window
        entry = window.add_menu_action(Menu.VEHICLE, "Owner and &lienholder...", self.show_chosen, shortcut="Ctrl+Shift+O", picture="user")
        only_looks(entry)
        window.close_first(self._close)

    def show_chosen(self) -> None:
        """Those of the car that the details show."""
        window = self._window
        if window is None:
            return
        if window.details.custody_id is None:
            window.pane.news.tell("Choose a vehicle first.")
        else:
            self.show(window.details.custody_id)

    def show(self, custody_id: int) -> PartiesWindow:
        """Those of a car; its window shows them as soon as they are read."""
        return self._cars.show(custody_id)

    def _made(self, custody_id: int) -> PartiesWindow:
        window = PartiesWindow(self._house, self._work, custody_id)
        window.changed.connect(lambda car: self._house.bus.cars_changed.emit(frozenset({car})))
        return window

    def _close(self) -> bool:
        """Nothing is lost by it: what is typed is typed in a dialog over them."""
        self._cars.close()
        return True
