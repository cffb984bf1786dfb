"""A reminder from whichever screen is in front: of the car that is looked at, or of the office."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QWidget

from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.widgets.car.reminder_form import ReminderForm


class ReminderDialog(DeedDialog):
    """One line as it is spoken."""

    def __init__(self, house: CarHouse, custody_id: int | None, car: str, parent: QWidget) -> None:
        """``car`` says in words which one ``custody_id`` is."""
        super().__init__("Reminder", "&Add reminder", house.runner, parent)
        self._house = house
        self._custody_id = custody_id
        self.form = ReminderForm(house.work)
        self.about = QCheckBox(f"A&bout {car}")
        self.about.setChecked(custody_id is not None)
        self.about.setVisible(custody_id is not None)
        self.body.addWidget(self.form)
        self.body.addWidget(self.about)
        self.body.addStretch(1)
        self.form.edited.connect(self.refresh_ready)
        self.refresh_ready()
        self.fit(QSize(560, 220))
        work, me = house.work, house.who.person
        house.runner.start(work.people, owner=self, done=lambda people: self.form.offer(people, me), failed=self.failed)
        self.form.what.setFocus()

    def ready(self) -> bool:
        return self.form.ready()

    def touched(self) -> bool:
        return self.form.ready()

    def commit(self) -> None:
        try:
            what, day = self.form.read()
        except ValueError as problem:
            self.problems.say([str(problem)])
            self.form.day.setFocus()
            return
        person, work, whom = self._house.who.person, self._house.work, self.form.person_id
        car = self._custody_id if self.about.isChecked() else None
        self.run(lambda: work.add_reminder(person, what, day, custody_id=car, person_id=whom), lambda _id: self._kept(car))

    def _kept(self, custody_id: int | None) -> None:
        self.form.clear()
        if custody_id is not None:
            self._house.bus.cars_changed.emit(frozenset({custody_id}))
        self._house.bus.queue_changed.emit()
        self.finish(custody_id)
