"""Record the calls to one police department, a car a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.calendars import local_time
from itow_desktop.domain.events import EventSource
from itow_desktop.services.views import Person
from itow_desktop.services.working import CallIn, QueueLine
from itow_desktop.ui.dialogs.car_grid import CarGrid, all_cars_label, car_label, chain, choice, choose_below, fill_down
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.queue_text import plate_text
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import SOURCE, counted
from itow_desktop.ui.widgets.moment_entries import ColumnEntry, DayEntry, TimeEntry
from itow_desktop.ui.widgets.tones import heading, quiet
from itow_desktop.ui.work import QueueWork

SOURCES = (EventSource.MY_CALL, EventSource.DRIVER_LOG, EventSource.RECORDING, EventSource.PAPER)


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of one car, or of all."""

    line: QueueLine | None
    day: DayEntry
    time: TimeEntry
    not_known: QCheckBox
    complaint: ColumnEntry | None
    source: QComboBox

    @property
    def touched(self) -> bool:
        """Whether something is entered; a row without anything is a car that was not called in."""
        complaint = self.complaint.text() if self.complaint else ""
        return self.not_known.isChecked() or bool(self.time.text().strip() or complaint.strip() or self.own_day)

    @property
    def own_day(self) -> bool:
        """Whether the day was entered in this row and not filled in from "All cars"."""
        return bool(self.day.text().strip()) and not self.day.property("filled")


