"""The room of proof: papers of cars with their way, hearing packets, the report of the mail."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTemporaryDir

from itow_desktop.domain.errors import Trouble
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.proof.mail_window import MailReportWindow, PrintList
from itow_desktop.ui.dialogs.proof.papers_window import PapersWindow
from itow_desktop.ui.dialogs.proof.work import ProofWork
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Menu, Pane, only_looks
from itow_desktop.ui.rooms.car_windows import CarWindows
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.showing import to_front, view_file


class ProofRoom(QObject):
    """One window for each car, one for the mail; ``show_paper`` looks at a kept paper, ``open_car`` at a car's page."""

    panes: tuple[Pane, ...] = ()

    def __init__(
        self, house: House, work: ProofWork, *, show_paper: Callable[[int], None], open_car: Callable[[int], None], print_list: PrintList
    ) -> None:
        super().__init__()
        self._house, self._work = house, work
        self._show_paper, self._open_car, self._print_list = show_paper, open_car, print_list
        self._window: MainWindow | None = None
        self._cars = CarWindows(self._made)
        self._copies = QTemporaryDir()
        self.mail: MailReportWindow | None = None

    @property
    def open_cars(self) -> tuple[PapersWindow, ...]:
        """The cars' windows that are open."""
        return self._cars.open

    def move_in(self, window: MainWindow) -> None:
        """The entries of the menus."""
        self._window = window
        only_looks(window.add_menu_action(Menu.MAIL, "P&apers of the vehicle as proof...", self.show_chosen, picture="shield-check"))
        window.add_menu_action(Menu.MAIL, "&Hearing packet of the vehicle", self.write_chosen, picture="scales")
        only_looks(window.add_menu_action(Menu.REPORTS, "&Mail, what came back...", self.show_mail, picture="envelope-open"))
        window.close_first(self._close)

    # --- one car -----------------------------------------------------------------------------------------------------

    def show_chosen(self) -> None:
        """The papers of the car that is chosen."""
        if (car := self._chosen()) is not None:
            self.show(car)

    def write_chosen(self) -> None:
        """The hearing packet of the car that is chosen, at once."""
        if (car := self._chosen()) is not None:
            self.show(car).write_packet()

    def show(self, custody_id: int) -> PapersWindow:
        """The papers of a car; a window that is open already comes to the front."""
        return self._cars.show(custody_id)

    def _made(self, custody_id: int) -> PapersWindow:
        window = PapersWindow(self._house, self._work, custody_id)
        window.changed.connect(lambda car: self._house.bus.cars_changed.emit(frozenset({car})))
        window.view_asked.connect(self._show_paper)
        window.open_asked.connect(self._open)
        return window

    def _open(self, document_id: int, name: str) -> None:
        """A copy in the system's own viewer; what is changed there stays there."""
        work, folder = self._work, Path(self._copies.filePath(str(document_id)))

        def write() -> Path:
            folder.mkdir(exist_ok=True)
            work.export(document_id, folder / name)
            return folder / name

        self._house.runner.start(write, owner=self, done=view_file, failed=self._tell)

    # --- the mail ----------------------------------------------------------------------------------------------------

    def show_mail(self) -> MailReportWindow:
        """What was mailed, what is open about it."""
        if self.mail is None:
            self.mail = MailReportWindow(self._house, self._work, self._print_list)
            self.mail.closed.connect(self._mail_closed)
            self.mail.car_asked.connect(self._open_car)
            self.mail.refresh()
        to_front(self.mail)
        return self.mail

    # --- within ------------------------------------------------------------------------------------------------------

    def _chosen(self) -> int | None:
        """The one car selected in the pane in front, else the one that the details show."""
        window = self._window
        if window is None:
            return None
        shown = window.details.custody_id
        chosen = window.pane.chosen_cars() or (() if shown is None else (shown,))
        if len(chosen) != 1:
            window.pane.news.tell("Papers are those of one vehicle. Choose one first.")
            return None
        return chosen[0]

    def _tell(self, trouble: Trouble) -> None:
        if self._window is not None:
            self._window.pane.news.tell(str(trouble), Tone.LATE)

    def _mail_closed(self) -> None:
        self.mail = None

    def _close(self) -> bool:
        """Nothing is typed in them that could be lost; a packet that is under way is kept by nobody."""
        self._cars.close()
        if self.mail is not None:
            self.mail.close()
        return True
