"""The room of the mail that comes in: envelopes, green cards, receipts; letters that were made elsewhere."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTemporaryDir

from itow_desktop.domain.errors import Trouble, UnwritableFile
from itow_desktop.domain.mail.coming_back import Stray
from itow_desktop.services.mail.looking import MailRow
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.mail.brought import BroughtWindow
from itow_desktop.ui.dialogs.mail.brought_work import BackWork
from itow_desktop.ui.dialogs.mail.elsewhere import ElsewhereWindow
from itow_desktop.ui.dialogs.mail.receipts import ReceiptsDialog
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.showing import to_front, view_file
from itow_desktop.ui.text import counted


class MailBackRoom(QObject):
    """One window of each kind; ``open_car`` shows a car's page."""

    panes: tuple[Pane, ...] = ()

    def __init__(self, house: House, work: BackWork, *, open_car: Callable[[int], object]) -> None:
        super().__init__()
        self._house, self._work, self._open_car = house, work, open_car
        self._window: MainWindow | None = None
        self.brought: BroughtWindow | None = None
        self.elsewhere: ElsewhereWindow | None = None
        self._copies = QTemporaryDir()

    def move_in(self, window: MainWindow) -> None:
        """The entries of the Mail menu."""
        self._window = window
        window.add_menu_action(Menu.MAIL, "Mail that came &in...", self.show, shortcut="Ctrl+Shift+I", picture="tray")
        window.add_menu_action(Menu.MAIL, "&Receipts of delivery (PDF)...", self.read_receipts, picture="file-pdf")
        window.add_menu_action(Menu.MAIL, "Mail made els&ewhere...", self.show_elsewhere, picture="envelope-simple-open")
        window.close_first(self._close)

    # --- what came in ------------------------------------------------------------------------------------------------

    def show(self, row: MailRow | None = None) -> BroughtWindow:
        """The window, with this letter on the desk; one that is open already comes to the front."""
        if self.brought is None:
            self.brought = BroughtWindow(self._house, self._work)
            self.brought.recorded.connect(lambda car: self._changed(frozenset({car})))
            self.brought.car_asked.connect(self._open_car)
            self.brought.receipts_asked.connect(self.read_receipts)
            self.brought.scans_asked.connect(self.look_at)
            self.brought.closed.connect(self._brought_closed)
            self.brought.refresh()
        to_front(self.brought)
        if row is not None:
            self.brought.show_row(row)
        return self.brought

    def _brought_closed(self) -> None:
        self.brought = None

    def read_receipts(self) -> ReceiptsDialog | None:
        """Files that prove deliveries."""
        front = self.brought or self._window
        if front is None:
            return None
        dialog = ReceiptsDialog(self._house, self._work, front)
        dialog.done_with.connect(self._receipts_recorded)
        dialog.open()
        return dialog

    def _receipts_recorded(self, count: int) -> None:
        front = self.brought or (self._window.pane if self._window is not None else None)
        if front is not None:
            front.news.tell(f"{counted(count, 'delivery is', 'deliveries are')} recorded.", Tone.DONE)
        self._changed(frozenset())

    def look_at(self, stray: Stray) -> None:
        """Copies of an envelope's scans in the system's viewer."""
        work, folder = self._work, Path(self._copies.path())

        def write() -> tuple[Path, ...]:
            written = []
            for paper in stray.papers:
                name, content = work.stray_scan(stray.id, paper.document_id)
                written.append(_written(folder / f"{paper.document_id} {name}", content))
            return tuple(written)

        self._house.runner.start(write, owner=self, done=_view, failed=self._failed)

    # --- made elsewhere ----------------------------------------------------------------------------------------------

    def show_elsewhere(self) -> ElsewhereWindow:
        """The window; one that is open already comes to the front as it is."""
        if self.elsewhere is None:
            self.elsewhere = ElsewhereWindow(self._house, self._work)
            self.elsewhere.recorded.connect(self._changed)
            self.elsewhere.closed.connect(self._elsewhere_closed)
        to_front(self.elsewhere)
        return self.elsewhere

    def _elsewhere_closed(self) -> None:
        self.elsewhere = None

    # --- within ------------------------------------------------------------------------------------------------------

    def _failed(self, trouble: Trouble) -> None:
        if self.brought is not None:
            self.brought.news.tell(str(trouble), Tone.LATE)

    def _changed(self, custody_ids: frozenset[int]) -> None:
        self._house.bus.cars_changed.emit(custody_ids)
        self._house.bus.queue_changed.emit()

    def _close(self) -> bool:
        """False where something typed would be lost: its window asks."""
        windows = [window for window in (self.brought, self.elsewhere) if window is not None]
        for window in windows:
            window.close()
        return self.brought is None and self.elsewhere is None


def _written(file: Path, content: bytes) -> Path:
    try:
        file.write_bytes(content)
    except OSError as trouble:
        raise UnwritableFile(f"The scan could not be written to this PC's disk ({trouble.strerror}). It is kept in the tray.") from trouble
    return file


def _view(files: Sequence[Path]) -> None:
    for file in files:
        view_file(file)
