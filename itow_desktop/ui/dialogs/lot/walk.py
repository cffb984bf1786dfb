"""A walk over the lot on the screen: scan, type or tick, then see what it came to."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.lot import cars_named
from itow_desktop.domain.walks import Finding, WalkLine, WalkState
from itow_desktop.services.lot import LotView
from itow_desktop.services.views import Person
from itow_desktop.services.walking import Read, WalkSheet
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.lot.work import WalkWork
from itow_desktop.ui.dialogs.questions import ask
from itow_desktop.ui.models.walk import WalkTable
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.chips import Chips
from itow_desktop.ui.widgets.place_entry import PlaceEntry
from itow_desktop.ui.widgets.plain_table import PlainTable
from itow_desktop.ui.widgets.tones import quiet, set_tone

_CHIPS = (("Not seen", Finding.MISSING), ("Here", Finding.RIGHT), ("At another spot", Finding.WRONG_SPOT), ("Surplus", Finding.SURPLUS))
_NOTHING_FOLLOWS = "A walk changes nothing by itself: a car that is missing stays on the lot and is a question for the office."


class WalkDialog(DeedDialog):
    """Every mark is kept at once, so the walk may be left and continued at any moment, on any PC of the office."""

    cars_moved = Signal(object)
    """Custody ids of cars whose spot was corrected."""
    print_asked = Signal(int)
    """Id of the walk whose sheet, or result, shall be printed."""

    def __init__(self, work: WalkWork, person: Person | None, walk_id: int | None, *, runner: TaskRunner, parent: QWidget | None) -> None:
        """``walk_id`` None takes up the open walk, or begins one."""
        super().__init__("Lot walk", "&Finish the walk", runner, parent, cancel="Close")
        self.setWindowModality(Qt.WindowModality.NonModal)
        self._work = work
        self._person = person
        self.sheet: WalkSheet | None = None
        self.place = PlaceEntry("Standing in")
        self.mark = QLineEdit()
        self.said = QLabel()
        self.chips: Chips[Finding] = Chips(_CHIPS)
        self.model = WalkTable(self)
        self.table = PlainTable(self.model, "Cars of this walk", stretch=2)
        self.tick = QPushButton()
        self.print = QPushButton("&Print...")
        self.give_up = QPushButton("Give the walk &up...")
        self._entry = QWidget()
        self._build()
        self._wire()
        self.fit(QSize(900, 640))
        self.say("Reading...")
        self.runner.start(lambda: self._opened(walk_id), owner=self, done=self._show_first, failed=self.failed)
        self.refresh_ready()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.mark.setMaxLength(60)
        self.mark.setPlaceholderText("plate, end of the VIN, or scan")
        self.mark.setAccessibleName("Scan or type what stands here")
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        where, what = QLabel("&Standing in"), QLabel("Scan &or type")
        where.setBuddy(self.place)
        what.setBuddy(self.mark)
        row = QHBoxLayout(self._entry)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget, stretch in ((where, 0), (self.place, 1), (what, 0), (self.mark, 2)):
            row.addWidget(widget, stretch)
        self.table.setSelectionMode(PlainTable.SelectionMode.ExtendedSelection)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.tick)
        below.addStretch(1)
        for button in (self.tick, self.print, self.give_up):
            button.setAutoDefault(False)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self._entry)
        column.addWidget(self.said)
        column.addWidget(self.chips, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.table, 1)
        column.addLayout(below)
        column.addWidget(quiet(_NOTHING_FOLLOWS))
        self.body.addLayout(column, 1)
        self.foot.insertWidget(1, self.give_up)
        self.foot.insertWidget(1, self.print)
        self.primary.setDefault(False)
        self.primary.setAutoDefault(False)  # Enter belongs to the scanner here

    def _wire(self) -> None:
        self.mark.returnPressed.connect(self._read)
        self.chips.changed.connect(self._show_lines)
        self.tick.clicked.connect(self._tick)
        self.table.opened.connect(lambda _row: self._tick())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_tick())
        self.model.modelReset.connect(self._show_tick)
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), self.table)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(self._tick)
        self.print.clicked.connect(lambda: self.print_asked.emit(self.sheet.walk.id) if self.sheet else None)
        self.give_up.clicked.connect(self._ask_give_up)

    def _opened(self, walk_id: int | None) -> tuple[WalkSheet, LotView]:
        walk = walk_id if walk_id is not None else self._work.start_walk(self._person).id
        return self._work.sheet(walk), self._work.lot()

    def _show_first(self, answer: tuple[WalkSheet, LotView]) -> None:
        sheet, view = answer
        self.say("")
        self.place.offer((*view.spots.areas, *view.places))
        self._show(sheet)
        if not self.going:
            first = next((finding for _, finding in _CHIPS[:1] + _CHIPS[2:] if sheet.count(finding)), Finding.RIGHT)
            self.chips.choose(first)
        else:
            self.mark.setFocus()

    # --- how it stands -----------------------------------------------------------------------------------------------

    @property
    def going(self) -> bool:
        """Whether the walk still goes on."""
        return self.sheet is not None and self.sheet.walk.state is WalkState.OPEN

    def ready(self) -> bool:
        """There is a walk to finish, or spots to correct."""
        return self.sheet is not None and (self.going or bool(self._wrong()))

    def _show(self, sheet: WalkSheet) -> None:
        self.sheet = sheet
        walk, zone, today = sheet.walk, self._work.zone, self._work.today()
        began = f"started {text.moment_text(walk.started_at, zone, today)}" + (f" by {walk.started_by}" if walk.started_by else "")
        ended = f", ended {text.moment_text(walk.ended_at, zone, today)} by {walk.ended_by or 'nobody'}" if walk.ended_at else ""
        self.setWindowTitle(f"Lot walk, {began}{ended}")
        for chip, (word, finding) in zip(self.chips.buttons, _CHIPS, strict=True):
            chip.setText(f"{word} {sheet.count(finding)}")
        self._entry.setVisible(self.going)
        self.give_up.setVisible(self.going)
        self.tick.setVisible(self.going)
        wrong = len(self._wrong())
        self.primary.setVisible(self.going or bool(wrong))
        self.primary.setText("&Finish the walk" if self.going else f"&Correct {text.counted(wrong, 'spot', 'spots')}")
        self.say("" if self.going else f"{sheet.count(Finding.RIGHT)} of {sheet.expected} cars stand where they belong.")
        self._show_lines()
        self.refresh_ready()

    def _show_lines(self) -> None:
        if self.sheet is not None:
            row = self.table.currentIndex().row()
            lines = self.sheet.of(self.chips.value)
            self.model.show_lines(self.sheet, lines)
            if lines:
                self.table.choose(min(max(row, 0), len(lines) - 1))

    def _show_tick(self) -> None:
        seen = self.chips.value is not Finding.MISSING
        self.tick.setText("Ta&ke it back" if seen else "It stands &here")
        self.tick.setEnabled(bool(self._chosen()))

    def _chosen(self) -> list[WalkLine]:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.model.rows[row] for row in rows]

    def _wrong(self) -> tuple[WalkLine, ...]:
        """Cars that stand elsewhere than the lot has them now."""
        if self.sheet is None or self.going:
            return ()
        cars = self.sheet.cars
        return tuple(
            line
            for line in self.sheet.of(Finding.WRONG_SPOT)
            if line.custody_id is not None and not self.sheet.spots.same(cars[line.custody_id].spot, line.found_spot)
        )

    # --- seeing ------------------------------------------------------------------------------------------------------

    def take_scan(self, scanned: str) -> bool:
        """A mark read by the scanner, whatever has the focus; False where this walk has ended."""
        if not self.going:
            return False
        self._see_mark(scanned)
        return True

    def _read(self) -> None:
        if typed := self.mark.text().strip():
            self._see_mark(typed)

    def _see_mark(self, typed: str) -> None:
        sheet, person, place = self.sheet, self._person, self.place.text()
        if sheet is None:
            return
        self.mark.clear()  # the next one may be scanned before the database has answered
        self._ask_desk(lambda: self._work.read_mark(person, sheet.walk.id, typed, place), self._was_read, typed)

    def _was_read(self, answer: tuple[Read, WalkSheet]) -> None:
        read, sheet = answer
        self._show(sheet)
        if len(read.cars) > 1:
            self._tell(f"{read.text} fits {cars_named(read.cars)}. Type more of it, or tick the right one below.", Tone.TODAY)
            self.mark.setText(read.text)
        elif read.cars:
            car = read.cars[0]
            line = next((each for each in sheet.lines if each.custody_id == car.custody_id), None)
            listed = f", listed on {car.spot}" if car.spot else ", listed without a spot"
            elsewhere = line is not None and line.finding is Finding.WRONG_SPOT
            again = " It was seen before." if read.before else ""
            self._tell(f"{car.name}: {car.description or 'here'}{listed}.{again}", Tone.TODAY if elsewhere else Tone.DONE)
        elif read.left:
            self._tell(f"{read.text}: {cars_named(read.left)} has left, as far as is recorded. Kept as surplus.", Tone.TODAY)
        else:
            self._tell(f"{read.text} is no car on the list. Kept as surplus.", Tone.TODAY)

    def _tell(self, words: str, tone: Tone) -> None:
        self.said.setText(words)
        set_tone(self.said, tone)

    def _tick(self) -> None:
        sheet, chosen, person = self.sheet, self._chosen(), self._person
        if sheet is None or not chosen or not self.going:
            return
        ids = [line.custody_id for line in chosen if line.custody_id is not None]
        texts = [line.text for line in chosen if line.custody_id is None and line.text]
        here, place = self.chips.value is Finding.MISSING, self.place.text()

        def work() -> WalkSheet:
            answer = self._work.tick(person, sheet.walk.id, ids, here=here, spot=place) if ids else sheet
            for each in texts:
                answer = self._work.take_text_back(person, sheet.walk.id, each)
            return answer

        self._ask_desk(work, self._ticked)

    def _ticked(self, sheet: WalkSheet) -> None:
        self.said.clear()
        self._show(sheet)

    def _ask_desk(self, work: Callable[[], object], done: Callable[..., None], typed: str = "") -> None:
        """Small marks do not lock the dialog: scanning goes on meanwhile. What could not be kept comes back into the field."""
        self.problems.say([])
        self.runner.start(work, owner=self, done=done, failed=lambda trouble: self._not_seen(trouble, typed))

    def _not_seen(self, trouble: Trouble, typed: str) -> None:
        self.failed(trouble)
        if typed and not self.mark.text():
            self.mark.setText(typed)
        self.mark.setFocus()

    # --- ending ------------------------------------------------------------------------------------------------------

    def commit(self) -> None:
        """Finish the walk; once it has ended, correct the spots of cars that were found elsewhere."""
        sheet = self.sheet
        if sheet is None:
            return
        if not self.going:
            self._correct([line.custody_id for line in self._wrong() if line.custody_id is not None])
        elif missing := sheet.count(Finding.MISSING):
            words = f"{text.counted(missing, 'car is', 'cars are')} not seen yet and will be on the list of missing cars."
            ask(self, "Finish the walk", words, [("&Finish the walk", self._finish), ("&Keep walking", None)], default=1)
        else:
            self._finish()

    def _finish(self) -> None:
        sheet, person = self.sheet, self._person
        if sheet is not None:
            self.run(lambda: self._work.finish_walk(person, sheet.walk.id), self._finished, doing="Keeping the result...")

    def _finished(self, sheet: WalkSheet) -> None:
        self.said.clear()
        self._show_first((sheet, LotView((), sheet.spots, ())))

    def _correct(self, custody_ids: Sequence[int]) -> None:
        sheet, person = self.sheet, self._person
        if sheet is None or not custody_ids:
            return

        def work() -> tuple[tuple[int, ...], WalkSheet]:
            moved = self._work.correct_spots(person, sheet.walk.id, custody_ids)
            return moved.custody_ids, self._work.sheet(sheet.walk.id)

        self.run(work, self._corrected, doing="Correcting...")

    def _corrected(self, answer: tuple[tuple[int, ...], WalkSheet]) -> None:
        ids, sheet = answer
        self._show(sheet)
        self.cars_moved.emit(frozenset(ids))

    def _ask_give_up(self) -> None:
        words = "The walk ends without a result. What was seen stays on record."
        ask(self, "Give the walk up", words, [("&Give it up", self._give_up), ("&Keep walking", None)], default=1)

    def _give_up(self) -> None:
        sheet, person = self.sheet, self._person
        if sheet is not None:
            self.run(lambda: self._work.give_up_walk(person, sheet.walk.id), lambda _none: self.finish(None))
