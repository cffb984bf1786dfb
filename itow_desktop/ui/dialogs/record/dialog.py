"""Record what happened to one car or to many, or put a right event in the place of a wrong one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QMimeData, QSize
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from itow_desktop.domain.calendars import local_time
from itow_desktop.domain.events import Event, EventKind, EventSource
from itow_desktop.services.ports.stores import OpenCase
from itow_desktop.services.recording import Entry
from itow_desktop.services.views import Person
from itow_desktop.ui import text
from itow_desktop.ui.dialogs.car_grid import CarGrid, all_cars_label, car_label, chain, choice, choose_below, fill_down
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.record.facts import BY_THE_CLOCK, FACTS, OF_ONE_CAR
from itow_desktop.ui.dialogs.record.fields import FactForm
from itow_desktop.ui.dialogs.record.papers import PapersRow
from itow_desktop.ui.dialogs.record.work import RecordWork
from itow_desktop.ui.dialogs.record.wrong import wrong_words
from itow_desktop.ui.queue_text import plate_text
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.dropped import dropped_files
from itow_desktop.ui.widgets.moment_entries import DayEntry, TimeEntry
from itow_desktop.ui.widgets.tones import quiet

SOURCES = tuple(source for source in EventSource if source is not EventSource.IMPORT)
_NO_FILE = "What you dropped is no file on this PC. Save it first, then drop the file here."


@dataclass(frozen=True, slots=True)
class _Row:
    """The fields of one car, or of all of them (without a case)."""

    case: OpenCase | None
    day: DayEntry
    time: TimeEntry
    not_known: QCheckBox
    source: QComboBox

    @property
    def touched(self) -> bool:
        """Whether somebody said when; a row that stays empty is left out."""
        return self.not_known.isChecked() or bool(self.day.text().strip() or self.time.text().strip())


class RecordDialog(DeedDialog):
    """What happened, said once for all cars; when, and how we know, for each of them. No time is ever filled in beforehand."""

    def __init__(
        self,
        work: RecordWork,
        person: Person | None,
        cars: Sequence[OpenCase],
        *,
        runner: TaskRunner,
        parent: QWidget | None,
        kind: EventKind | None = None,
        corrects: Event | None = None,
    ) -> None:
        """``corrects``: the event of the one car that is wrong."""
        super().__init__("Correct" if corrects else "Record", "&Record", runner, parent)
        self._work = work
        self._person = person
        self._corrects = corrects
        self._many = len(cars)
        self.kinds = tuple(FACTS) if corrects is None or corrects.kind in FACTS else (corrects.kind, *FACTS)
        if corrects is not None:
            self._tell_wrong(corrects)
        self.kind = choice([text.EVENT[each] for each in self.kinds], "choose", "What happened")
        self.kind.setMaxVisibleItems(20)
        self.facts = FactForm()
        self._build_what()
        self.grid = CarGrid(("Day", "Time", "Not known", "How do we know"))
        self.everybody = self._row(None) if len(cars) > 1 else None
        self.rows = [self._row(case) for case in cars]
        self.body.addWidget(self.grid, 1)
        self._build_foot()
        self._wire()
        if (first := corrects.kind if corrects else kind) is not None:
            self.kind.setCurrentIndex(self.kinds.index(first))
        if corrects is not None:
            self.facts.put(corrects.data)
            self.standing_by.entry.setPlaceholderText("misread, another car, wrong year ...")
            self.standing_by.show()
            self.rows[0].day.setFocus()
        self._count()
        self.fit(QSize(860, min(400 + 52 * len(self.rows), 700)))

    # --- building ----------------------------------------------------------------------------------------------------

    def _tell_wrong(self, wrong: Event) -> None:
        label = QLabel(wrong_words(wrong, self._work.zone, self._work.today()))
        label.setWordWrap(True)
        self.body.addWidget(label)

    def _build_what(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        label = QLabel("Wha&t happened")
        label.setBuddy(self.kind)
        form.addRow(label, self.kind)
        self.body.addLayout(form)
        self.body.addWidget(self.facts)

    def _row(self, case: OpenCase | None) -> _Row:
        whose = plate_text(case) if case else "all cars"
        day, time = DayEntry(f"Day, {whose}", self._work.today), TimeEntry(f"Time, {whose}")
        day.setFixedWidth(120)
        time.setFixedWidth(128)
        not_known = QCheckBox()
        not_known.setAccessibleName(f"Time not known, {whose}")
        source = choice([text.SOURCE[each] for each in SOURCES], "choose", f"How do we know, {whose}")
        self.grid.add_row(car_label(case) if case else all_cars_label(self._many), [day, time, not_known, source])
        if case is None:
            self.grid.add_rule()
        not_known.toggled.connect(lambda on: time.setEnabled(not on))
        return _Row(case, day, time, not_known, source)

    def _build_foot(self) -> None:
        self.note = QLineEdit()
        self.note.setMaxLength(500)
        label = QLabel("&Note")
        label.setBuddy(self.note)
        self.papers = PapersRow(self.runner, self._work.unfit)
        self.setAcceptDrops(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.note, 1)
        row.addWidget(self.papers)
        self.body.addLayout(row)
        self.body.addWidget(quiet("8/5, 080526, t for today, -1 for yesterday. A row that stays empty is not recorded."))

    def _wire(self) -> None:
        self.kind.currentIndexChanged.connect(self._chosen)
        self.papers.changed.connect(self.refresh_ready)
        self.papers.refused.connect(self.problems.say)
        self.papers.failed.connect(self.failed)
        last = self.note
        chain([row.day for row in self.rows], self.rows[0].time)
        chain([row.time for row in self.rows], last)
        for row in (*self.rows, *([self.everybody] if self.everybody else [])):
            row.day.textChanged.connect(lambda _text: self._count())
            row.time.textChanged.connect(lambda _text: self._count())
            row.not_known.toggled.connect(lambda _on: self._count())
        if self.everybody is not None:
            fill_down(self.everybody.day, [row.day for row in self.rows])
            fill_down(self.everybody.time, [row.time for row in self.rows])
            choose_below(self.everybody.source, [row.source for row in self.rows])
            chain([self.everybody.day], self.everybody.time)
            chain([self.everybody.time], self.rows[0].day)
            self.everybody.not_known.toggled.connect(self._nobody_knows)

    def _nobody_knows(self, on: bool) -> None:
        for row in self.rows:
            row.not_known.setChecked(on)

    def _chosen(self, place: int) -> None:
        kind = self.kinds[place]
        self.facts.show_facts([fact for fact in FACTS.get(kind, ()) if self._many == 1 or fact.key not in OF_ONE_CAR])
        for row in (*self.rows, *([self.everybody] if self.everybody else [])):
            row.day.allow_future(kind is EventKind.SALE_PLANNED)
        self.refresh_ready()

    def _count(self) -> None:
        number = sum(row.touched for row in self.rows)
        one = len(self.rows) == 1
        self.primary.setText("&Record" if one or not number else f"&Record for {counted(number, 'car', 'cars')}")
        self.refresh_ready()

    # --- papers dropped ----------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome while nothing is being recorded."""
        if event.mimeData().hasUrls() and not self.busy:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take(event.mimeData())
        event.acceptProposedAction()

    def take(self, told: QMimeData) -> None:
        """What was dropped proves what is recorded here."""
        files = dropped_files(told)
        self.problems.say([] if files else [_NO_FILE])
        self.papers.take(files)

    # --- the deed ----------------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> EventKind | None:
        """What happened; None while nothing is chosen."""
        return self.kinds[self.kind.currentIndex()] if self.kind.currentIndex() >= 0 else None

    def ready(self) -> bool:
        """It is said what happened, and when to at least one car."""
        return self.chosen is not None and any(row.touched for row in self.rows) and not self.papers.reading

    def touched(self) -> bool:
        """Something is typed, or a paper is here."""
        typed = any(row.touched for row in self.rows) or bool(self.note.text().strip())
        return typed or self.papers.touched or self.facts.touched()

    def commit(self) -> None:
        """All problems at once, else all cars in one deed."""
        kind = self.chosen
        if kind is None:
            return
        touched = [row for row in self.rows if row.touched]
        several = len(self.rows) > 1
        problems = [f"{plate_text(row.case)}: {said}" if several and row.case else said for row in touched for said in _problems(row, kind)]
        problems += self.facts.problems()
        if self._corrects is not None and self.given_reason is None:
            problems.append("Enter the reason: why is it corrected?")
        self.problems.say([each[0].upper() + each[1:] for each in problems])
        if problems or not touched:
            return
        entries = {row.case.custody_id: self._entry(row, kind) for row in touched if row.case}
        files = self.papers.files
        self.run(lambda: self._deed(entries, files), lambda _answer: self.finish(tuple(entries)))

    def _deed(self, entries: dict[int, Entry], files: Sequence[Path]) -> None:
        if self._corrects is None:
            self._work.record(self._person, entries, files)
            return
        for custody_id, entry in entries.items():
            self._work.correct(self._person, custody_id, entry, files)

    def _entry(self, row: _Row, kind: EventKind) -> Entry:
        day, spoken = row.day.day(), row.time.moment()
        at, moved = None, None
        if not row.not_known.isChecked() and day is not None and spoken is not None:
            at, moved = local_time(datetime.combine(day, spoken), self._work.zone)
        return Entry(
            kind, at=at, on=day if at is None else None, data=self.facts.said(),
            note=". ".join(part for part in (self.note.text().strip(), moved) if part) or None, source=SOURCES[row.source.currentIndex()],
            supersedes=self._corrects.id if self._corrects else None, reason=self.given_reason,
        )  # fmt: skip


def _problems(row: _Row, kind: EventKind) -> list[str]:
    """What is wrong with one row, as sentences that begin small."""
    known = not row.not_known.isChecked()
    found = [said for said in (row.day.problem(), row.time.problem() if known else None) if said]
    if not found and known and row.day.day() is None:
        found.append('enter the day, or tick "Not known".')
    if not found and known and kind in BY_THE_CLOCK and row.time.moment() is None:
        found.append('enter the time, or tick "Not known".')
    if row.source.currentIndex() < 0:
        found.append("choose how we know of it.")
    return found
