"""Keeps answers while somebody goes on: car by car, on a worker thread."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from itow_desktop.domain.errors import Problems, Trouble
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.models.answers import AnswerModel, CellKey
from itow_desktop.ui.tasks import TaskRunner

_TELL_AFTER_MS = 600


class AnswerKeeper(QObject):
    """One car at a time, so that what is typed later is also recorded later; cells say how their texts fare."""

    kept = Signal(object, object)
    """Custody id, its texts by column."""
    refused = Signal(object, object)
    """``CellKey`` of a text that stays unsaved, the ``Trouble``."""
    moved = Signal()
    """A car was answered for, the next one is on its way."""

    def __init__(self, model: AnswerModel, runner: TaskRunner, bus: Bus, save: Callable[[int, Mapping[int, str]], None]) -> None:
        """``save`` keeps the answers of one car, on a worker thread."""
        super().__init__(model)
        self._model = model
        self._runner = runner
        self._bus = bus
        self._save = save
        self._pending: dict[int, dict[int, str]] = {}
        self._sent: tuple[int, dict[int, str]] | None = None
        self._changed: set[int] = set()
        self._tell = QTimer(self)
        self._tell.setSingleShot(True)
        self._tell.setInterval(_TELL_AFTER_MS)
        self._tell.timeout.connect(self._tell_changed)

    @property
    def busy(self) -> bool:
        """Whether a car is being saved."""
        return self._sent is not None

    def keep(self, key: CellKey, text: str) -> None:
        """A text that is to be saved; it goes with ``send``."""
        self._pending.setdefault(key[0], {})[key[1]] = text

    def forget(self, key: CellKey) -> None:
        """What was to be saved of a cell is not right any more."""
        self._pending.get(key[0], {}).pop(key[1], None)

    def send(self) -> None:
        """Save the next car, unless one is on its way."""
        waiting = [custody_id for custody_id, texts in self._pending.items() if texts]
        if self._sent is not None or not waiting:
            return
        custody_id = waiting[0]
        texts = self._pending.pop(custody_id)
        self._sent = (custody_id, texts)
        self._runner.start(lambda: self._save(custody_id, texts), owner=self, done=lambda _none: self._done(), failed=self._failed)

    def finish(self) -> None:
        """Tell what was not told yet."""
        self._tell.stop()
        self._tell_changed()

    def _done(self) -> None:
        custody_id, texts = self._take_sent()
        for column in texts:
            self._settle((custody_id, column), None)
        self._changed.add(custody_id)
        self._tell.start()
        self.kept.emit(custody_id, texts)
        self._go_on()

    def _failed(self, trouble: Trouble) -> None:
        """What was typed stays in its cells, marked with what is wrong."""
        custody_id, texts = self._take_sent()
        said = trouble.problems[0][1] if isinstance(trouble, Problems) else str(trouble)
        for column in texts:
            self._settle((custody_id, column), said)
        self.refused.emit((custody_id, list(texts)[-1]), trouble)
        self._go_on()

    def _go_on(self) -> None:
        self.send()
        self.moved.emit()

    def _take_sent(self) -> tuple[int, dict[int, str]]:
        if self._sent is None:
            raise RuntimeError("an answer came for a car that was not sent")
        sent, self._sent = self._sent, None
        return sent

    def _settle(self, key: CellKey, problem: str | None) -> None:
        """A newer text of the same cell that still waits is not touched."""
        cell = self._model.cell(key)
        if cell is not None and key[1] not in self._pending.get(key[0], {}):
            self._model.mark(key, replace(cell, saving=False, problem=problem))

    def _tell_changed(self) -> None:
        """Others ask anew once for many cells."""
        changed, self._changed = frozenset(self._changed), set()
        if changed:
            self._bus.cars_changed.emit(changed)
