"""What the deeds about properties and police departments have in common."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from itow_desktop.domain.people import Rights
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.work import Calendar

W = TypeVar("W", bound=Calendar)


class PlaceDeeds(QObject, Generic[W]):
    """One door for each deed; whoever may only look is told so, and what was done is told to everybody."""

    failed = Signal(object)
    """``Trouble`` of something that has no dialog of its own."""

    def __init__(self, runner: TaskRunner, bus: Bus, who: Who, work: W) -> None:
        super().__init__()
        self.runner = runner
        self.bus = bus
        self.who = who
        self.work = work

    def _may(self) -> bool:
        hindrance = self.who.hindrance(Rights.CLERK)
        if hindrance is not None:
            self.failed.emit(hindrance)
        return hindrance is None

    def _do(self, deed: Callable[[], object]) -> None:
        self.runner.start(deed, owner=self, done=lambda _answer: self._tell(), failed=self.failed.emit)

    def _show(self, dialog: DeedDialog) -> None:
        dialog.done_with.connect(lambda _answer: self._tell())
        dialog.open()

    def _tell(self) -> None:
        """Cars show their property and their department, with caller and phone."""
        self.bus.agencies_changed.emit()
        self.bus.cars_changed.emit(frozenset())
