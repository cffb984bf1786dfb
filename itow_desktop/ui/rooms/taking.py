"""The room of files that are taken along: photos and documents of a folder, put on their cars."""

from PySide6.QtCore import QObject

from itow_desktop.services.taking_files import Offer
from itow_desktop.ui.dialogs.taking.window import TakingWindow
from itow_desktop.ui.dialogs.taking.work import TakingWork
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.showing import to_front


class TakingRoom(QObject):
    """One window; who imported calls from a folder offers what lies beside them."""

    panes: tuple[Pane, ...] = ()

    def __init__(self, house: House, work: TakingWork) -> None:
        super().__init__()
        self._house, self._work = house, work
        self.window: TakingWindow | None = None

    def move_in(self, window: MainWindow) -> None:
        """The entry of the Work menu."""
        window.add_menu_action(Menu.WORK, "P&hotos from a folder...", self.open, picture="image")
        window.close_first(self._close)

    def open(self) -> TakingWindow:
        """The window; one that is open already comes to the front."""
        if self.window is None:
            self.window = TakingWindow(self._house, self._work)
            self.window.taken.connect(self._house.bus.cars_changed)
            self.window.closed.connect(self._closed)
        to_front(self.window)
        return self.window

    def offer(self, offer: Offer) -> None:
        """Show where these files would go; nothing is taken before somebody says so."""
        self.open().look_at(offer)

    def _closed(self) -> None:
        self.window = None

    def _close(self) -> bool:
        """Nothing is lost by it: what was taken stays, the rest lies in its folder."""
        if self.window is not None:
            self.window.close()
        return True
