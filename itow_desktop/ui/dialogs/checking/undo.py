"""Taking an import back: first what goes back, what is left and why, then the deed."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.services.importing.undoing import ImportUndo, LeftCar
from itow_desktop.services.views import ImportRun, Person
from itow_desktop.ui.checking_text import field_word, run_words
from itow_desktop.ui.dialogs.checking.work import CheckingWork
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.models.text_rows import Cell, TextRow, TextRows
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.places.fitted_table import FittedTable
from itow_desktop.ui.widgets.tones import quiet, strong


class UndoImportDialog(DeedDialog):
    """Nothing is deleted: new cars go to the bin, changed ones get the values they had before."""

    def __init__(self, work: CheckingWork, person: Person | None, run: ImportRun, *, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__("Undo this import", "&Undo this import", runner, parent)
        self._work, self._person, self._run = work, person, run
        self._plan: ImportUndo | None = None
        self.what, self.left_head = strong(), strong()
        self.model = TextRows(("Car", "Why it is left"), self)
        self.left = FittedTable(self.model, "Cars that are left as they are", grow=(1,))
        head = quiet(run_words(run, work.zone, work.today()))
        rule = quiet("Nothing is deleted: new cars go to the bin, changed ones get back what they had. What somebody built on stays.")
        for label in (head, self.what, self.left_head, rule):
            label.setWordWrap(True)
            self.body.addWidget(label)
        self.body.insertWidget(3, self.left, 1)
        self.body.addStretch(0)
        for widget in (self.what, self.left_head, self.left):
            widget.hide()
        self.fit(QSize(640, 420))
        self.say("Looking what would go back...")
        self.refresh_ready()
        runner.start(lambda: work.undo_preview(person, run.id), owner=self, done=self._show, failed=self._not_read)

    def ready(self) -> bool:
        """Something would go back."""
        return self._plan is not None and bool(self._plan.voided or self._plan.put_back)

    def _show(self, plan: ImportUndo) -> None:
        self._plan = plan
        self.say("")
        self.what.setText(goes_back_words(plan))
        self.left_head.setText(f"{counted(len(plan.left), 'car is', 'cars are')} left, wholly or in part:")
        self.model.put([_row(place, car) for place, car in enumerate(plan.left)])
        self.what.show()
        for widget in (self.left_head, self.left):
            widget.setVisible(bool(plan.left))
        self.refresh_ready()
        (self.primary if self.ready() else self.cancel).setFocus()

    def _not_read(self, trouble: Trouble) -> None:
        self.say("")
        self.problems.say([str(trouble)])

    def commit(self) -> None:
        """Take it back as it stands now; what changed since the look is left as well."""
        work, person, run_id = self._work, self._person, self._run.id
        self.run(lambda: work.undo(person, run_id), self.finish, doing="Taking it back...")


def _row(place: int, car: LeftCar) -> TextRow:
    stays = f" Stays: {', '.join(map(field_word, car.fields))}." if car.fields else ""
    return TextRow(place, (Cell(car.label, tip=car.label), Cell(car.why + stays, tip=car.why + stays)))


def goes_back_words(plan: ImportUndo) -> str:
    """``12 new cars go to the bin, 3 changed ones get back what they had.``"""
    parts = []
    if plan.voided:
        parts.append(counted(plan.voided, "new car goes to the bin", "new cars go to the bin"))
    if plan.put_back:
        parts.append(counted(plan.put_back, "changed one gets back what it had", "changed ones get back what they had"))
    return f"{', '.join(parts)}." if parts else "Nothing would go back."


def undone_words(done: ImportUndo) -> str:
    """What was taken back, and how many cars were left."""
    said = [word for word, count in (
        (counted(done.voided, "new car is in the bin", "new cars are in the bin"), done.voided),
        (counted(done.put_back, "changed one has what it had", "changed ones have what they had"), done.put_back),
    ) if count]  # fmt: skip
    left = f" {counted(len(done.left), 'car was', 'cars were')} left: somebody built on it." if done.left else ""
    return f"The import was taken back: {', '.join(said)}.{left}" if said else f"Nothing of the import was left to take back.{left}"
