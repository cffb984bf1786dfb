"""One spelling: what it is, which police department it leads to."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from itow_desktop.domain.spellings import Spelling, SpellingKind
from itow_desktop.services.spellings import SpellingTable
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.places.form import RecordForm
from itow_desktop.ui.dialogs.places.work import DepartmentWork
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.tones import quiet

KINDS = {SpellingKind.PLACE: "City or township", SpellingKind.NAME: "Name of the department"}
_HOW = (
    "A city or township is looked for in the address a car was towed from; cars on the lot that wait for their department get it at once. "
    "A name is what somebody types or an account is called. What stands in the cars' own fields stays as it is."
)


class SpellingDialog(DeedDialog):
    """A new spelling (``before`` None), or where one leads from now on."""

    def __init__(
        self, work: DepartmentWork, person: Person | None, table: SpellingTable, before: Spelling | None, *,
        text: str = "", runner: TaskRunner, parent: QWidget | None,
    ) -> None:  # fmt: skip
        """``text`` is a spelling seen in cars that leads nowhere yet."""
        super().__init__("Add a spelling" if before is None else f"Where {before.text} leads", "&Save", runner, parent)
        self._work = work
        self._person = person
        self._before = before
        leads = before.agency_ids[0] if before is not None and len(before.agency_ids) == 1 else None
        form = RecordForm(work.today)
        form.line("text", "S&pelling", before.text if before is not None else text, "MMTWP")
        form.choice("kind", "&It is a", [(word, kind) for kind, word in KINDS.items()], before.kind if before else SpellingKind.PLACE)
        form.agency("agency", "&Leads to", table.agencies, leads)
        form.settle()
        self.form = form
        self.body.addLayout(form)
        how = quiet(_HOW)
        how.setWordWrap(True)
        self.body.addWidget(how)
        self.body.addStretch(1)
        self.fit(QSize(520, 260))
        (form.choices["agency"] if form.text("text") else form.lines["text"]).setFocus()

    def touched(self) -> bool:
        """Something is typed that is not saved."""
        return self.form.touched()

    def commit(self) -> None:
        """Keep it."""
        agency_id = self.form.choices["agency"].currentData()
        text, kind = self.form.text("text"), SpellingKind(self.form.choices["kind"].currentData())
        if text is None or agency_id is None:
            self.problems.say(["Enter how it is spelled."] if text is None else ["Choose the police department it leads to."])
            return
        person, spelling, before = self._person, Spelling(kind, text, (agency_id,)), self._before
        self.run(lambda: self._work.save_spelling(person, spelling, agency_id, before), self.finish)
