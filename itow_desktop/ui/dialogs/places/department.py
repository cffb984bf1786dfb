"""How to reach a police department, its other names and places, somebody there."""

from dataclasses import replace

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget

from itow_desktop.domain.agencies import WAYS, Agency
from itow_desktop.domain.departments import Contact
from itow_desktop.services.departments import DepartmentPage
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.places.form import RecordForm
from itow_desktop.ui.dialogs.places.work import DepartmentWork
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.tones import quiet

_LINES = (("phone", "&Phone"), ("fax", "&Fax"), ("email", "&E-mail"), ("address", "&Address"), ("hours", "&Hours"))


class DepartmentDialog(DeedDialog):
    """Add a department or change how it is reached; answers its id."""

    def __init__(self, work: DepartmentWork, person: Person | None, agency: Agency | None, *, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__("Add a police department" if agency is None else agency.name, "&Save", runner, parent)
        self._work = work
        self._person = person
        self._agency = agency or Agency(0, "")
        form = RecordForm(work.today)
        form.line("name", "&Name", self._agency.name)
        for name, label in _LINES:
            form.line(name, label, getattr(self._agency, name))
        form.choice(
            "preferred",
            "How it &wants ours",
            [("No wish known", None), *((word, way) for way, word in WAYS.items())],
            self._agency.preferred,
        )
        form.note("notes", "N&otes", self._agency.notes, "ask for dispatch, not on Sundays")
        form.settle()
        self.form = form
        self.body.addLayout(form)
        self.body.addWidget(quiet("The queue shows the phone beside every group of this department."))
        self.body.addStretch(1)
        self.fit(QSize(520, 460))
        form.lines["name" if agency is None else "phone"].setFocus()

    def touched(self) -> bool:
        """Something is typed that is not saved."""
        return self.form.touched()

    def commit(self) -> None:
        """Keep it."""
        form, person = self.form, self._person
        texts = {name: form.text(name) for name, _ in (*_LINES, ("notes", ""))}
        typed = replace(
            self._agency, name=form.text("name") or "", preferred=form.choices["preferred"].currentData(), **texts,  # type: ignore[arg-type]
        )  # fmt: skip
        self.run(lambda: self._work.save_department(person, typed), self.finish)


class NamesDialog(DeedDialog):
    """Other names a department goes by, places it answers for: one a line."""

    def __init__(self, work: DepartmentWork, person: Person | None, page: DepartmentPage, *, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__(f"Names and places of {page.agency.name}", "&Save", runner, parent)
        self._work = work
        self._person = person
        self._id = page.agency.id
        words = QLabel("An import and a typed name find the department by any of these. One a line.")
        words.setWordWrap(True)
        form = RecordForm(work.today)
        form.note("aliases", "Other &names", "\n".join(page.aliases), "BPD", lines=5)
        form.note("places", "&Places", "\n".join(place.title() for place in page.places), "city or township", lines=8)
        form.settle()
        self.form = form
        self.body.addWidget(words)
        self.body.addLayout(form)
        self.body.addWidget(quiet("A place that two departments claim is asked about each time."))
        self.body.addStretch(1)
        self.fit(QSize(520, 440))
        form.notes["aliases"].setFocus()

    def touched(self) -> bool:
        """Something is typed that is not saved."""
        return self.form.touched()

    def commit(self) -> None:
        """Keep them."""
        person, agency_id = self._person, self._id
        names, places = ((self.form.text(name) or "").splitlines() for name in ("aliases", "places"))
        self.run(lambda: self._work.save_names_and_places(person, agency_id, names, places), lambda _none: self.finish(agency_id))


class ContactDialog(DeedDialog):
    """Somebody at a department."""

    def __init__(
        self, work: DepartmentWork, person: Person | None, agency: Agency, contact: Contact | None, *, runner: TaskRunner, parent: QWidget
    ) -> None:
        super().__init__(f"Somebody at {agency.name}" if contact is None else contact.name, "&Save", runner, parent)
        self._work = work
        self._person = person
        self._agency = agency
        self._contact = contact or Contact(0, "")
        form = RecordForm(work.today)
        form.line("name", "&Name", self._contact.name)
        form.line("position", "P&osition", self._contact.position, "dispatch, records, chief")
        form.line("phone", "&Phone", self._contact.phone)
        form.line("email", "&E-mail", self._contact.email)
        form.settle()
        self.form = form
        self.body.addLayout(form)
        self.body.addStretch(1)
        self.fit(QSize(460, 240))
        form.lines["name"].setFocus()

    def touched(self) -> bool:
        """Something is typed that is not saved."""
        return self.form.touched()

    def commit(self) -> None:
        """Keep it."""
        form, person, agency_id = self.form, self._person, self._agency.id
        typed = Contact(self._contact.id, form.text("name") or "", form.text("position"), form.text("phone"), form.text("email"))
        self.run(lambda: self._work.save_contact(person, agency_id, typed), lambda _id: self.finish(agency_id))
