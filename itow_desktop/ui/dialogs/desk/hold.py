"""Putting cars on hold, lifting a hold."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from itow_desktop.domain.holds import LEGAL, Hold, StandingHold
from itow_desktop.domain.people import Rights
from itow_desktop.services.holding import Lift, NewHold
from itow_desktop.services.people import why_not
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.desk.form import Cars, DeskForm
from itow_desktop.ui.dialogs.desk.work import DeskWork
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.moment_entries import DayEntry

_WHO = {
    Hold.POLICE: "Burton PD, Det. Miller",
    Hold.EVIDENCE: "prosecutor, detective",
    Hold.BANKRUPTCY: "court, case number",
    Hold.MILITARY: "unit, or how you know",
    Hold.COURT_ORDER: "court, judge, case number",
    Hold.ATTORNEY: "name of the attorney",
    Hold.OFFICE: "who in the office",
}


class HoldDialog(DeskForm):
    """Which hold, on whose word, why, until when; ``done_with`` tells the custody ids."""

    def __init__(self, work: DeskWork, person: Person | None, cars: Cars, *, runner: TaskRunner, parent: QWidget | None) -> None:
        super().__init__("Put on hold", "Put on &hold", cars, person, runner=runner, parent=parent)
        self._work = work
        self.kind = QComboBox()
        for hold in Hold:
            self.kind.addItem(hold.shown, hold)
        self.form.addRow("&Kind of hold", self.kind)
        self.authority = self.line("&On whose word", "")
        self.reason = self.line("Wh&y", "robbery case 26-1234, letter of 5/8 ...")
        self.until = DayEntry("Until", work.today, past=False)
        self.until.setPlaceholderText("leave empty: until it is lifted")
        self.form.addRow("&Until", self.until)
        self.keep = QCheckBox("&Legal hold: keep everything about the car")
        self.keep.setToolTip("Nothing about the car can be voided, no import of it undone. Only a manager lifts it.")
        self.form.addRow("", self.keep)
        self._means = self.note("")
        self.body.addStretch(1)
        self.kind.currentIndexChanged.connect(lambda _place: self._explain())
        self._explain()
        self.refresh_ready()
        self.fit(QSize(560, 330))

    @property
    def chosen(self) -> Hold:
        """The kind of the hold."""
        return Hold(self.kind.currentData())

    def _explain(self) -> None:
        hold = self.chosen
        self._means.setText(hold.stops + " After its day it still stands, until somebody lifts it.")
        self.authority.setPlaceholderText(_WHO[hold])
        legal = hold in LEGAL
        self.keep.setEnabled(not legal)
        self.keep.setChecked(legal)
        self.refresh_ready()

    def ready(self) -> bool:
        return bool(self.reason.text().strip()) and bool(self.authority.text().strip() or self.chosen is Hold.OFFICE)

    def touched(self) -> bool:
        return any(field.text().strip() for field in (self.authority, self.reason, self.until))

    def commit(self) -> None:
        """Put all of them on hold."""
        cars = self.cars
        if self.complain([self.until.problem()]) or cars is None:
            return
        hold = NewHold(self.chosen, self.authority.text(), self.reason.text(), self.until.day(), self.keep.isChecked())
        self.run(lambda: self._work.place_hold(self.person, cars.ids, hold), lambda _count: self._done(cars))

    def _done(self, cars: Cars) -> None:
        for field in (self.authority, self.reason, self.until):
            field.clear()
        self.finish(cars.ids)


class LiftDialog(DeskForm):
    """Which of the holds that stand, on whose word, why; ``done_with`` tells the custody ids."""

    def __init__(
        self,
        work: DeskWork,
        person: Person | None,
        cars: Cars,
        holds: Sequence[StandingHold],
        *,
        runner: TaskRunner,
        parent: QWidget | None,
    ) -> None:
        """``holds`` are those of any of the cars, at least one."""
        super().__init__("Lift hold", "&Lift hold", cars, person, runner=runner, parent=parent)
        self._work = work
        self._legal = {hold.kind for hold in holds if hold.legal}
        self.kind = QComboBox()
        for hold in {hold.kind: hold for hold in holds}.values():
            self.kind.addItem(hold.said, hold.kind)
        self.form.addRow("&Hold", self.kind)
        self.authority = self.line("&On whose word", "who says that it is over")
        self.reason = self.line("Wh&y", "case closed, released in writing ...")
        self._rule = self.note("")
        self.body.addStretch(1)
        self.kind.currentIndexChanged.connect(lambda _place: self._explain())
        self._explain()
        self.refresh_ready()
        self.fit(QSize(560, 240))

    @property
    def chosen(self) -> Hold:
        """The kind of the hold to be lifted."""
        return Hold(self.kind.currentData())

    def _explain(self) -> None:
        legal = self.chosen in self._legal
        self._rule.setText(
            "A legal hold: only a manager lifts it." if legal else "What was put on record stays there, with when and by whom."
        )
        self.refresh_ready()

    def ready(self) -> bool:
        may = self.chosen not in self._legal or self.person is None or why_not(self.person, Rights.MANAGER) is None
        return may and bool(self.reason.text().strip()) and bool(self.authority.text().strip() or self.chosen is Hold.OFFICE)

    def touched(self) -> bool:
        return bool(self.authority.text().strip() or self.reason.text().strip())

    def commit(self) -> None:
        """Lift it from each car on which it stands."""
        cars, lift = self.cars, Lift(self.chosen, self.authority.text(), self.reason.text())
        if cars is not None:
            self.run(lambda: self._work.lift_hold(self.person, cars.ids, lift), lambda _count: self._done(cars))

    def _done(self, cars: Cars) -> None:
        self.authority.clear()
        self.reason.clear()
        self.finish(cars.ids)
