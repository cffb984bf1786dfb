"""Notes about a car, each with who wrote it."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from itow_desktop.domain.events import Event, EventKind, standing
from itow_desktop.services.car_pages import CarPage
from itow_desktop.ui import text
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.widgets.car.telling import Told
from itow_desktop.ui.widgets.car.writing import CorrectingSection
from itow_desktop.ui.widgets.entries import NotesEntry


class NotesSection(CorrectingSection[Event]):
    """A field for the next note over those that were written; a corrected note stays in the history."""

    title = "Notes"
    noun = "note"

    def __init__(self, house: CarHouse) -> None:
        super().__init__(house, "Notes")
        self.entry = NotesEntry()
        self.entry.setPlaceholderText("What the next one at the desk should know")
        self.label = QLabel()
        self.label.setBuddy(self.entry)
        self.entry.edited.connect(self._typed)
        self.lay_out(self.label, self.entry)

    @staticmethod
    def count(page: CarPage) -> int | None:
        return len(_notes(page))

    def load(self, page: CarPage) -> None:
        if self._correcting is None and not self.entry.hasFocus():
            self._take_up()  # it may have been saved in another window of this car
        self.told.tell(self._lines(page), "No notes yet.")

    def take_focus(self) -> None:
        self.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def save(self) -> None:
        """Add what is typed, or put it in the place of the note that is corrected."""
        words, corrected, person, work = self.entry.text(), self._correcting, self.house.who.person, self.house.work
        if corrected is None:
            self.write(words, lambda car: work.add_note(person, car, words))
        else:
            self.write(words, lambda car: work.correct_note(person, car, corrected.id, words))

    def _take_up(self) -> None:
        before = self._correcting.note or "" if self._correcting else ""
        if (begun := self.house.begun.get(self.custody_id, self._name) or before) != self.entry.text():
            self.entry.put(begun)

    def _correct(self, one: Event | None) -> None:
        super()._correct(one)
        self.label.setText("Correct the &note" if one else "&New note")

    def _begun(self) -> str:
        typed = self.entry.text()
        untouched = self._correcting is not None and typed == self._correcting.note
        return "" if untouched else typed

    def _complete(self) -> bool:
        return bool(self.entry.text().strip())

    def _written(self) -> tuple[Event, ...]:
        return _notes(self.page) if self.page else ()

    def _take_back(self, one: Event) -> Callable[[str], object]:
        custody_id, person, work = self.custody_id, self.house.who.person, self.house.work
        return lambda reason: work.withdraw_note(person, custody_id, one.id, reason)

    def _lines(self, page: CarPage) -> Iterator[Told]:
        zone, today = self.house.work.zone, self.house.work.today()
        for event in reversed(_notes(page)):
            moment = event.at or event.recorded_at
            when = text.moment_text(moment, zone, today) if moment else text.event_time(event, zone, today)
            by = event.recorded_by or "the program"
            yield Told(when, by, (event.note or "",), links=self.links(event), strong=True)


def _notes(page: CarPage) -> tuple[Event, ...]:
    return tuple(event for event in standing(page.card.events) if event.kind is EventKind.NOTE)
