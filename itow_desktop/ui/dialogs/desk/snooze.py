"""Putting lines out of the way until a day."""

from datetime import timedelta

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from itow_desktop.services.desk_work import Snoozed
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.desk.form import Cars, DeskForm
from itow_desktop.ui.dialogs.desk.work import DeskWork
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.moment_entries import DayEntry

_WEEK = 7


class SnoozeDialog(DeskForm):
    """Until when, why; ``done_with`` tells the ``Snoozed``."""

    def __init__(self, work: DeskWork, person: Person | None, cars: Cars, *, runner: TaskRunner, parent: QWidget | None) -> None:
        super().__init__("Snooze", "&Snooze", cars, person, runner=runner, parent=parent)
        self._work = work
        self.day = DayEntry("Comes back on", work.today, past=False)
        self.day.setPlaceholderText("+3, 8/5")
        self.day.textChanged.connect(lambda _text: self.refresh_ready())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.day, 1)
        for words, days in (("&Tomorrow", 1), ("Next &Monday", _WEEK - work.today().weekday()), ("In a &week", _WEEK)):
            button = QPushButton(words)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, days=days: self.day.set_day(work.today() + timedelta(days=days)))
            row.addWidget(button)
        self.form.addRow("&Comes back on", row)
        label = self.form.labelForField(row)
        if label is not None:
            label.setBuddy(self.day)  # type: ignore[attr-defined]
        self.reason = self.line("Wh&y", "officer calls back, waiting for a fax ...")
        self.note("The line waits out of the way and comes back on that day. What is late, or must be done today, stays in sight.")
        self.body.addStretch(1)
        self.refresh_ready()
        self.fit(QSize(560, 240))
        self.day.setFocus()

    def ready(self) -> bool:
        return bool(self.day.text().strip() and self.reason.text().strip())

    def touched(self) -> bool:
        return bool(self.day.text().strip() or self.reason.text().strip())

    def commit(self) -> None:
        """Let all of them wait."""
        until, reason, cars = self.day.day(), self.reason.text(), self.cars
        if self.complain([self.day.problem()]) or until is None or cars is None:
            return
        self.run(lambda: self._work.snooze(self.person, cars.ids, until, reason), self._done)

    def _done(self, snoozed: Snoozed) -> None:
        self.day.clear()
        self.reason.clear()
        self.finish(snoozed)
