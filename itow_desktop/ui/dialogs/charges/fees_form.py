"""Fees that count from a day on."""

from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QWidget

from itow_desktop.domain.charges.fees import DayCount, Fees
from itow_desktop.domain.charges.typed import dollars_typed
from itow_desktop.domain.sentences import CUSTODY_NAMES
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.charges.fee_schedule import FeeSchedule
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.charges.work import ChargeWork
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.places.form import RecordForm
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.tones import quiet

_HOW = (
    "They count for cars towed on that day or later. What is left empty is not agreed (tow, storage) or not charged: for impounds the "
    "law names the state's fee, tow and storage only."
)
_MONEY = ("tow", "storage", "administration", "gate")


class FeesDialog(DeedDialog):
    """Begun from other fees where there are any; what was entered before is never changed."""

    def __init__(
        self, work: ChargeWork, person: Person | None, schedule: FeeSchedule, like: Fees | None = None, *,
        runner: TaskRunner, parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__("Enter fees", "&Save", runner, parent)
        self._work, self._person = work, person
        known = like or Fees(0, work.today())
        form = RecordForm(work.today)
        form.day("since", "Towed &from", None, past=False)
        form.line("account", "A&ccount", known.account, "any account")
        kinds = [("any kind", None), *((words, kind) for kind, words in CUSTODY_NAMES.items() if kind is not CustodyKind.UNKNOWN)]
        form.choice("custody", "&Kind of tow", kinds, known.custody)
        form.line("tow", "&Tow", _typed(known.tow), "dollars")
        form.line("storage", "Storage a da&y", _typed(known.storage), "dollars")
        form.choice("day_count", "Days &are", [(each.words, each) for each in DayCount], known.day_count)
        form.line("free_hours", "Fr&ee hours", str(known.free_hours or ""), "0: storage begins at once")
        self.first_day = _box("The fi&rst day counts", known.first_day)
        self.also_here = _box("The storage counts from that day on for cars that stand &here already", known.also_here)
        self.written = _box("For a shop &lien: more than $10 a day is agreed in writing", known.written)
        for box in (self.first_day, self.also_here, self.written):
            form.addRow("", box)
        form.line("administration", "A&dministration", _typed(known.administration), "not charged")
        form.line("gate", "After ho&urs", _typed(known.gate), "not charged")
        form.line("note", "&Note", known.note, "contract, letter of ...")
        self.form = form
        self.body.addLayout(form)
        said = quiet(_HOW)
        said.setWordWrap(True)
        self.body.addWidget(said)
        self.body.addStretch(1)
        form.lines["account"].setToolTip(", ".join(schedule.accounts))
        form.settle()
        self._before = self._boxes
        self.fit(QSize(560, 560))
        form.days["since"].setFocus()

    @property
    def _boxes(self) -> tuple[bool, ...]:
        return tuple(box.isChecked() for box in (self.first_day, self.also_here, self.written))

    def touched(self) -> bool:
        """Something is typed that is not saved."""
        return self.form.touched() or self._boxes != self._before

    def commit(self) -> None:
        """Enter them."""
        form, problems = self.form, self.form.problems()
        since = form.days["since"].day()
        amounts = {name: dollars_typed(form.text(name) or "") for name in _MONEY}
        hours = form.text("free_hours") or "0"
        if since is None and not problems:
            problems.append("Enter the day from which they count.")
        problems += [f"{_NAMES[name]}: enter dollars, or nothing." for name in _MONEY if form.text(name) and amounts[name] is None]
        if not (hours.isascii() and hours.isdigit()):
            problems.append("Free hours: enter a whole number, or nothing.")
        if problems or since is None:
            self.problems.say(problems)
            return
        custody = form.choices["custody"].currentData()  # a box keeps only the word
        fees = Fees(
            0, since, form.text("account"), CustodyKind(custody) if custody else None, amounts["tow"], amounts["storage"],
            DayCount(form.choices["day_count"].currentData()), self.first_day.isChecked(), int(hours),
        )  # fmt: skip
        fees = replace(
            fees, administration=amounts["administration"], gate=amounts["gate"], written=self.written.isChecked(),
            also_here=self.also_here.isChecked(), note=form.text("note"),
        )  # fmt: skip
        work, person = self._work, self._person
        self.run(lambda: work.add_fees(person, fees), self.finish)


_NAMES = {"tow": "Tow", "storage": "Storage a day", "administration": "Administration", "gate": "After hours"}


def _typed(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _box(words: str, checked: bool) -> QCheckBox:
    box = QCheckBox(words)
    box.setChecked(checked)
    return box
