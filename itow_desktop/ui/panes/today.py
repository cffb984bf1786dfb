"""Today: how the work stands when the day begins, and one click from each number to its cars."""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.reminders import Reminder
from itow_desktop.domain.urgency import Urgency
from itow_desktop.services.starting_the_day import CopyState, DayStart
from itow_desktop.services.turning_the_day import DayTurn
from itow_desktop.services.views import ImportRun
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.panes.pane import Pane
from itow_desktop.ui.queue_text import URGENCY
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted, day_text, moment_text
from itow_desktop.ui.widgets.empty import EmptyText
from itow_desktop.ui.widgets.since_line import SinceLine
from itow_desktop.ui.widgets.standing_line import StandingLine
from itow_desktop.ui.widgets.tones import heading, quiet, set_tone, strong
from itow_desktop.ui.work import BeginningWork

_SHOWN = (Urgency.LATE, Urgency.TODAY, Urgency.ASK, Urgency.WAITING, Urgency.CHASE)
_COPY_FRESH_DAYS = 1
_TEST_FRESH_DAYS = 31
_MIDNIGHT_MS = 30_000
_WIDEST = 960
"""Wider, and a line's button stands too far from its words to be seen with them."""
_REMINDER = Qt.ItemDataRole.UserRole + 1


class CountTile(QPushButton):
    """A number with its word; pressing it, also with Enter, shows the cars it counts."""

    def __init__(self, urgency: Urgency) -> None:
        super().__init__()
        self.urgency = urgency
        self.setObjectName("tile")
        self.setIcon(icon(URGENCY[urgency].picture))
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        self.setFont(font)
        self.say(0)

    def say(self, number: int) -> None:
        """Another number; its tone only where there is something."""
        look = URGENCY[self.urgency]
        self.setText(f"{number:,}  {look.chip}")
        self.setAccessibleName(f"{look.chip}: {counted(number, 'car', 'cars')}")
        tone = look.tone if number and self.urgency in {Urgency.LATE, Urgency.TODAY, Urgency.CHASE} else None
        self.setIcon(icon(look.picture, tone or Tone.QUIET))
        set_tone(self, tone)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
            return
        super().keyPressEvent(event)


