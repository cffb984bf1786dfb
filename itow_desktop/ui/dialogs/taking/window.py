"""The window that takes photos and documents of a folder along: first what goes where, then putting them there."""

from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.findings import Findable
from itow_desktop.domain.people import Rights
from itow_desktop.services.attaching import AttachProgress
from itow_desktop.services.taking_files import Fate, FilesFound, FilesTaken, Offer, send_to
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.deed_dialog import ProblemStrip
from itow_desktop.ui.dialogs.own_window import OwnWindow
from itow_desktop.ui.dialogs.taking import words
from itow_desktop.ui.dialogs.taking.work import TakingWork
from itow_desktop.ui.errors import numbered
from itow_desktop.ui.models.found_files import FoundFiles
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import Task
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.file_drops import FileDrops
from itow_desktop.ui.widgets.plain_table import PlainTable
from itow_desktop.ui.widgets.tones import heading, quiet, strong

A = TypeVar("A")


class TakingWindow(OwnWindow):
    """Nothing is put on a car before somebody has seen where it goes."""

    picture = "image"
    taken = Signal(object)
    """``frozenset[int]`` of custody ids that have new files."""

    def __init__(self, house: House, work: TakingWork) -> None:
        super().__init__()
        self.setWindowTitle("Photos from a folder")
        self._house, self._work = house, work
        self._offer: Offer | None = None
        self._task: Task | None = None
        self.found = FilesFound()
        self.files = FoundFiles(words.place_words, self)
        self.table = PlainTable(self.files, "Files that were found", stretch=2)
        self.where, self.says, self.problems = quiet(), strong(), ProblemStrip()
        self.choose, self.choose_files = QPushButton("Choose &folder..."), QPushButton("Choose f&iles...")
        self.mark, self.send = QLineEdit(), QPushButton("&Goes there")
        self.take = QPushButton("&Take along")
        self.bar, self.doing, self.stop = QProgressBar(), QLabel(), QPushButton("&Stop")
        self.under_way, self.by_hand = QWidget(), QWidget()
        self.drops = FileDrops(self, "Drop a folder or files to see where they go")
        self._build()
        self._wire()
        self._show()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        intro = QLabel(words.INTRO)
        intro.setWordWrap(True)
        intro.setTextFormat(Qt.TextFormat.PlainText)
        self.mark.setPlaceholderText("call number or plate")
        self.mark.setFixedWidth(220)
        self.bar.setAccessibleName("Files that were looked at")
        self.bar.setTextVisible(False)
        self.take.setProperty("primary", "true")
        head, hand, way, foot = QHBoxLayout(), QHBoxLayout(self.by_hand), QHBoxLayout(self.under_way), QHBoxLayout()
        head.addWidget(self.choose)
        head.addWidget(self.choose_files)
        head.addWidget(self.where, 1)
        label = QLabel("The selected files belong to the &car:")
        label.setBuddy(self.mark)
        hand.addWidget(label)
        hand.addWidget(self.mark)
        hand.addWidget(self.send)
        hand.addStretch(1)
        way.addWidget(self.doing, 1)
        way.addWidget(self.bar, 1)
        way.addWidget(self.stop)
        close = QPushButton("C&lose")
        close.clicked.connect(self.close)
        foot.addWidget(self.says, 1)
        foot.addWidget(self.take)
        foot.addWidget(close)
        for button in (self.choose, self.choose_files, self.send, self.take, self.stop, close):
            button.setAutoDefault(False)
        for row in (hand, way):
            row.setContentsMargins(0, 0, 0, 0)
        inside = QVBoxLayout()
        inside.setSpacing(8)
        inside.addWidget(heading("Photos and documents from a folder"))
        inside.addWidget(intro)
        inside.addLayout(head)
        inside.addWidget(self.table, 1)
        for part in (self.by_hand, self.under_way, self.problems):
            inside.addWidget(part)
        inside.addLayout(foot)
        self.lay_out(inside, QSize(1080, 680))

    def _wire(self) -> None:
        self.choose.clicked.connect(self._ask_folder)
        self.drops.dropped.connect(self.take_dropped)
        self.choose_files.clicked.connect(self._ask_files)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_hand())
        self.mark.textChanged.connect(lambda _text: self._show_hand())
        self.mark.returnPressed.connect(self.send_there)
        self.send.clicked.connect(self.send_there)
        self.take.clicked.connect(self.take_all)
        self.stop.clicked.connect(lambda: self._task.cancel() if self._task is not None else None)

    # --- what is offered ---------------------------------------------------------------------------------------------

    def look_at(self, offer: Offer, told: Sequence[str] = ()) -> None:
        """Say where the files of this offer go; ``told`` are sentences about it that stay on the screen."""
        if self._task is not None:
            return
        self._offer = offer
        self.where.setText(str(offer.folder) if offer.folder is not None else counted(len(offer.files), "file", "files"))
        self.problems.say(told)
        work = self._work
        self._begin("Reading", lambda: work.look_for_files(offer), lambda found: self._looked(found, told))

    def refresh(self) -> None:
        """Look again at what was offered."""
        if self._offer is not None:
            self.look_at(self._offer)

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Folder with photos and documents")
        if chosen:
            self.look_at(Offer(Path(chosen)))

    def _ask_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, "Photos and documents")
        if chosen:
            self.look_at(Offer(files=tuple(map(Path, chosen))))

    def take_dropped(self, dropped: Sequence[Path]) -> None:
        """What was dropped: the first folder among it, else the files."""
        folder = next((path for path in dropped if path.is_dir()), None)
        self.look_at(Offer(folder, files=tuple(path for path in dropped if path.is_file())))

    # --- doing it ----------------------------------------------------------------------------------------------------

    def send_there(self) -> None:
        """The selected files that fit nowhere go to the car that was typed."""
        mark, work = self.mark.text().strip(), self._work
        chosen = {self.files.file(index.row()).path for index in self.table.selectionModel().selectedRows()}
        wanted = {file.path for file in self.found.of(Fate.NOWHERE) if file.path in chosen}
        if mark and wanted and self._task is None:
            self._house.runner.start(lambda: work.meant(mark), owner=self, done=lambda car: self._meant(wanted, car), failed=self._failed)

    def _meant(self, files: set[Path], car: Findable | str) -> None:
        if isinstance(car, str):
            self.problems.say([car])
            return
        self.problems.say([])
        self.mark.clear()
        self.found = send_to(self.found, files, car)
        self._show()

    def take_all(self) -> None:
        """Put every file that has a car on it."""
        hindrance = self._house.who.hindrance(Rights.CLERK)
        if hindrance is not None:
            self.news.tell(str(hindrance), Tone.LATE)
        elif self._task is None and self.found.of(Fate.GOES):
            person, found, work = self._house.who.person, self.found, self._work
            self.problems.say([])
            self._begin("Taking", lambda: work.take_files(person, found), self._took)

    def _begin(self, verb: str, deed: Callable[[], Generator[AttachProgress, None, A]], done: Callable[[A], None]) -> None:
        def over(answer: A) -> None:
            self._task = None
            done(answer)

        def step(told: AttachProgress) -> None:
            self.bar.setRange(0, told.total)
            self.bar.setValue(told.done)
            self.doing.setText(words.progress_words(verb, told))

        self.news.clear()
        self.bar.setRange(0, 0)
        self.doing.setText(f"{verb}...")
        self._task = self._house.runner.start(deed, owner=self, done=over, progress=step, failed=self._failed)
        self._show()

    def _looked(self, found: FilesFound, told: Sequence[str]) -> None:
        self.found = found
        self.problems.say(words.first([*told, *found.troubles]))
        self._show()

    def _took(self, taken: FilesTaken) -> None:
        """What was taken leaves the list; where it was stopped the rest is looked at again, for nobody knows by name how far it was."""
        troubles = words.first(taken.result.troubles)
        if taken.result.stopped and self._offer is not None:
            self.look_at(self._offer, troubles)
        else:
            self.found = FilesFound(self.found.of(Fate.NOWHERE))
            self.problems.say(troubles)
            self._show()
        self.news.tell(words.taken_words(taken), Tone.TODAY if taken.result.stopped or troubles else Tone.DONE)
        if taken.result.ids:
            self.taken.emit(taken.custody_ids)

    def _failed(self, trouble: Trouble) -> None:
        self._task = None
        kept = (
            " What was put on cars so far stays there; take the rest along again, nothing is put there twice." if self.found.files else ""
        )
        self.news.tell(f"{trouble}{kept} (error {numbered(trouble)})", Tone.LATE, "Look a&gain" if self._offer else None, self.refresh)
        self._show()

    # --- what it says ------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        busy, going = self._task is not None, len(self.found.of(Fate.GOES))
        self.drops.welcome = not busy
        self.files.put(self.found)
        self.under_way.setVisible(busy)
        for button in (self.choose, self.choose_files):
            button.setEnabled(not busy)
        self.says.setText(words.found_words(self.found) if self._offer is not None and not busy else "")
        self.take.setText(f"&Take along {counted(going, 'file', 'files')}" if going else "&Take along")
        self.take.setEnabled(bool(going) and not busy)
        self._show_hand()

    def _show_hand(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        stray = any(self.files.file(index.row()).fate is Fate.NOWHERE for index in rows)
        self.by_hand.setVisible(bool(self.found.of(Fate.NOWHERE)))
        self.send.setEnabled(stray and bool(self.mark.text().strip()) and self._task is None)

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is under way stops with the window; what was taken stays, and is told to everybody."""
        if self._task is not None:
            self._task.cancel()
            self.taken.emit(frozenset(file.car.custody_id for file in self.found.of(Fate.GOES) if file.car is not None))
        super().closeEvent(event)