class CallInDialog(DeedDialog):
    """Person and badge once for all; a time is never pre-filled, "not known" is an answer, each car has its own source."""

    def __init__(
        self,
        work: QueueWork,
        person: Person | None,
        agency: Agency | None,
        lines: Sequence[QueueLine],
        *,
        runner: TaskRunner,
        parent: QWidget,
    ) -> None:
        super().__init__(f"Call in to {agency.name}" if agency else "Call in", "&Record call-ins", runner, parent)
        self._work = work
        self._person = person
        self._build_head(agency, len(lines))
        self.grid = CarGrid(("Day", "Time", "Not known", "Complaint no.", "How do we know"))
        self.everybody = self._row(None) if len(lines) > 1 else None
        self.rows = [self._row(line) for line in lines]
        self.body.addWidget(self.grid, 1)
        self.body.addWidget(quiet("A row that stays empty is not recorded. Times are those of the call to the police, as spoken."))
        self._wire()
        self.fit(QSize(980, min(330 + 52 * len(lines), 680)))
        self._count()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build_head(self, agency: Agency | None, cars: int) -> None:
        head = QHBoxLayout()
        head.addWidget(heading(agency.name if agency else "Police department not chosen yet"))
        head.addSpacing(16)
        phone = heading((agency.phone if agency else None) or "no phone entered")
        phone.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head.addWidget(phone if agency and agency.phone else quiet("no phone entered"))
        head.addStretch(1)
        head.addWidget(quiet(counted(cars, "car", "cars")))
        self.body.addLayout(head)
        self.spoke_with, self.badge, self.dialled, self.answer = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.spoke_with.setPlaceholderText("dispatcher's or officer's name")
        once = QWidget()
        once.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        columns = QHBoxLayout(once)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(24)
        for pairs in (
            (("&Spoke with", self.spoke_with), ("&Badge", self.badge)),
            (("&Number dialled", self.dialled), ("They s&aid", self.answer)),
        ):
            form = QFormLayout()
            form.setHorizontalSpacing(12)
            form.setVerticalSpacing(8)
            for word, field in pairs:
                field.setMaxLength(200)
                form.addRow(QLabel(word), field)
                label = form.labelForField(field)
                if isinstance(label, QLabel):
                    label.setBuddy(field)
            columns.addLayout(form, 1)
        self.body.addWidget(once)

    def _row(self, line: QueueLine | None) -> Row:
        whose = plate_text(line.case) if line else "all cars"
        day, time = DayEntry(f"Day of the call, {whose}", self._work.today), TimeEntry(f"Time of the call, {whose}")
        day.setFixedWidth(112)
        time.setFixedWidth(128)
        not_known = QCheckBox()
        not_known.setAccessibleName(f"Time not known, {whose}")
        complaint = ColumnEntry(f"Complaint number, {whose}") if line else None
        source = choice([SOURCE[each] for each in SOURCES], "choose", f"How do we know, {whose}")
        row = Row(line, day, time, not_known, complaint, source)
        label = car_label(line.case) if line else all_cars_label(0)
        self.grid.add_row(label, [day, time, not_known, complaint or QWidget(), source])
        if line is None:
            label.setText("All cars")
            self.grid.add_rule()
        not_known.toggled.connect(lambda on: time.setEnabled(not on))
        return row

    def _wire(self) -> None:
        chain([row.day for row in self.rows], self.rows[0].time)
        chain([row.time for row in self.rows], self.rows[0].complaint or self.primary)
        chain([row.complaint for row in self.rows if row.complaint], self.primary)
        for row in self.rows:
            for entry in (row.day, row.time, row.complaint):
                if entry is not None:
                    entry.textChanged.connect(lambda _text: self._count())
            row.not_known.toggled.connect(lambda _on: self._count())
        if self.everybody is not None:
            fill_down(self.everybody.day, [row.day for row in self.rows])
            fill_down(self.everybody.time, [row.time for row in self.rows])
            choose_below(self.everybody.source, [row.source for row in self.rows])
            self.everybody.not_known.toggled.connect(self._nobody_knows)
            chain([self.everybody.day], self.everybody.time)
            chain([self.everybody.time], self.rows[0].complaint or self.primary)

    def _nobody_knows(self, on: bool) -> None:
        for row in self.rows:
            row.not_known.setChecked(on)

    def _count(self) -> None:
        number = sum(row.touched for row in self.rows)
        self.primary.setText(f"&Record {counted(number, 'call-in', 'call-ins')}" if number else "&Record call-ins")
        self.refresh_ready()

    # --- deeds -------------------------------------------------------------------------------------------------------

    def ready(self) -> bool:
        """Something is entered."""
        return any(row.touched for row in self.rows)

    def touched(self) -> bool:
        """Anything typed anywhere."""
        typed = (self.spoke_with, self.badge, self.dialled, self.answer)
        return self.ready() or any(field.text().strip() for field in typed)

    def commit(self) -> None:
        """All problems at once, else all call-ins in one deed."""
        touched = [row for row in self.rows if row.touched]
        problems = [f"{plate_text(row.line.case)}: {problem}" for row in touched if row.line and (problem := _problem(row))]
        self.problems.say(problems)
        if problems or not touched:
            return
        entries = [self._entry(row) for row in touched]
        self.run(
            lambda: self._work.call_in(self._person, entries),
            lambda _count: self.finish(tuple(entry.custody_id for entry in entries)),
        )

    def _entry(self, row: Row) -> CallIn:
        day, spoken = row.day.day(), row.time.moment()
        at, note = None, None
        if not row.not_known.isChecked() and day is not None and spoken is not None:
            at, note = local_time(datetime.combine(day, spoken), self._work.zone)
        return CallIn(
            custody_id=row.line.case.custody_id if row.line else 0,
            at=at,
            on=day if at is None else None,
            person=_said(self.spoke_with),
            badge=_said(self.badge),
            complaint_no=_said(row.complaint) if row.complaint else None,
            number_dialled=_said(self.dialled),
            answer=_said(self.answer),
            source=SOURCES[row.source.currentIndex()],
            note=note,
            reason=self.given_reason,
        )


def _problem(row: Row) -> str | None:
    wrong = row.day.problem() or (None if row.not_known.isChecked() else row.time.problem())
    if wrong is not None:
        return wrong
    if not row.not_known.isChecked() and (row.day.day() is None or row.time.moment() is None):
        missing = "day and the time" if row.day.day() is None and row.time.moment() is None else "day" if row.day.day() is None else "time"
        return f'enter the {missing} of the call, or tick "Not known".'
    if row.source.currentIndex() < 0:
        return "choose how we know of the call."
    return None


def _said(field: QLineEdit) -> str | None:
    return field.text().strip() or None
