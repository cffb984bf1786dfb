"""The room of Check import: what imports found, from wherever somebody asks for it."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from itow_desktop.services.views import ImportRun
from itow_desktop.ui.dialogs.checking.window import CheckImportWindow
from itow_desktop.ui.dialogs.checking.work import CheckingWork
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.importing import ImportPane
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.showing import to_front


class CheckingRoom(QObject):
    """One window; whatever is decided in it is told on the bus."""

    def __init__(
        self, house: House, work: CheckingWork, history: Callable[[], tuple[ImportRun, ...]], *,
        imports: ImportPane, open_car: Callable[[int], object], show_rules: Callable[[], object],
    ) -> None:  # fmt: skip
        """``history`` answers the last imports, ``show_rules`` opens the settings of what TowBook may change."""
        super().__init__()
        self._house, self._work, self._history = house, work, history
        self._imports, self._open_car, self._show_rules = imports, open_car, show_rules
        self.window: CheckImportWindow | None = None

    @property
    def panes(self) -> tuple[Pane, ...]:
        """None."""
        return ()

    def move_in(self, window: MainWindow) -> None:
        """The entry of the File menu; the ways from an import's result and from its line in the history."""
        window.add_menu_action(Menu.FILE, "Chec&k import...", self.show_newest, picture="tray")
        self._imports.check_asked.connect(self.show_run)
        window.close_first(self._close)

    def show_newest(self) -> CheckImportWindow:
        """What the last import found."""
        return self.show_run(None)

    def show_run(self, run_id: int | None) -> CheckImportWindow:
        """What an import found; the window that is open already comes to the front."""
        if self.window is None:
            self.window = CheckImportWindow(self._house, self._work, self._history)
            self.window.closed.connect(self._closed)
            self.window.decided.connect(self._decided)
            self.window.car_asked.connect(self._open_car)
            self.window.rules_asked.connect(self._show_rules)
        self.window.look_at(run_id)
        to_front(self.window)
        return self.window

    def _decided(self, custody_ids: frozenset[int]) -> None:
        bus = self._house.bus
        bus.cars_changed.emit(custody_ids)
        bus.queue_changed.emit()

    def _closed(self) -> None:
        self.window = None

    def _close(self) -> bool:
        """Nothing is lost by it: every decision was kept when it was made."""
        if self.window is not None:
            self.window.close()
        return True
