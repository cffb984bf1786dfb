"""Record one date for each car: the SOS notice date, a LEIN entry, a report."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget

from itow_desktop.domain.events import EventKind, EventSource
from itow_desktop.services.recording import Entry
from itow_desktop.services.views import Person
from itow_desktop.services.working import QueueLine
from itow_desktop.ui.dialogs.car_grid import CarGrid, all_cars_label, car_label, chain, fill_down
from itow_desktop.ui.dialogs.many_cars import ManyCarsDialog, Part
from itow_desktop.ui.queue_text import DATED, Verb, plate_text
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.moment_entries import DayEntry
from itow_desktop.ui.widgets.tones import quiet
from itow_desktop.ui.work import QueueWork


@dataclass(frozen=True, slots=True)
class _Words:
    """What the dialog says of its date."""

    title: str
    column: str
    hint: str
    source: EventSource


_WORDS: Mapping[Verb, _Words] = MappingProxyType(
    {
        Verb.SOS_DATE: _Words(
            "SOS notice date",
            "Date on the notice",
            "The date printed on the Secretary of State's notice, not the day it came: it starts the owner's clock.",
            EventSource.PAPER,
        ),
        Verb.NOT_CALLED: _Words(
            "Not called in",
            "Established on",
            "The day somebody established that the police were not called before the car was removed. From then on the call is late.",
            EventSource.DRIVER_LOG,
        ),
        Verb.LEIN: _Words("LEIN entry", "Entered on", "The day the police entered the car into LEIN.", EventSource.LOOK_UP),
        Verb.ABANDONMENT: _Words(
            "Abandoned entry asked for", "Asked on", "The day we asked the police for the abandoned entry.", EventSource.MY_CALL
        ),
        Verb.TR52L_ASKED: _Words("TR-52L requested", "Requested on", "The day the bill of sale was requested.", EventSource.PAPER),
        Verb.TR52L_IN: _Words("TR-52L in", "Received on", "The day the bill of sale came in.", EventSource.PAPER),
        Verb.TR208_IN: _Words("TR-208 in", "Received on", "The day the scrap certificate came in.", EventSource.PAPER),
        Verb.REPORTED: _Words(
            "Report to state", "Reported on", "The day the pick-up or sale was reported (Lost & Found).", EventSource.PAPER
        ),
    }
)


class DayColumnDialog(ManyCarsDialog):
    """A date a car, never pre-filled; a row that stays empty is left for another day."""

    kept = ("date is saved", "dates are saved")

    def __init__(
        self, verb: Verb, work: QueueWork, person: Person | None, lines: Sequence[QueueLine], *, runner: TaskRunner, parent: QWidget
    ) -> None:
        words = _WORDS[verb]
        super().__init__(words.title, "&Record dates", runner, parent)
        self._verb = verb
        self._work = work
        self._person = person
        hint = QLabel(words.hint)
        hint.setWordWrap(True)
        self.body.addWidget(hint)
        self.grid = CarGrid((words.column,))
        self.everybody = DayEntry("All cars", work.today) if len(lines) > 1 else None
        if self.everybody is not None:
            self.everybody.setFixedWidth(144)
            self.grid.add_row(all_cars_label(len(lines)), [self.everybody])
            self.grid.add_rule()
        self.rows: dict[int, DayEntry] = {}
        self._plates = {line.case.custody_id: plate_text(line.case) for line in lines}
        for line in lines:
            entry = self.rows[line.case.custody_id] = DayEntry(f"{words.column}, {plate_text(line.case)}", work.today)
            entry.setFixedWidth(144)
            entry.textChanged.connect(lambda _text: self._count())
            self.grid.add_row(car_label(line.case), [entry])
        chain(list(self.rows.values()), self.primary)
        if self.everybody is not None:
            fill_down(self.everybody, list(self.rows.values()))
            chain([self.everybody], self.primary)
        self.body.addWidget(self.grid, 1)
        self.body.addWidget(quiet("8/5, 080525, t for today, -1 for yesterday. Enter goes down."))
        self.fit(QSize(560, min(260 + 52 * len(lines), 640)))
        (self.everybody or entry).setFocus()
        self._count()

    def _count(self) -> None:
        number = sum(bool(entry.text().strip()) for entry in self.rows.values() if entry.isEnabled())
        self.primary.setText(f"&Record {counted(number, 'date', 'dates')}" if number else "&Record dates")
        self.refresh_ready()

    def ready(self) -> bool:
        """A date is entered."""
        return any(entry.text().strip() for entry in self.rows.values() if entry.isEnabled())

    def touched(self) -> bool:
        """A date that is not saved."""
        return self.ready()

    def commit(self) -> None:
        """Check all, record all; what could be saved stays saved."""
        problems = [f"{self._plates[car]}: {problem}" for car, entry in self.rows.items() if (problem := entry.problem())]
        self.problems.say(problems)
        days = {car: day for car, entry in self.rows.items() if entry.isEnabled() and (day := entry.day()) is not None}
        if not problems and days:
            self.save(self._parts(days))

    def _parts(self, days: Mapping[int, date]) -> list[Part]:
        """The deeds to be done: cars with one SOS date together, everything else car by car."""
        if self._verb is not Verb.SOS_DATE:
            return [([car], partial(self._work.record, self._person, car, self._entry(day))) for car, day in days.items()]
        cars = {on: [car for car, day in days.items() if day == on] for on in days.values()}
        return [(some, partial(self._work.sos_notice, self._person, some, on, self.given_reason)) for on, some in cars.items()]

    def _entry(self, on: date) -> Entry:
        return Entry(self.kind, on=on, source=_WORDS[self._verb].source, reason=self.given_reason)

    @property
    def kind(self) -> EventKind:
        """What is recorded."""
        return DATED[self._verb]

    def lock(self, custody_ids: Collection[int]) -> None:
        """A date that is saved stays as it is."""
        for car in custody_ids:
            self.rows[car].setEnabled(False)
        self._count()
