"""How far the reading or the import of a file is, with a button that stops it."""

import threading
from collections.abc import Callable, Generator
from typing import TypeVar

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.services.importing.from_towbook import ImportProgress
from itow_desktop.ui.panes.import_progress import ImportProgressPanel
from itow_desktop.ui.tasks import Task, TaskRunner

R = TypeVar("R")
Steps = Callable[[Callable[[], bool]], Generator[ImportProgress, None, R]]
"""Work that is told how to ask whether to stop."""


class RunningPage(QWidget):
    """One thing at a time; nothing more is heard of what was dropped."""

    def __init__(self, runner: TaskRunner) -> None:
        super().__init__()
        self._runner = runner
        self._task: Task | None = None
        self._number = 0
        self.progress, self.stop = ImportProgressPanel(), QPushButton("&Cancel")
        self.stop.setAutoDefault(False)
        self.stop.clicked.connect(self.cancel)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.progress)
        column.addLayout(row)
        column.addStretch(1)

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._task is not None

    def run(self, work: Steps[R], done: Callable[[R], None], failed: Callable[[Trouble], None], *, counts: bool) -> None:
        """Begin; ``counts``: how many calls are new so far is worth showing."""
        self._number += 1
        number, stop = self._number, threading.Event()

        def answered(answer: R) -> None:
            if self._over(number):
                done(answer)

        def ended(trouble: Trouble) -> None:
            if self._over(number):
                failed(trouble)

        self.stop.setEnabled(True)
        self.progress.counts.setVisible(counts)
        self.progress.begin()
        self._task = self._runner.start(
            lambda: work(stop.is_set), owner=self, progress=self.progress.take, done=answered, failed=ended, stop=stop
        )

    def cancel(self) -> None:
        """Ask it to stop; how it ended is told."""
        if self._task is not None:
            self._task.cancel()
            self.stop.setEnabled(False)

    def drop(self) -> None:
        """Stop it; how it ends is of no interest any more."""
        self.cancel()
        self._over(self._number)
        self._number += 1

    def _over(self, number: int) -> bool:
        if number != self._number:
            return False
        self._task = None
        self.progress.end()
        return True
