"""How it stands with TowBook: whether it answers, imports at set times, imports that wait for it."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.importing.schedules import Schedule, ScheduleState, times_text
from itow_desktop.domain.people import Rights
from itow_desktop.services.desks.towbook import TowBookState
from itow_desktop.services.importing.from_towbook import ImportPlan, ImportProgress
from itow_desktop.services.ports.scheduling import WaitingImport
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.import_times import ImportTimesDialog
from itow_desktop.ui.panes.import_progress import progress_text
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import day_text, moment_text
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.standing_line import StandingLine
from itow_desktop.ui.work import TowBookWork

_VERDICTS = {"accepted": ("User name and password are accepted", Tone.DONE), "rejected": ("User name or password is rejected", Tone.LATE)}


class TowBookStanding(QFrame):
    """Reads anew when it is told to; the buttons test, set times, call off, take back."""

    look_asked = Signal()
    """Whoever makes imports that nobody starts shall look now."""
    troubled = Signal(object)
    """``Trouble`` that nobody else shows."""
    read = Signal()
    """What stands here is of now."""

    def __init__(self, runner: TaskRunner, who: Who, work: TowBookWork) -> None:
        super().__init__()
        self.setObjectName("standing")
        self._runner, self._who, self._work = runner, who, work
        self._state: TowBookState | None = None
        self.contact = StandingLine("wifi-high", "Test TowBook", self.test)
        self.schedule = StandingLine("clock", "Set times...", self.set_times)
        self.own = StandingLine("circle-dashed", "Stop it", self._call_off)
        self._waiting: list[StandingLine] = []
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(12, 8, 12, 8)
        self._lines.setSpacing(4)
        for line in (self.contact, self.own, self.schedule):
            self._lines.addWidget(line)
        self._lines.addStretch(1)
        self.own.hide()
        self.contact.say("TowBook", offer=False)
        self.schedule.say("Imports at set times", offer=False)

    @property
    def waiting(self) -> list[StandingLine]:
        """A line for each import that waits."""
        return list(self._waiting)

    # --- reading -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask how it stands."""
        self._runner.start(self._work.state, owner=self, done=self.show_state, failed=self.troubled.emit)

    def show_state(self, state: TowBookState) -> None:
        """How it stands now."""
        self._state = state
        self._show_contact(state)
        self._show_schedule(state)
        self._show_waiting(state.waiting)
        self.read.emit()

    def _show_contact(self, state: TowBookState) -> None:
        contact, known = state.contact, state.username is not None and state.password_kept
        more = [f"Last worked {self._moment(contact.answered_at)}." if contact.answered_at else ""]
        if state.tested is not None:
            when, answer = state.tested
            words, tone = _VERDICTS.get(answer.partition(":")[0], (answer, Tone.TODAY))
            more.append(f"{words} ({self._moment(when)}).")
            if tone is Tone.LATE:
                more.append(answer.partition(": ")[2])
        if not known:
            more.append("User name and password are not entered yet.")
        text = " ".join(part for part in more if part)
        if contact.down_since is not None:
            reason = contact.trouble.partition(". ")[0].rstrip(".")
            said = f"{reason}. Everything but importing works. {text}"
            self.contact.say(f"TowBook does not answer since {self._moment(contact.down_since)}", said, Tone.LATE, offer=known)
        elif contact.answered_at is None:
            self.contact.say("TowBook was not asked yet", text, offer=known)
        else:
            rejected = state.tested is not None and state.tested[1].startswith("rejected")
            self.contact.say("TowBook answers", text, Tone.TODAY if rejected else Tone.DONE, offer=known)

    def _show_schedule(self, state: TowBookState) -> None:
        schedule, stands = state.schedule, state.standing
        if schedule is None or stands.state is ScheduleState.OFF:
            self.schedule.say("No imports at set times", "Switched off; whoever presses Import imports.", offer=True)
        elif state.trouble is not None:
            more = state.trouble
            if state.contact.down_since is not None and stands.next_at is not None:  # the line above says why
                more = f"{stands.failures} failed in a row, the next try is {self._moment(stands.next_at)}."
            self.schedule.say(f"Imports at {times_text(schedule.times)} do not work", more, Tone.LATE)
        elif state.not_made and stands.next_at is not None:
            why = "No PC that knows TowBook's password runs iTow, or it is just beginning."
            self.schedule.say(f"The import of {self._moment(stands.next_at)} is not made yet", why, Tone.TODAY)
        else:
            again = f"{stands.failures} failed, the next try is " if stands.state is ScheduleState.FAILING else "Next "
            following = f"{again}{self._moment(stands.next_at)}" if stands.next_at else ""
            tone = Tone.TODAY if stands.failures else Tone.DONE
            self.schedule.say(f"Imports by itself at {times_text(schedule.times)}", f"{following}, {_what(schedule)}.", tone)

    def _show_waiting(self, waiting: tuple[WaitingImport, ...]) -> None:
        for line in self._waiting:
            line.hide()
            line.deleteLater()
        self._waiting = [self._line_of(each) for each in waiting]
        for line in self._waiting:
            self._lines.insertWidget(self._lines.count() - 1, line)

    def _line_of(self, waiting: WaitingImport) -> StandingLine:
        line = StandingLine("hourglass-medium", "Take back", lambda: self._take_back(waiting.id))
        today = self._work.today()
        days = waiting.days
        what = "the cars on the lot" if days is None else f"calls of {day_text(days.first, today)} to {day_text(days.last, today)}"
        by = f" by {waiting.by}" if waiting.by else ""
        line.say(f"Waits for TowBook: {what}", f"Asked for {self._moment(waiting.asked_at)}{by}; begins by itself.", Tone.ACCENT)
        return line

    def _moment(self, moment: datetime) -> str:
        return moment_text(moment, self._work.zone, self._work.today())

    # --- an import that nobody started -------------------------------------------------------------------------------

    def show_step(self, step: ImportProgress) -> None:
        """How far it is."""
        words = step.phase if step.total is None else progress_text(step)
        counts = f"{step.new:,} new · {step.updated:,} updated · {step.unchanged:,} unchanged · {step.failed:,} failed"
        self.own.say("Importing by itself", f"{words}. {counts}", Tone.ACCENT)
        self.own.button.setEnabled(True)
        self.own.show()

    def show_over(self) -> None:
        """It has ended."""
        self.own.hide()
        self.refresh()

    def _call_off(self) -> None:
        self.own.button.setEnabled(False)
        self._work.call_off()

    # --- deeds -------------------------------------------------------------------------------------------------------

    def test(self) -> None:
        """Ask TowBook about the user name and password that are kept."""
        self.contact.button.setEnabled(False)
        self.contact.button.setText("Testing...")
        self._runner.start(self._work.test_login, owner=self, done=lambda _answer: self._tested(), failed=self._not_tested)

    def _tested(self) -> None:
        self.contact.button.setText("Test TowBook")
        self.contact.button.setEnabled(True)
        self.refresh()
        self.look_asked.emit()

    def _not_tested(self, trouble: Trouble) -> None:
        self._tested()
        self.troubled.emit(trouble)

    def set_times(self) -> None:
        """At which times imports begin by themselves; for managers."""
        hindrance = self._who.hindrance(Rights.MANAGER)
        if hindrance is not None:
            self.troubled.emit(hindrance)
            return
        schedule = self._state.schedule if self._state else None
        dialog = ImportTimesDialog(self._work, self._who.person, schedule, runner=self._runner, parent=self.window())
        dialog.done_with.connect(lambda _schedule: self._changed())
        dialog.open()

    def let_wait(self, plan: ImportPlan) -> None:
        """Import this as soon as TowBook answers."""
        person = self._who.person
        self._runner.start(
            lambda: self._work.let_wait(person, plan), owner=self, done=lambda _none: self._changed(), failed=self.troubled.emit
        )

    def _take_back(self, waiting: int) -> None:
        person = self._who.person
        self._runner.start(
            lambda: self._work.take_back(person, waiting), owner=self, done=lambda _was: self._changed(), failed=self.troubled.emit
        )

    def _changed(self) -> None:
        self.refresh()
        self.look_asked.emit()


def _what(schedule: Schedule) -> str:
    return "the cars on the lot" if schedule.lot else "the days from the last imported tow on"
