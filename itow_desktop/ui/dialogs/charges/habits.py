"""Whose cars are charged what a notice costs, until when the office is open."""

from datetime import time

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QFormLayout, QWidget

from itow_desktop.domain.charges.law import IMPOUNDS
from itow_desktop.domain.sentences import CUSTODY_NAMES
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.charges.fee_schedule import FeeSchedule
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.charges.work import ChargeWork
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.moment_entries import TimeEntry
from itow_desktop.ui.widgets.tones import quiet, strong

_KINDS = (CustodyKind.GARAGE_LIEN, *(kind for kind in CustodyKind if kind in IMPOUNDS))
_HOW = (
    "Charged on the day a letter is handed over, at its price of that day. For impounds the law names the state's fee, tow and storage "
    "only (MCL 257.252a), so that nothing is charged from the start: ask your attorney first."
)


class HabitsDialog(DeedDialog):
    """What the charges of all cars rest on besides the fees."""

    def __init__(self, work: ChargeWork, person: Person | None, schedule: FeeSchedule, *, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__("Notices and closing time", "&Save", runner, parent)
        self._work, self._person = work, person
        self.body.addWidget(strong("Charge the car what a notice by mail costs"))
        said = quiet(_HOW)
        said.setWordWrap(True)
        self.body.addWidget(said)
        self.boxes = {kind: QCheckBox(CUSTODY_NAMES[kind]) for kind in _KINDS}
        for kind, box in self.boxes.items():
            box.setChecked(kind in schedule.charge_notices)
            self.body.addWidget(box)
        self.closing = TimeEntry("The office closes at")
        self.closing.setText(schedule.closes_at)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.addRow("The office &closes at", self.closing)
        self.body.addLayout(form)
        self.body.addStretch(1)
        self._before = self._now
        self.fit(QSize(520, 340))
        next(iter(self.boxes.values())).setFocus()

    @property
    def _now(self) -> tuple[tuple[CustodyKind, ...], str]:
        return tuple(kind for kind, box in self.boxes.items() if box.isChecked()), self.closing.text()

    def touched(self) -> bool:
        """Something is changed that is not saved."""
        return self._now != self._before

    def commit(self) -> None:
        """Keep it."""
        closes: time | None = self.closing.moment()
        if closes is None:
            self.problems.say([self.closing.problem() or "Enter when the office closes, such as 17:00."])
            return
        work, person, (kinds, _) = self._work, self._person, self._now
        self.run(lambda: work.keep_habits(person, kinds, f"{closes:%H:%M}"), self.finish)
