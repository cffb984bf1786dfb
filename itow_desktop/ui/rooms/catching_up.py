"""The room of catching up: what happened on paper, typed in afterwards."""

from PySide6.QtCore import QObject

from itow_desktop.domain.errors import DraftTrouble, Trouble
from itow_desktop.services.ports.drafts import Draft
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.catch_up.window import CatchUpWindow
from itow_desktop.ui.dialogs.catch_up.work import CatchUpWork
from itow_desktop.ui.drafts import DraftKeeper, Unsaved
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.showing import to_front

KEY = "catch up"
"""Of what is typed there, among the drafts of this PC."""


class CatchUpRoom(QObject):
    """One window; what is typed in it outlives it on this PC's disk until it is recorded."""

    panes: tuple[Pane, ...] = ()

    def __init__(self, house: House, work: CatchUpWork) -> None:
        super().__init__()
        self._house, self._work = house, work
        self._front: MainWindow | None = None
        self._unsaved: Unsaved | None = None
        self._keeper = DraftKeeper(house.runner, work.drafts, KEY, lambda: self._unsaved or Unsaved(), self)
        self.window: CatchUpWindow | None = None
        house.bus.cars_changed.connect(self._look_again)

    def move_in(self, window: MainWindow) -> None:
        """The entry of the Work menu; a line of news where something waits from before a sudden end."""
        self._front = window
        window.add_menu_action(Menu.WORK, "Catch &up...", self.open, picture="notebook")
        window.close_first(self._close)
        drafts = self._work.drafts
        self._house.runner.start(lambda: drafts.get(KEY), owner=self, done=self._offer, failed=self._tell)

    def open(self) -> None:
        """The window with what was typed before; one that is open already comes to the front."""
        if self.window is not None or self._unsaved is not None:
            self._show(self._unsaved or Unsaved())
            return
        drafts = self._work.drafts

        def find() -> Unsaved | DraftTrouble:
            try:
                return Unsaved.read(drafts.get(KEY))
            except DraftTrouble as trouble:
                return trouble

        self._house.runner.start(find, owner=self, done=self._found, failed=self._tell)

    def _found(self, found: Unsaved | DraftTrouble) -> None:
        self._show(Unsaved() if isinstance(found, DraftTrouble) else found)
        if isinstance(found, DraftTrouble) and self.window is not None:
            self.window.news.tell(str(found), Tone.TODAY)

    def _show(self, unsaved: Unsaved) -> None:
        if self.window is None:
            self.window = CatchUpWindow(self._house, self._work, unsaved)
            self._unsaved = unsaved
            self.window.typed.connect(self._typed)
            self.window.recorded.connect(self._recorded)
            self.window.closed.connect(self._closed)
            self._keeper.failed.connect(self.window.tell_draft)
            self.window.refresh()
        to_front(self.window)

    # --- what is typed -----------------------------------------------------------------------------------------------

    def _typed(self) -> None:
        if self.window is None:
            return
        before, self._unsaved = self._unsaved, self.window.unsaved
        if self._unsaved.fields:
            self._keeper.touched()
        elif before is not None and before.fields:
            self._keeper.write()

    def _recorded(self, custody_ids: frozenset[int]) -> None:
        self._keeper.write()  # at once: what is recorded must not be offered again
        self._house.bus.cars_changed.emit(custody_ids)
        self._house.bus.queue_changed.emit()

    def _look_again(self, _custody_ids: frozenset[int]) -> None:
        if self.window is not None:
            self.window.refresh()

    # --- comings and goings ------------------------------------------------------------------------------------------

    def _offer(self, kept: Draft | None) -> None:
        """A quiet line at the start, where no other news stands; the window shows it all the same."""
        unsaved = Unsaved.read(kept)
        if self._front is None or not unsaved.fields or self._front.pane.news.text:
            return
        who = f"{unsaved.by} typed" if unsaved.by else "Somebody typed"
        self._front.pane.news.tell(f"{who} lines in Catch up that are not recorded yet.", Tone.TODAY, "&Show them", self.open)

    def _closed(self) -> None:
        if self.window is not None:
            self._keeper.write()
            self.window = None

    def _close(self) -> bool:
        """Before the main window closes: False where what is typed would be lost."""
        if self.window is not None:
            self.window.close()
        return self.window is None

    def _tell(self, trouble: Trouble) -> None:
        if self._front is not None:
            self._front.pane.news.tell(str(trouble), Tone.LATE)
