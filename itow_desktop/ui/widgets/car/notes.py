"""Notes about a car, each with who wrote it."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from itow_desktop.domain.events import Event, EventKind, standing
from itow_desktop.services.car_pages import CarPage
from itow_desktop.ui import text
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.widgets.car.section import Section
from itow_desktop.ui.widgets.car.telling import Telling, Told
from itow_desktop.ui.widgets.entries import NotesEntry

_TYPED = "note"


class NotesSection(Section):
    """A field for the next note over those that were written; Ctrl+Enter adds it. A corrected note stays in the history."""

    title = "Notes"

    def __init__(self, house: CarHouse) -> None:
        super().__init__(house)
        self._correcting: Event | None = None
        self.entry = NotesEntry()
        self.entry.setPlaceholderText("What the next one at the desk should know")
        self.label = QLabel("New n&ote")
        self.label.setBuddy(self.entry)
        self.button = QPushButton("Add &note")
        self.button.setToolTip("Add the note (Ctrl+Enter)")
        self.stop = QPushButton("Leave it as it &was")
        self.told = Telling("Notes")
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.stop)
        foot.addWidget(self.button)
        for part in (self.label, self.entry):
            self.content.addWidget(part)
        self.content.addLayout(foot)
        self.content.addWidget(self.problems)
        self.content.addWidget(self.told, 1)
        self.button.clicked.connect(self.save)
        self.stop.clicked.connect(self._leave_it)
        self.entry.edited.connect(self._typed)
        self.told.asked.connect(self._asked)
        save = QShortcut(QKeySequence("Ctrl+Return"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.activated.connect(self.button.click)
        self._correct(None)

    @staticmethod
    def count(page: CarPage) -> int | None:
        return len(_notes(page))

    def load(self, page: CarPage) -> None:
        if self._correcting is None and not self.entry.hasFocus():
            self._take_up()  # it may have been saved in another window of this car
        self.told.tell(self._lines(page), "No notes yet.")

    def enter(self) -> None:
        self._correct(None)

    def _take_up(self) -> None:
        before = self._correcting.note or "" if self._correcting else ""
        if (begun := self.house.begun.get(self.custody_id, self._name) or before) != self.entry.text():
            self.entry.put(begun)

    @property
    def _name(self) -> str:
        """The field, as what is begun in it is kept: each note that is corrected has its own."""
        return f"{_TYPED} {self._correcting.id}" if self._correcting else _TYPED

    def take_focus(self) -> None:
        self.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def save(self) -> None:
        """Add what is typed, or put it in the place of the note that is corrected."""
        words, corrected, person, work = self.entry.text(), self._correcting, self.house.who.person, self.house.work
        custody_id, name = self.custody_id, self._name
        self.button.setEnabled(False)
        if corrected is None:
            self.do(lambda car: work.add_note(person, car, words), lambda _none: self._saved(custody_id, name, words))
        else:
            self.do(lambda car: work.correct_note(person, car, corrected.id, words), lambda _none: self._saved(custody_id, name, words))

    def _saved(self, custody_id: int, name: str, words: str) -> None:
        """What was typed since stays; the person may look at another car by now."""
        if self.house.begun.get(custody_id, name) == words:
            self.house.begun.keep(custody_id, name, "")
        if self.custody_id == custody_id and self._name == name:
            self._correct(None)

    def _leave_it(self) -> None:
        self.house.begun.keep(self.custody_id, self._name, "")
        self._correct(None)

    def _correct(self, event: Event | None) -> None:
        """Put a note into the field to be corrected, or what was begun of the next one."""
        self._correcting = event
        self.label.setText("Correct the n&ote" if event else "New n&ote")
        self.button.setText("Save the &note" if event else "Add &note")
        self.stop.setVisible(event is not None)
        if self.page is not None:
            self._take_up()
        self._ready()

    def _typed(self) -> None:
        if self.page is not None:
            typed = self.entry.text()
            untouched = self._correcting is not None and typed == self._correcting.note
            self.house.begun.keep(self.custody_id, self._name, "" if untouched else typed)
        self._ready()

    def _ready(self) -> None:
        self.button.setEnabled(bool(self.entry.text().strip()))

    def _asked(self, address: str) -> None:
        verb, _, number = address.partition(":")
        event = next((each for each in _notes(self.page) if each.id == number), None) if self.page else None
        if event is None:
            return
        if verb == "correct":
            self._correct(event)
            self.take_focus()
        else:
            self._withdraw(event)

    def _withdraw(self, event: Event) -> None:
        custody_id, person, work = self.custody_id, self.house.who.person, self.house.work
        dialog = ReasonDialog(
            "Take the note back", "&Take it back", lambda reason: work.withdraw_note(person, custody_id, event.id, reason),
            runner=self.house.runner, parent=self,
        )  # fmt: skip
        dialog.done_with.connect(lambda _none: self.house.bus.cars_changed.emit(frozenset({custody_id})))
        dialog.open()

    def _lines(self, page: CarPage) -> Iterator[Told]:
        zone, today = self.house.work.zone, self.house.work.today()
        for event in reversed(_notes(page)):
            moment = event.at or event.recorded_at
            when = text.moment_text(moment, zone, today) if moment else text.event_time(event, zone, today)
            by = event.recorded_by or "the program"
            links = (("Correct", f"correct:{event.id}"), ("Take back", f"back:{event.id}"))
            yield Told(when, by, (event.note or "",), links=links, strong=True)


def _notes(page: CarPage) -> tuple[Event, ...]:
    return tuple(event for event in standing(page.card.events) if event.kind is EventKind.NOTE)
