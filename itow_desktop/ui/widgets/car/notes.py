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
        self.stop.clicked.connect(lambda: self._correct(None))
        self.entry.edited.connect(self._ready)
        self.told.asked.connect(self._asked)
        save = QShortcut(QKeySequence("Ctrl+Return"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.activated.connect(self.button.click)
        self._correct(None)

    @staticmethod
    def count(page: CarPage) -> int | None:
        return len(_notes(page))

    def load(self, page: CarPage) -> None:
        self.told.tell(self._lines(page), "No notes yet.")

    def enter(self) -> None:
        self._correct(None)
        self.entry.put(self.house.typed.pop((self.custody_id, _TYPED), ""))

    def leave(self) -> None:
        if self.entry.text().strip() and self._correcting is None:
            self.house.typed[self.custody_id, _TYPED] = self.entry.text()

    def take_focus(self) -> None:
        self.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def save(self) -> None:
        """Add what is typed, or put it in the place of the note that is corrected."""
        words, corrected, person, work = self.entry.text(), self._correcting, self.house.who.person, self.house.work
        self.button.setEnabled(False)
        if corrected is None:
            self.do(lambda car: work.add_note(person, car, words), lambda _none: self._saved(words))
        else:
            self.do(lambda car: work.correct_note(person, car, corrected.id, words), lambda _none: self._saved(words))

    def _saved(self, words: str) -> None:
        if self.entry.text() == words:
            self.entry.put("")
        self._correct(None, keep=True)

    def _correct(self, event: Event | None, *, keep: bool = False) -> None:
        self._correcting = event
        self.label.setText("Correct the n&ote" if event else "New n&ote")
        self.button.setText("Save the &note" if event else "Add &note")
        self.stop.setVisible(event is not None)
        if not keep:
            self.entry.put((event.note or "") if event else "")
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
