"""Enter how to reach a police department; contacts are what staff know, never invented."""

from dataclasses import replace

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from itow_desktop.domain.agencies import Agency
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.tones import quiet
from itow_desktop.ui.work import QueueWork

_FIELDS = (("&Phone", "phone"), ("&Fax", "fax"), ("&E-mail", "email"), ("&Address", "address"), ("&Hours", "hours"))


class AgencyContactDialog(DeedDialog):
    """Name, phone, fax, e-mail, address, hours of one agency."""

    def __init__(self, work: QueueWork, person: Person | None, agency: Agency, *, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__(agency.name, "&Save", runner, parent)
        self._work = work
        self._person = person
        self._agency = agency
        self.name = QLineEdit(agency.name)
        self.fields = {name: QLineEdit(getattr(agency, name) or "") for _, name in _FIELDS}
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.addRow("&Name", self.name)
        for word, name in _FIELDS:
            self.fields[name].setMaxLength(300)
            form.addRow(word, self.fields[name])
        self.body.addLayout(form)
        self.body.addWidget(quiet("The queue shows the phone beside every group of this department."))
        self.body.addStretch(1)
        self.fit(QSize(480, 340))
        self.fields["phone"].setFocus()

    def touched(self) -> bool:
        """Something differs from what is stored."""
        return self._entered() != self._agency

    def commit(self) -> None:
        """Store it."""
        entered = self._entered()
        if not entered.name:
            self.problems.say(["Enter the name of the police department."])
            return
        self.run(lambda: self._work.save_agency(self._person, entered), self.finish)

    def _entered(self) -> Agency:
        texts = {name: field.text().strip() or None for name, field in self.fields.items()}
        return replace(self._agency, name=self.name.text().strip(), **texts)  # type: ignore[arg-type]  # all of them are optional texts
