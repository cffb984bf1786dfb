"""The room of the law: which rules are checked, why a car's dates are what they are, the page for a court."""

from PySide6.QtCore import QObject

from itow_desktop.domain.errors import Trouble
from itow_desktop.services.working import Why
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.law.why_page import WhyPage
from itow_desktop.ui.dialogs.law.window import LawDatesWindow
from itow_desktop.ui.dialogs.law.work import LawWork
from itow_desktop.ui.dialogs.why import WhyDialog
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.panes.queue import QueuePane
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.showing import to_front


class LawRoom(QObject):
    """One window of law dates; whoever asks why, in the queue or at a car, gets the same page."""

    def __init__(self, house: House, work: LawWork, *, queue: QueuePane) -> None:
        super().__init__()
        self._house = house
        self._work = work
        self._queue = queue
        self._window: MainWindow | None = None
        self.dates: LawDatesWindow | None = None

    @property
    def panes(self) -> tuple[Pane, ...]:
        """None."""
        return ()

    def move_in(self, window: MainWindow) -> None:
        """The entry of the Help menu; the ways from a car and from the queue to the reasons."""
        self._window = window
        window.add_menu_action(Menu.HELP, "Law &dates...", self.show_dates, picture="circle-wavy-check")
        window.details.why_asked.connect(lambda custody_id: self.show_why(custody_id, None))
        self._queue.deeds.why_asked.connect(self.show_why)
        window.close_first(self._close)

    # --- law dates ---------------------------------------------------------------------------------------------------

    def show_dates(self) -> LawDatesWindow:
        """Every rule, and which are checked."""
        if self.dates is None:
            self.dates = LawDatesWindow(self._house.runner, self._house.bus, self._house.who, self._work)
            self.dates.closed.connect(self._closed)
            self.dates.refresh()
        to_front(self.dates)
        return self.dates

    def _closed(self) -> None:
        self.dates = None

    def _close(self) -> bool:
        """Nothing is lost by it: what is typed is typed in a dialog over it."""
        if self.dates is not None:
            self.dates.close()
        return True

    # --- why ---------------------------------------------------------------------------------------------------------

    def show_why(self, custody_id: int, lead: str | None) -> None:
        """Why each date of a car is what it is; ``lead`` is the rule that was asked about."""

        def show(answer: tuple[Why, str]) -> None:
            found, car = answer
            if self._window is not None:
                dialog = WhyDialog(found, car, self._work.today(), lead, self._window)
                page = WhyPage(self._house, self._work, custody_id, dialog)
                page.kept.connect(lambda: self._house.bus.cars_changed.emit(frozenset({custody_id})))
                dialog.rules_asked.connect(self.show_dates)
                dialog.open()

        self._house.runner.start(lambda: self._work.why(custody_id), owner=self, done=show, failed=self._failed)

    def _failed(self, trouble: Trouble) -> None:
        if self._window is not None:
            self._window.pane.news.tell(str(trouble), Tone.LATE)
