"""The first step: which files."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from itow_desktop.domain.old_database.report import OldReport
from itow_desktop.services.importing.from_old_database import OldReview
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.models.text_rows import Cell, TextRow
from itow_desktop.ui.widgets.places.parts import RecordList
from itow_desktop.ui.widgets.standing_line import StandingLine
from itow_desktop.ui.widgets.tones import quiet

_ABOUT = (
    "Take every copy of the old program's database that you have: older ones fill what newer ones lost. The files are only read, "
    "never changed. Users and passwords in them are not read at all."
)
_HEADERS = ("File", "Folder", "Size")


class FilesPage(QWidget):
    """Files are added, dropped on the window, taken out; then they are read."""

    read_asked = Signal(object)
    """The paths."""
    go_on_asked = Signal(object)
    """The ``OldReview`` of files that were read before."""
    report_asked = Signal(object)
    """The ``OldReport`` of the last time."""

    def __init__(self) -> None:
        super().__init__()
        self._paths: list[Path] = []
        self._begun: OldReview | None = None
        self._last: OldReport | None = None
        about = quiet(_ABOUT)
        about.setWordWrap(True)
        self.goes_on = StandingLine("arrow-right", "&Go on", self._go_on)
        self.before = StandingLine("check-circle", "Show the re&port", self._show_last)
        self.list = RecordList(
            "Files to read", _HEADERS, "Drop the old database here (vehicles.db, one or several copies), or add it.",
            picture="database", grow=(0, 1), right=(2,), margin=0,
        )  # fmt: skip
        self.add = self.list.deed("&Add files...", "folder-open", self.ask_files)
        self.out = self.list.deed_for("&Take out", "minus-circle", self._take_out)
        self.read = QPushButton("&Read the files")
        self.read.setProperty("primary", True)
        self.read.clicked.connect(lambda: self.read_asked.emit(tuple(self._paths)))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.read)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (about, self.goes_on, self.before):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        self.goes_on.hide()
        self.before.hide()
        self.put(())

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files as they stand in the list."""
        return tuple(self._paths)

    def put(self, paths: Sequence[Path]) -> None:
        """Other files."""
        self._paths = list(dict.fromkeys(paths))
        self.list.put([_row(path) for path in self._paths])
        self.read.setEnabled(bool(self._paths))

    def add_files(self, paths: Sequence[Path]) -> None:
        """More files; one that is there already is there once."""
        self.put([*self._paths, *paths])
        self.read.setFocus()

    def ask_files(self) -> None:
        """Choose files."""
        dialog = QFileDialog(
            self, "Copies of the old database", "", "Copies of the old database (*.db *.sqlite *.sqlite3 *.csv);;All files (*)"
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda files: self.add_files([Path(file) for file in files]))
        dialog.open()

    def stands(self, begun: OldReview | None, last: OldReport | None) -> None:
        """What was begun or done before."""
        self._begun, self._last = begun, last
        self.goes_on.setVisible(begun is not None)
        if begun is not None:
            names = ", ".join(file.name for file in begun.report.files)
            self.goes_on.say(f"Read, not taken over yet: {names}.", "What was chosen there is kept.", Tone.TODAY)
        self.before.setVisible(last is not None)
        if last is not None:
            names = ", ".join(file.name for file in last.files)
            self.before.say(f"Taken over: {names}.", f"{last.counts.created:,} cars were new.", Tone.DONE)

    def _go_on(self) -> None:
        if self._begun is not None:
            self.go_on_asked.emit(self._begun)

    def _show_last(self) -> None:
        if self._last is not None:
            self.report_asked.emit(self._last)

    def _take_out(self, path: Path) -> None:
        self.put([each for each in self._paths if each != path])


def _row(path: Path) -> TextRow:
    try:
        size = path.stat().st_size
    except OSError:
        return TextRow(path, (Cell(path.name), Cell(str(path.parent)), Cell("not there", tone=Tone.LATE)))
    return TextRow(path, (Cell(path.name, tip=str(path)), Cell(str(path.parent)), Cell(f"{size / 1024:,.0f} KB", order=size)))
