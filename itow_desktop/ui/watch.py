"""Asks now and then how things stand, so that the lights tell the truth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from PySide6.QtCore import QObject, QTimer, Signal

from itow_desktop.domain.errors import Trouble
from itow_desktop.services.health import HealthItem
from itow_desktop.services.health import Light as State
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.status_lights import Light, StatusLights

_EVERY_MS = 15_000
_GONE_EVERY_MS = 3_000
_PATIENCE_MS = 8_000
"""How long the database may be silent before that is said; a cut line says nothing by itself."""
_SILENT = "The database does not answer. What was saved before is safe; what you type here stays."
_NAMES: Mapping[str, str] = MappingProxyType({"database": "Database", "towbook": "TowBook", "backup": "Copy"})
_COLOURS = MappingProxyType({State.GREEN: Light.GREEN, State.AMBER: Light.AMBER, State.RED: Light.RED})


@dataclass(frozen=True)
class WatchWork:
    """Both run on worker threads: ``ask`` raises a ``Trouble`` when the database is gone, ``mend`` tries to bring it back."""

    ask: Callable[[], Sequence[HealthItem]]
    mend: Callable[[], None]


class Watch(QObject):
    """Keeps the lights of the window; a database that went away is said at once and looked for until it is back."""

    gone = Signal(object, object)
    """The database does not answer: since when, and when it answered last (``datetime`` of the office; None: never)."""
    back = Signal()
    """The database answers again; what is on the screen may be old."""

    def __init__(
        self, runner: TaskRunner, lights: StatusLights, work: WatchWork, *, place: str, now: Callable[[], datetime],
        patience_ms: int = _PATIENCE_MS,
    ) -> None:  # fmt: skip
        """``place`` says where the database is."""
        super().__init__(lights)
        self._runner, self._lights, self._work, self._place, self._now = runner, lights, work, place, now
        self._asking = False
        self._gone_since: datetime | None = None
        self._answered_at: datetime | None = None
        for name in _NAMES.values():
            lights.set_light(name, Light.BUSY, "looking")
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(patience_ms)
        self._patience.timeout.connect(lambda: self._lost(_SILENT))

    def start(self) -> None:
        """Look now, then every quarter of a minute."""
        self.look()
        self._timer.start()

    def look(self) -> None:
        """Look now, unless a look is under way."""
        if not self._asking:
            self._asking = True
            self._patience.start()
            work = self._work.ask if self._gone_since is None else self._mended
            self._runner.start(work, owner=self, done=self._show, failed=self._gone)

    def _mended(self) -> Sequence[HealthItem]:
        self._work.mend()
        return self._work.ask()

    def _show(self, items: Sequence[HealthItem]) -> None:
        self._over()
        self._answered_at = self._now()
        for item in items:
            name = _NAMES.get(item.name)
            if name is not None:
                text = f"{self._place}, {item.short}" if item.name == "database" else item.short
                self._lights.set_light(name, _COLOURS[item.state], text, tip=item.text)
        if self._gone_since is not None:
            self._gone_since = None
            self._timer.setInterval(_EVERY_MS)
            self.back.emit()

    def _gone(self, trouble: Trouble) -> None:
        self._over()
        self._lost(str(trouble))

    def _over(self) -> None:
        self._asking = False
        self._patience.stop()

    def _lost(self, said: str) -> None:
        if self._gone_since is None:
            self._gone_since = self._now()
            self._timer.setInterval(_GONE_EVERY_MS)
            self.gone.emit(self._gone_since, self._answered_at)
        since = f"{self._gone_since.hour}:{self._gone_since:%M}"
        self._lights.set_light("Database", Light.RED, f"{self._place}, does not answer since {since}", tip=said)
