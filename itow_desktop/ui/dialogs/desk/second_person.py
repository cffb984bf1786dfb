"""What waits for a second person, and the place where that person confirms it."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.people import Rights
from itow_desktop.services.people import Staff, why_not
from itow_desktop.services.ports.people import PinAnswer
from itow_desktop.services.second_person import Waiting
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.dialogs.deed_dialog import ProblemStrip
from itow_desktop.ui.dialogs.desk.work import DeskWork
from itow_desktop.ui.models.word_table import WordTable
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import day_text, moment_text
from itow_desktop.ui.widgets.empty import EmptyText
from itow_desktop.ui.widgets.pin_entry import PinEntry
from itow_desktop.ui.widgets.plain_table import PlainTable
from itow_desktop.ui.widgets.tones import quiet, strong


class _Asked(WordTable[Waiting]):
    """One line for each thing that waits."""

    headers = ("By", "Date", "Now", "Then", "Car")
    tips = True

    def __init__(self, work: DeskWork, parent: QWidget) -> None:
        super().__init__(parent)
        self._today = work.today

    def cells(self, row: Waiting) -> Sequence[str]:
        return row.by or "nobody", row.step, self._day(row.now, "stopped"), self._day(row.then, "not known"), row.car

    def _day(self, day: date | None, none: str) -> str:
        return none if day is None else day_text(day, self._today())


class SecondPersonDialog(QDialog):
    """The inbox of the second person: what, why, by whom; somebody else confirms, at a PC that people share with their PIN."""

    confirmed = Signal(object)
    """The ``Waiting`` that counts now, or was taken back."""

    def __init__(self, work: DeskWork, person: Person | None, *, runner: TaskRunner, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle("A second person confirms")
        self._work, self._person, self._runner = work, person, runner
        self._staff: Staff | None = None
        self._current: Waiting | None = None
        self.model = _Asked(work, self)
        self.table = PlainTable(self.model, "What waits for a second person", stretch=4)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        self.empty = EmptyText("check-circle")
        self.empty.say(
            "Nothing waits for a second person.\nDates moved later, and corrections that would let a sale come earlier, wait here."
        )
        self._what, self._why = strong(), QLabel()
        self._who_said = quiet()
        for label in (self._what, self._why, self._who_said):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.second = QComboBox()
        self.second.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._second_label = QLabel("&Second person")
        self._second_label.setBuddy(self.second)
        self.entry = PinEntry(runner, self._confirm, "&Confirm")
        self.plain = QPushButton("&Confirm")
        self.plain.clicked.connect(self._confirm_signed_in)
        self.gone = QPushButton("&Take it back...")
        self.gone.setAutoDefault(False)
        self.gone.clicked.connect(self.take_back)
        self._hint = quiet()
        self._hint.setWordWrap(True)
        self.problems = ProblemStrip()
        self.second.currentIndexChanged.connect(lambda _place: self._ask_pin())
        self.entry.proved.connect(lambda _person: self._counts())
        self._lay_out()
        self.resize(QSize(760, 480))
        self.reload()

    def _lay_out(self) -> None:
        who = QHBoxLayout()
        who.setSpacing(8)
        who.addWidget(self._second_label)
        who.addWidget(self.second)
        who.addStretch(1)
        who.addWidget(self.plain)
        who.addWidget(self.gone)
        self.below = QWidget()
        below = QVBoxLayout(self.below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(8)
        for label in (self._what, self._why, self._who_said):
            below.addWidget(label)
        below.addLayout(who)
        below.addWidget(self.entry)
        below.addWidget(self._hint)
        foot = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        foot.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        foot.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.below)
        column.addWidget(self.problems)
        column.addWidget(foot)
        self.table.hide()
        self.empty.hide()
        self.below.hide()

    # --- what waits --------------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> Waiting | None:
        """The line that is chosen."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.rows[rows[0].row()] if rows else None

    def reload(self) -> None:
        """Ask again what waits, and for whom."""

        def read() -> tuple[tuple[Waiting, ...], Staff]:
            return self._work.waiting(), self._work.staff()

        self._runner.start(read, owner=self, done=lambda found: self._show(*found), failed=self._failed)

    def _show(self, found: tuple[Waiting, ...], staff: Staff) -> None:
        self._staff = staff
        self.model.put(found)
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.below.setVisible(bool(found))
        if found:
            self.table.choose(0)
            self.table.setFocus()

    def _choose(self) -> None:
        asked, staff = self.chosen, self._staff
        self._current = asked
        if asked is None or staff is None:
            return
        today = self._work.today()
        then = "not known" if asked.then is None else day_text(asked.then, today)
        now = "stopped" if asked.now is None else day_text(asked.now, today)
        self._what.setText(f"{asked.what}. {asked.step}: {now} now, {then} once it is confirmed.")
        self._why.setText(f"Why: {asked.reason}" if asked.reason else "No reason was given.")
        when = moment_text(asked.at, self._work.zone, today) if asked.at else ""
        self._who_said.setText(f"{asked.by or 'Nobody'}, {when}. {asked.car}")
        mine = self._person is not None and asked.by == self._person.name
        self.gone.setVisible(asked.is_move and mine)
        self._offer(asked, staff)

    def _offer(self, asked: Waiting, staff: Staff) -> None:
        """Who may be the second person: anybody else who works here and may record, and can prove it here."""
        here = [each for each in staff.offered if each.name != asked.by and why_not(each, Rights.CLERK) is None]
        private = staff.login is None
        able = [each for each in here if each.has_pin] if private else here
        self.second.blockSignals(True)
        self.second.clear()
        for each in able:
            self.second.addItem(each.name, each)
        if self._person is not None:
            self.second.setCurrentIndex(max(self.second.findText(self._person.name), 0))
        self.second.blockSignals(False)
        self.second.setVisible(private and bool(able))
        self._second_label.setVisible(private and bool(able))
        self.entry.setVisible(private and bool(able))
        self.plain.setVisible(not private and bool(able))
        self._hint.setText(_hint(asked, private=private, able=bool(able), others=bool(here)))
        self._hint.setVisible(bool(self._hint.text()))
        self._ask_pin()

    def _ask_pin(self) -> None:
        person = self.second.currentData()
        if person is not None and not self.entry.isHidden():
            self.entry.ask(person)

    # --- deeds -------------------------------------------------------------------------------------------------------

    def _confirm(self, second: Person, pin: str) -> PinAnswer:
        """On a worker thread: the database looks at the PIN and at who confirms."""
        asked = self._current
        return PinAnswer(False, 0, 0) if asked is None else self._work.confirm(asked, second, pin)

    def _confirm_signed_in(self) -> None:
        """At a shared database the sign-in proves who it is."""
        asked, second = self.chosen, self.second.currentData()
        if asked is not None and second is not None:
            self.plain.setEnabled(False)
            self._runner.start(
                lambda: self._work.confirm(asked, second, ""), owner=self, done=lambda _answer: self._counts(), failed=self._failed
            )

    def _counts(self) -> None:
        self.plain.setEnabled(True)
        self.problems.say([])
        self.confirmed.emit(self.chosen)
        self.reload()

    def take_back(self) -> None:
        """The date is not moved after all."""
        asked = self.chosen
        if asked is not None:
            dialog = ReasonDialog(
                "Take it back",
                "&Take it back",
                lambda why: self._work.take_back(self._person, asked, why),
                runner=self._runner,
                parent=self,
            )
            dialog.done_with.connect(lambda _none: self._counts())
            dialog.open()

    def _failed(self, trouble: Trouble) -> None:
        self.plain.setEnabled(True)
        self.problems.say([str(trouble)])


def _hint(asked: Waiting, *, private: bool, able: bool, others: bool) -> str:
    """Why nobody here can confirm it."""
    if asked.by is None:
        return "Nobody signed this, so that nobody can be the second person. Somebody must record it under their name."
    if able:
        return ""
    if private and others:
        return f"Somebody other than {asked.by} confirms it with a PIN, and nobody has chosen one yet: name at the top right, Set my PIN."
    if private:
        return f"Somebody other than {asked.by} must confirm it. Add the person first: File, People."
    return f"Somebody other than {asked.by} signs in and confirms it here."
