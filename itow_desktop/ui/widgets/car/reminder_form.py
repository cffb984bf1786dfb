"""The fields of a reminder: one line as it is spoken, the day it means, for whom."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from itow_desktop.domain.reminders import day_ahead, understood
from itow_desktop.services.views import Person
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.widgets.entries import ChoiceEntry, Entry, LineEntry
from itow_desktop.ui.widgets.tones import quiet, set_tone
from itow_desktop.ui.work import Calendar


class ReminderForm(QWidget):
    """``call the bank Tuesday``: the day stands at the end of the line, or in a field of its own."""

    edited = Signal()
    entered = Signal()
    """Enter in one of the lines."""

    def __init__(self, calendar: Calendar) -> None:
        super().__init__()
        self._calendar = calendar
        self.what, self.day = LineEntry(), LineEntry()
        self.what.setPlaceholderText("call the bank Tuesday")
        self.what.setMaxLength(300)
        self.day.setPlaceholderText("tuesday, +3, 8/5")
        self.whom = ChoiceEntry([("Anybody", "")])
        self.meant = quiet()
        self.meant.setWordWrap(True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        entries: tuple[tuple[str, Entry], ...] = (("Remi&nd of", self.what), ("&Day", self.day), ("For who&m", self.whom))
        for column, (words, entry) in enumerate(entries):
            label = QLabel(words)
            label.setBuddy(entry)
            grid.addWidget(label, 0, column)
            grid.addWidget(entry, 1, column)
            entry.edited.connect(self._changed)
        grid.addWidget(self.meant, 2, 0, 1, 3)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 2)
        for line in (self.what, self.day):
            line.returnPressed.connect(self.entered)
        self._changed()

    def offer(self, people: Sequence[Person], me: Person | None) -> None:
        """For whom a reminder can be; the one at the desk stands first."""
        chosen = self.whom.text()
        self.whom.clear()
        self.whom.addItem("Anybody", "")
        for person in sorted(people, key=lambda each: (each != me, each.name)):
            self.whom.addItem(f"Me ({person.name})" if person == me else person.name, str(person.id))
        self.whom.put(chosen)

    def read(self) -> tuple[str, date]:
        """What and when; raises ``ValueError`` with a sentence."""
        today = self._calendar.today()
        if typed := self.day.text().strip():
            return self.what.text().strip(), day_ahead(typed, today)
        what, day = understood(self.what.text(), today)
        if day is None:
            raise ValueError("On which day? Write it at the end of the line or in the field for the day: tuesday, tomorrow, +3, 8/5.")
        return what, day

    @property
    def person_id(self) -> int | None:
        """For whom; None for anybody."""
        return int(self.whom.text()) if self.whom.text() else None

    def clear(self) -> None:
        """Empty for the next one."""
        self.what.put("")
        self.day.put("")
        self.what.setFocus(Qt.FocusReason.OtherFocusReason)

    def ready(self) -> bool:
        """Whether something is typed."""
        return bool(self.what.text().strip())

    def _changed(self) -> None:
        self.meant.setText(self._meaning())
        set_tone(self.meant, Tone.QUIET)
        self.edited.emit()

    def _meaning(self) -> str:
        if not self.ready():
            return ""
        try:
            what, day = self.read()
        except ValueError as problem:
            return str(problem) if self.day.text().strip() else "Add the day: tuesday, tomorrow, +3, 8/5"
        return f"{text.day_text(day, self._calendar.today())}: {what}"
