"""From a button on a property's page to its dialog, and from the dialog back to the bus."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.properties import Caller, Complaint, Property, Sign
from itow_desktop.services.properties import Authority, PropertyPage, PropertyRow
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.places.caller import CallerDialog, EndCallerDialog
from itow_desktop.ui.dialogs.places.complaint import ComplaintDialog
from itow_desktop.ui.dialogs.places.pick_one import Choice, JoinDialog
from itow_desktop.ui.dialogs.places.place_deeds import PlaceDeeds
from itow_desktop.ui.dialogs.places.property_facts import PropertyDialog
from itow_desktop.ui.dialogs.places.sign import SignDialog, SignPhoto
from itow_desktop.ui.dialogs.places.work import PropertyWork
from itow_desktop.ui.dialogs.questions import ask
from itow_desktop.ui.text import counted, day_text


class PropertyDeeds(PlaceDeeds[PropertyWork]):
    """One door for each deed; whoever may only look is told so."""

    opened = Signal(str)
    """Key of a property that was entered and shall be seen."""

    # --- the property ------------------------------------------------------------------------------------------------

    def edit(self, place: Property | None, parent: QWidget) -> None:
        """Change what is said of a property; None enters a new one."""

        def show(agencies: tuple[Agency, ...]) -> None:
            dialog = PropertyDialog(
                self.work, self.who.person, agencies, place, runner=self.runner, parent=parent
            )  # fmt: skip
            if place is None:
                dialog.done_with.connect(lambda key: self.opened.emit(str(key)))
            self._show(dialog)

        if self._may():
            self.runner.start(self.work.agencies, owner=self, done=show, failed=self.failed.emit)

    def join(self, key: str, parent: QWidget) -> None:
        """Say that another property is the same as this one."""

        def show(rows: tuple[PropertyRow, ...]) -> None:
            kept = next((row for row in rows if row.place.key == key), None)
            if kept is not None:
                self._show(self._join_dialog(kept, rows, parent))

        if self._may():
            self.runner.start(self.work.properties, owner=self, done=show, failed=self.failed.emit)

    def _join_dialog(self, kept: PropertyRow, rows: Sequence[PropertyRow], parent: QWidget) -> DeedDialog:
        person, key = self.who.person, kept.place.key
        others = [Choice(row.place.key, row.place.name, _aside(row)) for row in rows if row.place.key != key]
        question = (
            f"Which property is the same as {kept.place.name} ({kept.place.address or 'address not known'})? "
            f"Its cars, callers, signs and complaints go to {kept.place.name}, at later imports too."
        )
        return JoinDialog(
            "The same property", question, others, lambda gone: self.work.join_properties(person, key, gone), runner=self.runner,
            parent=parent,
        )  # fmt: skip

    # --- callers -----------------------------------------------------------------------------------------------------

    def caller(self, place: Property, caller: Caller | None, parent: QWidget) -> None:
        """Add somebody who may call, or change what is known."""
        if self._may():
            self._show(CallerDialog(self.work, self.who.person, place, caller, runner=self.runner, parent=parent))

    def caller_of_tow(self, custody_id: int, parent: QWidget) -> None:
        """Put who asked for a tow on record, if a person says so."""

        def show(found: Authority) -> None:
            self._show(
                CallerDialog(
                    self.work, self.who.person, found.place, asked=found.asked, runner=self.runner, parent=parent
                )
            )  # fmt: skip

        if self._may():
            self.runner.start(lambda: self.work.authority(custody_id), owner=self, done=show, failed=self.failed.emit)

    def end_caller(self, place: Property, caller: Caller, parent: QWidget) -> None:
        """Somebody may call no more."""
        if self._may():
            self._show(EndCallerDialog(self.work, self.who.person, place, caller, runner=self.runner, parent=parent))

    # --- signs and complaints ----------------------------------------------------------------------------------------

    def sign(self, page: PropertyPage, sign: Sign | None, parent: QWidget) -> None:
        """Add a sign or change what was seen."""
        if self._may():
            entrances = [each.entrance for each in page.signs]
            self._show(
                SignDialog(
                    self.work, self.who.person, page.place, sign, entrances=entrances, runner=self.runner, parent=parent
                )
            )  # fmt: skip

    def show_photo(self, sign: Sign, parent: QWidget) -> None:
        """The photo of a sign, large."""
        if sign.has_photo:
            words = f"{sign.entrance}, {day_text(sign.seen_on, self.work.today())}"
            SignPhoto(words, lambda: self.work.sign_photo(sign.id), runner=self.runner, parent=parent).open()

    def complaint(self, page: PropertyPage, complaint: Complaint | None, parent: QWidget) -> None:
        """Add a complaint or answer it."""
        if self._may():
            self._show(
                ComplaintDialog(
                    self.work, self.who.person, page.place, complaint, tows=page.tows, runner=self.runner, parent=parent
                )
            )  # fmt: skip

    def take_out(self, part: str, row_id: int, name: str, parent: QWidget) -> None:
        """Take out what was entered by mistake, once a person said that it was one; undo brings it back."""
        person = self.who.person

        def out() -> None:
            self._do(lambda: self.work.take_out(person, part, row_id, name))

        if self._may():
            question = f"Was {name} entered by mistake? It is listed no more; Edit, Undo brings it back."
            ask(parent, "Take out", question, [("&Take it out", out), ("&Leave it", None)], default=1)


def _aside(row: PropertyRow) -> str:
    return ", ".join(part for part in (row.place.address, counted(row.total, "tow", "tows")) if part)
