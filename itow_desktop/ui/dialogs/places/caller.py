"""Somebody who may ask for tows, and until when."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget

from itow_desktop.domain.properties import Asked, Caller, Property
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.places.form import RecordForm
from itow_desktop.ui.dialogs.places.work import PropertyWork
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import day_text
from itow_desktop.ui.widgets.tones import quiet


class CallerDialog(DeedDialog):
    """Add somebody or change what is known; who asked for a tow is typed in already, the decision stays with the person."""

    def __init__(
        self,
        work: PropertyWork,
        person: Person | None,
        place: Property,
        caller: Caller | None = None,
        *,
        asked: Asked | None = None,
        runner: TaskRunner,
        parent: QWidget | None,
    ) -> None:
        super().__init__("Who may call" if caller is None else caller.name, "&Add" if caller is None else "&Save", runner, parent)
        self._work = work
        self._person = person
        self._place = place
        self._caller = caller or Caller(0, "")
        known = caller or Caller(0, _name_of(asked, place), None, asked.phone if asked else None)
        words = QLabel(_question(place, asked, work.today()))
        words.setWordWrap(True)
        self.body.addWidget(words)
        self.form = RecordForm(work.today)
        self.form.line("name", "&Name", known.name)
        self.form.line("position", "P&osition", known.position, "owner, manager, security")
        self.form.line("phone", "&Phone", known.phone)
        self.form.day("since", "&From", known.since, past=False)
        self.form.day("until", "&Until", known.until, past=False)
        self.form.settle()
        self.body.addLayout(self.form)
        self.body.addWidget(quiet("Leave a day empty where there is none: from the beginning, until further notice."))
        self.body.addStretch(1)
        self.fit(QSize(520, 330))
        self.form.lines["position" if known.name else "name"].setFocus()

    def touched(self) -> bool:
        """Something is typed that is not saved."""
        return self.form.touched()

    def commit(self) -> None:
        """Keep it."""
        problems = self.form.problems()
        if problems:
            self.problems.say(problems)
            return
        form, person, key = self.form, self._person, self._place.key
        typed = replace(
            self._caller, name=form.text("name") or "", position=form.text("position"), phone=form.text("phone"),
            since=form.days["since"].day(), until=form.days["until"].day(),
        )  # fmt: skip
        self.run(lambda: self._work.save_caller(person, key, typed), lambda _id: self.finish(key))


class EndCallerDialog(DeedDialog):
    """The last day on which somebody could ask for tows; the tows before stay this person's."""

    def __init__(
        self, work: PropertyWork, person: Person | None, place: Property, caller: Caller, *, runner: TaskRunner, parent: QWidget | None
    ) -> None:
        super().__init__(f"{caller.name} may call no more", "&End it", runner, parent)
        self._work = work
        self._person = person
        self._place = place
        self._caller = caller
        words = QLabel(f"{caller.name} stays on record for tows of {place.name} up to the last day, and is not asked about for those.")
        words.setWordWrap(True)
        self.body.addWidget(words)
        self.form = RecordForm(work.today)
        self.form.day("until", "&Last day", work.today(), past=False)
        self.form.settle()
        self.body.addLayout(self.form)
        self.body.addStretch(1)
        self.fit(QSize(420, 180))
        self.form.days["until"].setFocus()

    def commit(self) -> None:
        """Keep the day."""
        problems, day = self.form.problems(), self.form.days["until"].day()
        if problems or day is None:
            self.problems.say(problems or ["Enter the last day."])
            return
        person, key, caller_id = self._person, self._place.key, self._caller.id
        self.run(lambda: self._work.end_caller(person, key, caller_id, day), lambda _none: self.finish(key))


def _name_of(asked: Asked | None, place: Property) -> str:
    """Who asked, as TowBook has it; often that is only the property's own name, and then a person must say."""
    name = (asked.name if asked else None) or ""
    return "" if name.casefold() == place.name.casefold() else name


def _question(place: Property, asked: Asked | None, today: date) -> str:
    if asked is None:
        return f"Who may ask for tows from {place.name}?"
    when = f" of {day_text(asked.day, today)}" if asked.day else ""
    who = asked.name or asked.phone or "Somebody"
    return f"{who} asked for the tow{when}: {asked.car}. Add as somebody who may call for {place.name}, if that is so."
