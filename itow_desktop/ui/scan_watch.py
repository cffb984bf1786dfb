"""Watches the scan folder of this PC for new scans."""

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from itow_desktop.domain.errors import Trouble
from itow_desktop.ui.car_work import CarHouse

_RESCAN_MS = 15_000
"""A network drive tells nobody of new files, and a file that grows is counted only once it lies still."""
_SOON_MS = 2_500
_STEADY_MS = 300


class ScanWatch(QObject):
    """Looks when the folder changes, and now and then; what waits is told when it changes."""

    changed = Signal(object)
    """``tuple[Path, ...]`` of the scans that wait now."""

    def __init__(self, house: CarHouse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._house = house
        self._waiting: tuple[Path, ...] = ()
        self._looking = False
        self._again = False
        self._watcher = QFileSystemWatcher(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.look)
        self._watcher.directoryChanged.connect(lambda _folder: self._soon.start())
        self._now = QTimer(self)
        self._now.setSingleShot(True)
        self._now.setInterval(_STEADY_MS)
        self._now.timeout.connect(self.look)
        self._slow = QTimer(self)
        self._slow.setInterval(_RESCAN_MS)
        self._slow.timeout.connect(self.look)

    @property
    def waiting(self) -> tuple[Path, ...]:
        """The scans that wait to be put on a car."""
        return self._waiting

    def start(self) -> None:
        """Look now, and from now on."""
        self._house.bus.cars_changed.connect(lambda _ids: self._now.start() if self._waiting else None)
        self._slow.start()
        self.look()

    def look(self) -> None:
        """Look now; one look after the other."""
        if self._looking:
            self._again = True
            return
        self._looking = True
        work = self._house.work
        self._house.runner.start(lambda: (work.scan_folder(), work.scans()), owner=self, done=self._seen, failed=self._not_seen)

    def _seen(self, answer: tuple[Path | None, tuple[Path, ...]]) -> None:
        folder, waiting = answer
        self._watch(folder)
        if waiting != self._waiting:
            self._waiting = waiting
            self.changed.emit(waiting)
        self._over()

    def _not_seen(self, _trouble: Trouble) -> None:
        """The database or the settings are away: others say so; the next look finds them back."""
        self._over()

    def _over(self) -> None:
        self._looking = False
        if self._again:
            self._again = False
            self.look()

    def _watch(self, folder: Path | None) -> None:
        wanted = [str(folder)] if folder is not None else []
        if self._watcher.directories() != wanted:
            if self._watcher.directories():
                self._watcher.removePaths(self._watcher.directories())
            if folder is not None and folder.is_dir():
                self._watcher.addPath(str(folder))
