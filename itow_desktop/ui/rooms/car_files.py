"""The room of the cars' files: pages in windows of their own, phone calls, scans, reminders over the queue."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTemporaryDir
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from itow_desktop.domain.attachments import Attachment
from itow_desktop.domain.errors import Trouble
from itow_desktop.services.ports.drafts import Draft, Drafts
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.begun import KEY
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.dialogs.car.call import CallDialog
from itow_desktop.ui.dialogs.car.photo import PhotoDialog
from itow_desktop.ui.dialogs.car.reminder import ReminderDialog
from itow_desktop.ui.dialogs.car.scans import ScansDialog
from itow_desktop.ui.dialogs.car.window import CarWindow
from itow_desktop.ui.drafts import DraftKeeper, Unsaved
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.panes.pane import Menu, Pane, only_looks, set_reason
from itow_desktop.ui.scan_watch import ScanWatch
from itow_desktop.ui.showing import view_file
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.car.page import CarPageView
from itow_desktop.ui.widgets.reminder_strip import ReminderStrip

_WITH_REMINDERS = "queue"
_NEEDS_CAR = "choose a vehicle first."


class CarFilesRoom(QObject):
    """Keeps one window for each open car, and the copies that the system's viewers look at."""

    def __init__(self, house: CarHouse, memory: WindowMemory, drafts: Drafts) -> None:
        """``drafts`` of this PC keep what is begun to be typed about cars."""
        super().__init__()
        self._drafts = drafts
        self._keeper = DraftKeeper(house.runner, drafts, KEY, house.begun.unsaved, self)
        house.begun.tell(self._keeper.touched)
        self._house = house
        self._memory = memory
        self._copies = QTemporaryDir()
        self._windows: dict[int, CarWindow] = {}
        self._window: MainWindow | None = None
        self._of_car: list[QAction] = []
        self.watch = ScanWatch(house, self)
        self.strip = ReminderStrip(house)

    @property
    def panes(self) -> tuple[Pane, ...]:
        """None of its own."""
        return ()

    @property
    def open_pages(self) -> tuple[CarWindow, ...]:
        """The cars' windows that are open."""
        return tuple(self._windows.values())

    def move_in(self, window: MainWindow) -> None:
        """Entries of the menus, ways from lists and details to the pages; the window's end is the pages' end."""
        self._window = window
        entry = window.add_menu_action
        self._of_car = [
            only_looks(entry(Menu.VEHICLE, "Open pa&ge", self.open_current, shortcut="F7", picture="app-window")),
            entry(Menu.VEHICLE, "&Note...", self.write_note, shortcut="F9", picture="note-pencil"),
        ]
        entry(Menu.VEHICLE, "&Phone call...", self.phone, shortcut="F8", picture="phone")
        entry(Menu.VEHICLE, "New &scans...", self.show_scans, picture="tray")
        entry(Menu.WORK, "Re&minder...", self.remind, shortcut="Ctrl+Shift+R", picture="bell")
        entry(Menu.FILE, "Scan &folder...", self.choose_scan_folder, picture="folder")
        self._adopt(window.details.view)
        window.details.car_changed.connect(self._car_changed)
        self._car_changed(window.details.custody_id)
        self.watch.changed.connect(self._scans_changed)
        for pane in window.all_panes:
            pane.car_opened.connect(self._opened)
            if pane.key == _WITH_REMINDERS:
                pane.content.insertWidget(1, self.strip)
            keys = QShortcut(QKeySequence("Ctrl+Return"), pane, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            keys.activated.connect(self.open_current)
        self.strip.car_asked.connect(self.open)
        self.strip.failed.connect(self._tell)
        window.closed.connect(self.close_all)
        window.installEventFilter(self)

    # --- pages -------------------------------------------------------------------------------------------------------

    def open(self, custody_id: int) -> None:
        """The page of a car in a window of its own; one that is open already comes to the front."""
        window = self._windows.get(custody_id)
        if window is not None:
            window.showNormal() if window.isMinimized() else window.show()
            window.raise_()
            window.activateWindow()
            return
        window = CarWindow(self._house, custody_id, self._memory, place=len(self._windows))
        self._windows[custody_id] = window
        window.closed.connect(self._windows.pop)
        self._adopt(window.view)
        if self._window is not None:
            window.view.why_asked.connect(self._window.details.why_asked)
            window.view.edit_asked.connect(self._window.details.edit_asked)
            window.view.document_opened.connect(self._window.details.document_opened)
            window.view.charges_asked.connect(self._window.details.view.charges_asked)
        window.view.show_scans(len(self.watch.waiting))
        window.begin()

    def open_current(self) -> None:
        """The page of the car the details show."""
        if (custody_id := self._current) is not None:
            self.open(custody_id)

    def close_all(self) -> None:
        """The program ends: the pages close with it."""
        for window in self.open_pages:
            window.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What waits for the window to be on the screen begins."""
        if watched is self._window and event.type() is QEvent.Type.Show and not event.spontaneous():
            self.watch.start()
            self.strip.refresh()
            self._house.runner.start(lambda: self._drafts.get(KEY), owner=self, done=self._take_up, failed=self._tell)
        return super().eventFilter(watched, event)

    def _take_up(self, kept: Draft | None) -> None:
        self._house.begun.take_up(Unsaved.read(kept))
        if self._window is not None:
            self._window.details.refresh()

    def _opened(self, custody_id: int) -> None:
        """Enter or a double-click; with Ctrl in a window of its own."""
        if QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier:
            self.open(custody_id)

    def _adopt(self, view: CarPageView) -> None:
        view.photo_asked.connect(self.show_photo)
        view.file_asked.connect(self.open_file)
        view.scans_asked.connect(self.show_scans)
        view.car_asked.connect(self.open)

    # --- files -------------------------------------------------------------------------------------------------------

    def show_photo(self, photos: Sequence[Attachment], place: int) -> None:
        """One photo after the other."""
        dialog = PhotoDialog(self._house, photos, place, self._front())
        dialog.original_asked.connect(self.open_file)
        dialog.open()

    def open_file(self, file: Attachment) -> None:
        """A copy in the system's viewer; what is changed there stays there."""
        work = self._house.work
        place = Path(self._copies.filePath(str(file.id)))

        def write() -> Path:
            place.mkdir(exist_ok=True)
            return work.write_file(file.id, place)

        self._house.runner.start(write, owner=self, done=view_file, failed=self._tell)

    # --- scans -------------------------------------------------------------------------------------------------------

    def show_scans(self, custody_id: int | None = None) -> None:
        """Put new scans on cars; without a folder, choose one first."""
        if custody_id is None:
            custody_id = self._current
        self._house.runner.start(
            self._house.work.scan_folder, owner=self, done=lambda folder: self._show_scans(folder, custody_id), failed=self._tell
        )

    def _show_scans(self, folder: Path | None, custody_id: int | None) -> None:
        if folder is None:
            self.choose_scan_folder()
            return
        self.watch.look()
        ScansDialog(self._house, self.watch, custody_id, self._front()).open()

    def choose_scan_folder(self) -> None:
        """The folder the scanner puts its files in, on this PC."""
        self._house.runner.start(self._house.work.scan_folder, owner=self, done=self._choose_scan_folder, failed=self._tell)

    def _choose_scan_folder(self, now: Path | None) -> None:
        title = f"Folder of the scanner (now {now})" if now else "Folder of the scanner"
        chosen = QFileDialog.getExistingDirectory(self._front(), title, str(now or ""))
        if chosen:
            self.watch_folder(Path(chosen))

    def watch_folder(self, folder: Path) -> None:
        """Watch this folder from now on."""
        work = self._house.work
        self._house.runner.start(lambda: work.watch_folder(folder), owner=self, done=lambda _none: self._watched(folder), failed=self._tell)

    def _watched(self, folder: Path) -> None:
        self._say(f"New scans in {folder} are offered from now on. The files stay where they are.", Tone.DONE)
        self.watch.look()

    def _scans_changed(self, waiting: Sequence[Path]) -> None:
        if self._window is None:
            return
        views = [self._window.details.view, *(window.view for window in self.open_pages)]
        for view in views:
            view.show_scans(len(waiting))
        if waiting:
            words = f"{counted(len(waiting), 'new scan waits', 'new scans wait')} to be put on a car."
            self._window.pane.news.tell(words, Tone.ACCENT, "&Look at it" if len(waiting) == 1 else "&Look at them", self.show_scans)

    # --- notes, calls, reminders -------------------------------------------------------------------------------------

    def write_note(self) -> None:
        """A note about the car the details show."""
        if self._window is not None and self._current is not None:
            view = self._window.details.view
            view.write_in(view.notes)

    def phone(self) -> None:
        """A call that is on the line now."""
        CallDialog(self._house, self._current, self._front()).open()

    def remind(self) -> None:
        """A reminder, of the car the details show or of the office."""
        view = self._window.details.view if self._window is not None else None
        row = view.page.card.row if view is not None and view.page is not None and self._current is not None else None
        car = ", ".join(part for part in (row.plate, row.description) if part) if row else ""
        ReminderDialog(self._house, row.custody_id if row else None, car or "this car", self._front()).open()

    # --- the window --------------------------------------------------------------------------------------------------

    @property
    def _current(self) -> int | None:
        return self._window.details.custody_id if self._window is not None else None

    def _car_changed(self, custody_id: int | None) -> None:
        for action in self._of_car:
            set_reason(action, None if custody_id is not None else _NEEDS_CAR)

    def _front(self) -> QWidget:
        """The window somebody is in."""
        active = next((window for window in self.open_pages if window.isActiveWindow()), None)
        if active is not None:
            return active
        if self._window is None:
            raise LookupError("nobody moved in yet")
        return self._window

    def _say(self, words: str, tone: Tone) -> None:
        if self._window is not None:
            self._window.pane.news.tell(words, tone)

    def _tell(self, trouble: Trouble) -> None:
        self._say(str(trouble), Tone.LATE)
