"""Asking somebody again who is past their time: one call, one answer for all of their cars."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QRadioButton, QWidget

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.errors import Problems, Trouble
from itow_desktop.domain.rules import Actor
from itow_desktop.services.chasing import Asked, Told
from itow_desktop.services.views import Person
from itow_desktop.services.working import QueueLine
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.queue.work import ChaseWork
from itow_desktop.ui.queue_text import car_text, owed_by
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.moment_entries import DayEntry
from itow_desktop.ui.widgets.tones import heading, quiet

_CUSTODY = Qt.ItemDataRole.UserRole
_AGAIN_AFTER = timedelta(days=3)
_SHOWN = 7


class ChaseDialog(DeedDialog):
    """Who was asked, what they said; either the day they did it, or the day we ask again. Cars can be left out."""

    def __init__(self, work: ChaseWork, person: Person | None, lines: Sequence[QueueLine], *, runner: TaskRunner, parent: QWidget) -> None:
        item, agency = lines[0].item, lines[0].agency
        self._police = item.actor is Actor.POLICE
        self._whom = owed_by(item, agency.name if agency and self._police else None)
        super().__init__(f"Chase up {self._whom}", "&Keep the answer", runner, parent)
        self._work = work
        self._person = person
        self._agency: Agency | None = agency if self._police else None
        self._build_head(len(lines))
        self._build_answer()
        self._build_cars(lines)
        self.fit(QSize(620, 250 + 36 * min(len(lines), _SHOWN) + (40 if self._police else 0)))
        self._choose()
        self.spoke_with.setFocus()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build_head(self, cars: int) -> None:
        phone = self._agency.phone if self._agency else None
        head = QHBoxLayout()
        head.addWidget(heading(self._whom[:1].upper() + self._whom[1:]))
        head.addSpacing(16)
        number = heading(phone) if phone else quiet("no phone entered" if self._police else "")
        number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head.addWidget(number)
        head.addStretch(1)
        head.addWidget(quiet(counted(cars, "car", "cars")))
        self.body.addLayout(head)

    def _build_answer(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        self.spoke_with, self.said = QLineEdit(), QLineEdit()
        self.spoke_with.setMaxLength(120)
        self.spoke_with.setPlaceholderText("dispatcher's, officer's or clerk's name")
        self.said.setMaxLength(160)
        self.said.setPlaceholderText("will enter them tonight, nobody answered ...")
        form.addRow("&Spoke with", self.spoke_with)
        form.addRow("They s&aid", self.said)
        self.again = QRadioButton("Ask again &on")
        self.again_on = DayEntry("Ask again on", self._work.today, past=False)
        self.again_on.set_day(_working_day(self._work.today() + _AGAIN_AFTER))
        form.addRow(self.again, self.again_on)
        self.entered = QRadioButton("They &entered all of them on")
        self.done_on = DayEntry("Entered on", self._work.today)
        self.entered.setVisible(self._police)
        self.done_on.setVisible(self._police)
        if self._police:
            form.addRow(self.entered, self.done_on)
        self.again.setChecked(True)
        self.body.addLayout(form)
        for choice in (self.again, self.entered):
            choice.toggled.connect(lambda _on: self._choose())
        for field in (self.said, self.again_on, self.done_on):
            field.textChanged.connect(lambda _text: self.refresh_ready())

    def _build_cars(self, lines: Sequence[QueueLine]) -> None:
        self.cars = QListWidget()
        self.cars.setAccessibleName("Cars that were asked about")
        for line in lines:
            row = QListWidgetItem(f"{car_text(line.case)}: {line.item.why}")
            row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            row.setCheckState(Qt.CheckState.Checked)
            row.setData(_CUSTODY, line.case.custody_id)
            self.cars.addItem(row)
        self.cars.setCurrentRow(0)
        self.cars.itemChanged.connect(lambda _item: self.refresh_ready())
        self.body.addWidget(self.cars, 1)
        self.body.addWidget(quiet("The answer goes into the phone log of each ticked car. Space takes a car out."))

    # --- what it says ------------------------------------------------------------------------------------------------

    @property
    def custody_ids(self) -> tuple[int, ...]:
        """The ticked cars."""
        rows = (self.cars.item(place) for place in range(self.cars.count()))
        return tuple(row.data(_CUSTODY) for row in rows if row.checkState() is Qt.CheckState.Checked)

    def ready(self) -> bool:
        """There is an answer, and a car it is about."""
        answer = self.done_on.text() if self.entered.isChecked() else self.said.text() and self.again_on.text()
        return bool(answer.strip() and self.custody_ids)

    def touched(self) -> bool:
        """What was said."""
        return bool(self.said.text().strip() or self.spoke_with.text().strip() or self.done_on.text().strip())

    def _choose(self) -> None:
        self.again_on.setEnabled(self.again.isChecked())
        self.done_on.setEnabled(self.entered.isChecked())
        self.refresh_ready()

    # --- keeping -----------------------------------------------------------------------------------------------------

    def commit(self) -> None:
        """One deed for all of them."""
        entry = self.done_on if self.entered.isChecked() else self.again_on
        problem, day = entry.problem(), entry.day()
        self.problems.say([problem] if problem else [])
        if problem or day is None:
            return
        ids, name, said = self.custody_ids, self.spoke_with.text(), self.said.text()
        number = self._agency.phone if self._agency else None
        if self.entered.isChecked():
            told = Told(ids, day, name, said, self.given_reason)
            self.run(lambda: self._work.entered(self._person, told), lambda _count: self._kept(ids))
        else:
            asked = Asked(ids, said, day, name, number)
            self.run(lambda: self._work.asked_again(self._person, self._whom, asked), lambda _count: self._kept(ids))

    def _kept(self, custody_ids: tuple[int, ...]) -> None:
        for field in (self.said, self.spoke_with, self.done_on):
            field.clear()
        self.finish(custody_ids)

    def failed(self, trouble: Trouble) -> None:
        super().failed(trouble)
        if isinstance(trouble, Problems):
            self.problems.say([sentence for _, sentence in trouble.problems])


def _working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
