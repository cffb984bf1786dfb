"""Reminders of a car."""

from collections.abc import Iterator

from PySide6.QtCore import Qt

from itow_desktop.domain.reminders import Reminder, ReminderState
from itow_desktop.services.car_pages import CarPage
from itow_desktop.services.views import Person
from itow_desktop.ui import text
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.dialogs.car.later import LaterDialog
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.widgets.car.reminder_form import ReminderForm
from itow_desktop.ui.widgets.car.telling import Told
from itow_desktop.ui.widgets.car.writing import WritingSection

_STATES = {ReminderState.OPEN: "", ReminderState.DONE: "done", ReminderState.VOID: "taken out"}


class RemindersSection(WritingSection[Reminder]):
    """One line for the next reminder over those there are."""

    title = "Reminders"
    noun = "reminder"

    def __init__(self, house: CarHouse) -> None:
        super().__init__(house, "Reminders")
        self._reminders: tuple[Reminder, ...] = ()
        self.form = ReminderForm(house.work)
        self.form.entered.connect(self.button.click)
        self.form.edited.connect(self._typed)
        self.lay_out(self.form)

    @staticmethod
    def count(page: CarPage) -> int | None:
        return page.counts.reminders

    def enter(self) -> None:
        self._reminders = ()
        self.told.tell((), "")
        self.form.what.put(self.house.begun.get(self.custody_id, self._name))
        self.form.day.put("")

    def load(self, _page: CarPage) -> None:
        work = self.house.work
        if not self.form.what.hasFocus() and (begun := self.house.begun.get(self.custody_id, self._name)) != self.form.what.text():
            self.form.what.put(begun)
        self.ask(lambda car: (work.car_reminders(car), work.people()), self._show)

    def take_focus(self) -> None:
        self.form.what.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def save(self) -> None:
        """Add what is typed."""
        try:
            what, day = self.form.read()
        except ValueError as problem:
            self.problems.say([str(problem)])
            self.form.day.setFocus()
            return
        person, work, whom, custody_id = self.house.who.person, self.house.work, self.form.person_id, self.custody_id
        self.button.setEnabled(False)
        self.do(lambda car: work.add_reminder(person, what, day, custody_id=car, person_id=whom), lambda _id: self._saved(custody_id))

    def _saved(self, custody_id: int) -> None:
        """The person may look at another car by now."""
        self.house.begun.keep(custody_id, self._name, "")
        if self.custody_id == custody_id:
            self.form.clear()
        self.house.bus.queue_changed.emit()

    def _begun(self) -> str:
        return self.form.what.text()

    def _complete(self) -> bool:
        return self.form.ready()

    def _written(self) -> tuple[Reminder, ...]:
        return self._reminders

    def _show(self, answer: tuple[tuple[Reminder, ...], tuple[Person, ...]]) -> None:
        self._reminders, people = answer
        self.form.offer(people, self.house.who.person)
        self.told.tell(self._lines(), "No reminders for this car.")

    def _lines(self) -> Iterator[Told]:
        today, zone = self.house.work.today(), self.house.work.zone
        for each in self._reminders:
            whom = f"for {each.person}" if each.person else "for anybody"
            by = f"by {each.recorded_by}, {text.moment_text(each.recorded_at, zone, today)}" if each.recorded_by else ""
            aside = ", ".join(part for part in (whom, by, _STATES[each.state], each.void_reason or "") if part)
            links = (("Done", f"done:{each.id}"), ("Later", f"later:{each.id}"), ("Take out", f"void:{each.id}"))
            still_open = each.state is ReminderState.OPEN
            yield Told(text.day_text(each.due, today), each.text, aside=aside, links=links if still_open else (), crossed=not still_open)

    def _act(self, verb: str, one: Reminder) -> None:
        person, work, bus, car = self.house.who.person, self.house.work, self.house.bus, self.custody_id
        if verb == "done":
            self.do(lambda _car: work.reminder_done(person, one.id), lambda _none: bus.queue_changed.emit())
            return
        dialog: LaterDialog | ReasonDialog
        if verb == "later":
            move = lambda day: work.move_reminder(person, one.id, day)  # noqa: E731
            dialog = LaterDialog(one, work.today(), move, runner=self.house.runner, parent=self)
        else:
            void = lambda reason: work.void_reminder(person, one.id, reason)  # noqa: E731
            dialog = ReasonDialog("Take the reminder out", "&Take out", void, runner=self.house.runner, parent=self)
        dialog.done_with.connect(lambda _answer: bus.cars_changed.emit(frozenset({car})))
        dialog.done_with.connect(lambda _answer: bus.queue_changed.emit())
        dialog.open()
