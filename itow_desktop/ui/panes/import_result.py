"""How the last import ended, with what it means for the queue."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from itow_desktop.domain.errors import Trouble
from itow_desktop.services.importing.from_towbook import ImportPlan, ImportResult
from itow_desktop.services.views import ImportRun, RunState, StoppedBy
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.errors import numbered
from itow_desktop.ui.models.imports import FailedModel, counts_text
from itow_desktop.ui.panes.import_history import plan_for
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.plain_table import PlainTable
from itow_desktop.ui.widgets.tones import quiet, set_tone, strong

_LOOKS = {
    RunState.DONE: ("check-circle", Tone.DONE),
    RunState.CANCELLED: ("hand", Tone.QUIET),
    RunState.STOPPED: ("warning", Tone.TODAY),
    RunState.RUNNING: ("circle-dashed", Tone.ACCENT),
}


class ImportResultPanel(QFrame):
    """Counts, effect, message, failed calls; hidden before the first import of the day."""

    look_asked = Signal()
    """The person wants to go on with what the import brought."""
    queue_asked = Signal()
    again_asked = Signal()
    check_asked = Signal(int)
    """The number of the import whose calls shall be looked at one by one."""
    wait_asked = Signal()
    """The same shall be imported as soon as TowBook answers."""
    calls_asked = Signal(object)
    """``ImportPlan``: just the calls that failed shall be read again."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("standing")
        self._picture = QLabel()
        self.effect = strong()
        self.counts = QLabel()
        self.message = QLabel()
        for label in (self.counts, self.effect, self.message):
            label.setWordWrap(True)
        self.look = QPushButton("Loo&k at them")
        self.look.setProperty("primary", "true")
        self.to_queue = QPushButton("Show the queue")
        self.again = QPushButton("&Try again")
        self.check = QPushButton("Check import")
        self.wait = QPushButton("Import when TowBook is &back")
        self.read_again = QPushButton("Read these again")
        self._plan: ImportPlan | None = None
        self._run = 0
        self.look.clicked.connect(self.look_asked)
        self.to_queue.clicked.connect(self.queue_asked)
        self.again.clicked.connect(self.again_asked)
        self.wait.clicked.connect(self.wait_asked)
        self.read_again.clicked.connect(lambda: self.calls_asked.emit(self._plan))
        self.check.clicked.connect(lambda: self.check_asked.emit(self._run))
        self.failures = FailedModel(self)
        self.failed_title = quiet()
        self.failed = PlainTable(self.failures, "Failed calls", stretch=1)
        self.failed.setMinimumHeight(96)
        self.failed.setMaximumHeight(160)
        self._build()
        self.hide()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(4)
        for label in (self.effect, self.counts, self.message):
            words.addWidget(label)
        row.addWidget(self._picture)
        row.addLayout(words, 1)
        row.addWidget(self.wait)
        row.addWidget(self.again)
        row.addWidget(self.check)
        row.addWidget(self.to_queue)
        row.addWidget(self.look)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(row)
        title = QHBoxLayout()
        title.addWidget(self.failed_title, 1)
        title.addWidget(self.read_again)
        column.addLayout(title)
        column.addWidget(self.failed)

    def show_result(self, result: ImportResult) -> None:
        """An import that came to an end of its own."""
        run = result.run
        total = run.new + run.updated + run.unchanged + run.failed
        took = f"{result.seconds:.0f} s" if result.seconds < 90 else f"{result.seconds / 60:.0f} min"
        nothing = total + run.skipped == 0
        came = f"{counted(total, 'call', 'calls')} in {took}: {counts_text(run)}."
        self.counts.setText(f"No call came in {took}." if nothing else came)
        self.effect.setText("" if run.state is RunState.STOPPED and run.effect is None else effect_text(run))
        self.message.setText(run.message or "")
        self._look(*_LOOKS[run.state])
        self._run = run.id
        self.check.setText(f"Check import ({run.waiting:,})" if run.waiting else "Check import")
        self.check.setToolTip("What it found, call by call" + (f"; {run.waiting:,} of them wait for you" if run.waiting else ""))
        self.check.setVisible(not nothing or bool(run.waiting))
        self.again.setVisible(run.state is not RunState.DONE)
        self.wait.setVisible(run.stopped_by is StoppedBy.DOWN)
        self.look.setVisible(run.effect is not None)
        self.to_queue.setVisible(run.effect is None and not nothing)
        self.failures.put(result.failures)
        self.failed_title.setText(
            f"{counted(len(result.failures), 'call', 'calls')} could not be read; the next import of these days tries them again"
        )
        self._plan = plan_for(run, result.failures)
        self.read_again.setVisible(self._plan is not None)
        for widget in (self.failed_title, self.failed):
            widget.setVisible(bool(result.failures))
        self._settle()

    def show_trouble(self, trouble: Trouble) -> None:
        """An import that could not run to any end."""
        self.counts.setText("The import stopped.")
        self.effect.setText("")
        self.message.setText(f"{trouble} (error {numbered(trouble)})")
        self._look("warning-octagon", Tone.LATE)
        self.again.setVisible(True)
        self.check.setVisible(False)
        self.look.setVisible(False)
        self.to_queue.setVisible(False)
        for widget in (self.wait, self.failed_title, self.read_again, self.failed):
            widget.setVisible(False)
        self._settle()

    def _settle(self) -> None:
        for label in (self.effect, self.message):
            label.setVisible(bool(label.text()))
        self.show()

    def _look(self, picture: str, tone: Tone) -> None:
        self._picture.setPixmap(icon(picture, tone).pixmap(24, 24))
        set_tone(self, tone if tone in {Tone.DONE, Tone.TODAY, Tone.LATE} else None)


def effect_text(run: ImportRun) -> str:
    """``68 cars. 5 need a police department, 3 no VIN, 0 late.``"""
    if run.effect is None:
        return "Nothing is to be done because of it."
    cars = counted(run.new + run.updated, "car", "cars")
    return f"{cars}{' came or changed' if run.unchanged else ''}. {run.effect}."
