"""Enter when cars were towed that came without a time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QWidget

from itow_desktop.domain.calendars import local_time
from itow_desktop.domain.events import EventKind, EventSource
from itow_desktop.services.recording import Entry
from itow_desktop.services.views import Person
from itow_desktop.services.working import QueueLine
from itow_desktop.ui.dialogs.car_grid import CarGrid, car_label, chain
from itow_desktop.ui.dialogs.many_cars import ManyCarsDialog
from itow_desktop.ui.queue_text import plate_text
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.moment_entries import DayEntry, TimeEntry
from itow_desktop.ui.widgets.tones import quiet
from itow_desktop.ui.work import QueueWork

_NOT_KNOWN = MappingProxyType({"time": "not known"})


@dataclass(frozen=True, slots=True)
class _Row:
    plate: str
    day: DayEntry
    time: TimeEntry
    not_known: QCheckBox

    @property
    def touched(self) -> bool:
        return bool(self.day.text().strip() or self.time.text().strip())

    def problem(self) -> str | None:
        """What is wrong with a row that is entered."""
        if not self.touched:
            return None
        wrong = self.day.problem() or (None if self.not_known.isChecked() else self.time.problem())
        if wrong is None and self.day.day() is None:
            wrong = "enter the day of the tow."
        if wrong is None and self.time.moment() is None and not self.not_known.isChecked():
            wrong = 'enter the time, or tick "Not known".'
        return f"{self.plate}: {wrong}" if wrong else None


class TowTimesDialog(ManyCarsDialog):
    """Day and time a car, never pre-filled; the time may be not known, the day may not."""

    kept = ("time is saved", "times are saved")

    def __init__(self, work: QueueWork, person: Person | None, lines: Sequence[QueueLine], *, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__("Tow time", "&Record tow times", runner, parent)
        self._work = work
        self._person = person
        self.grid = CarGrid(("Day", "Time", "Not known"))
        self.rows: dict[int, _Row] = {}
        for line in lines:
            plate = plate_text(line.case)
            row = _Row(plate, DayEntry(f"Day of the tow, {plate}", work.today), TimeEntry(f"Time of the tow, {plate}"), QCheckBox())
            row.day.setFixedWidth(112)
            row.time.setFixedWidth(128)
            row.not_known.setAccessibleName(f"Time not known, {plate}")
            row.not_known.toggled.connect(lambda on, row=row: row.time.setEnabled(not on))
            for entry in (row.day, row.time):
                entry.textChanged.connect(lambda _text: self.refresh_ready())
            self.rows[line.case.custody_id] = row
            self.grid.add_row(car_label(line.case), [row.day, row.time, row.not_known])
        chain([row.day for row in self.rows.values()], next(iter(self.rows.values())).time)
        chain([row.time for row in self.rows.values()], self.primary)
        self.body.addWidget(self.grid, 1)
        self.body.addWidget(quiet("When the car was dropped at the lot. Enter goes down."))
        self.fit(QSize(680, min(220 + 52 * len(lines), 640)))
        self.refresh_ready()

    def ready(self) -> bool:
        """Something is entered."""
        return any(row.touched for row in self.rows.values() if row.day.isEnabled())

    def touched(self) -> bool:
        """Something is not saved."""
        return self.ready()

    def commit(self) -> None:
        """All problems at once, else all that is entered."""
        problems = [problem for row in self.rows.values() if (problem := row.problem())]
        self.problems.say(problems)
        entries = {car: entry for car, row in self.rows.items() if row.day.isEnabled() and (entry := self._entry(row)) is not None}
        if not problems and entries:
            self.save([([car], partial(self._work.record, self._person, car, entry)) for car, entry in entries.items()])

    def _entry(self, row: _Row) -> Entry | None:
        day, spoken = row.day.day(), row.time.moment()
        if day is None:
            return None
        if row.not_known.isChecked() or spoken is None:
            return Entry(EventKind.TOWED, on=day, data=_NOT_KNOWN, source=EventSource.DRIVER_LOG)
        return Entry(EventKind.TOWED, at=local_time(datetime.combine(day, spoken), self._work.zone)[0], source=EventSource.DRIVER_LOG)

    def lock(self, custody_ids: Collection[int]) -> None:
        """A time that is saved stays as it is."""
        for car in custody_ids:
            row = self.rows[car]
            for field in (row.day, row.time, row.not_known):
                field.setEnabled(False)
