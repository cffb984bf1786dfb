"""A row that tells how far the adding of files is, with a button that stops it."""

from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from itow_desktop.domain.attachments import FileSource
from itow_desktop.domain.errors import Trouble, UnreadableFile
from itow_desktop.services.attaching import AttachProgress, AttachResult, Pasted
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.tasks import Task
from itow_desktop.ui.text import counted

Add = Callable[[], Generator[AttachProgress, None, AttachResult]]


class AddingRow(QWidget):
    """Adds one batch after the other, off the window's thread; hidden while nothing is added."""

    finished = Signal(object, object)
    """Custody id, ``AttachResult``."""
    failed = Signal(object)
    """``Trouble``: nothing more was added."""

    def __init__(self, house: CarHouse) -> None:
        super().__init__()
        self._house = house
        self._waiting: list[tuple[int, Add]] = []
        self._task: Task | None = None
        self._words = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximumHeight(12)
        self._bar.setAccessibleName("Files that were added")
        self._stop = QPushButton("&Stop")
        self._stop.clicked.connect(self.stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        row.addWidget(self._bar, 1)
        row.addWidget(self._stop)
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether files are being added."""
        return self._task is not None

    def add(self, custody_id: int, files: Sequence[Path | Pasted], source: FileSource) -> None:
        """Put files on a car."""
        person, work = self._house.who.person, self._house.work
        self._begin(custody_id, lambda: work.attach(person, custody_id, files, source))

    def add_image(self, custody_id: int, image: QImage, name: str) -> None:
        """Put a pasted picture on a car; it is pressed on the worker thread."""
        person, work = self._house.who.person, self._house.work

        def paste() -> Generator[AttachProgress, None, AttachResult]:
            yield AttachProgress(0, 1, name)
            return (yield from work.attach(person, custody_id, [Pasted(name, png(image))], FileSource.CLIPBOARD))

        self._begin(custody_id, paste)

    def stop(self) -> None:
        """Stop; what was added stays."""
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()

    def _begin(self, custody_id: int, add: Add) -> None:
        self._waiting.append((custody_id, add))
        if self._task is None:
            self._next()

    def _next(self) -> None:
        custody_id, add = self._waiting.pop(0)
        self._words.setText("Adding...")
        self._bar.setRange(0, 0)
        self.show()
        self._task = self._house.runner.start(
            add, owner=self, done=lambda result: self._done(custody_id, result), progress=self._show, failed=self._failed
        )

    def _show(self, progress: AttachProgress) -> None:
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        self._words.setText(f"Adding {progress.done + 1} of {progress.total}: {progress.name}" if progress.name else "Adding...")

    def _done(self, custody_id: int, result: AttachResult) -> None:
        self._over()
        self.finished.emit(custody_id, result)

    def _failed(self, trouble: Trouble) -> None:
        self._over()
        self.failed.emit(trouble)

    def _over(self) -> None:
        self._task = None
        self.hide()
        if self._waiting:
            self._next()


def result_words(result: AttachResult) -> list[str]:
    """What people must know of an adding that was not plain: what is not there, what was done to some."""
    stopped = [f"Stopped. {counted(len(result.ids), 'file was', 'files were')} added and stay."] if result.stopped else []
    return [*stopped, *result.troubles, *result.remarks]


def png(image: QImage) -> bytes:
    """A picture of the clipboard as a file; raises ``UnreadableFile``."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if image.isNull() or not image.save(buffer, "PNG"):  # type: ignore[call-overload]  # the stub knows file names only
        raise UnreadableFile("What was copied is no picture that can be read. It was not added.")
    return bytes(buffer.data().data())
