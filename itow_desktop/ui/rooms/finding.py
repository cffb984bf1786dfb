"""Finding: the results under the box, a person's own cars, the scanner, the box of commands, the shortcut card."""

from collections.abc import Callable
from datetime import date, tzinfo
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QHBoxLayout

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.findings import Place
from itow_desktop.services.desks.finding import FindingDesk
from itow_desktop.services.finding import OwnCars
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.commands import commands, shortcut_rows
from itow_desktop.ui.dialogs.finding.pick import Choice, PickDialog
from itow_desktop.ui.dialogs.paper import Paper, PaperDeeds, PaperDialog
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.own_cars import OwnCarKeeper, StarButton
from itow_desktop.ui.panes.pane import Menu, Pane, set_reason
from itow_desktop.ui.panes.vehicles import VehiclesPane
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.scan_teller import ScanTeller
from itow_desktop.ui.scanner import Scanner, TakesScans
from itow_desktop.ui.widgets.finding.results import FindResults

_NO_CAR = "choose a vehicle first."


class FindingRoom(QObject):
    """Everything by which a car or a command is reached without looking for it in a list.

    ``pages`` draws a PDF's pages as PNG, ``printers`` and ``send`` put it on paper; all on worker threads.
    """

    panes: tuple[Pane, ...] = ()

    def __init__(
        self,
        house: House,
        desk: FindingDesk,
        *,
        zone: Callable[[], tzinfo],
        today: Callable[[], date],
        pages: Callable[[bytes], tuple[bytes, ...]],
        printers: Callable[[], tuple[PrinterInfo, ...]],
        send: Callable[[bytes, PrinterChoice, str], None],
        scan_prefix: str = "",
    ) -> None:
        super().__init__()
        self._house = house
        self._desk = desk
        self._zone = zone
        self._today = today
        self._pages = pages
        self._printers = printers
        self._send = send
        self._window: MainWindow | None = None
        self._teller: ScanTeller | None = None
        self.scanner = Scanner(_program(), prefix=scan_prefix)
        self.keeper = OwnCarKeeper(house.runner, desk, house.who)
        self.star = StarButton(self.keeper)
        self.keeper.troubled.connect(self._tell)

    def move_in(self, window: MainWindow) -> None:
        """Stand under the find box, beside the details, in the menus; watch for scans."""
        self._window = window
        results = FindResults(self._house.runner, self._desk, self._house.who, zone=self._zone, today=self._today, parent=window)
        window.find_box.offer(results)
        for opened in (results.opened, *(pane.car_opened for pane in window.all_panes)):
            opened.connect(self.keeper.opened)
        results.page_asked.connect(self.keeper.opened)
        results.opened.connect(window.open_car)
        results.page_asked.connect(window.page_asked)
        self._fill_menus(window)
        self._show_stars(window)
        self._watch(window)
        self.keeper.read()

    def _fill_menus(self, window: MainWindow) -> None:
        window.add_menu_action(Menu.VIEW, "&Find a command...", self.offer_commands, shortcut="Ctrl+K", picture="command")
        window.add_menu_action(Menu.HELP, "&Keyboard shortcuts...", self.show_card, picture="keyboard")
        self._mark = window.add_menu_action(Menu.VEHICLE, "Mar&k with a star", self.star.turn, shortcut="Ctrl+B", picture="star")
        for pane in window.all_panes:
            if isinstance(pane, VehiclesPane) and pane.views is not None:
                self._view_entries(window, pane)

    def _view_entries(self, window: MainWindow, pane: VehiclesPane) -> None:
        views = pane.views
        if views is None:
            return
        for words, onward, keys in (("Ne&xt view", 1, "Ctrl+PgDown"), ("Pre&vious view", -1, "Ctrl+PgUp")):
            window.add_menu_action(Menu.VIEW, words, partial(_step, window, pane, onward), shortcut=keys)
        window.add_menu_action(Menu.VIEW, "Save as &new view...", views.add)

    # --- own cars ----------------------------------------------------------------------------------------------------

    def _show_stars(self, window: MainWindow) -> None:
        """The star stands over the details; the list shows it beside each marked car."""
        row = QHBoxLayout()
        row.setContentsMargins(16, 4, 16, 0)
        row.addStretch(1)
        row.addWidget(self.star)
        column = window.details.layout()
        if column is not None:
            column.insertLayout(0, row)  # type: ignore[attr-defined]  # it is a column
        window.details.car_changed.connect(self._car_changed)
        self._car_changed(window.details.custody_id)
        self.keeper.changed.connect(lambda: _star_lists(window, self.keeper.starred))
        self.keeper.changed.connect(lambda: self._car_changed(window.details.custody_id))

    def _car_changed(self, custody_id: int | None) -> None:
        self.star.show_car(custody_id)
        self._mark.setText("Ta&ke the star away" if self.star.marked else "Mar&k with a star")
        set_reason(self._mark, _NO_CAR if custody_id is None else None)

    # --- scans -------------------------------------------------------------------------------------------------------

    def _watch(self, window: MainWindow) -> None:
        self._teller = ScanTeller(self._house.runner, self._desk, window)
        self._teller.opened.connect(self.keeper.opened)
        self._teller.opened.connect(window.open_car)
        self._teller.add_asked.connect(lambda vin: window.forms.add_with({"vin": vin}))
        self.scanner.scanned.connect(self._scanned)
        self.scanner.start()
        window.closed.connect(self.close)

    def close(self) -> None:
        """Watch no keys any more, however the window ended."""
        self.scanner.stop()

    def _scanned(self, read: str) -> None:
        """A window that works on marks gets it, the one in use first; else it is looked up."""
        front = QApplication.activeWindow()
        shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
        for window in sorted(shown, key=lambda each: each is not front):
            if isinstance(window, TakesScans) and window.take_scan(read):
                return
        if self._teller is not None:
            self._teller.tell(read)

    # --- commands ----------------------------------------------------------------------------------------------------

    def offer_commands(self) -> None:
        """Ctrl+K: every entry of the menus, every pane, the person's own cars, by a few letters."""
        window = self._window
        if window is None:
            return
        found = [Choice(each.words, each.where, each.keys, each.run, each.reason) for each in commands(window)]
        picking = PickDialog("Find a command", [*found, *self._cars(self.keeper.own)], window, hint="What do you want to do?")
        picking.picked.connect(lambda run: run())
        picking.open()

    def _cars(self, own: OwnCars) -> list[Choice]:
        cars = [(car, "marked with a star") for car in own.starred] + [(car, "looked at last") for car in own.recent]
        return [
            Choice(" ".join(filter(None, (car.text(Place.PLATE), car.description))), aside, value=partial(self._open, car.custody_id))
            for car, aside in cars
        ]

    def _open(self, custody_id: int) -> None:
        self.keeper.opened(custody_id)
        if self._window is not None:
            self._window.open_car(custody_id)

    # --- shortcut card -----------------------------------------------------------------------------------------------

    def show_card(self) -> None:
        """Every key that does something, on paper."""
        window = self._window
        if window is None:
            return
        rows = shortcut_rows(window)

        def read() -> Paper:
            pdf = self._desk.card(rows)
            return Paper("Keyboard shortcuts.pdf", pdf, self._pages(pdf))

        deeds = PaperDeeds(read, self._printers, self._send)
        PaperDialog("Keyboard shortcuts", "&Print", deeds, runner=self._house.runner, parent=window, memory=self._house.memory).open()

    def _tell(self, trouble: Trouble) -> None:
        if self._window is not None:
            self._window.pane.news.tell(str(trouble), Tone.LATE)


def _step(window: MainWindow, pane: VehiclesPane, onward: int) -> None:
    """To the list, and there to the next view."""
    if window.pane is not pane:
        window.show_pane(pane.key)
    elif pane.views is not None:
        pane.views.tabs.step(onward)


def _star_lists(window: MainWindow, starred: frozenset[int]) -> None:
    for pane in window.all_panes:
        if isinstance(pane, VehiclesPane):
            pane.model.star(starred)


def _program() -> QApplication:
    program = QApplication.instance()
    if not isinstance(program, QApplication):
        raise TypeError("rooms are made after the application that they live in")
    return program
