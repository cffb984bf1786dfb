"""At which times of the day imports begin by themselves."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Problems
from itow_desktop.domain.importing.schedules import Schedule, read_times, times_text
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.tones import quiet
from itow_desktop.ui.work import TowBookWork


class ImportTimesDialog(DeedDialog):
    """Off unless somebody switches it on; the whole office has one list of times."""

    def __init__(
        self, work: TowBookWork, person: Person | None, schedule: Schedule | None, *, runner: TaskRunner, parent: QWidget | None
    ) -> None:
        super().__init__("Imports at set times", "&Save", runner, parent)
        self._work, self._person = work, person
        self.running = QCheckBox("&Import by itself at these times of the day")
        self.times = QLineEdit()
        self.times.setMaxLength(200)
        self.times.setPlaceholderText("6:00, 12:30, 5 pm")
        self.days = QRadioButton("The &days from the last imported tow on, as the Import page suggests them")
        self.lot = QRadioButton("The cars on the &lot now")
        self._build()
        self._first = self._given()
        self._show(schedule)
        self._first = self._given()
        self.running.toggled.connect(self._toggled)
        self.times.textEdited.connect(lambda _text: self.refresh_ready())
        self._toggled(self.running.isChecked())

    def _build(self) -> None:
        hint = QLabel(
            "One PC of the office does it, any one that runs iTow and knows TowBook's password. A PC that was off or asleep makes up for "
            "the last time it missed. Nothing pops up: the history and the Today page tell what came. Whoever presses Import goes first."
        )
        hint.setWordWrap(True)
        what = QVBoxLayout()
        what.addWidget(self.days)
        what.addWidget(self.lot)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(12)
        form.addRow("&Times", self.times)
        form.addRow("What is read", what)
        self.by = quiet()
        self.body.addWidget(self.running)
        self.body.addLayout(form)
        self.body.addWidget(hint)
        self.body.addWidget(self.by)
        self.body.addStretch(1)
        self.fit(QSize(560, 340))

    def _show(self, schedule: Schedule | None) -> None:
        self.running.setChecked(schedule is not None and schedule.running)
        self.times.setText(times_text(schedule.times) if schedule else "")
        self.lot.setChecked(schedule is not None and schedule.lot)
        self.days.setChecked(not self.lot.isChecked())
        self.by.setText(f"Set by {schedule.by}." if schedule and schedule.by else "")
        self.by.setVisible(bool(self.by.text()))

    def _toggled(self, on: bool) -> None:
        for part in (self.times, self.days, self.lot):
            part.setEnabled(on)
        if on:
            self.times.setFocus()
        self.refresh_ready()

    def _given(self) -> tuple[bool, str, bool]:
        return self.running.isChecked(), self.times.text().strip(), self.lot.isChecked()

    def touched(self) -> bool:
        """Something was changed that is not saved."""
        return self._given() != self._first

    def commit(self) -> None:
        """Keep it for the whole office."""
        running, times, lot = self._given()
        try:
            read = read_times(times)
        except Problems as problems:
            self.problems.say([sentence for _, sentence in problems.problems])
            return
        if running and not read:
            self.problems.say(["Enter one time of the day at least, like 6:00."])
            return
        self.run(lambda: self._work.set_schedule(self._person, times, lot=lot, running=running), self.finish)
