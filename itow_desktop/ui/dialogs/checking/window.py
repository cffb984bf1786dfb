"""Check import: what each import found, call by call, for people to decide."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.importing.reconciling import OPEN, Decision, LineKind, TrayLine
from itow_desktop.domain.people import Rights
from itow_desktop.services.importing.reconciling import Decided, Tray
from itow_desktop.services.importing.undoing import ImportUndo
from itow_desktop.services.views import ImportRun
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.checking_text import run_words, teller_of, told_words, waiting_words
from itow_desktop.ui.dialogs.checking.decide_bar import DecideBar
from itow_desktop.ui.dialogs.checking.run_source import RunSource
from itow_desktop.ui.dialogs.checking.undo import UndoImportDialog, undone_words
from itow_desktop.ui.dialogs.checking.work import CheckingWork
from itow_desktop.ui.dialogs.own_window import ReadWindow
from itow_desktop.ui.dialogs.questions import ask
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.widgets.checking.tray_view import TrayView
from itow_desktop.ui.widgets.tones import heading, quiet, strong

_MANY = 20
"""From so many lines on a decision is asked about once more."""
_GATHER_MS = 200
_NO_IMPORT = "No import yet. Import from TowBook, or drop a file on the window: what it found stands here."


@dataclass(frozen=True, slots=True)
class Shown:
    """The imports there are, and the one that is looked at; None while there is none."""

    runs: tuple[ImportRun, ...]
    tray: Tray | None


class CheckImportWindow(ReadWindow[Shown]):
    """A window of its own; one import at a time, the newest first."""

    picture = "tray"
    again = "&Try again"
    decided = Signal(object)
    """``frozenset[int]`` of custody ids whose lines were decided; the import was taken back: empty."""
    car_asked = Signal(int)
    rules_asked = Signal()
    """The person wants to see which fields TowBook may change."""

    def __init__(self, house: House, work: CheckingWork, history: Callable[[], tuple[ImportRun, ...]]) -> None:
        """``history`` answers the last imports, the newest first."""
        super().__init__(house.runner)
        self.setWindowTitle("Check import")
        self.setMinimumSize(QSize(900, 480))
        self._house, self._work, self._history = house, work, history
        self._run: int | None = None
        self._shown: Shown | None = None
        self._next: str | None = None
        self.title, self.under, self.waiting = heading("Check import"), quiet(), strong()
        self.runs = QComboBox()
        self.view = TrayView(house.runner, lambda: work.zone, work.today)
        self.bar = DecideBar()
        self.all = QPushButton("&Mark all shown")
        self.rules = QPushButton("&What TowBook may change...")
        self.undo = QPushButton("&Undo this import...")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_GATHER_MS)
        self._build()
        self._wire()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.runs.setAccessibleName("Import")
        self.runs.setMinimumContentsLength(48)
        self.runs.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        label = QLabel("&Import")
        label.setBuddy(self.runs)
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget, stretch in ((self.title, 1), (label, 0), (self.runs, 2)):
            head.addWidget(widget, stretch)
        for button, picture in ((self.all, "check-square"), (self.rules, "sliders-horizontal"), (self.undo, "arrow-counter-clockwise")):
            button.setIcon(icon(picture))
            button.setAutoDefault(False)
        self.all.setToolTip("Mark every line that is shown, to decide them all at once (Ctrl+A in the list)")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.bar, 1)
        for button in (self.all, self.rules, self.undo):
            foot.addWidget(button)
        self.under.setWordWrap(True)
        inside = QVBoxLayout()
        inside.setSpacing(8)
        inside.addLayout(head)
        for part in (self.waiting, self.under):
            inside.addWidget(part)
        inside.addWidget(self.view, 1)
        inside.addLayout(foot)
        self.lay_out(inside, QSize(1440, 820))
        self.bar.keys_in(self.view.table)
        self.view.setEnabled(False)
        self.undo.setEnabled(False)
        self.all.setEnabled(False)

    def _wire(self) -> None:
        house, view = self._house, self.view
        house.who.changed.connect(self.refresh)
        house.bus.cars_changed.connect(self._cars_changed)
        house.bus.import_finished.connect(self._another)
        self._soon.timeout.connect(self.refresh)
        self.runs.activated.connect(lambda place: self.look_at(self.runs.itemData(place)))
        view.marked_changed.connect(self._marked)
        view.read.connect(self._read)
        view.failed.connect(self._failed)
        view.car_asked.connect(self.car_asked)
        self.bar.asked.connect(self.decide)
        self.all.clicked.connect(self.mark_all)
        self.rules.clicked.connect(self.rules_asked)
        self.undo.clicked.connect(self.ask_undo)
        self.key_does("Ctrl+F", view.text.setFocus)

    # --- reading -----------------------------------------------------------------------------------------------------

    def look_at(self, run_id: int | None) -> None:
        """Look at one import; None is the newest."""
        self._run = run_id
        self.refresh()

    def question(self) -> Callable[[], Shown]:
        person, work, history, wanted = self._house.who.person, self._work, self._history, self._run

        def read() -> Shown:
            runs = history()
            run_id = wanted if wanted is not None else next((run.id for run in runs), None)
            tray = work.tray(person, run_id) if run_id is not None else None
            if tray is not None and all(run.id != tray.run.id for run in runs):
                runs = (*runs, tray.run)
            return Shown(runs, tray)

        return read

    def show_answer(self, answer: Shown) -> None:
        before = self._shown.tray.run.id if self._shown and self._shown.tray else None
        self._shown = answer
        zone, today, tray = self._work.zone, self._work.today(), answer.tray
        self.runs.clear()
        for run in answer.runs:
            self.runs.addItem(run_words(run, zone, today), run.id)
        self.runs.setEnabled(bool(answer.runs))
        self.view.setEnabled(tray is not None)
        self.bar.allow(self._house.who.why_not(Rights.CLERK))
        self.undo.setEnabled(tray is not None and tray.may_undo)
        self.undo.setToolTip("" if tray is None or tray.may_undo else tray.why_not or "")
        if tray is None:
            self.waiting.setText("")
            self.under.hide()
            self.view.look_at(None)
            self.view.empty.say(_NO_IMPORT)
            return
        self._run = tray.run.id
        self.runs.setCurrentIndex(self.runs.findData(tray.run.id))
        self.waiting.setText(waiting_words(_open(tray)))
        undone = tray.why_not if tray.run.undone_at is not None else None
        self.under.setText(" ".join(part for part in (tray.run.message, undone) if part))
        self.under.setVisible(bool(self.under.text()))
        if before == tray.run.id:
            self.view.read_again()
        else:
            self.view.look_at(RunSource(self._work, tray.run.id), told_words(tray.run, zone, today), teller_of(tray.run))

    def _read(self) -> None:
        if self._next is not None:
            self.view.go_to(self._next)
            self._next = None
        self._marked()

    def _marked(self) -> None:
        self.bar.mark(self.view.marked)
        self.all.setEnabled(self.view.model.rowCount() > 0)

    def _cars_changed(self, _custody_ids: frozenset[int]) -> None:
        self._soon.start()

    def _another(self, run: ImportRun) -> None:
        """An import ended while this one is looked at: it is offered, the person stays."""
        self.refresh()
        if run.id != self._run:
            self.news.tell("Another import is done.", Tone.ACCENT, "&Show it", lambda: self.look_at(run.id))

    # --- deciding ----------------------------------------------------------------------------------------------------

    def mark_all(self) -> None:
        """Mark every line that is shown."""
        self.view.mark_all()
        self.view.focus_list()

    def decide(self, decision: Decision) -> None:
        """Decide the marked lines; many of them only after one more question."""
        lines = self.bar.lines
        trouble = self._house.who.hindrance(Rights.CLERK)
        if trouble is not None:
            self.news.tell(str(trouble), Tone.LATE)
        elif len(lines) >= _MANY:
            verb = f"{decision.label} ({len(lines):,})"
            question = f"{decision.label} for {len(lines):,} lines at once? Each of them can be looked at before."
            ask(self, "Check import", question, [(f"&{verb}", partial(self._decide, decision, lines)), ("&Look at them first", None)])
        elif lines:
            self._decide(decision, lines)

    def _decide(self, decision: Decision, lines: tuple[TrayLine, ...]) -> None:
        person, work, run_id = self._house.who.person, self._work, self._run
        if run_id is None:
            return
        keys = tuple(line.key for line in lines)
        self._next = self.view.next_open(frozenset(keys))
        self.bar.set_busy(True)
        self._house.runner.start(
            lambda: work.decide(person, run_id, keys, decision), owner=self, done=partial(self._decided, lines), failed=self._not_decided
        )

    def _decided(self, lines: tuple[TrayLine, ...], answer: Decided) -> None:
        self.bar.set_busy(False)
        self.news.tell(answer.sentence, Tone.TODAY if answer.refused else Tone.DONE)
        self.decided.emit(frozenset(line.custody_id for line in lines if line.custody_id is not None))
        self._soon.stop()
        self.refresh()

    def _not_decided(self, trouble: Trouble) -> None:
        self.bar.set_busy(False)
        self._next = None
        self.news.tell(str(trouble), Tone.LATE)
        self.refresh()

    # --- taking the import back --------------------------------------------------------------------------------------

    def ask_undo(self) -> None:
        """Show what would go back and what would be left, before anything is taken back."""
        tray = self._shown.tray if self._shown else None
        if tray is None:
            return
        dialog = UndoImportDialog(self._work, self._house.who.person, tray.run, runner=self._house.runner, parent=self)
        dialog.done_with.connect(self._undone)
        dialog.open()

    def _undone(self, answer: ImportUndo) -> None:
        self.news.tell(undone_words(answer), Tone.TODAY if answer.left else Tone.DONE)
        self.decided.emit(frozenset())
        self.refresh()


def _open(tray: Tray) -> int:
    """How many lines somebody still has to decide."""
    return tray.count(states=OPEN) - tray.count(LineKind.FAILED, OPEN)
