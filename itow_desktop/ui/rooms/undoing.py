"""Undo and redo in the window: what is on offer, and what came of it."""

from collections.abc import Callable
from datetime import date, tzinfo
from functools import partial
from typing import Protocol
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.undo import UndoState, UndoStep
from itow_desktop.services.undoing import Undone
from itow_desktop.services.views import Person
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.questions import ask
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Pane
from itow_desktop.ui.rooms.room import House


class UndoWork(Protocol):
    """What undo asks of the office, on worker threads; each may raise a ``Trouble``."""

    def undo_state(self, person: Person | None) -> UndoState: ...
    def undo(self, person: Person | None, deed_id: UUID) -> Undone: ...
    def redo(self, person: Person | None, deed_id: UUID) -> Undone: ...


class UndoRoom(QObject):
    """Keeps the offer of the window in step with what the person did, wherever it was done."""

    def __init__(self, house: House, work: UndoWork, *, zone: Callable[[], tzinfo], today: Callable[[], date]) -> None:
        super().__init__()
        self._house = house
        self._work = work
        self._zone = zone
        self._today = today
        self._window: MainWindow | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)

    @property
    def panes(self) -> tuple[Pane, ...]:
        """None: undo is everywhere."""
        return ()

    def move_in(self, window: MainWindow) -> None:
        """Listen to the window's offer, and to everything that may be a new deed."""
        self._window = window
        window.undo.undo_asked.connect(partial(self._asked, self._work.undo, "Undo"))
        window.undo.redo_asked.connect(partial(self._asked, self._work.redo, "Redo"))
        bus = self._house.bus
        for happening in (bus.cars_changed, bus.queue_changed, bus.office_changed, bus.agencies_changed, bus.people_changed):
            happening.connect(lambda *_: self._soon.start())  # several at once are one question
        self._house.who.changed.connect(self._soon.start)
        self._soon.start()

    def refresh(self) -> None:
        """Ask what is on offer now."""
        person = self._house.who.person
        self._house.runner.start(lambda: self._work.undo_state(person), owner=self, done=partial(self._show, person), failed=self._unknown)

    def _show(self, person: Person | None, state: UndoState) -> None:
        """A late answer for somebody who got up since counts no more."""
        if self._window is not None and person == self._house.who.person:
            self._window.undo.show_state(state)

    def _unknown(self, _trouble: Trouble) -> None:
        """The lights tell that the database is gone; until it is back there is nothing on offer."""
        if self._window is not None:
            self._window.undo.show_state(UndoState())

    def _asked(self, deed: Callable[[Person | None, UUID], Undone], verb: str, step: UndoStep) -> None:
        """What was done on another day is asked about: nobody remembers what Ctrl+Z would be then."""
        if self._window is None:
            return
        zone = self._zone()
        if step.at.astimezone(zone).date() == self._today():
            self._do(deed, step)
            return
        when = text.moment_text(step.at, zone, self._today())
        question = f"{step.name} was done {when}. {verb} it now?"
        ask(self._window, verb, question, [(f"&{verb} it", partial(self._do, deed, step)), ("&Leave it", self._leave)], default=1)

    def _leave(self) -> None:
        self._soon.start()

    def _do(self, deed: Callable[[Person | None, UUID], Undone], step: UndoStep) -> None:
        person = self._house.who.person
        self._house.runner.start(lambda: deed(person, step.deed_id), owner=self, done=self._done, failed=self._failed)

    def _done(self, undone: Undone) -> None:
        if self._window is not None:
            self._window.pane.news.tell(undone.sentence, Tone.TODAY if undone.left else Tone.DONE)
        bus = self._house.bus
        bus.cars_changed.emit(undone.custody_ids)
        bus.queue_changed.emit()
        bus.agencies_changed.emit()
        bus.office_changed.emit()

    def _failed(self, trouble: Trouble) -> None:
        if self._window is not None:
            self._window.pane.news.tell(str(trouble), Tone.LATE)
        self._soon.start()
