"""Moving a date of a car later."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QWidget

from itow_desktop.domain.deadlines import Deadline
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.desk.form import Cars, DeskForm
from itow_desktop.ui.dialogs.desk.work import DeskWork
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import day_text
from itow_desktop.ui.widgets.moment_entries import DayEntry


class MoveLaterDialog(DeskForm):
    """Which date, to which later day, why; ``done_with`` tells the custody ids."""

    def __init__(
        self, work: DeskWork, person: Person | None, cars: Cars, dates: Sequence[Deadline], *, runner: TaskRunner, parent: QWidget | None
    ) -> None:
        """``dates`` are those that may be moved, at least one; ``cars`` is one car."""
        super().__init__("Move a date later", "&Move it later", cars, person, runner=runner, parent=parent)
        self._work = work
        self._dates = tuple(dates)
        self.date = QComboBox()
        for each in dates:
            self.date.addItem(f"{each.step}: {day_text(each.first_day, work.today()) if each.first_day else ''}", each.rule_id)
        self.form.addRow("&Date", self.date)
        self.to = DayEntry("To", work.today, past=False)
        self.to.setPlaceholderText("8/5; only later")
        self.to.textChanged.connect(lambda _text: self.refresh_ready())
        self.form.addRow("&To which day", self.to)
        self.reason = self.line("Wh&y", "owner in hospital, title office asked for time ...", 300)
        self._sentence = self.note("")
        self.note(
            "It counts once a second person confirmed it; until then the date stands as it is. Your name and the reason stand in the "
            "record and wherever the date is explained. Nothing makes a sale or scrap earlier."
        )
        self.body.addStretch(1)
        self.date.currentIndexChanged.connect(lambda _place: self._explain())
        self._explain()
        self.refresh_ready()
        self.fit(QSize(600, 320))

    def _explain(self) -> None:
        self._sentence.setText(self._dates[self.date.currentIndex()].sentence)

    def ready(self) -> bool:
        return bool(self.to.text().strip() and self.reason.text().strip())

    def touched(self) -> bool:
        return bool(self.to.text().strip() or self.reason.text().strip())

    def commit(self) -> None:
        """Ask for it."""
        cars, rule, to, reason = self.cars, str(self.date.currentData()), self.to.day(), self.reason.text()
        if self.complain([self.to.problem()]) or to is None or cars is None:
            return
        self.run(lambda: self._work.move_later(self.person, cars.ids[0], rule, to, reason), lambda _none: self._done(cars))

    def _done(self, cars: Cars) -> None:
        self.to.clear()
        self.reason.clear()
        self.finish(cars.ids)
