"""A newspaper and how an ad reaches it."""

from dataclasses import replace

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QWidget

from itow_desktop.domain.office_papers.newspapers import Newspaper
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.office_papers.work import SaleWork
from itow_desktop.ui.dialogs.places.form import RecordForm
from itow_desktop.ui.tasks import TaskRunner


class NewspaperDialog(DeedDialog):
    """Add one or change what is known of it."""

    def __init__(
        self, work: SaleWork, person: Person | None, newspaper: Newspaper | None, *, runner: TaskRunner, parent: QWidget | None
    ) -> None:
        super().__init__(newspaper.name if newspaper else "New newspaper", "&Save" if newspaper else "&Add", runner, parent)
        self._work, self._person = work, person
        self._before = newspaper or Newspaper(0, "")
        known = self._before
        self.form = RecordForm(work.today)
        self.form.line("name", "&Name", known.name)
        self.form.line("county", "&County", known.county, "where it is read")
        self.form.line("email", "&E-mail for ads", known.email)
        self.form.line("phone", "&Phone", known.phone)
        self.form.line("note", "N&ote", known.note, "deadline for ads, price a line, whom to ask for")
        self.form.settle()
        self.active = QCheckBox("It is still &used")
        self.active.setChecked(known.active)
        self.body.addLayout(self.form)
        if newspaper is not None:
            self.body.addWidget(self.active)
        self.body.addStretch(1)
        self.fit(QSize(520, 290))

    def touched(self) -> bool:
        """Something is typed that is not saved."""
        return self.form.touched() or self.active.isChecked() != self._before.active

    def commit(self) -> None:
        """Keep it."""
        form = self.form
        typed = replace(
            self._before, name=form.text("name") or "", county=form.text("county"), email=form.text("email"), phone=form.text("phone"),
            note=form.text("note"), active=self.active.isChecked(),
        )  # fmt: skip
        self.run(lambda: self._work.keep_newspaper(self._person, typed), self.finish)
