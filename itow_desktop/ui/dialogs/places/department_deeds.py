"""From a button about a police department to its dialog, and from the dialog back to the bus."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.departments import Contact
from itow_desktop.domain.spellings import Spelling
from itow_desktop.services.departments import DepartmentPage, DepartmentRow
from itow_desktop.services.spellings import SpellingTable
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.paper import Paper, PaperDeeds, PaperDialog
from itow_desktop.ui.dialogs.places.department import ContactDialog, DepartmentDialog, NamesDialog
from itow_desktop.ui.dialogs.places.pick_one import Choice, JoinDialog
from itow_desktop.ui.dialogs.places.place_deeds import PlaceDeeds
from itow_desktop.ui.dialogs.places.spelling import SpellingDialog
from itow_desktop.ui.dialogs.places.work import DepartmentWork
from itow_desktop.ui.dialogs.questions import ask
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.who import Who

_RECORDS_NOTHING = "The sheet is for the phone. Nothing is recorded by printing it: enter the calls in the queue afterwards."


class DepartmentDeeds(PlaceDeeds[DepartmentWork]):
    """One door for each deed; whoever may only look is told so."""

    def __init__(self, runner: TaskRunner, bus: Bus, who: Who, work: DepartmentWork, memory: WindowMemory) -> None:
        super().__init__(runner, bus, who, work)
        self._memory = memory

    # --- the department ----------------------------------------------------------------------------------------------

    def edit(self, agency: Agency | None, parent: QWidget) -> None:
        """Change how it is reached; None enters a new one."""
        if self._may():
            self._show(DepartmentDialog(self.work, self.who.person, agency, runner=self.runner, parent=parent))

    def names(self, page: DepartmentPage, parent: QWidget) -> None:
        """Its other names and places."""
        if self._may():
            self._show(NamesDialog(self.work, self.who.person, page, runner=self.runner, parent=parent))

    def use(self, agency: Agency, parent: QWidget) -> None:
        """Offer it no more, or again; where it is entered it stays."""
        person, active = self.who.person, not agency.active

        def do() -> None:
            self._do(lambda: self.work.use_department(person, agency.id, active=active))

        if not self._may():
            return
        if active:
            do()
            return
        question = f"{agency.name} is offered no more for cars and properties. Where it is entered it stays. It can be used again any time."
        ask(parent, "Use no more", question, [("&Use it no more", do), ("&Leave it", None)], default=1)

    def join(self, agency_id: int, parent: QWidget) -> None:
        """Say that another department is the same as this one."""

        def show(rows: tuple[DepartmentRow, ...]) -> None:
            kept = next((row for row in rows if row.agency.id == agency_id), None)
            if kept is not None:
                self._join(kept, rows, parent)

        if self._may():
            self.runner.start(self.work.departments, owner=self, done=show, failed=self.failed.emit)

    def _join(self, kept: DepartmentRow, rows: Sequence[DepartmentRow], parent: QWidget) -> None:
        person, kept_id = self.who.person, kept.agency.id
        others = [Choice(row.agency.id, row.agency.name, counted(row.uses.cars, "car", "cars")) for row in rows if row.agency.id != kept_id]
        question = (
            f"Which police department is the same as {kept.agency.name}? Its cars, properties, places and people go to "
            f"{kept.agency.name}; its name stays as another name. One Undo takes all of it back."
        )
        dialog = JoinDialog(
            "The same department", question, others, lambda gone: self.work.join_departments(person, kept_id, gone), runner=self.runner,
            parent=parent,
        )  # fmt: skip
        self._show(dialog)

    # --- people there ------------------------------------------------------------------------------------------------

    def contact(self, agency: Agency, contact: Contact | None, parent: QWidget) -> None:
        """Add somebody there, or change what is known."""
        if self._may():
            self._show(ContactDialog(self.work, self.who.person, agency, contact, runner=self.runner, parent=parent))

    def take_out(self, contact: Contact) -> None:
        """Somebody is there no more; Undo is one key away."""
        person = self.who.person
        if self._may():
            self._do(lambda: self.work.take_out_contact(person, contact))

    # --- spellings ---------------------------------------------------------------------------------------------------

    def spelling(self, table: SpellingTable, before: Spelling | None, parent: QWidget, text: str = "") -> None:
        """Add one, or say where one leads from now on."""
        if self._may():
            self._show(SpellingDialog(self.work, self.who.person, table, before, text=text, runner=self.runner, parent=parent))

    def take_out_spelling(self, spelling: Spelling) -> None:
        """It leads nowhere any more; Undo is one key away."""
        person = self.who.person
        if self._may():
            self._do(lambda: self.work.take_out_spelling(person, spelling))

    # --- call sheets -------------------------------------------------------------------------------------------------

    def call_sheet(self, agency_id: int | None, name: str, parent: QWidget, custody_ids: Sequence[int] | None = None) -> None:
        """The sheet to call cars in by, to look at and print."""

        def read() -> Paper:
            sheet, pdf, pages = self.work.call_sheet(agency_id, custody_ids)
            return Paper(_file(sheet.name, sheet.written.astimezone(self.work.zone)), pdf, pages)

        deeds = PaperDeeds(read, self.work.printers, self.work.print_pdf)
        PaperDialog(
            f"Call sheet, {name}", "&Print", deeds, runner=self.runner, parent=parent, memory=self._memory, note=_RECORDS_NOTHING
        ).open()


def _file(name: str, written: datetime) -> str:
    safe = "-".join("".join(letter if letter.isascii() and letter.isalnum() else " " for letter in name).split())
    return f"CALLSHEET_{safe[:60]}_{written:%Y-%m-%d}.pdf"
