"""The room of the lot: its pane, moves, keys, walks, papers; the office's settings."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.lot import LotCar, Move
from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.domain.walks import Walk
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.lot.keys import KeysDialog
from itow_desktop.ui.dialogs.lot.records import MovesDialog, WalksDialog
from itow_desktop.ui.dialogs.lot.walk import WalkDialog
from itow_desktop.ui.dialogs.lot.work import LotRoomWork
from itow_desktop.ui.dialogs.paper import Paper, PaperDeeds, PaperDialog
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.lot import LotPane
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.text import counted


class LotRoom(QObject):
    """Where cars stand. ``pages`` draws a PDF's pages as PNG, ``printers`` and ``send`` put it on paper; all on worker threads."""

    def __init__(
        self,
        house: House,
        work: LotRoomWork,
        *,
        pages: Callable[[bytes], tuple[bytes, ...]],
        printers: Callable[[], tuple[PrinterInfo, ...]],
        send: Callable[[bytes, PrinterChoice, str], None],
    ) -> None:
        super().__init__()
        self._house = house
        self._work = work
        self._pages = pages
        self._printers = printers
        self._send = send
        self._window: MainWindow | None = None
        self._walk: WalkDialog | None = None
        self.pane = LotPane(house.runner, house.bus, house.who, work)

    @property
    def panes(self) -> tuple[Pane, ...]:
        """The lot."""
        return (self.pane,)

    def move_in(self, window: MainWindow) -> None:
        """Entries that are there whichever pane is in front."""
        self._window = window
        window.add_menu_action(Menu.VEHICLE, "Give our &file number", self.number_chosen, picture="hash")
        window.add_menu_action(Menu.WORK, "Be&gin a lot walk...", self.walk, picture="person-simple-walk")
        window.add_menu_action(Menu.REPORTS, "&Lot list...", self.print_list, picture="map-trifold")
        window.add_menu_action(Menu.REPORTS, "Lot &walks...", self.show_walks, picture="person-simple-walk")
        self.pane.walk_asked.connect(self.walk)
        self.pane.list_asked.connect(self.print_list)
        self.pane.keys_asked.connect(self.ask_keys)
        self.pane.moves_asked.connect(self.show_moves)

    # --- cars --------------------------------------------------------------------------------------------------------

    def ask_keys(self, cars: Sequence[LotCar]) -> None:
        """Where the keys of these cars are."""
        if self._window is not None:
            dialog = KeysDialog(self._work, self._house.who.person, cars, runner=self._house.runner, parent=self._window)
            dialog.done_with.connect(lambda ids: self._house.bus.cars_changed.emit(frozenset(ids)))
            dialog.open()

    def show_moves(self, car: LotCar) -> None:
        """Where a car stood."""

        def show(moves: tuple[Move, ...]) -> None:
            MovesDialog(car, moves, self._work, self._window).open()

        self._house.runner.start(lambda: self._work.moves(car.custody_id), owner=self, done=show, failed=self._failed)

    def number_chosen(self) -> None:
        """Number the cars chosen in the pane in front."""
        window = self._window
        if window is None:
            return
        if chosen := window.pane.chosen_cars():
            self.give_numbers(chosen)
        else:
            window.pane.news.tell("Choose the cars that shall get our file number first.")

    def give_numbers(self, custody_ids: Sequence[int]) -> None:
        """Our next file numbers, for those of the cars that have none."""
        person = self._house.who.person

        def given(numbers: Mapping[int, str]) -> None:
            self._house.bus.cars_changed.emit(frozenset(numbers))
            words = ", ".join(sorted(numbers.values())[:4])
            more = ", ..." if len(numbers) > 4 else ""
            self._tell(f"{counted(len(numbers), 'car has', 'cars have')} our file number: {words}{more}.", Tone.DONE)

        self._house.runner.start(lambda: self._work.give_file_numbers(person, custody_ids), owner=self, done=given, failed=self._failed)

    def _failed(self, trouble: Trouble) -> None:
        self._tell(str(trouble), Tone.LATE)

    def _tell(self, words: str, tone: Tone) -> None:
        (self._window.pane if self._window else self.pane).news.tell(words, tone)

    # --- walks -------------------------------------------------------------------------------------------------------

    def walk(self) -> None:
        """Begin a walk or continue the open one; a second window of it is never opened."""
        if self._walk is not None:
            self._walk.raise_()
            self._walk.activateWindow()
            return
        self._walk = self.open_walk(None)
        self._walk.destroyed.connect(self._walk_closed)

    def _walk_closed(self) -> None:
        self._walk = None
        self.pane.refresh()

    def open_walk(self, walk_id: int | None) -> WalkDialog:
        """The window of a walk; None takes up the open one, or begins one."""
        dialog = WalkDialog(self._work, self._house.who.person, walk_id, runner=self._house.runner, parent=self._window)
        dialog.cars_moved.connect(self._house.bus.cars_changed)
        dialog.print_asked.connect(self.print_walk)
        dialog.show()
        return dialog

    def show_walks(self) -> None:
        """The walks there were."""

        def show(walks: tuple[Walk, ...]) -> None:
            dialog = WalksDialog(walks, self._work, self._window)
            dialog.chosen.connect(self.open_walk)
            dialog.open()

        self._house.runner.start(self._work.walks, owner=self, done=show, failed=self._failed)

    # --- papers ------------------------------------------------------------------------------------------------------

    def print_list(self) -> None:
        """The lot on paper."""
        self._show_paper("Lot list", self._work.list_paper)

    def print_walk(self, walk_id: int) -> None:
        """The sheet of an open walk, the result of an ended one."""
        self._show_paper("Lot walk", lambda: self._work.walk_paper(walk_id))

    def _show_paper(self, title: str, draw: Callable[[], tuple[str, bytes]]) -> None:
        def read() -> Paper:
            name, pdf = draw()
            return Paper(name, pdf, self._pages(pdf))

        deeds = PaperDeeds(read, self._printers, self._send)
        PaperDialog(
            title, "&Print", deeds, runner=self._house.runner, parent=self._window, memory=self._house.memory, kind=PaperKind.LOT
        ).open()  # fmt: skip
