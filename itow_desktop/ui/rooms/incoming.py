"""The room of files that come in: chosen or dropped, each led to where it belongs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.services.taking_files import Offer as Photos
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.incoming.sorting import Sorted, sorted_out
from itow_desktop.ui.dialogs.incoming.window import Imported, IncomingWindow
from itow_desktop.ui.dialogs.incoming.work import IncomingWork
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.importing import ImportPane
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.showing import to_front
from itow_desktop.ui.widgets.file_drops import LISTS, FileDrops
from itow_desktop.ui.widgets.news_bar import NewsBar

_KINDS = f"Lists of calls, old databases ({' '.join(f'*{ending}' for ending in LISTS)});;All files (*)"
_SIGN = "Drop it here to see what it would bring.\nNothing is written before you say so."


@dataclass(frozen=True, slots=True)
class Doors:
    """Where files lead that are something else, and where one goes after an import."""

    check: Callable[[int], object]
    """Check import, with the number of an import."""
    old_database: Callable[[list[Path]], object]
    photos: Callable[[Photos], object]
    car: Callable[[int], object]


class IncomingRoom(QObject):
    """One window for all files; what is dropped meanwhile waits in it."""

    panes: tuple[Pane, ...] = ()
    led = Signal(object)
    """What was chosen or dropped has been led to its place: ``Sorted``."""

    def __init__(self, house: House, work: IncomingWork, *, imports: ImportPane, doors: Doors) -> None:
        super().__init__()
        self._house, self._work, self._imports, self._doors = house, work, imports, doors
        self._main: MainWindow | None = None
        self.window: IncomingWindow | None = None
        self.drops: FileDrops | None = None
        self._news: NewsBar | None = None

    def move_in(self, window: MainWindow) -> None:
        """The entry of the File menu, the button of the Import page, files dropped on the window."""
        self._main = window
        window.add_menu_action(Menu.FILE, "I&mport a file...", self.ask, shortcut="Ctrl+O", picture="file-arrow-down")
        self._imports.file_asked.connect(self.ask)
        self.drops = FileDrops(window, _SIGN)
        self.drops.dropped.connect(self.take)
        window.close_first(self._close)

    # --- choosing ----------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Choose files."""
        parent: QWidget | None = self.window or self._main
        dialog = QFileDialog(parent, "Import a file", "", _KINDS)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda files: self.take([Path(file) for file in files]))
        dialog.open()

    def take(self, paths: Sequence[Path]) -> None:
        """Look at files, then lead each to its place."""
        look_at = self._work.look_at
        names = paths[0].name if len(paths) == 1 else f"{len(paths)} files"
        self._tell(f"Looking at {names}...", Tone.QUIET)
        self._house.runner.start(lambda: sorted_out(look_at, paths), owner=self, done=self._lead, failed=self._not_looked)

    def _tell(self, text: str, tone: Tone) -> None:
        if self._main is not None:
            self._news = self._main.pane.news
            self._news.tell(text, tone)

    def _not_looked(self, trouble: Trouble) -> None:
        self._tell(str(trouble), Tone.LATE)

    def _lead(self, found: Sorted) -> None:
        if self._news is not None and self._news.text.startswith("Looking at "):
            self._news.clear()
        if found.old:
            self._doors.old_database(list(found.old))
        if found.folders or found.papers:
            self._doors.photos(Photos(found.folders[0] if found.folders else None, found.papers))
        if len(found.folders) > 1:
            self._tell(f"One folder at a time: {found.folders[0].name} is looked at. Drop the others afterwards.", Tone.TODAY)
        if found.calls:
            self.show_window().take(found.calls)
        self.led.emit(found)

    # --- the window --------------------------------------------------------------------------------------------------

    def show_window(self) -> IncomingWindow:
        """The window; one that is open already comes to the front."""
        if self.window is None:
            self.window = IncomingWindow(self._house, self._work)
            self.window.imported.connect(self._imported)
            self.window.all_done.connect(self._doors.check)
            self.window.car_asked.connect(self._doors.car)
            self.window.another_asked.connect(self.ask)
            self.window.dropped.connect(self.take)
            self.window.closed.connect(self._closed)
        to_front(self.window)
        return self.window

    def _imported(self, told: Imported) -> None:
        self._house.bus.import_finished.emit(told.result.run)
        self._imports.refresh()
        if told.photos_of:
            self._doors.photos(Photos(told.path.parent, calls=told.photos_of, left=frozenset({told.path})))

    def _closed(self) -> None:
        self.window = None

    def _close(self) -> bool:
        """An import that is running asks first; nothing else is lost."""
        return self.window is None or self.window.close()
