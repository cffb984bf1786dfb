"""A charge taken back, wholly or in part, with the reason."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from itow_desktop.domain.charges.ledger import LedgerLine, left_of
from itow_desktop.domain.charges.money import dollars
from itow_desktop.domain.charges.typed import dollars_typed
from itow_desktop.services.charges.charging import TakenBack
from itow_desktop.services.charges.sheets import ChargeSheet
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.charges.rows import days_words
from itow_desktop.ui.dialogs.charges.work import ChargeWork
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.places.form import RecordForm
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.tones import quiet, strong

_HOW = "Both lines stay on the ledger and stand on the statement, with the reason."


class TakeBackDialog(DeedDialog):
    """What is left of the line is offered; less is a part of it."""

    def __init__(
        self, work: ChargeWork, person: Person | None, sheet: ChargeSheet, line: LedgerLine, *, runner: TaskRunner, parent: QWidget
    ) -> None:
        super().__init__("Take back a charge", "&Take back", runner, parent)
        self._work, self._person, self._custody_id, self._line = work, person, sheet.custody_id, line
        left = left_of(line, sheet.lines) if line.id else line.amount
        about = strong(f"{line.words}, {days_words(line)}: {dollars(left)}")
        about.setWordWrap(True)
        self.body.addWidget(about)
        form = RecordForm(work.today)
        form.line("amount", "A&mount", f"{left:.2f}", "all of it, or a part")
        form.line("reason", "&Why", "", "entered twice, promised by the manager ...")
        self.form = form
        self.body.addLayout(form)
        said = quiet(_HOW)
        said.setWordWrap(True)
        self.body.addWidget(said)
        self.body.addStretch(1)
        form.settle()
        self.fit(QSize(480, 240))
        form.lines["reason"].setFocus()

    def touched(self) -> bool:
        """Something is typed that is not saved."""
        return self.form.touched()

    def commit(self) -> None:
        """Enter the line against it."""
        amount, reason = dollars_typed(self.form.text("amount") or ""), self.form.text("reason")
        problems = [] if amount is not None else ["Enter the amount in dollars, such as 75 or 75.50."]
        if reason is None:
            problems.append("Enter why it is taken back.")
        if amount is None or reason is None:
            self.problems.say(problems)
            return
        wish = TakenBack(self._line, amount, reason)
        work, person, custody_id = self._work, self._person, self._custody_id
        self.run(lambda: work.take_back(person, custody_id, wish), self.finish)
