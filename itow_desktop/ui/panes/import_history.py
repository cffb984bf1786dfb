"""What earlier imports brought: a list, a picture of it, the calls that failed in one of them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from itow_desktop.domain.calls import CallRef
from itow_desktop.services.importing.from_towbook import ImportPlan
from itow_desktop.services.views import FailedCall, ImportRun
from itow_desktop.ui.models.imports import FailedModel, HistoryColumn, HistoryModel, counts_text
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.import_chart import ImportChart, chart_words
from itow_desktop.ui.widgets.plain_table import PlainTable
from itow_desktop.ui.widgets.tones import quiet, strong
from itow_desktop.ui.work import ImportWork

_ASKED_OF_TOWBOOK = frozenset({"range", "lot", "calls"})


def plan_for(run: ImportRun, failures: Sequence[FailedCall]) -> ImportPlan | None:
    """Reads just the calls that failed; None where TowBook cannot be asked for them, as for the rows of a file."""
    if run.source not in _ASKED_OF_TOWBOOK:
        return None
    calls = tuple(CallRef(each.towbook_id, each.call) for each in failures if each.towbook_id)
    return ImportPlan(run.accounts, calls=calls) if calls else None


def run_words(run: ImportRun) -> str:
    """Everything a line of the history is too short for."""
    effect = f"{run.effect}." if run.effect else ""
    return " ".join(part for part in (f"{counts_text(run).capitalize()}.", effect, run.message) if part)


class ImportHistory(QWidget):
    """The list with a picture beside it; under the picture what could not be read in the chosen import."""

    opened = Signal(int)
    """The number of the import whose calls shall be looked at one by one."""
    again_asked = Signal(object)
    """``ImportPlan``: just these calls shall be read again."""

    def __init__(self, runner: TaskRunner, work: ImportWork) -> None:
        super().__init__()
        self._runner, self._work = runner, work
        self._plan: ImportPlan | None = None
        self.model = HistoryModel(lambda: work.zone, work.today, self)
        self.table = PlainTable(self.model, "Earlier imports", stretch=HistoryColumn.EFFECT)
        self.none = quiet("None yet. The first one brings the cars that stand on the lot.")
        self.chart = ImportChart(work.zone, work.today())
        self.words = quiet()
        self.words.setWordWrap(True)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.failures = FailedModel(self)
        self.failed = PlainTable(self.failures, "Calls that failed in the chosen import", stretch=1)
        self.failed.setMinimumHeight(96)
        self.failed.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.again = QPushButton("Read these again")
        self.failed_title = quiet()
        self._beside = QScrollArea()
        self._build()
        self.table.setMinimumHeight(96)
        self.table.opened.connect(lambda row: self.opened.emit(self.model.run_at(row).id))
        self.table.selectionModel().currentRowChanged.connect(lambda index, _before: self._choose(index.row()))
        self.again.clicked.connect(self._read_again)
        self.put(())

    def _build(self) -> None:
        title = QHBoxLayout()
        title.addWidget(self.failed_title, 1)
        title.addWidget(self.again)
        inside = QWidget()
        beside = QVBoxLayout(inside)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(8)
        beside.addWidget(self.chart)
        beside.addWidget(self.words)
        beside.addWidget(self.message)
        beside.addLayout(title)
        beside.addWidget(self.failed, 1)
        beside.addStretch(0)
        self._beside.setWidgetResizable(True)
        self._beside.setFrameShape(QFrame.Shape.NoFrame)
        self._beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._beside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._beside.setWidget(inside)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.table, 5)
        row.addWidget(self._beside, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(strong("Earlier imports"))
        column.addWidget(self.none)
        column.addLayout(row, 1)

    def put(self, runs: Sequence[ImportRun]) -> None:
        """Other imports, the newest first; the chosen one stays chosen."""
        chosen = self.table.currentIndex().row()
        run = self.model.run_at(chosen).id if chosen >= 0 else None
        self.model.put(runs)
        self.chart.put(runs, self._work.zone, self._work.today())
        self.words.setText(chart_words(runs))
        self.none.setVisible(not runs)
        self.table.setVisible(bool(runs))
        self._beside.setVisible(bool(runs))
        self.show_failures(None, ())
        place = next((place for place, each in enumerate(runs) if each.id == run), None)
        if place is not None:
            self.table.choose(place)

    def _choose(self, row: int) -> None:
        if row < 0:
            return
        run = self.model.run_at(row)
        self.show_failures(run, ())
        self._runner.start(lambda: self._work.failures(run.id), owner=self, done=lambda found: self.show_failures(run, found))

    def show_failures(self, run: ImportRun | None, failures: Sequence[FailedCall]) -> None:
        """What could not be read in an import; that of another one than the chosen is dropped."""
        chosen = self.table.currentIndex().row()
        if run is not None and (chosen < 0 or self.model.run_at(chosen).id != run.id):
            return  # another one was chosen meanwhile
        self.message.setText(run_words(run) if run else "")
        self.message.setVisible(bool(self.message.text()))
        self.failures.put(failures)
        self.failed_title.setText(f"{counted(len(failures), 'call', 'calls')} could not be read")
        self._plan = plan_for(run, failures) if run else None
        for part in (self.failed_title, self.failed):
            part.setVisible(bool(failures))
        self.again.setVisible(self._plan is not None)

    def _read_again(self) -> None:
        if self._plan is not None:
            self.again_asked.emit(self._plan)
