"""The room of the beginning: the Today page, what is unsure, what is already done, two cars that may be one."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.urgency import Urgency
from itow_desktop.services.joining import Pair
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.beginning.already_done import AlreadyDoneWindow
from itow_desktop.ui.dialogs.beginning.same_car import SameCarDialog
from itow_desktop.ui.dialogs.beginning.unsure_cars import UnsureWindow
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.importing import ImportPane
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.panes.queue import QueuePane
from itow_desktop.ui.panes.today import TodayPane
from itow_desktop.ui.panes.vehicles import VehiclesPane
from itow_desktop.ui.queue_text import Verb
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.showing import to_front
from itow_desktop.ui.work import BeginningWork


class BeginningRoom(QObject):
    """Leads from the import through what is unsure and what is already done to the first TOPs; each step also stands alone."""

    def __init__(self, house: House, work: BeginningWork, *, queue: QueuePane, imports: ImportPane, vehicles: VehiclesPane) -> None:
        super().__init__()
        self._house = house
        self._work = work
        self._queue = queue
        self._imports = imports
        self._vehicles = vehicles
        self._window: MainWindow | None = None
        self._unsure: UnsureWindow | None = None
        self._past: AlreadyDoneWindow | None = None
        self.today = TodayPane(house.runner, house.bus, work=work)

    @property
    def panes(self) -> tuple[Pane, ...]:
        """Today, the first of the rail."""
        return (self.today,)

    def move_in(self, window: MainWindow) -> None:
        """Entries of the Work menu; the ways from page to page."""
        self._window = window
        window.add_menu_action(Menu.WORK, "What is already don&e?...", self.show_past, picture="clock-counter-clockwise")
        window.add_menu_action(Menu.WORK, "Cars that need &you...", self.show_unsure, picture="question")
        self.today.queue_asked.connect(self._show_queue)
        self.today.unsure_asked.connect(self.show_unsure)
        self.today.past_asked.connect(self.show_past)
        self.today.import_asked.connect(lambda: window.show_pane(self._imports.key))
        self.today.by_hand_asked.connect(self._show_by_hand)
        self._imports.result.look_asked.connect(self.begin_to_look)
        self._queue.deeds.past_asked.connect(self.show_past)
        self._queue.deeds.same_asked.connect(self.show_pair)

    # --- the way through the first five minutes ----------------------------------------------------------------------

    def begin_to_look(self) -> None:
        """After an import: the unsure cars, then what is already done, then the queue with the first TOPs in front."""
        self._house.runner.start(self._work.unsure, owner=self, done=lambda board: self._look(len(board.cars)), failed=self._failed)

    def _look(self, unsure: int) -> None:
        if not unsure:
            self._then_past()
            return
        self.show_unsure().left.connect(self._then_past)

    def _then_past(self) -> None:
        self._house.runner.start(self._work.past, owner=self, done=lambda board: self._past_or_queue(board.open), failed=self._failed)

    def _past_or_queue(self, cars: int) -> None:
        if not cars:
            self._to_first_tops()
            return
        self.show_past().left.connect(self._to_first_tops)

    def _to_first_tops(self) -> None:
        if self._window is not None:
            self._window.show_pane(self._queue.key)
            self._queue.chips.choose()
            self._queue.choose_group(Verb.PRINT_TOP)

    # --- windows -----------------------------------------------------------------------------------------------------

    def show_unsure(self) -> UnsureWindow:
        """The unsure cars in one list; the window that is open already comes to the front."""
        if self._unsure is None:
            self._unsure = UnsureWindow(
                self._work, self._house.who.person, runner=self._house.runner, bus=self._house.bus, parent=self._window
            )
            self._unsure.left.connect(self._unsure_left)
        to_front(self._unsure)
        return self._unsure

    def _unsure_left(self) -> None:
        self._unsure = None

    def show_past(self, custody_ids: Sequence[int] | None = None) -> AlreadyDoneWindow:
        """The grid "What is already done?" for some cars or all; one that is open stays as it is."""
        if self._past is None:
            self._past = AlreadyDoneWindow(
                self._work, self._house.who.person, runner=self._house.runner, bus=self._house.bus, parent=self._window,
                custody_ids=custody_ids or None,
            )  # fmt: skip
            self._past.left.connect(self._past_left)
        to_front(self._past)
        return self._past

    def _past_left(self) -> None:
        self._past = None

    def show_pair(self, custody_id: int) -> None:
        """A car entered by hand beside the one that TowBook brought."""
        self._house.runner.start(lambda: self._work.pair(custody_id), owner=self, done=self._show_pair, failed=self._failed)

    def _show_pair(self, pair: Pair) -> None:
        dialog = SameCarDialog(pair, self._work, self._house.who.person, runner=self._house.runner, parent=self._queue)
        dialog.done_with.connect(lambda ids: self._house.bus.cars_changed.emit(frozenset(ids)))
        dialog.open()

    # --- ways --------------------------------------------------------------------------------------------------------

    def _show_queue(self, urgency: Urgency) -> None:
        if self._window is not None:
            self._queue.show_only(urgency)
            self._window.show_pane(self._queue.key)

    def _show_by_hand(self) -> None:
        if self._window is not None:
            self._vehicles.show_by_hand()
            self._window.show_pane(self._vehicles.key)

    def _failed(self, trouble: Trouble) -> None:
        pane = self._window.pane if self._window is not None else self.today
        pane.news.tell(str(trouble), Tone.LATE)