class TodayPane(Pane):
    """Reads the day anew whenever something happened; does nothing itself but test a copy."""

    chooses_cars = False
    queue_asked = Signal(object)
    """``Urgency`` the queue shall show."""
    unsure_asked = Signal()
    past_asked = Signal()
    by_hand_asked = Signal()
    import_asked = Signal()
    shown = Signal()
    """An answer stands on the page."""

    def __init__(self, runner: TaskRunner, bus: Bus, *, work: BeginningWork) -> None:
        super().__init__("Toda&y", "sun-horizon", key="today")
        self._runner = runner
        self._work = work
        self._asked = self._answered = 0
        self._day: DayStart | None = None
        self.headline, self.day = heading(), quiet()
        self.tiles = {urgency: CountTile(urgency) for urgency in _SHOWN}
        self.since = SinceLine(self.queue_asked.emit)
        self.unsure = StandingLine("question", "Fi&x them", self.unsure_asked.emit)
        self.past = StandingLine("clock-counter-clockwise", "What is &already done?", self.past_asked.emit)
        self.same = StandingLine("copy", "Loo&k", lambda: self.queue_asked.emit(Urgency.ASK))
        self.by_hand = StandingLine("hand", "&Go to them", self.by_hand_asked.emit)
        self.imported = StandingLine("download-simple", "I&mport", self.import_asked.emit)
        self.copied = StandingLine("floppy-disk", "&Test the last copy", self.prove_copy)
        self.reminders = QListWidget()
        self.no_reminders = quiet("No open reminders.")
        self.empty = EmptyText("car-simple")
        self._stack = QStackedWidget()
        self._soon = QTimer(self)
        self._midnight = QTimer(self)
        self._build()
        self._wire(bus)
        self.headline.setText("The day is being read")

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        over, tiles = QWidget(), QHBoxLayout()
        head = QHBoxLayout(over)
        head.setContentsMargins(0, 0, 8, 0)
        head.addWidget(self.headline)
        head.addStretch(1)
        head.addWidget(self.day)
        tiles.setSpacing(8)
        for tile in self.tiles.values():
            tiles.addWidget(tile, 1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 8, 0)
        column.setSpacing(8)
        column.addLayout(tiles)
        column.addSpacing(8)
        for line in (self.since, self.unsure, self.past, self.same, self.by_hand, self.imported, self.copied):
            column.addWidget(line)
        column.addSpacing(8)
        column.addWidget(strong("Reminders"))
        column.addWidget(self.no_reminders)
        self.reminders.setAccessibleName("Open reminders")
        self.reminders.setSizeAdjustPolicy(QListWidget.SizeAdjustPolicy.AdjustToContents)
        self.reminders.setMaximumHeight(200)
        column.addWidget(self.reminders)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._stack.addWidget(area)
        self._stack.addWidget(self.empty)
        for part in (over, page):
            part.setMaximumWidth(_WIDEST)
        self.content.addWidget(over)
        self.content.addWidget(self._stack, 1)

    def _wire(self, bus: Bus) -> None:
        for tile in self.tiles.values():
            tile.clicked.connect(lambda _checked=False, urgency=tile.urgency: self.queue_asked.emit(urgency))
        self.reminders.itemActivated.connect(self._open_reminder)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        for news in (bus.cars_changed, bus.queue_changed, bus.import_finished, bus.agencies_changed, bus.office_changed):
            news.connect(lambda *_what: self._soon.start())
        self._midnight.setInterval(_MIDNIGHT_MS)
        self._midnight.timeout.connect(self._look_at_the_calendar)
        self._midnight.start()

    # --- questions ---------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask again; the copies apart, for their disk may be slow."""
        self._asked += 1
        number = self._asked
        self._runner.start(self._work.start_of_day, owner=self, done=lambda day: self._show(number, day), failed=self._not_read)
        self._runner.start(self._work.copies, owner=self, done=self._show_copies, failed=self._not_read)

    def tell_turn(self, turn: DayTurn) -> None:
        """The day was turned: what time brought."""
        self.since.tell(turn)

    def _not_read(self, trouble: Trouble) -> None:
        self.news.tell(str(trouble), Tone.LATE, "&Try again", self.refresh)

    def _look_at_the_calendar(self) -> None:
        if self._day is not None and self._day.today != self._work.today():
            self.refresh()

    # --- showing -----------------------------------------------------------------------------------------------------

    def _show(self, number: int, day: DayStart) -> None:
        """A late answer to an older question is dropped."""
        if number < self._answered:
            return
        self._answered = number
        self._day = day
        self.headline.setText(f"{day.accounted_for:,} of {day.active:,} have a next step")
        set_tone(self.headline, None if day.accounted_for == day.active else Tone.TODAY)
        self.day.setText(f"{day.today:%A} {day.today.month}/{day.today.day}/{day.today.year}")
        for urgency, tile in self.tiles.items():
            tile.say(day.counts[urgency])
        self.set_badge((day.counts[Urgency.LATE] + day.counts[Urgency.TODAY]) or None)
        self._show_lines(day)
        self._show_reminders(day.reminders, day.today)
        nothing = not (day.active or any(day.counts.values()) or day.last_import or day.stopped_import or day.reminders)
        self._stack.setCurrentIndex(1 if nothing else 0)
        if nothing:
            self.empty.say(
                "No cars on the lot yet. Import from TowBook, or enter one by hand (Ctrl+N): then this page says what the day asks.",
                "I&mport",
                self.import_asked.emit,
            )
        self.shown.emit()

    def _show_lines(self, day: DayStart) -> None:
        lines = (
            (self.unsure, day.unsure, "Police department, VIN or kind is missing", f"{counted(day.unsure, 'car needs', 'cars need')} you"),
            (
                self.past, day.past, "What is not recorded from before iTow is not late, but somebody must say",
                f"{counted(day.past, 'car', 'cars')} stood here before: what is already done?",
            ),
            (
                self.same, day.maybe_same, "Entered by hand here, and TowBook brought one like it",
                f"{counted(day.maybe_same, 'car', 'cars')} may be in the list twice",
            ),
            (
                self.by_hand, day.by_hand - day.maybe_same, "The next import that brings the call asks whether it is the same car",
                f"{counted(day.by_hand - day.maybe_same, 'car', 'cars')} entered by hand, not yet in TowBook",
            ),
        )  # fmt: skip
        for line, number, more, words in lines:
            line.setVisible(number > 0)
            line.say(words, more, Tone.TODAY if line in (self.unsure, self.same) and number else Tone.ACCENT)
        self._show_import(day)

    def _show_import(self, day: DayStart) -> None:
        last, stopped = day.last_import, day.stopped_import
        if day.schedule_trouble is not None:
            self.imported.say(day.schedule_trouble, self._import_words(last), Tone.LATE)
        elif stopped is not None:
            self.imported.say(f"The last import stopped: {stopped.message or 'no reason is known'}", self._import_words(last), Tone.LATE)
        elif last is None:
            self.imported.say("Nothing was imported yet", tone=Tone.TODAY)
        else:
            self.imported.say(f"Last import {self._import_words(last)}", f"{last.effect}." if last.effect else "")

    def _import_words(self, run: ImportRun | None) -> str:
        if run is None:
            return ""
        brought = f"{run.new:,} new, {run.updated:,} updated, {run.failed:,} failed"
        return f"{self._moment(run.started_at)}{f' by {run.by}' if run.by else ''}: {brought}"

    def _show_copies(self, copies: CopyState) -> None:
        if copies.trouble is not None or copies.made_at is None:
            self.copied.say(copies.trouble or f"No copy yet. Copies go to {copies.folder}", tone=Tone.TODAY, offer=False)
            return
        tested = f"Last tested {self._moment(copies.tested_at)}" if copies.tested_at else "Never tested: a copy counts once it was restored"
        old = self._days_since(copies.made_at) > _COPY_FRESH_DAYS
        proved = copies.tested_at is not None and self._days_since(copies.tested_at) <= _TEST_FRESH_DAYS
        tone = Tone.TODAY if old else Tone.DONE if proved else Tone.QUIET
        self.copied.say(f"Copy saved {self._moment(copies.made_at)}", f"{tested}. {copies.folder}", tone)

    def _days_since(self, moment: datetime) -> int:
        return (self._work.today() - moment.astimezone(self._work.zone).date()).days

    def _moment(self, moment: datetime) -> str:
        return moment_text(moment, self._work.zone, self._work.today())

    def _show_reminders(self, reminders: Sequence[Reminder], today: date) -> None:
        self.reminders.clear()
        for reminder in reminders:
            item = QListWidgetItem(reminder_text(reminder, today))
            item.setData(_REMINDER, reminder.custody_id)
            if reminder.pressing(today):
                item.setIcon(icon("bell-ringing", Tone.TODAY))
            else:
                item.setIcon(icon("bell", Tone.QUIET))
            self.reminders.addItem(item)
        self.reminders.setVisible(bool(reminders))
        self.no_reminders.setVisible(not reminders)

    def _open_reminder(self, item: QListWidgetItem) -> None:
        custody_id = item.data(_REMINDER)
        if custody_id is not None:
            self.car_opened.emit(custody_id)

    # --- copies ------------------------------------------------------------------------------------------------------

    def prove_copy(self) -> None:
        """Restore the newest copy aside; the work goes on meanwhile."""
        self.copied.button.setEnabled(False)
        self.copied.button.setText("Testing...")
        self._runner.start(self._work.prove_copy, owner=self, done=self._proved, failed=self._not_proved)

    def _proved(self, wrong: str | None) -> None:
        self._offer_proof()
        if wrong is None:
            self.news.tell("The last copy was restored aside, counted and is good.", Tone.DONE)
        else:
            self.news.tell(wrong, Tone.LATE)
        self.refresh()

    def _not_proved(self, trouble: Trouble) -> None:
        self._offer_proof()
        self.news.tell(str(trouble), Tone.LATE)

    def _offer_proof(self) -> None:
        self.copied.button.setEnabled(True)
        self.copied.button.setText("&Test the last copy")

    # --- the window's wishes -----------------------------------------------------------------------------------------

    def entered(self) -> None:
        """On the number that presses most."""
        if self._stack.currentIndex() == 1:
            self.empty.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        counts = self._day.counts if self._day else {}
        pressing = next((tile for urgency, tile in self.tiles.items() if counts.get(urgency)), self.tiles[Urgency.LATE])
        pressing.setFocus(Qt.FocusReason.OtherFocusReason)


def reminder_text(reminder: Reminder, today: date) -> str:
    """``Tue 5/12  call the bank  ABC1234 gray 2011 Malibu  (Kim)``."""
    who = f"({reminder.person})" if reminder.person else ""
    return "  ".join(part for part in (day_text(reminder.due, today), reminder.text, reminder.car or "", who) if part)
