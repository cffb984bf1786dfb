"""The files that prove what is recorded: chosen or dropped, read at once, refused with the reason."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QToolButton, QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.ui.assets import icon
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.tones import quiet

_KINDS = "Photos, scans and papers (*.jpg *.jpeg *.png *.tif *.tiff *.heic *.webp *.pdf);;All files (*)"
_SHOWN = 3


class PapersRow(QWidget):
    """A button, the names of the files, a cross that leaves them out again."""

    changed = Signal()
    refused = Signal(list)
    """Sentences: why each of some files is not taken."""
    failed = Signal(Trouble)

    def __init__(self, runner: TaskRunner, read: Callable[[Sequence[Path]], Mapping[Path, str]]) -> None:
        """``read`` answers on a worker thread which files cannot be kept, and why."""
        super().__init__()
        self._runner, self._read = runner, read
        self._reading: list[Path] = []
        self.files: tuple[Path, ...] = ()
        self.add = QPushButton("&Add papers...")
        self.add.setAutoDefault(False)
        self.add.setToolTip("Scans, photos, PDFs that prove it; they go into the file of every car. They can be dropped here too")
        self.add.clicked.connect(self._ask)
        self.listed = quiet()
        self.out = QToolButton()
        self.out.setAutoRaise(True)
        self.out.setIcon(icon("x"))
        self.out.setToolTip("Leave these papers out")
        self.out.setAccessibleName("Leave these papers out")
        self.out.clicked.connect(self.leave_out)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for each in (self.add, self.listed, self.out):
            row.addWidget(each)
        self._show()

    @property
    def reading(self) -> bool:
        """Whether files are being looked at."""
        return bool(self._reading)

    @property
    def touched(self) -> bool:
        """Whether there are any."""
        return self.reading or bool(self.files)

    def take(self, files: Sequence[Path]) -> None:
        """These prove what is recorded here; what cannot be kept is told and left out."""
        new = [each for each in dict.fromkeys(files) if each not in self.files and each not in self._reading]
        if not new:
            return

        def looked_at(unfit: Mapping[Path, str]) -> None:
            self.files = (*self.files, *(each for each in new if each not in unfit))
            self._over(new)
            if unfit:
                self.refused.emit([unfit[each] for each in new if each in unfit])

        def gave_up(trouble: Trouble) -> None:
            self._over(new)
            self.failed.emit(trouble)

        self._reading += new
        self._runner.start(lambda: self._read(new), owner=self, done=looked_at, failed=gave_up)
        self._show()

    def leave_out(self) -> None:
        """None of them after all."""
        self.files = ()
        self._show()

    def _over(self, files: Sequence[Path]) -> None:
        self._reading = [each for each in self._reading if each not in files]
        self._show()

    def _show(self) -> None:
        names = [each.name for each in self.files[:_SHOWN]]
        more = [f"{len(self.files) - _SHOWN} more"] if len(self.files) > _SHOWN else []
        self.listed.setText("Reading..." if self._reading else ", ".join((*names, *more)))
        self.listed.setVisible(bool(self.listed.text()))
        self.listed.setToolTip("\n".join(each.name for each in self.files))
        self.out.setVisible(bool(self.files) and not self._reading)
        self.changed.emit()

    def _ask(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, "Papers that prove it", "", _KINDS)
        self.take([Path(each) for each in chosen])
