"""The room of the outbox: its window, notices that are sent from the print sheet, what came of a round."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from itow_desktop.services.noticing import TopDraft
from itow_desktop.services.outbox.sending import Round
from itow_desktop.services.outbox.tops import TopsPut
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.outbox.send import SendTopsDialog
from itow_desktop.ui.dialogs.outbox.window import OutboxWindow
from itow_desktop.ui.dialogs.outbox.work import OutboxWork
from itow_desktop.ui.dialogs.print_sheet import PrintSheet
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.panes.queue import QueuePane
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.showing import to_front
from itow_desktop.ui.text import counted


class OutboxRoom(QObject):
    """One window; what leaves is told quietly, what does not leave is said."""

    let_go = Signal()
    """Something may go out now."""

    def __init__(self, house: House, work: OutboxWork, *, queue: QueuePane, show_paper: Callable[[int], None]) -> None:
        super().__init__()
        self._house, self._work, self._queue = house, work, queue
        self._show_paper = show_paper
        self._window: MainWindow | None = None
        self._told = ""
        self.window: OutboxWindow | None = None

    @property
    def panes(self) -> tuple[Pane, ...]:
        """None."""
        return ()

    def move_in(self, window: MainWindow) -> None:
        """The entry of the Mail menu."""
        self._window = window
        window.add_menu_action(Menu.MAIL, "&Outbox...", self.show_outbox, picture="paper-plane-tilt")
        window.close_first(self._close)
        self._queue.deeds.sending_asked.connect(self.send_tops)
        self._house.bus.office_changed.connect(self.let_go)

    def show_outbox(self) -> OutboxWindow:
        """What waits and what was sent; the window that is open already comes to the front."""
        if self.window is None:
            self.window = OutboxWindow(self._house, self._work)
            self.window.closed.connect(self._closed)
            self.window.let_go.connect(self.let_go)
            self.window.paper_asked.connect(self._show_paper)
            self.window.cars_changed.connect(self._cars_changed)
            self.window.refresh()
        to_front(self.window)
        return self.window

    def send_tops(self, drafts: Sequence[TopDraft], sheet: PrintSheet) -> SendTopsDialog:
        """Ask by which way each department gets its notices, over the print sheet they come from."""
        house = self._house
        dialog = SendTopsDialog(self._work, house.who.person, drafts, runner=house.runner, parent=sheet)
        dialog.done_with.connect(lambda put: self._put(put, sheet))
        dialog.open()
        return dialog

    def _put(self, put: TopsPut, sheet: PrintSheet) -> None:
        notices = counted(len(put.papers), "notice", "notices")
        waits = " They wait there for somebody who lets them go." if put.waiting else ""
        sheet.sent_otherwise(put.cars, f"{notices} put into the outbox.{waits}")
        self.let_go.emit()
        self._refresh()

    def show_round(self, made: Round) -> None:
        """What the program sent by itself."""
        if made.cars:
            self._cars_changed(made.cars)
        self._refresh()
        said = str(made.trouble) if made.trouble is not None else ""
        if made.refused:
            said = f"Not delivered: {made.refused[0]}{f' And {len(made.refused) - 1} more.' if len(made.refused) > 1 else ''}"
        if said and said != self._told and self._window is not None:
            self._window.pane.news.tell(said, Tone.LATE, "Show the o&utbox", self._show_from_news)
        self._told = said

    def _show_from_news(self) -> None:
        self.show_outbox()

    def _cars_changed(self, cars: Sequence[int]) -> None:
        self._house.bus.cars_changed.emit(frozenset(cars))
        self._house.bus.queue_changed.emit()

    def _refresh(self) -> None:
        if self.window is not None:
            self.window.refresh()

    def _closed(self) -> None:
        self.window = None

    def _close(self) -> bool:
        """Nothing is lost by it."""
        if self.window is not None:
            self.window.close()
        return True
