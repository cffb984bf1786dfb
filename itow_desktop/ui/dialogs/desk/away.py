"""Who is away, and who has the lines meanwhile."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QComboBox, QGroupBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from itow_desktop.domain.desk_work import Absence
from itow_desktop.domain.people import Rights
from itow_desktop.services.desk_work import Crew
from itow_desktop.services.people import why_not
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.desk.form import DeskForm
from itow_desktop.ui.dialogs.desk.work import DeskWork
from itow_desktop.ui.models.word_table import WordTable
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import day_text
from itow_desktop.ui.widgets.moment_entries import DayEntry
from itow_desktop.ui.widgets.plain_table import PlainTable
from itow_desktop.ui.widgets.tones import quiet


class _Absences(WordTable[Absence]):
    """One line for each absence that is not over."""

    headers = ("Away", "From", "Back on", "Has the lines meanwhile")

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.crew = Crew((), (), date.min)

    def show_crew(self, crew: Crew) -> None:
        """Other absences."""
        self.crew = crew
        self.put(crew.absences)

    def cells(self, row: Absence) -> Sequence[str]:
        crew = self.crew
        who, cover = crew.name(row.staff_id) or "", crew.name(row.covered_by) or ""
        return who, day_text(row.from_on, crew.today), day_text(row.back_on, crew.today), cover


class AwayDialog(DeskForm):
    """The list of absences over a form for a new one; stays open, ``changed`` tells of each deed."""

    changed = Signal()

    def __init__(self, work: DeskWork, person: Person | None, *, runner: TaskRunner, parent: QWidget | None) -> None:
        super().__init__("Who is away", "&Save absence", None, person, runner=runner, parent=parent)
        self._work = work
        self.cancel.setText("Close")
        self.model = _Absences(self)
        self.table = PlainTable(self.model, "Absences", stretch=3)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self.refresh_ready())
        self.back = QPushButton("&Take it back")
        self.back.setAutoDefault(False)
        self.back.setToolTip("The person is here after all, or works again from today")
        self.back.clicked.connect(self.end_chosen)
        self._empty = quiet("Nobody is away now or later.")
        self.who, self.cover = QComboBox(), QComboBox()
        for box in (self.who, self.cover):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.first = DayEntry("First day away", work.today, past=False)
        self.last = DayEntry("Back on", work.today, past=False)
        self.last.setPlaceholderText("+3, 8/5")
        for field in (self.first, self.last):
            field.textChanged.connect(lambda _text: self.refresh_ready())
        self.who.currentIndexChanged.connect(lambda _place: self.refresh_ready())
        self.cover.currentIndexChanged.connect(lambda _place: self.refresh_ready())
        self._lay_out()
        self.refresh_ready()
        self.fit(QSize(640, 470))
        self._read()

    def _lay_out(self) -> None:
        under = QHBoxLayout()
        under.addWidget(self._empty, 1)
        under.addWidget(self.back)
        self.body.insertWidget(0, self.table, 1)
        self.body.insertLayout(1, under)
        self.body.removeItem(self.form)
        group = QGroupBox("Somebody will be away")
        self.form.addRow("Awa&y", self.who)
        self.form.addRow("&First day away", self.first)
        self.form.addRow("&Back on", self.last)
        self.form.addRow("&Has the lines meanwhile", self.cover)
        QVBoxLayout(group).addLayout(self.form)
        self.body.addWidget(group)
        if self.person is not None and why_not(self.person, Rights.MANAGER) is not None:
            self.note("You say when you are away yourself; a manager does for others.")

    def _read(self) -> None:
        self.runner.start(self._work.crew, owner=self, done=self._show, failed=self.failed)

    def _show(self, crew: Crew) -> None:
        self.model.show_crew(crew)
        self._empty.setText("" if crew.absences else "Nobody is away now or later.")
        mine = self.person is not None and why_not(self.person, Rights.MANAGER) is not None
        for box, people in (
            (self.who, [each for each in crew.active if not mine or (self.person is not None and each.id == self.person.id)]),
            (self.cover, list(crew.active)),
        ):
            chosen = box.currentData()
            box.clear()
            for each in people:
                box.addItem(each.name, each.id)
            box.setCurrentIndex(max(box.findData(chosen), 0))
        if self.cover.currentData() == self.who.currentData() and self.cover.count() > 1:
            self.cover.setCurrentIndex(1)
        if crew.absences:
            self.table.choose(0)
        self.refresh_ready()

    # --- deeds -------------------------------------------------------------------------------------------------------

    def refresh_ready(self) -> None:
        super().refresh_ready()
        self.back.setEnabled(not self.busy and bool(self.table.selectionModel().selectedRows()))

    def ready(self) -> bool:
        return bool(self.first.text().strip() and self.last.text().strip()) and self.who.currentData() != self.cover.currentData()

    def touched(self) -> bool:
        return bool(self.first.text().strip() or self.last.text().strip())

    def commit(self) -> None:
        """Keep the new one."""
        first, last = self.first.day(), self.last.day()
        if self.complain([self.first.problem(), self.last.problem()]) or first is None or last is None:
            return
        absence = Absence(self.who.currentData(), self.cover.currentData(), first, last)
        self.run(lambda: self._work.go_away(self.person, absence), lambda _id: self._changed())

    def end_chosen(self) -> None:
        """Take the chosen absence back."""
        rows = self.table.selectionModel().selectedRows()
        if rows and not self.busy:
            absence = self.model.rows[rows[0].row()]
            self.run(lambda: self._work.come_back(self.person, absence), lambda _none: self._changed(clear=False))

    def _changed(self, *, clear: bool = True) -> None:
        if clear:
            self.first.clear()
            self.last.clear()
        self.changed.emit()
        self._read()
