"""The compliance report: numbers by month, department and step, the cars behind each, the open work as a picture."""

from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QSplitter, QTabWidget, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Cancelled, Trouble
from itow_desktop.domain.report_papers import INTERNAL, MEANINGS, TITLE, ReportCarLine
from itow_desktop.domain.reports import Report
from itow_desktop.services.reporting import Choices, MakeWorkbook, ReportProgress
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.dialogs.own_window import OwnWindow
from itow_desktop.ui.dialogs.paper_preview import PaperPreview
from itow_desktop.ui.dialogs.reports.cars import HEADERS, MOST, CarList
from itow_desktop.ui.dialogs.reports.counting import CountingRow
from itow_desktop.ui.dialogs.reports.numbers import NumberTable
from itow_desktop.ui.dialogs.reports.scope import ScopeRow
from itow_desktop.ui.dialogs.reports.work import ReportWork
from itow_desktop.ui.models.compliance import ComplianceNumbers
from itow_desktop.ui.tasks import Task, TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.tones import heading, quiet

PrintList = Callable[[str, Sequence[str], Sequence[Sequence[str]]], None]
"""Title, headers, rows."""
R = TypeVar("R")
_WORK_TAB = 1
_PATIENCE_MS = 400


class ComplianceWindow(OwnWindow):
    """A window of its own. It counts when it is asked, and says when it did: a report does not change under the reader."""

    picture = "chart-bar"
    print_asked = Signal(object)
    """The report that shall go on paper."""

    def __init__(
        self, runner: TaskRunner, work: ReportWork, *, open_car: Callable[[int], None], print_list: PrintList, make: MakeWorkbook
    ) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self.setMinimumSize(QSize(940, 560))
        self._runner, self._work, self._print_list, self._make = runner, work, print_list, make
        self.report: Report | None = None
        self._task: Task | None = None
        self._asked = 0
        self._drawn: Report | None = None
        self.title, self.under, self.meanings = heading(TITLE), quiet(INTERNAL), quiet(MEANINGS)
        self.scope, self.counting = ScopeRow(), CountingRow()
        self.model = ComplianceNumbers(self)
        self.numbers = NumberTable(self.model)
        self.cars = CarList(open_car, self._print_cars)
        self.preview = PaperPreview()
        self.tabs = QTabWidget()
        self.paper = _button("&Print or save as PDF...", "printer")
        self.sheet = _button("Save as sp&readsheet...", "table")
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._build()
        self._wire()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        for words in (self.under, self.meanings):
            words.setWordWrap(True)
        below = QWidget()
        lines = QVBoxLayout(below)
        lines.setContentsMargins(0, 8, 0, 0)
        lines.setSpacing(4)
        lines.addWidget(self.cars.said)
        lines.addWidget(self.cars, 1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.numbers)
        parts.addWidget(below)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        parts.setChildrenCollapsible(False)
        self.tabs.addTab(parts, "&Numbers")
        self.tabs.addTab(self.preview, "Open &work")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.paper, self.sheet):
            foot.addWidget(button)
        foot.addStretch(1)
        inside = QVBoxLayout()
        inside.setSpacing(8)
        for part in (self.title, self.under, self.scope, self.counting):
            inside.addWidget(part)
        inside.addWidget(self.tabs, 1)
        inside.addWidget(self.meanings)
        inside.addLayout(foot)
        self.lay_out(inside, QSize(1240, 760))
        self._ready(counting=True)

    def _wire(self) -> None:
        self.scope.changed.connect(self.count)
        self.counting.stop.clicked.connect(self.stop)
        self._patience.timeout.connect(self.counting.show)
        self.numbers.pointed.connect(self._list)
        self.numbers.opened.connect(lambda _row: self.cars.table.setFocus())
        self.tabs.currentChanged.connect(lambda _tab: self._draw())
        self.paper.clicked.connect(lambda: self.print_asked.emit(self.report))
        self.sheet.clicked.connect(self._ask_where)

    # --- counting ----------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Read what can be chosen, then count the last months."""

        def offer(choices: Choices) -> None:
            self.scope.offer(choices)
            self.count()

        self._runner.start(self._work.choices, owner=self, done=offer, failed=self._failed)

    def refresh(self) -> None:
        """Count once more."""
        self.count()

    def count(self) -> None:
        """Count anew what is chosen now; what is shown stays in sight until then."""
        scope = self.scope.chosen
        if scope is None:
            return
        self._run(lambda: self._work.count(scope), self._show)

    def stop(self) -> None:
        """Leave off; the numbers that stand were counted before."""
        if self._task is not None:
            self._task.cancel()

    def _run(self, work: Callable[[], Generator[ReportProgress, None, R]], then: Callable[[R], None]) -> None:
        """One thing at a time that may take long: a newer one stops the one before."""
        self.stop()
        self._asked += 1
        number = self._asked
        self.counting.begin()
        self._patience.start()
        self._ready(counting=True)

        def done(answer: R) -> None:
            if number == self._asked:
                self._over()
                then(answer)

        def failed(trouble: Trouble) -> None:
            if number == self._asked:
                self._over()
                self._failed(trouble)

        def progress(step: ReportProgress) -> None:
            if number == self._asked:
                self.counting.take(step)

        self._task = self._runner.start(work, owner=self, done=done, failed=failed, progress=progress)

    def _over(self) -> None:
        self._task = None
        self._patience.stop()
        self.counting.hide()
        self._ready(counting=False)

    def _ready(self, *, counting: bool) -> None:
        self.tabs.setEnabled(not counting)
        for button in (self.paper, self.sheet):
            button.setEnabled(not counting and self.report is not None)

    def _failed(self, trouble: Trouble) -> None:
        if isinstance(trouble, Cancelled):
            self.news.tell("Stopped. The numbers below are those that were counted before.", Tone.ACCENT, "Count a&gain", self.count)
        else:
            self.news.tell(str(trouble), Tone.LATE, "Count a&gain", self.count)

    def _show(self, report: Report) -> None:
        self.report = report
        self.news.clear()
        cars, duties = counted(report.cars, "car", "cars"), counted(report.duties, "duty", "duties")
        self.under.setText(f"{cars}, {duties}. {INTERNAL}")
        self._ready(counting=False)
        self.model.put(report)
        self.numbers.setCurrentIndex(self.model.most_telling())
        if not report.lines:
            self.cars.tell("Nothing to count in these months", (), 0)
        self._draw()

    # --- what lies behind --------------------------------------------------------------------------------------------

    def _list(self, index: QModelIndex) -> None:
        lines, outcomes = self.model.behind(index)
        words, number = self.model.said(index), sum(line.count(outcome) for line in lines for outcome in outcomes)
        asked = self.report

        def show(cars: tuple[ReportCarLine, ...]) -> None:
            if asked is self.report and self.model.said(self.numbers.currentIndex()) == words:
                self.cars.tell(words, cars, number)

        self._runner.start(lambda: self._work.cars_behind(lines, outcomes, MOST), owner=self, done=show, failed=self._failed)

    def _print_cars(self) -> None:
        self._print_list(f"{TITLE}: {self.model.said(self.numbers.currentIndex())}", HEADERS, self.cars.texts)

    def _draw(self) -> None:
        """The picture, when somebody looks at it, once for each report."""
        report = self.report
        if report is None or self.tabs.currentIndex() != _WORK_TAB or self._drawn is report:
            return
        self._drawn = report
        self.preview.say("Drawing the picture...")

        def show(pages: tuple[bytes, ...]) -> None:
            if self.report is report:
                self.preview.show_pages(pages)

        self._runner.start(lambda: self._work.draw_open_work(report), owner=self, done=show, failed=self._not_drawn)

    def _not_drawn(self, trouble: Trouble) -> None:
        self._drawn = None
        self.preview.say(str(trouble))

    # --- spreadsheet -------------------------------------------------------------------------------------------------

    def _ask_where(self) -> None:
        scope = self.report.scope if self.report else None
        if scope is None:
            return
        name = f"COMPLIANCE_{scope.first:%Y-%m}_{scope.last:%Y-%m}.xlsx"
        dialog = QFileDialog(self, "Save as spreadsheet", name, "Spreadsheet (*.xlsx)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda path: self.save_to(Path(path)))
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write the report that is shown as a spreadsheet."""
        report = self.report
        if report is not None:
            saved = f"Saved as {path.name}, with the cars behind every number."
            self._run(lambda: self._work.write_spreadsheet(report, self._make, path), lambda _none: self.news.tell(saved, Tone.DONE))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.stop()
        super().closeEvent(event)


def _button(words: str, picture: str) -> QPushButton:
    button = QPushButton(words)
    button.setIcon(icon(picture))
    return button
