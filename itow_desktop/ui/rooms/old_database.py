"""The room of the old database: taking over what the first program kept."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from itow_desktop.domain.old_database.report import OldReport
from itow_desktop.services.ports.old_database import ReadOldFile
from itow_desktop.ui.dialogs.old_database.window import OldDatabaseWindow
from itow_desktop.ui.dialogs.old_database.work import OldDatabaseWork
from itow_desktop.ui.dialogs.paper import Paper, PaperDeeds, PaperDialog
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.showing import to_front


class OldDatabaseRoom(QObject):
    """One window; ``read`` reads a file of the first program without changing it, ``photos`` opens the way for what lies beside it."""

    def __init__(self, house: House, work: OldDatabaseWork, *, read: ReadOldFile, photos: Callable[[], object]) -> None:
        super().__init__()
        self._house, self._work, self._read, self._photos = house, work, read, photos
        self.window: OldDatabaseWindow | None = None

    @property
    def panes(self) -> tuple[Pane, ...]:
        """None."""
        return ()

    def move_in(self, window: MainWindow) -> None:
        """The entry of the File menu."""
        window.add_menu_action(Menu.FILE, "Take over the &old database...", self.show_window, picture="database")
        window.close_first(self._close)

    def show_window(self) -> OldDatabaseWindow:
        """Where it stands; the window that is open already comes to the front."""
        if self.window is None:
            self.window = OldDatabaseWindow(self._house, self._work, self._read)
            self.window.closed.connect(self._closed)
            self.window.taken_over.connect(self._taken_over)
            self.window.print_asked.connect(self._print)
            self.window.photos_asked.connect(self._photos)
            self.window.refresh()
        to_front(self.window)
        return self.window

    def take(self, paths: list[Path]) -> None:
        """Files that were dropped elsewhere and are the old database."""
        self.show_window().add_files(paths)

    def _taken_over(self, _report: OldReport) -> None:
        bus = self._house.bus
        bus.office_changed.emit()
        bus.cars_changed.emit(frozenset())
        bus.queue_changed.emit()

    def _print(self, report: OldReport) -> None:
        def read() -> Paper:
            return Paper(*self._work.draw(report))

        deeds = PaperDeeds(read, self._work.printers, self._work.print_pdf)
        house = self._house
        PaperDialog("The old database taken over", "&Print", deeds, runner=house.runner, parent=self.window, memory=house.memory).open()

    def _closed(self) -> None:
        self.window = None

    def _close(self) -> bool:
        """Every choice is kept as soon as it is made."""
        if self.window is not None:
            self.window.close()
        return True
