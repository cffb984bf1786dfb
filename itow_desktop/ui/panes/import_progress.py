"""How far an import is, in words that a person can wait by."""

from time import monotonic

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout

from itow_desktop.services.importing.from_towbook import ImportProgress
from itow_desktop.ui.models.imports import clock_text
from itow_desktop.ui.widgets.tones import quiet, strong

_TICK_MS = 500


class ImportProgressPanel(QFrame):
    """A bar, "27 of 63 calls, about 20 s left", running counts; the clock goes on between two calls."""

    def __init__(self) -> None:
        super().__init__()
        self.phase = strong()
        self.left = QLabel()
        self.counts = quiet()
        self.elapsed = quiet()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Import")
        self._step = ImportProgress("Starting")
        self._seen = monotonic()
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self._show)
        words, below = QHBoxLayout(), QHBoxLayout()
        words.addWidget(self.phase)
        words.addWidget(self.left)
        words.addStretch(1)
        words.addWidget(self.elapsed)
        below.addWidget(self.counts)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(words)
        column.addWidget(self.bar)
        column.addLayout(below)

    def begin(self) -> None:
        """Nothing is known yet."""
        self.take(ImportProgress("Starting"))
        self._clock.start()

    def end(self) -> None:
        """It is over."""
        self._clock.stop()

    def take(self, step: ImportProgress) -> None:
        """The newest state."""
        self._step, self._seen = step, monotonic()
        self._show()

    @property
    def words(self) -> str:
        """How far it is, in words."""
        step = self._step
        return step.phase if step.total is None else f"{step.done:,} of {step.total:,}"

    def _show(self) -> None:
        step, since = self._step, monotonic() - self._seen
        self.phase.setText(f"{step.phase}...")
        if step.total is None:
            self.bar.setRange(0, 0)
            self.left.setText("")
        else:
            self.bar.setRange(0, max(step.total, 1))
            self.bar.setValue(step.done if step.total else 1)
            self.left.setText(progress_text(step, since))
        self.counts.setText(f"{step.new:,} new · {step.updated:,} updated · {step.unchanged:,} unchanged · {step.failed:,} failed")
        self.elapsed.setText(clock_text(step.elapsed + since))


def progress_text(step: ImportProgress, since: float = 0.0) -> str:
    """``27 of 63 calls, about 20 s left``; ``since`` are the seconds that went by since the step was told."""
    words = f"{step.done:,} of {step.total or 0:,} calls"
    if step.remaining is None or step.done >= (step.total or 0):
        return words
    left = max(0.0, step.remaining - since)
    if left < 90:
        return f"{words}, about {max(1, round(left))} s left"
    return f"{words}, about {round(left / 60)} min left"
