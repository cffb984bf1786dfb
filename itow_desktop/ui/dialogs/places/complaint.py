"""A complaint of a tow: from whom, about what, what was answered."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from itow_desktop.domain.properties import Complaint, Property
from itow_desktop.services.properties import TowLine
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.places.form import RecordForm
from itow_desktop.ui.dialogs.places.work import PropertyWork
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import list_day


class ComplaintDialog(DeedDialog):
    """Add a complaint, answer it, say that it is settled."""

    def __init__(
        self,
        work: PropertyWork,
        person: Person | None,
        place: Property,
        complaint: Complaint | None = None,
        *,
        tows: Sequence[TowLine] = (),
        runner: TaskRunner,
        parent: QWidget | None,
    ) -> None:
        super().__init__("Add a complaint" if complaint is None else f"Complaint of {complaint.from_whom}", "&Save", runner, parent)
        self._work = work
        self._person = person
        self._place = place
        self._complaint = complaint or Complaint(0, work.today(), "", "")
        known, form = self._complaint, RecordForm(work.today)
        cars = {line.tow.custody_id: f"{line.tow.car}{f', {list_day(line.day)}' if line.day else ''}" for line in tows}
        if known.custody_id is not None:
            cars.setdefault(known.custody_id, known.car or f"#{known.custody_id}")
        form.day("on", "&Day", complaint.on if complaint else None)
        form.line("from_whom", "&From whom", known.from_whom, "name, phone")
        form.choice("car", "About which ca&r", [("no certain car", None), *((words, car) for car, words in cars.items())], known.custody_id)
        form.note("about", "&About", known.about)
        form.note("answer", "A&nswer", known.answer, "what was said or done")
        form.day("settled_on", "Se&ttled on", known.settled_on)
        form.settle()
        self.form = form
        self.body.addLayout(form)
        self.body.addStretch(1)
        self.fit(QSize(560, 400))
        form.days["on"].setFocus()

    def touched(self) -> bool:
        """Something is typed that is not saved."""
        return self.form.touched()

    def commit(self) -> None:
        """Keep it."""
        form = self.form
        problems, day = form.problems(), form.days["on"].day()
        if day is None and not problems:
            problems = ["Enter the day the complaint came."]
        if problems or day is None:
            self.problems.say(problems)
            return
        typed = replace(
            self._complaint, on=day, from_whom=form.text("from_whom") or "", custody_id=form.choices["car"].currentData(),
            about=form.text("about") or "", answer=form.text("answer"), settled_on=form.days["settled_on"].day(),
        )  # fmt: skip
        person, key = self._person, self._place.key
        self.run(lambda: self._work.save_complaint(person, key, typed), lambda _id: self.finish(key))
