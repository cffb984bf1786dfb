"""The fields of a phone call."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QGridLayout, QLabel, QWidget

from itow_desktop.domain.calendars import local_time
from itow_desktop.domain.entry import read_moment, read_time
from itow_desktop.domain.phone_log import Direction, PhoneCall
from itow_desktop.services.car_pages import CarPage
from itow_desktop.services.phoning import CallNote
from itow_desktop.ui import text
from itow_desktop.ui.widgets.entries import ChoiceEntry, Entry, LineEntry, NotesEntry
from itow_desktop.ui.work import Calendar

_BETWEEN = "\x1f"
"""The unit separator of ASCII: nobody types it."""
DIRECTION: Mapping[Direction, str] = {Direction.IN: "They called", Direction.OUT: "We called"}


class CallForm(QWidget):
    """Who called, name, number, what was said; a call is now unless a time is typed."""

    edited = Signal()

    def __init__(self, calendar: Calendar, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._calendar = calendar
        self._now = now
        self._numbers: dict[str, str] = {}
        self.direction = ChoiceEntry([(word, direction.value) for direction, word in DIRECTION.items()])
        self.name = LineEntry()
        self.number = LineEntry()
        self.when = LineEntry()
        self.when.setPlaceholderText("now")
        self.said = NotesEntry()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        places: tuple[tuple[int, int, str, Entry], ...] = (
            (0, 0, "Who &called", self.direction), (0, 1, "W&hen", self.when),
            (2, 0, "Na&me", self.name), (2, 1, "N&umber", self.number), (4, 0, "What was sai&d", self.said),
        )  # fmt: skip
        for row, column, words, entry in places:
            label = QLabel(words)
            label.setBuddy(entry)
            wide = 2 if entry is self.said else 1
            grid.addWidget(label, row, column, 1, wide)
            grid.addWidget(entry, row + 1, column, 1, wide)
            entry.edited.connect(self.edited)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(6, 1)  # else room that is left comes between words and fields

    def offer(self, page: CarPage) -> None:
        """The people of this car, so that a name brings its number along."""
        fields, agency = page.card.car.fields, page.card.agency
        known = [(fields.requested_by, fields.requested_by_phone), *((party.name, party.phone) for party in page.card.parties)]
        known += [(agency.name, agency.phone)] if agency else []
        self._numbers = {name: number or "" for name, number in known if name}
        completer = QCompleter(list(self._numbers), self.name)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self._named)
        self.name.setCompleter(completer)

    def _named(self, name: str) -> None:
        if not self.number.text() and (number := self._numbers.get(name)):
            self.number.put(number)

    def call(self) -> CallNote:
        """What is typed; raises ``ValueError`` with a sentence for a time that is none."""
        return CallNote(self._moment(), Direction(self.direction.text()), self.said.text(), self.name.text(), self.number.text())

    def _moment(self) -> datetime:
        typed, today, zone = self.when.text().strip(), self._calendar.today(), self._calendar.zone
        if not typed or typed.casefold() == "now":
            return self._now()
        try:
            spoken = read_time(typed)
        except ValueError:
            found = read_moment(typed, today, zone)
            if isinstance(found, datetime):
                return found
            raise ValueError("Enter the time of the call too, like 16:44, or leave it empty for now.") from None
        moment = local_time(datetime.combine(today, spoken), zone)[0]
        return moment if moment <= self._now() + timedelta(minutes=5) else moment - timedelta(days=1)

    def put(self, call: PhoneCall | None) -> None:
        """Show a call to be corrected, or empty fields."""
        self.direction.put((call.direction if call else Direction.IN).value)
        self.name.put((call.name or "") if call else "")
        self.number.put((call.number or "") if call else "")
        self.when.put(f"{call.at.astimezone(self._calendar.zone):%Y-%m-%d %H:%M}" if call else "")
        self.said.put(call.said if call else "")

    def state(self) -> str:
        """What is typed as one text, to be taken up later; empty where nothing is."""
        parts = (self.direction.text(), self.name.text(), self.number.text(), self.when.text(), self.said.text())
        return _BETWEEN.join(parts) if any(part.strip() for part in parts[1:]) else ""

    def take_up(self, state: str) -> None:
        """Show what ``state`` answered."""
        entries: tuple[Entry, ...] = (self.direction, self.name, self.number, self.when, self.said)
        typed = state.split(_BETWEEN) if state else [Direction.IN.value, "", "", "", ""]
        for entry, text_of_it in zip(entries, typed, strict=True):
            entry.put(text_of_it)

    def typing(self) -> bool:
        """Whether the keys are in one of its fields."""
        return any(entry.hasFocus() for entry in (self.direction, self.name, self.number, self.when, self.said))

    def ready(self) -> bool:
        """Whether there is something to record."""
        return bool(self.said.text().strip())


def call_words(call: PhoneCall) -> str:
    """``They called: Pat Doe, 555-555-0199``."""
    who = ", ".join(part for part in (call.name, call.number) if part)
    return f"{DIRECTION[call.direction]}: {who}" if who else DIRECTION[call.direction]


def call_when(call: PhoneCall, calendar: Calendar) -> str:
    """When it was, in words."""
    return text.moment_text(call.at, calendar.zone, calendar.today())
