"""The room of the desk: holds, lines that wait, who has them, dates that two people stand for."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from itow_desktop.domain.deadlines import Deadline
from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.holds import Hold, StandingHold
from itow_desktop.domain.people import Rights
from itow_desktop.services.desk_work import Crew, Snoozed
from itow_desktop.services.second_person import Waiting
from itow_desktop.services.views import Person
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.dialogs.desk.away import AwayDialog
from itow_desktop.ui.dialogs.desk.form import Cars, DeskForm
from itow_desktop.ui.dialogs.desk.give import GiveDialog
from itow_desktop.ui.dialogs.desk.hold import HoldDialog, LiftDialog
from itow_desktop.ui.dialogs.desk.move_later import MoveLaterDialog
from itow_desktop.ui.dialogs.desk.second_person import SecondPersonDialog
from itow_desktop.ui.dialogs.desk.snooze import SnoozeDialog
from itow_desktop.ui.dialogs.desk.work import DeskWork
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Menu, Pane, only_looks
from itow_desktop.ui.panes.queue import QueuePane
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.text import counted

T = TypeVar("T")
_NAMED = 3


class DeskWorkRoom(QObject):
    """Deeds for chosen cars, open to every pane: each takes custody ids, asks what it needs, tells the bus what it did."""

    def __init__(self, house: House, work: DeskWork, *, queue: QueuePane | None = None) -> None:
        """``queue`` asks for holds to be lifted or renewed."""
        super().__init__()
        if queue is not None:
            queue.deeds.lift_asked.connect(self.lift)
            queue.deeds.hold_asked.connect(self.hold)
        self._house = house
        self._work = work
        self._window: MainWindow | None = None
        self._told = frozenset[str]()

    @property
    def panes(self) -> tuple[Pane, ...]:
        """None."""
        return ()

    def move_in(self, window: MainWindow) -> None:
        """A menu of its own under Vehicle, since most letters of the other menus are taken."""
        self._window = window
        action = window.add_menu_action(Menu.VEHICLE, "&Hold, snooze, give", lambda: None, picture="hand-palm")
        menu = QMenu(window)
        for words, deed, picture in (
            ("Put on &hold...", self.hold, "hand-palm"),
            ("&Lift hold...", self.lift, "hand"),
            ("&Snooze...", self.snooze, "moon"),
            ("&End snooze", self.wake, "sun"),
            ("&Give to...", self.give, "users"),
            ("Give &to me", self.take, "user"),
            ("&Move a date later...", self.move_later, "calendar-plus"),
        ):
            menu.addAction(icon(picture), words, self._for_chosen(deed))
        action.setMenu(menu)
        window.add_menu_action(Menu.FILE, "Who is a&way...", self.show_away, picture="airplane-tilt")
        only_looks(window.add_menu_action(Menu.WORK, "A &2nd person confirms...", self.show_waiting, picture="users-three"))
        self._house.bus.queue_changed.connect(self.look)
        self._house.bus.cars_changed.connect(lambda _ids: self.look())
        self._house.who.changed.connect(self.look)

    def _for_chosen(self, deed: Callable[[Sequence[int]], None]) -> Callable[[], None]:
        def begin() -> None:
            window = self._window
            if window is None:
                return
            if chosen := window.pane.chosen_cars():
                deed(chosen)
            else:
                window.pane.news.tell("Choose one or more cars in the list first.")

        return begin

    # --- deeds for cars ----------------------------------------------------------------------------------------------

    def hold(self, custody_ids: Sequence[int]) -> None:
        """Put cars on hold."""
        self._open(custody_ids, lambda cars: HoldDialog(self._work, self._person, cars, runner=self._house.runner, parent=self._window))

    def lift(self, custody_ids: Sequence[int]) -> None:
        """Lift a hold from cars; those without any are told of."""

        def ask(found: tuple[Mapping[int, tuple[StandingHold, ...]], Cars]) -> None:
            standing, cars = found
            holds = [hold for each in standing.values() for hold in each if hold.kind in set(Hold)]
            if holds:
                self._show(LiftDialog(self._work, self._person, cars, holds, runner=self._house.runner, parent=self._window))
            else:
                self._tell("No hold stands on what is chosen.", Tone.QUIET)

        if self._may(Rights.CLERK):
            self._read(lambda: (self._work.holds_of(custody_ids), self._cars(custody_ids)), ask)

    def snooze(self, custody_ids: Sequence[int]) -> None:
        """Put lines out of the way until a day."""

        def ask(cars: Cars) -> None:
            dialog = SnoozeDialog(self._work, self._person, cars, runner=self._house.runner, parent=self._window)
            dialog.done_with.connect(lambda snoozed: self._snoozed(cars.ids, snoozed))
            dialog.open()

        if self._may(Rights.CLERK):
            self._read(lambda: self._cars(custody_ids), ask)

    def wake(self, custody_ids: Sequence[int]) -> None:
        """Bring lines back that wait."""
        person = self._person
        if self._may(Rights.CLERK):
            self._read(lambda: self._work.wake(person, custody_ids), lambda _count: self._changed(custody_ids))

    def give(self, custody_ids: Sequence[int]) -> None:
        """Give lines to somebody."""

        def ask(found: tuple[Crew, Cars]) -> None:
            crew, cars = found
            self._show(GiveDialog(self._work, self._person, cars, crew, runner=self._house.runner, parent=self._window))

        if self._may(Rights.CLERK):
            self._read(lambda: (self._work.crew(), self._cars(custody_ids)), ask)

    def take(self, custody_ids: Sequence[int]) -> None:
        """Give lines to whoever sits here."""
        person = self._person
        if person is None:
            self._tell("Pick your name at the top right first.", Tone.TODAY)
        elif self._may(Rights.CLERK):
            self._read(lambda: self._work.assign(person, custody_ids, person), lambda _count: self._changed(custody_ids))

    def move_later(self, custody_ids: Sequence[int]) -> None:
        """Move a date of one car later."""
        if len(custody_ids) != 1:
            self._tell("Choose one car: a date is moved for each car by itself.", Tone.QUIET)
            return

        def ask(found: tuple[tuple[Deadline, ...], Cars]) -> None:
            dates, cars = found
            if dates:
                self._show(MoveLaterDialog(self._work, self._person, cars, dates, runner=self._house.runner, parent=self._window))
            else:
                self._tell("No date of this car can be moved: none is known, or the law itself sets the last day.", Tone.QUIET)

        if self._may(Rights.MANAGER):
            self._read(lambda: (self._work.movable(custody_ids[0]), self._cars(custody_ids)), ask)

    # --- people ------------------------------------------------------------------------------------------------------

    def show_away(self) -> None:
        """Who is away, who has the lines."""
        dialog = AwayDialog(self._work, self._person, runner=self._house.runner, parent=self._window)
        dialog.changed.connect(self._house.bus.people_changed)
        dialog.changed.connect(self._house.bus.queue_changed)
        dialog.open()

    def show_waiting(self) -> None:
        """What waits for a second person."""
        dialog = SecondPersonDialog(self._work, self._person, runner=self._house.runner, parent=self._window)
        dialog.confirmed.connect(lambda asked: self._changed([asked.custody_id] if asked else []))
        dialog.open()

    def look(self) -> None:
        """Tell whoever sits here, once, of what somebody else asks them to confirm."""
        if self._person is not None and self._window is not None:
            self._read(self._work.waiting, self._tell_waiting)

    def _tell_waiting(self, found: tuple[Waiting, ...]) -> None:
        person = self._person
        theirs = frozenset(each.event_id for each in found if person is not None and each.by not in {None, person.name})
        new = theirs - self._told
        self._told = theirs
        if new and self._window is not None:
            words = counted(len(theirs), "date waits", "dates wait")
            self._window.pane.news.tell(f"{words} for a second person to confirm.", Tone.TODAY, "&Look", self.show_waiting)

    # --- afterwards --------------------------------------------------------------------------------------------------

    @property
    def _person(self) -> Person | None:
        return self._house.who.person

    def _cars(self, custody_ids: Sequence[int]) -> Cars:
        """On a worker thread."""
        labels = self._work.labels(custody_ids)
        return Cars(tuple(custody_ids), tuple(labels.get(each, f"#{each}") for each in custody_ids))

    def _may(self, needed: Rights) -> bool:
        hindrance = self._house.who.hindrance(needed)
        if hindrance is not None:
            self._tell(str(hindrance), Tone.LATE)
        return hindrance is None

    def _open(self, custody_ids: Sequence[int], make: Callable[[Cars], DeskForm]) -> None:
        if self._may(Rights.CLERK):
            self._read(lambda: self._cars(custody_ids), lambda cars: self._show(make(cars)))

    def _show(self, dialog: DeskForm) -> None:
        dialog.done_with.connect(self._changed)
        dialog.open()

    def _read(self, question: Callable[[], T], done: Callable[[T], None]) -> None:
        self._house.runner.start(question, owner=self, done=done, failed=self._failed)

    def _failed(self, trouble: Trouble) -> None:
        self._tell(str(trouble), Tone.LATE)

    def _snoozed(self, custody_ids: Sequence[int], snoozed: Snoozed) -> None:
        self._changed(custody_ids)
        if snoozed.stay:
            named = ", ".join(snoozed.stay[:_NAMED]) + (", ..." if len(snoozed.stay) > _NAMED else "")
            stays = counted(len(snoozed.stay), "line stays in sight", "lines stay in sight")
            self._tell(f"{counted(snoozed.waiting, 'line waits', 'lines wait')}; {stays}, late or due today: {named}.", Tone.TODAY)

    def _changed(self, custody_ids: Sequence[int]) -> None:
        self._house.bus.cars_changed.emit(frozenset(custody_ids))

    def _tell(self, words: str, tone: Tone) -> None:
        if self._window is not None:
            self._window.pane.news.tell(words, tone)
