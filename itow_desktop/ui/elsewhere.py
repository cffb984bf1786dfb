"""What other programs changed, as the happenings of this window's bus."""

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from itow_desktop.services.ports.changes import Change, Kind
from itow_desktop.ui.bus import Bus

_GATHER_MS = 250
_BUSY_MS = 2_000
"""How long news are gathered before the screen is read anew, and while they keep coming, as during somebody's import."""


class Elsewhere(QObject):
    """Gathers what is heard; made on the UI thread, where everything is told."""

    heard = Signal(object)
    """A ``Change``; emitted on the listener's thread."""
    another_database = Signal()
    """A copy was put in the place of the database; emitted before the bus tells that anything may have changed."""

    def __init__(self, bus: Bus) -> None:
        super().__init__()
        self._bus = bus
        self._gathered: Change | None = None
        self._since_told = QElapsedTimer()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._tell)
        self.heard.connect(self._gather, Qt.ConnectionType.QueuedConnection)

    def _gather(self, change: Change) -> None:
        self._gathered = change if self._gathered is None else self._gathered | change
        if not self._soon.isActive():
            lately = self._since_told.isValid() and not self._since_told.hasExpired(_BUSY_MS)
            self._soon.start(_BUSY_MS if lately else _GATHER_MS)

    def _tell(self) -> None:
        change, self._gathered = self._gathered, None
        self._since_told.start()
        if change is None:
            return
        if change.another_database:
            self.another_database.emit()
        bus = self._bus
        if Kind.CARS in change.kinds:
            bus.cars_changed.emit(change.custody_ids)
        for kind, news in (
            (Kind.QUEUE, bus.queue_changed),
            (Kind.OFFICE, bus.office_changed),
            (Kind.PEOPLE, bus.people_changed),
            (Kind.AGENCIES, bus.agencies_changed),
        ):
            if kind in change.kinds:
                news.emit()
