"""Record that a car left with somebody."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QButtonGroup, QFormLayout, QRadioButton, QVBoxLayout, QWidget

from itow_desktop.services.views import Person
from itow_desktop.services.working import PickUp, QueueLine
from itow_desktop.ui.dialogs.car_grid import car_label
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.moment_entries import ColumnEntry, DayEntry
from itow_desktop.ui.work import QueueWork


class PickUpDialog(DeedDialog):
    """Day, to whom, which identification was seen; refused while a hold stands."""

    def __init__(self, work: QueueWork, person: Person | None, line: QueueLine, *, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__("Picked up", "&Record pick-up", runner, parent)
        self._work = work
        self._person = person
        self._custody_id = line.case.custody_id
        self._holds = line.case.on_hold
        self.day = DayEntry("Picked up on", work.today)
        self.to_whom = ColumnEntry("Picked up by")
        self.id_seen = ColumnEntry("ID seen")
        self.id_seen.setPlaceholderText("driver's license MI, passport ...")
        self.redeemed = QRadioButton("Re&deemed: the owner or lienholder paid and took it")
        self.released = QRadioButton("Released in another &way (no charges due, insurer, police order)")
        self._how = QButtonGroup(self)
        for button in (self.redeemed, self.released):
            self._how.addButton(button)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.addRow("&On", self.day)
        form.addRow("Picked up &by", self.to_whom)
        form.addRow("&ID seen", self.id_seen)
        ways = QVBoxLayout()
        ways.addWidget(self.redeemed)
        ways.addWidget(self.released)
        form.addRow("How", ways)
        self.body.addWidget(car_label(line.case))
        self.body.addLayout(form)
        self.body.addStretch(1)
        for field, below in ((self.day, self.to_whom), (self.to_whom, self.id_seen), (self.id_seen, self.redeemed)):
            field.down.connect(below.setFocus)
        if self._holds:
            self.problems.say([f"On hold: {', '.join(self._holds)}. It may not leave. Lift the hold first, then record the pick-up."])
        self.refresh_ready()
        self.fit(QSize(520, 340))
        self.day.setFocus()

    def ready(self) -> bool:
        """Not under a hold."""
        return not self._holds

    def touched(self) -> bool:
        """Something is typed."""
        return any(field.text().strip() for field in (self.day, self.to_whom, self.id_seen))

    def commit(self) -> None:
        """All problems at once, else the pick-up."""
        day = self.day.day()
        problems = [
            sentence
            for wrong, sentence in (
                (day is None and self.day.problem() is None, "Enter the day it was picked up."),
                (self.day.problem() is not None, self.day.problem() or ""),
                (not self.to_whom.text().strip(), "Enter who took the car."),
                (not self.id_seen.text().strip(), "Enter which identification you saw."),
                (self._how.checkedButton() is None, "Choose how it left: redeemed, or released in another way."),
            )
            if wrong
        ]
        self.problems.say(problems)
        if problems or day is None:
            return
        left = PickUp(
            day, self.to_whom.text().strip(), self.id_seen.text().strip(), redeemed=self.redeemed.isChecked(), reason=self.given_reason
        )
        self.run(lambda: self._work.pick_up(self._person, self._custody_id, left), lambda _none: self.finish((self._custody_id,)))
