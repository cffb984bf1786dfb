"""Somebody compared rules with the law in force: who, when, with what text."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from itow_desktop.domain.rules import Review
from itow_desktop.services.law_dates import LawDate
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.law.work import LawWork
from itow_desktop.ui.dialogs.places.form import RecordForm
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.facts import value_label
from itow_desktop.ui.widgets.tones import strong

_SHOWN = 3
_ANSWERS_FOR_IT = (
    "Whoever compared them answers for it: the name stands on the why page of every car and on what is printed for a court. "
    "Their dates lose the dotted line at once."
)


class CheckDialog(DeedDialog):
    """The rules stand above what is typed, so that nobody vouches for what they did not read."""

    def __init__(
        self, work: LawWork, person: Person | None, rules: Sequence[LawDate], *, runner: TaskRunner, parent: QWidget, by: str = ""
    ) -> None:
        """``by`` is who compared the last ones."""
        super().__init__("Mark as checked", "&Mark as checked", runner, parent)
        self._work = work
        self._person = person
        self._marks = [rule.mark for rule in rules]
        for rule in rules[:_SHOWN]:
            self.body.addWidget(strong(f"{rule.step}: {rule.citation or ''}"))
            self.body.addWidget(value_label(f"{rule.sentence}\n{rule.days}"))
        if len(rules) > _SHOWN:
            self.body.addWidget(strong(f"and {counted(len(rules) - _SHOWN, 'rule', 'rules')} more, as chosen in the list"))
        form = RecordForm(work.today)
        form.line("by", "&Who compared them", by, "name, and what they are: attorney, city clerk ...")
        form.day("on", "&On", None)
        form.line("source", "With what &text", None, "such as MCL 257.252a, legislature.mi.gov, as of 12 Nov 2026")
        form.settle()
        self.form = form
        self.body.addLayout(form)
        self.body.addWidget(value_label(_ANSWERS_FOR_IT))
        self.body.addStretch(1)
        for line in form.lines.values():
            line.textChanged.connect(lambda _text: self.refresh_ready())
        form.days["on"].textChanged.connect(lambda _text: self.refresh_ready())
        self.refresh_ready()
        self.fit(QSize(580, 300))
        form.lines["source" if by else "by"].setFocus()

    def touched(self) -> bool:
        """Something is typed that is not saved."""
        return self.form.touched()

    def ready(self) -> bool:
        """All three are typed."""
        return bool(self.form.text("by") and self.form.text("source") and self.form.days["on"].text().strip())

    def commit(self) -> None:
        """Record it."""
        problems, day = self.form.problems(), self.form.days["on"].day()
        if problems or day is None:
            self.problems.say(problems or ["Enter when it was compared."])
            return
        review = Review(self.form.text("by") or "", day, self.form.text("source") or "")
        person, marks = self._person, self._marks
        self.run(lambda: self._work.mark_checked(person, marks, review), self._over, doing="Recording, finding all dates anew...")

    def _over(self, count: int) -> None:
        self.form.settle()
        self.finish(count)
