"""Properties and police departments as the window uses them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.call_sheets import CallSheet
from itow_desktop.domain.departments import Contact
from itow_desktop.domain.history import HistoryPage
from itow_desktop.domain.properties import Caller, Complaint, Property, Sign
from itow_desktop.domain.spellings import Spelling
from itow_desktop.services import browsing, departments, editing, keeping_properties, properties, spellings
from itow_desktop.services.departments import DepartmentPage, DepartmentRow
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.properties import Authority, PropertyPage, PropertyRow
from itow_desktop.services.spellings import SpellingTable
from itow_desktop.services.views import Person


class PlaceDesk(Desk):
    """Hands each question to its deed; safe to call from several threads."""

    # --- properties --------------------------------------------------------------------------------------------------

    def properties(self) -> tuple[PropertyRow, ...]:
        """Every property, by name."""
        return properties.property_list(self._shift)

    def property(self, key: str) -> PropertyPage:
        """Everything known of one."""
        return properties.property_page(self._shift, key)

    def property_history(self, key: str) -> HistoryPage:
        """What was changed at one."""
        return properties.property_history(self._shift, key)

    def authority(self, custody_id: int) -> Authority:
        """Who asked for a car's tow."""
        return properties.authority(self._shift, custody_id)

    def add_property(self, person: Person | None, place: Property) -> str:
        """Enter a property; answers its key."""
        return keeping_properties.add_property(self._shift.by(person), place)

    def save_property(self, person: Person | None, place: Property) -> None:
        """Keep what is said of a property."""
        keeping_properties.save_property(self._shift.by(person), place)

    def join_properties(self, person: Person | None, kept: str, gone: str) -> None:
        """Say that two properties are one."""
        keeping_properties.join_properties(self._shift.by(person), kept, gone)

    def save_caller(self, person: Person | None, key: str, caller: Caller) -> int:
        """Add or change somebody who may ask for tows."""
        return keeping_properties.save_caller(self._shift.by(person), key, caller)

    def end_caller(self, person: Person | None, key: str, caller_id: int, last_day: date) -> None:
        """Somebody may not ask for tows after that day."""
        keeping_properties.end_caller(self._shift.by(person), key, caller_id, last_day)

    def save_sign(self, person: Person | None, key: str, sign: Sign, photo: Path | None) -> int:
        """Add or change a sign."""
        return keeping_properties.save_sign(self._shift.by(person), self._ports.pictures, key, sign, photo)

    def photo_day(self, photo: Path) -> date | None:
        """When a photo was taken."""
        return keeping_properties.photo_day(self._shift, self._ports.pictures, photo)

    def sign_photo(self, sign_id: int) -> bytes:
        """The photo of a sign, JPEG."""
        return properties.sign_photo(self._shift, sign_id)

    def save_complaint(self, person: Person | None, key: str, complaint: Complaint) -> int:
        """Add or change a complaint."""
        return keeping_properties.save_complaint(self._shift.by(person), key, complaint)

    def take_out(self, person: Person | None, part: str, row_id: int, name: str) -> None:
        """Take out what was entered by mistake."""
        keeping_properties.take_out(self._shift.by(person), part, row_id, name)

    # --- police departments ------------------------------------------------------------------------------------------

    def agencies(self) -> tuple[Agency, ...]:
        """Every police department, those no longer in use too."""
        return browsing.agencies(self._shift.desk)

    def departments(self) -> tuple[DepartmentRow, ...]:
        """Every police department with what refers to it."""
        return departments.department_list(self._shift)

    def department(self, agency_id: int) -> DepartmentPage:
        """Everything known of one."""
        return departments.department_page(self._shift, agency_id)

    def department_history(self, agency_id: int) -> HistoryPage:
        """What was changed of one."""
        return departments.department_history(self._shift, agency_id)

    def save_department(self, person: Person | None, agency: Agency) -> int:
        """Add or change one; answers its id."""
        return editing.save_agency(self._shift.by(person), agency)

    def save_names_and_places(self, person: Person | None, agency_id: int, aliases: Sequence[str], places: Sequence[str]) -> None:
        """Keep its other names and places."""
        departments.save_names_and_places(self._shift.by(person), agency_id, aliases, places)

    def spellings(self) -> SpellingTable:
        """Every spelling with the department it leads to."""
        return spellings.spelling_table(self._shift)

    def save_spelling(self, person: Person | None, spelling: Spelling, agency_id: int, before: Spelling | None = None) -> int:
        """Let a spelling lead to a department; answers how many cars that waited have it now."""
        return spellings.save_spelling(self._shift.by(person), spelling, agency_id, before)

    def take_out_spelling(self, person: Person | None, spelling: Spelling) -> None:
        """A spelling leads nowhere any more."""
        spellings.take_out_spelling(self._shift.by(person), spelling)

    def save_contact(self, person: Person | None, agency_id: int, contact: Contact) -> int:
        """Add or change somebody there."""
        return departments.save_contact(self._shift.by(person), agency_id, contact)

    def take_out_contact(self, person: Person | None, contact: Contact) -> None:
        """Somebody is there no more."""
        departments.take_out_contact(self._shift.by(person), contact)

    def use_department(self, person: Person | None, agency_id: int, *, active: bool) -> None:
        """Offer it no more, or again."""
        departments.use_department(self._shift.by(person), agency_id, active=active)

    def join_departments(self, person: Person | None, kept: int, gone: int) -> int:
        """Say that two departments are one; answers how many cars moved."""
        return departments.join_departments(self._shift.by(person), kept, gone)

    # --- call sheets -------------------------------------------------------------------------------------------------

    def call_sheet(self, agency_id: int | None, custody_ids: Sequence[int] | None = None) -> tuple[CallSheet, bytes, tuple[bytes, ...]]:
        """A call sheet as data, PDF, pictures of its pages."""
        sheet = departments.call_sheet(self._shift, agency_id, custody_ids)
        pdf = self._ports.renderer.render_call_sheet(sheet)
        return sheet, pdf, self._ports.renderer.page_images(pdf)

    def printers(self) -> tuple[PrinterInfo, ...]:
        """The system's printers."""
        return self._ports.printer.printers()

    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None:
        """Send a PDF that is not kept to a printer."""
        self._ports.printer.print_pdf(pdf, choice, title)
