"""The page of a police department: how it is reached, who is there, its names and places, what was changed."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from itow_desktop.domain.agencies import WAYS
from itow_desktop.domain.departments import Contact
from itow_desktop.domain.history import HistoryPage
from itow_desktop.services.departments import DepartmentPage
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.places.department_deeds import DepartmentDeeds
from itow_desktop.ui.dialogs.places.place_window import PlacePage
from itow_desktop.ui.models.text_rows import Cell, TextRow
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.facts import Facts
from itow_desktop.ui.widgets.places.parts import RecordList


class DepartmentWindow(PlacePage[DepartmentDeeds, int, DepartmentPage]):
    """The key is the id of the department."""

    picture = "shield"
    noun = "Police department"
    untouched = "Nothing was changed yet."

    def __init__(self, deeds: DepartmentDeeds, agency_id: int) -> None:
        super().__init__(deeds, agency_id)
        self.setMinimumSize(QSize(680, 420))
        self.reach = QScrollArea()
        self.people = RecordList(
            "People there", ("Name", "Position", "Phone", "E-mail"), "Nobody there is on record.", picture="users"
        )  # fmt: skip
        self.sheet = self.button("Call &sheet...", "printer", lambda page: deeds.call_sheet(page.agency.id, page.agency.name, self))
        self.use = self.button("&Use no more...", "prohibit", lambda page: deeds.use(page.agency, self))
        self._build()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.reach.setWidgetResizable(True)
        self.reach.setFrameShape(QScrollArea.Shape.NoFrame)
        self.reach.viewport().setAutoFillBackground(False)
        self.reach.setAccessibleName("How to reach it")
        people, deeds = self.people, self.deeds
        people.deed("&Add somebody...", "plus", lambda: self.with_page(lambda page: deeds.contact(page.agency, None, self)))
        people.deed_for("Chan&ge...", "pencil-simple", self._change)
        people.deed_for("Is there no &more", "trash-simple", deeds.take_out)
        people.table.opened.connect(lambda row: self._change(people.model.key_at(row)))
        for widget, name in ((self.reach, "Ho&w to reach it"), (people, "&People there"), (self.history, "&Changes")):
            self.tabs.addTab(widget, name)
        self.put_inside(self.title, self.under, self._buttons(), size=QSize(780, 520))

    def _buttons(self) -> QHBoxLayout:
        deeds, row = self.deeds, QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.button("&Edit...", "pencil-simple", lambda page: deeds.edit(page.agency, self)))
        row.addWidget(self.button("&Names and places...", "identification-badge", lambda page: deeds.names(page, self)))
        row.addWidget(self.sheet)
        row.addWidget(self.button("Same as ano&ther...", "intersect", lambda page: deeds.join(page.agency.id, self)))
        row.addWidget(self.use)
        row.addStretch(1)
        return row

    def edit(self) -> None:
        """How it is reached."""
        self.with_page(lambda page: self.deeds.edit(page.agency, self))

    def _change(self, contact: Contact) -> None:
        self.with_page(lambda page: self.deeds.contact(page.agency, contact, self))

    # --- reading -----------------------------------------------------------------------------------------------------

    def question(self) -> Callable[[], tuple[DepartmentPage, HistoryPage]]:
        work, agency_id = self.deeds.work, self.key
        return lambda: (work.department(agency_id), work.department_history(agency_id))

    def show_page(self, page: DepartmentPage) -> None:
        """How it is reached, who is there, how much refers to it."""
        agency, uses = page.agency, page.uses
        self.setWindowTitle(agency.name)
        self.title.setText(agency.name if agency.active else f"{agency.name} (not in use)")
        parts = (counted(len(page.to_call), "car", "cars") + " to call in", counted(uses.on_lot, "car", "cars") + " on the lot",
                 counted(uses.cars, "car", "cars") + " in all", counted(uses.properties, "property", "properties"))  # fmt: skip
        self.under.setText(" · ".join(parts))
        self.sheet.setEnabled(bool(page.to_call))
        self.use.setText("&Use no more..." if agency.active else "&Use it again")
        self._show_reach(page)
        self.people.put([_contact(each) for each in page.contacts])

    def _show_reach(self, page: DepartmentPage) -> None:
        agency, facts, inside = page.agency, Facts(), QWidget()
        facts.add("Phone", agency.phone or "none on record", bold=bool(agency.phone), tone=None if agency.phone else Tone.TODAY)
        facts.add("Wants ours", WAYS.get(agency.preferred or "", "no wish known"))
        for name, value in (("Fax", agency.fax), ("E-mail", agency.email), ("Address", agency.address), ("Hours", agency.hours)):
            facts.add(name, value or "none on record")
        facts.add("Other names", "\n".join(page.aliases) or "none")
        facts.add("Answers for", ", ".join(place.title() for place in page.places) or "no place by itself")
        facts.add("Notes", agency.notes or "none")
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 12, 8, 8)
        column.addWidget(facts)
        column.addStretch(1)
        self.reach.setWidget(inside)
        inside.setAutoFillBackground(False)  # else it is grey on the page of its tab


def _contact(contact: Contact) -> TextRow:
    return TextRow(contact, tuple(Cell(text or "") for text in (contact.name, contact.position, contact.phone, contact.email)))
