"""The room of the record: any event, from wherever a car is shown; corrections with their reasons."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.events import Event
from itow_desktop.domain.people import Rights
from itow_desktop.services.ports.stores import OpenCase
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.dialogs.record.dialog import RecordDialog
from itow_desktop.ui.dialogs.record.work import RecordWork
from itow_desktop.ui.dialogs.record.wrong import wrong_words
from itow_desktop.ui.event_wishes import EventWishes
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.rooms.room import House

_MOST = 200
"""Cars in one dialog."""


class RecordRoom(QObject):
    """Opens the dialogs over the cars that are chosen in the pane in front, or that a car's page asks for."""

    panes: tuple[Pane, ...] = ()

    def __init__(self, house: House, work: RecordWork, wishes: EventWishes) -> None:
        super().__init__()
        self._house, self._work = house, work
        self._window: MainWindow | None = None
        wishes.record.connect(self.record)
        wishes.correct.connect(self.correct)
        wishes.take_back.connect(self.take_back)

    def move_in(self, window: MainWindow) -> None:
        """The entry of the Vehicle menu, which context menus offer too."""
        self._window = window
        window.add_menu_action(Menu.VEHICLE, "&Record what happened...", self.record_chosen, shortcut="Ctrl+R", picture="note-pencil")

    def record_chosen(self) -> None:
        """What happened to the cars selected in the pane in front, else to the one the details show."""
        window = self._front
        shown = window.details.custody_id
        chosen = window.pane.chosen_cars() or (() if shown is None else (shown,))
        if not chosen:
            window.pane.news.tell("Choose one or more vehicles first.")
        elif len(chosen) > _MOST:
            window.pane.news.tell(f"{len(chosen):,} vehicles are too many to record at once; {_MOST} fit. Select fewer.")
        else:
            self.record(chosen, window)

    def record(self, custody_ids: Sequence[int], over: QWidget) -> None:
        """Record one event of each of these cars."""

        def show(cars: tuple[OpenCase, ...]) -> None:
            if cars:
                self._open(RecordDialog(self._work, self._house.who.person, cars, runner=self._house.runner, parent=over.window()))

        if self._may():
            self._house.runner.start(lambda: self._work.cars(custody_ids), owner=self, done=show, failed=self._tell)

    def correct(self, custody_id: int, event_id: str, over: QWidget) -> None:
        """Put a right event in the place of this one."""
        work = self._work

        def show(found: tuple[tuple[OpenCase, ...], Event | None]) -> None:
            cars, wrong = found
            if wrong is None:
                self._front.pane.news.tell("This was corrected in the meantime. Look at the newer one.")
                return
            self._open(RecordDialog(work, self._house.who.person, cars, runner=self._house.runner, parent=over.window(), corrects=wrong))

        if self._may():
            self._house.runner.start(
                lambda: (work.cars([custody_id]), work.event(custody_id, event_id)), owner=self, done=show, failed=self._tell
            )

    def take_back(self, custody_id: int, event_id: str, over: QWidget) -> None:
        """Take this event back with a reason."""
        work, person = self._work, self._house.who.person

        def show(wrong: Event | None) -> None:
            if wrong is None:
                self._front.pane.news.tell("This was corrected in the meantime. Look at the newer one.")
                return
            dialog = ReasonDialog(
                f"Take back: {text.EVENT[wrong.kind]}", "&Take back",
                lambda reason: work.take_back(person, custody_id, event_id, reason), runner=self._house.runner, parent=over.window(),
                hint="another car, misread, typed by mistake ...", about=wrong_words(wrong, work.zone, work.today()),
            )  # fmt: skip
            dialog.done_with.connect(lambda _none: self._changed((custody_id,)))
            dialog.open()

        if self._may():
            self._house.runner.start(lambda: work.event(custody_id, event_id), owner=self, done=show, failed=self._tell)

    # --- within ------------------------------------------------------------------------------------------------------

    @property
    def _front(self) -> MainWindow:
        if self._window is None:
            raise RuntimeError("the room is used before it moved in")
        return self._window

    def _may(self) -> bool:
        """Whether the person may record; if not, it is said why."""
        hindrance = self._house.who.hindrance(Rights.CLERK)
        if hindrance is not None:
            self._tell(hindrance)
        return hindrance is None

    def _open(self, dialog: RecordDialog) -> None:
        dialog.done_with.connect(self._changed)
        dialog.open()

    def _changed(self, custody_ids: Sequence[int]) -> None:
        self._house.bus.cars_changed.emit(frozenset(custody_ids))
        self._house.bus.queue_changed.emit()

    def _tell(self, trouble: Trouble) -> None:
        self._front.pane.news.tell(str(trouble), Tone.LATE)
