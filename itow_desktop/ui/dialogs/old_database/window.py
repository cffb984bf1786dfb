"""Taking over the old database, step by step: files, what they say, what came of it."""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Cancelled, Trouble
from itow_desktop.domain.old_database.merging import Choice, Mark
from itow_desktop.domain.old_database.report import OldReport
from itow_desktop.domain.people import Rights
from itow_desktop.services.importing.from_old_database import OldProgress, OldReview
from itow_desktop.services.ports.old_database import ReadOldFile
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.old_database.files_page import FilesPage
from itow_desktop.ui.dialogs.old_database.report_page import ReportPage
from itow_desktop.ui.dialogs.old_database.review_page import ReviewPage
from itow_desktop.ui.dialogs.old_database.work import OldDatabaseWork
from itow_desktop.ui.dialogs.own_window import ReadWindow
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import Task
from itow_desktop.ui.widgets.file_drops import FileDrops
from itow_desktop.ui.widgets.tones import heading

Before = tuple[OldReview | None, OldReport | None]
_TITLES = ("The old database: which files", "The old database: what the files say", "The old database: what came of it")


class OldDatabaseWindow(ReadWindow[Before]):
    """A window of its own; files can be dropped on it at any step."""

    picture = "database"
    again = "Tr&y again"
    taken_over = Signal(object)
    """The ``OldReport`` of what is stored now."""
    print_asked = Signal(object)
    """An ``OldReport`` to be printed."""
    photos_asked = Signal()
    """The files that lie beside the old database are to be put on their cars."""
    moved_on = Signal(str)
    """A deed has ended, and which: ``read``, ``chosen``, ``taken over``, ``stopped``, ``failed``."""

    def __init__(self, house: House, work: OldDatabaseWork, read: ReadOldFile) -> None:
        super().__init__(house.runner)
        self.setWindowTitle("The old database")
        self.setMinimumSize(QSize(860, 520))
        self._house, self._work, self._read = house, work, read
        self._task: Task | None = None
        self.review: OldReview | None = None
        self.title = heading()
        self.files, self.looks, self.report = FilesPage(), ReviewPage(), ReportPage()
        self.pages = QStackedWidget()
        for page in (self.files, self.looks, self.report):
            self.pages.addWidget(page)
        self.bar, self.stop = QProgressBar(), QPushButton("&Stop")
        self.drops = FileDrops(self, "Drop files of the old database here")
        self._build()
        self._wire()
        self._turn_to(self.files)

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.bar.setAccessibleName("How far it is")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        self.under_way = QWidget()
        self.under_way.setLayout(row)
        self.under_way.hide()
        inside = QVBoxLayout()
        inside.setSpacing(8)
        inside.addWidget(self.title)
        inside.addWidget(self.under_way)
        inside.addWidget(self.pages, 1)
        self.lay_out(inside, QSize(1120, 700))

    def _wire(self) -> None:
        self.files.read_asked.connect(self.read_files)
        self.files.go_on_asked.connect(self._show_review)
        self.files.report_asked.connect(self.show_report)
        self.looks.choice_asked.connect(self.choose)
        self.looks.back_asked.connect(self._back)
        self.looks.take_over_asked.connect(self.take_over)
        self.report.files_asked.connect(self._back)
        self.report.print_asked.connect(self.print_asked)
        self.report.photos_asked.connect(self.photos_asked)
        self.stop.clicked.connect(self.stop_reading)
        self.drops.dropped.connect(self.add_files)

    def _turn_to(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        self.title.setText(_TITLES[self.pages.currentIndex()])

    # --- reading -----------------------------------------------------------------------------------------------------

    def question(self) -> Callable[[], Before]:
        return lambda: (self._work.begun(), self._work.last_report())

    def show_answer(self, answer: Before) -> None:
        self.files.stands(*answer)

    def show_report(self, report: OldReport) -> None:
        """What came of an import."""
        self.report.put(report)
        self._turn_to(self.report)

    def add_files(self, paths: list[Path]) -> None:
        """Put files into the list of the first step; folders are passed over."""
        self._turn_to(self.files)
        self.files.add_files([path for path in paths if path.is_file()])

    # --- deeds -------------------------------------------------------------------------------------------------------

    def read_files(self, paths: tuple[Path, ...]) -> None:
        """Read them; nothing about cars is changed."""
        person = self._house.who.person
        self._run(lambda: self._work.stage(person, self._read, paths), self._was_read)

    def choose(self, marks: tuple[Mark, ...], choice: Choice) -> None:
        """Keep what is to count where files disagree."""
        if self._task is None and self.review is not None and self._may():
            person, prints = self._house.who.person, self.review.fingerprints
            work = self._work
            self._runner.start(lambda: work.choose(person, prints, marks, choice), owner=self, done=self._chosen, failed=self._not_done)

    def take_over(self) -> None:
        """Store everything, in one go."""
        if self.review is not None:
            person, prints = self._house.who.person, self.review.fingerprints
            self._run(lambda: self._work.take_over(person, prints), self._taken_over)

    def stop_reading(self) -> None:
        """Stop; nothing is kept of what is under way."""
        if self._task is not None:
            self._task.cancel()

    def _may(self) -> bool:
        trouble = self._house.who.hindrance(Rights.CLERK)
        if trouble is not None:
            self.news.tell(str(trouble), Tone.LATE)
        return trouble is None

    def _run(self, work: Callable[[], Generator[OldProgress, None, Any]], done: Callable[[Any], None]) -> None:
        if self._task is not None or not self._may():
            return
        self.news.hide()
        self.bar.setRange(0, 0)
        self.under_way.show()
        self.pages.setEnabled(False)
        self.drops.welcome = False
        self._task = self._runner.start(work, owner=self, done=done, progress=self._goes_on, failed=self._not_done)

    def _goes_on(self, step: OldProgress) -> None:
        self.bar.setRange(0, max(step.total, 1))
        self.bar.setValue(step.done)
        self.bar.setFormat(f"{step.phase} {step.name}".strip())

    def _over(self) -> None:
        self._task = None
        self.under_way.hide()
        self.pages.setEnabled(True)
        self.drops.welcome = True

    def _was_read(self, review: OldReview) -> None:
        self._over()
        self._show_review(review)
        self.moved_on.emit("read")

    def _show_review(self, review: OldReview) -> None:
        self.review = review
        self.looks.put(review.report)
        self._turn_to(self.looks)

    def _chosen(self, review: OldReview) -> None:
        self._show_review(review)
        self.moved_on.emit("chosen")

    def _taken_over(self, report: OldReport) -> None:
        self._over()
        self.show_report(report)
        if report.run is None:
            self.news.tell("Everything is here already. Nothing was changed.", Tone.DONE)
        else:
            self.news.tell(f"Taken over as import {report.run}. It stands in the history and can be undone there.", Tone.DONE)
            self.taken_over.emit(report)
        self.refresh()
        self.moved_on.emit("taken over")

    def _not_done(self, trouble: Trouble) -> None:
        self._over()
        stopped = isinstance(trouble, Cancelled)
        self.news.tell("Stopped. Nothing was changed." if stopped else str(trouble), Tone.QUIET if stopped else Tone.LATE)
        self.moved_on.emit("stopped" if stopped else "failed")

    def _back(self) -> None:
        self._turn_to(self.files)
        self.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.stop_reading()
        super().closeEvent(event)
