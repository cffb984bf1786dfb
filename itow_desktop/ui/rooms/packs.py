"""The room of rules in use: what others would move, taking them into use."""

from PySide6.QtCore import QObject

from itow_desktop.ui.dialogs.packs.window import PacksWindow
from itow_desktop.ui.dialogs.packs.work import PackWork
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.showing import to_front


class PackRoom(QObject):
    """One window; whatever is taken into use is told on the bus."""

    def __init__(self, house: House, work: PackWork) -> None:
        super().__init__()
        self._house = house
        self._work = work
        self.window: PacksWindow | None = None

    @property
    def panes(self) -> tuple[Pane, ...]:
        """None."""
        return ()

    def move_in(self, window: MainWindow) -> None:
        """The entry of the Help menu, below the law dates."""
        window.add_menu_action(Menu.HELP, "&Rules in use...", self.show_rules, picture="scales")
        window.close_first(self._close)

    def show_rules(self) -> PacksWindow:
        """By which rules the office works; the window that is open already comes to the front."""
        if self.window is None:
            self.window = PacksWindow(self._house, self._work)
            self.window.closed.connect(self._closed)
            self.window.changed.connect(self._changed)
            self.window.refresh()
        to_front(self.window)
        return self.window

    def _changed(self) -> None:
        bus = self._house.bus
        bus.office_changed.emit()
        bus.cars_changed.emit(frozenset())
        bus.queue_changed.emit()

    def _closed(self) -> None:
        self.window = None

    def _close(self) -> bool:
        """Nothing is lost by it: what is typed is typed in a dialog over it."""
        if self.window is not None:
            self.window.close()
        return True
