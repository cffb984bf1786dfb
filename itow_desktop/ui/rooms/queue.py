"""The room of the queue's own windows: the look-up list, asking again."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from itow_desktop.domain.people import Rights
from itow_desktop.services.working import QueueLine
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.queue.chase import ChaseDialog
from itow_desktop.ui.dialogs.queue.look_up import LookUpWindow
from itow_desktop.ui.dialogs.queue.work import QueueExtras
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.models.queue_groups import ids
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.panes.queue import QueuePane
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.showing import to_front


class QueueRoom(QObject):
    """Opens what the queue asks for beside its own dialogs."""

    def __init__(self, house: House, work: QueueExtras, *, queue: QueuePane) -> None:
        super().__init__()
        self._house = house
        self._work = work
        self._queue = queue
        self._window: MainWindow | None = None
        self._look_ups: LookUpWindow | None = None

    @property
    def panes(self) -> tuple[Pane, ...]:
        """None: the queue is there already."""
        return ()

    def move_in(self, window: MainWindow) -> None:
        """An entry of the Work menu; the ways from the queue."""
        self._window = window
        window.add_menu_action(Menu.WORK, "Auto Lost and Found &list...", self.show_look_ups, picture="magnifying-glass")
        self._queue.deeds.look_up_asked.connect(lambda lines: self.show_look_ups(ids(lines)))
        self._queue.deeds.chase_asked.connect(self.chase)

    def show_look_ups(self, custody_ids: Sequence[int] | None = None) -> LookUpWindow | None:
        """The look-up list for some cars or all; one that is open stays as it is. None for whoever may not record."""
        if not self._may():
            return None
        if self._look_ups is None:
            self._look_ups = LookUpWindow(
                self._work, self._house.who.person, runner=self._house.runner, bus=self._house.bus, parent=self._window,
                custody_ids=custody_ids,
            )  # fmt: skip
            self._look_ups.left.connect(self._look_ups_left)
        to_front(self._look_ups)
        return self._look_ups

    def _look_ups_left(self) -> None:
        self._look_ups = None

    def chase(self, lines: Sequence[QueueLine]) -> None:
        """One answer for the cars of a group."""
        dialog = ChaseDialog(self._work, self._house.who.person, lines, runner=self._house.runner, parent=self._queue)
        dialog.done_with.connect(self._answered)
        dialog.open()

    def _answered(self, custody_ids: Sequence[int]) -> None:
        self._queue.deeds.done.emit(tuple(custody_ids))
        self._house.bus.cars_changed.emit(frozenset(custody_ids))

    def _may(self) -> bool:
        hindrance = self._house.who.hindrance(Rights.CLERK)
        if hindrance is not None and self._window is not None:
            self._window.pane.news.tell(str(hindrance), Tone.LATE)
        return hindrance is None
