"""Rules in use: what a changed rule file would move, taking it into use, what was in use before."""

from collections.abc import Callable, Generator
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QPushButton, QSplitter, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Cancelled, Trouble
from itow_desktop.domain.packs_in_use import PackInUse
from itow_desktop.domain.people import Rights
from itow_desktop.services.changing_packs import PackPreview, PacksInUse, PreviewProgress
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.own_window import ReadWindow
from itow_desktop.ui.dialogs.packs.confirm import ConfirmPackDialog
from itow_desktop.ui.dialogs.packs.rows import MOVE_HEADERS, USED_HEADERS, earlier_words, in_use_words, move_rows, preview_words, used_rows
from itow_desktop.ui.dialogs.packs.take import TakeDialog
from itow_desktop.ui.dialogs.packs.work import PackWork
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import Task
from itow_desktop.ui.widgets.places.parts import RecordList
from itow_desktop.ui.widgets.standing_line import StandingLine
from itow_desktop.ui.widgets.tones import heading, quiet, set_tone, strong

Looking = Callable[[], Generator[PreviewProgress, None, PackPreview]]


class PacksWindow(ReadWindow[PacksInUse]):
    """A window of its own: nobody works by other rules before everybody could see what they move."""

    picture = "scales"
    again = "Tr&y again"
    changed = Signal()
    """Every date may be another one."""

    def __init__(self, house: House, work: PackWork) -> None:
        super().__init__(house.runner)
        self.setWindowTitle("Rules in use")
        self.setMinimumSize(QSize(820, 520))
        self._house, self._work = house, work
        self._used: PacksInUse | None = None
        self._task: Task | None = None
        self.shown: PackPreview | None = None
        self.title, self.under, self.says, self.earlier = heading("Rules in use"), quiet(), strong(), strong()
        for label in (self.under, self.says, self.earlier):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        set_tone(self.earlier, Tone.LATE)
        self.waits = StandingLine("users", "&Confirm...", self.confirm)
        self.moves = RecordList(
            "Dates that would move", MOVE_HEADERS, "Try a changed rule file: every date it would move stands here before anything changes.",
            picture="scales", grow=(0, 2), margin=0,
        )  # fmt: skip
        self.look = self.moves.deed("Try a changed rule &file...", "folder-open", self.ask_file)
        self.take = self.moves.deed("&Take into use...", "check-circle", self.take_shown)
        self.before = RecordList("Rules that were in use", USED_HEADERS, "", picture="scales", grow=(4,), right=(5,), margin=0)
        self.back = self.before.deed_for("What would going &back move?", "arrow-counter-clockwise", self.try_former, may=self._may_go_back)
        self.bar, self.stop = QProgressBar(), QPushButton("&Stop")
        self._build()
        self._wire()
        self._show_preview(None)

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.bar.setAccessibleName("Cars that were looked at")
        self.bar.setFormat("%v of %m cars")
        under_way = QHBoxLayout()
        under_way.setSpacing(8)
        under_way.addWidget(self.bar, 1)
        under_way.addWidget(self.stop)
        self.under_way = QWidget()
        self.under_way.setLayout(under_way)
        under_way.setContentsMargins(0, 0, 0, 0)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.moves)
        parts.addWidget(self.before)
        parts.setStretchFactor(0, 2)
        parts.setStretchFactor(1, 1)
        parts.setChildrenCollapsible(False)
        inside = QVBoxLayout()
        inside.setSpacing(8)
        for part in (self.title, self.under, self.waits, self.says, self.earlier, self.under_way):
            inside.addWidget(part)
        inside.addWidget(parts, 1)
        self.waits.hide()
        self.under_way.hide()
        self.lay_out(inside, QSize(1060, 680))

    def _wire(self) -> None:
        house = self._house
        house.bus.office_changed.connect(self.refresh)
        house.who.changed.connect(self.refresh)
        self.stop.clicked.connect(self.stop_looking)

    # --- reading -----------------------------------------------------------------------------------------------------

    def question(self) -> Callable[[], PacksInUse]:
        person = self._house.who.person
        return lambda: self._work.packs_in_use(person)

    def show_answer(self, answer: PacksInUse) -> None:
        self._used = answer
        self.title.setText(f"Rules in use of {answer.name}")
        self.under.setText(in_use_words(answer, self._work.zone))
        self.before.put(used_rows(answer, self._work.zone))
        asked = answer.waiting
        self.waits.setVisible(asked is not None)
        if asked is not None:
            self.waits.say(
                f"Version {asked.version} waits for a second person: it would let cars be sold earlier.",
                f"{asked.taken_by or 'Nobody'}: {asked.reason.rstrip('.')}. Until somebody else confirms it, the rules in use stay.",
                Tone.TODAY,
            )
        self._look_at_buttons()

    # --- what would move ---------------------------------------------------------------------------------------------

    def ask_file(self) -> None:
        """Choose a changed rule file."""
        dialog = QFileDialog(self, "A changed rule file", "", "Rule files (*.toml)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda file: self.try_file(Path(file)))
        dialog.open()

    def try_file(self, file: Path) -> None:
        """Compute what the rules of a file would move."""
        self._compute(lambda: self._work.preview_file(file))

    def try_former(self, key: int) -> None:
        """The same of rules that were in use before; 0 are those that the program brings."""
        former = self._former(key)
        self._compute(lambda: self._work.preview_former(former))

    def stop_looking(self) -> None:
        """Compute no further; nothing was changed."""
        if self._task is not None:
            self._task.cancel()

    def _compute(self, work: Looking) -> None:
        if self._task is not None:
            return
        self._show_preview(None)
        self.under_way.show()
        self.bar.setRange(0, 0)
        self._task = self._house.runner.start(work, owner=self, done=self._computed, progress=self._computing, failed=self._not_computed)
        self._look_at_buttons()

    def _computing(self, step: PreviewProgress) -> None:
        self.bar.setRange(0, max(step.total, 1))
        self.bar.setValue(step.done)

    def _computed(self, shown: PackPreview) -> None:
        self._over()
        self._show_preview(shown)

    def _not_computed(self, trouble: Trouble) -> None:
        self._over()
        if isinstance(trouble, Cancelled):
            self.news.tell("Stopped. Nothing was changed.", Tone.QUIET)
        else:
            self.news.tell(str(trouble), Tone.LATE)

    def _over(self) -> None:
        self._task = None
        self.under_way.hide()
        self._look_at_buttons()

    def _show_preview(self, shown: PackPreview | None) -> None:
        self.shown = shown
        self.says.setVisible(shown is not None)
        self.earlier.setVisible(shown is not None and shown.sells_earlier)
        self.moves.put(move_rows(shown.moved) if shown else [])
        if shown is not None:
            self.says.setText(preview_words(shown))
            self.earlier.setText(earlier_words(shown))
        self._look_at_buttons()

    def _look_at_buttons(self) -> None:
        may = self._used is not None and self._used.may_change
        self.look.setEnabled(self._task is None)
        self.back.setEnabled(self._task is None and self.before.current is not None and self._may_go_back(self.before.current))
        self.take.setEnabled(may and self.shown is not None and self._task is None)
        self.take.setToolTip("" if may else self._house.who.why_not(Rights.MANAGER) or "the database lets managers only")

    def _former(self, key: int) -> PackInUse | None:
        return next((each for each in self._used.history if each.id == key), None) if self._used else None

    def _may_go_back(self, key: int) -> bool:
        """Whether these rules are not the ones in use."""
        used = self._used
        if used is None or self._task is not None:
            return False
        former, now = self._former(key), used.used
        return (former.sha256 if former else None) != (now.sha256 if now else None)

    # --- deeds -------------------------------------------------------------------------------------------------------

    def take_shown(self) -> None:
        """Take into use what is shown."""
        if self.shown is None:
            return
        trouble = self._house.who.hindrance(Rights.MANAGER)
        if trouble is not None:
            self.news.tell(str(trouble), Tone.LATE)
            return
        dialog = TakeDialog(self._work, self._house.who.person, self.shown, runner=self._house.runner, parent=self)
        dialog.done_with.connect(self._taken)
        dialog.open()

    def _taken(self, taken: PackInUse) -> None:
        self._show_preview(None)
        if taken.waits:
            self.news.tell(f"Version {taken.version} waits for a second person. The rules in use stay until then.", Tone.TODAY)
        else:
            self.news.tell(f"The office works by version {taken.version} now, on every PC.", Tone.DONE)
        self.changed.emit()

    def confirm(self) -> None:
        """Somebody else stands for what one person took into use."""
        asked = self._used.waiting if self._used else None
        if asked is not None:
            dialog = ConfirmPackDialog(self._work, asked, runner=self._house.runner, parent=self)
            dialog.confirmed.connect(lambda: self._confirmed(asked))
            dialog.open()

    def _confirmed(self, asked: PackInUse) -> None:
        self.news.tell(f"The office works by version {asked.version} now, on every PC.", Tone.DONE)
        self.changed.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.stop_looking()
        super().closeEvent(event)
