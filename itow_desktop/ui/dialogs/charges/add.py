"""A charge that does not follow from the fee schedule."""

from decimal import Decimal

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from itow_desktop.domain.charges.ledger import ChargeKind
from itow_desktop.domain.charges.typed import dollars_typed
from itow_desktop.services.charges.charging import NewCharge
from itow_desktop.services.charges.sheets import ChargeSheet
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.charges.work import ChargeWork
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.places.form import RecordForm
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.tones import quiet

_HOW = "Storage and the state's fee follow by themselves. A charge that is entered can be taken back, never changed."


class AddChargeDialog(DeedDialog):
    """Kind, dollars, day, words for the statement; the usual amount of a kind is offered."""

    def __init__(self, work: ChargeWork, person: Person | None, sheet: ChargeSheet, *, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__("Add a charge", "&Add", runner, parent)
        self._work, self._person, self._sheet = work, person, sheet
        self._offered = ""
        form = RecordForm(work.today)
        kinds = form.choice("kind", "&Kind", [(kind.words, kind) for kind in sheet.usual], ChargeKind.OTHER)
        form.line("amount", "A&mount", "", "75 or 75.50")
        form.day("on", "&Day", work.today())
        form.line("words", "&What for", "", "as it stands on the statement")
        kinds.currentIndexChanged.connect(lambda _place: self._offer())
        self.form = form
        self.body.addLayout(form)
        said = quiet(_HOW)
        said.setWordWrap(True)
        self.body.addWidget(said)
        self.body.addStretch(1)
        form.settle()
        self.fit(QSize(460, 300))
        form.lines["amount"].setFocus()

    @property
    def _kind(self) -> ChargeKind:
        """The chosen one; a box keeps only its word."""
        return ChargeKind(self.form.choices["kind"].currentData())

    def _offer(self) -> None:
        """The usual amount, unless somebody typed another one."""
        amount, usual = self.form.lines["amount"], self._sheet.usual[self._kind]
        if amount.text() == self._offered:
            self._offered = f"{usual:.2f}" if usual else ""
            amount.setText(self._offered)

    def touched(self) -> bool:
        """Something is typed that is not saved."""
        return self.form.touched()

    def commit(self) -> None:
        """Enter it."""
        form, problems = self.form, self.form.problems()
        amount, day = dollars_typed(form.text("amount") or ""), form.days["on"].day()
        if amount is None:
            problems.append("Enter the amount in dollars, such as 75 or 75.50.")
        if day is None and not problems:
            problems.append("Enter the day the charge is for.")
        if problems or day is None:
            self.problems.say(problems)
            return
        new = NewCharge(self._kind, amount or Decimal(0), day, form.text("words") or "")
        work, person, custody_id = self._work, self._person, self._sheet.custody_id
        self.run(lambda: work.charge(person, custody_id, new), self.finish)
