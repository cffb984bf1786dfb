"""What is said of a property: name, address, department, contract, distance, why it needs no sign."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.properties import FARTHEST_MILES, UNCHECKED, Property
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.places.form import RecordForm
from itow_desktop.ui.dialogs.places.work import PropertyWork
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.tones import quiet

_NEW = Property(0, "", "")


class PropertyDialog(DeedDialog):
    """Change a property, or add one; answers its key."""

    def __init__(
        self,
        work: PropertyWork,
        person: Person | None,
        agencies: Sequence[Agency],
        place: Property | None = None,
        *,
        runner: TaskRunner,
        parent: QWidget | None,
    ) -> None:
        super().__init__("Add a property" if place is None else place.name, "&Save", runner, parent)
        self._work = work
        self._person = person
        self._new = place is None
        self._place = place or _NEW
        self.form = RecordForm(work.today)
        self._rows(agencies)
        self.form.settle()
        self.body.addLayout(self.form)
        self.body.addWidget(self._note())
        self.body.addStretch(1)
        self.fit(QSize(600, 540))
        self.form.lines["name"].setFocus()

    def _rows(self, agencies: Sequence[Agency]) -> None:
        place, form = self._place, self.form
        form.line("name", "&Name", place.name, "Oak Apartments")
        form.line("address", "&Address", place.address, "123 Oak St, Burton, MI 48509")
        form.line("phone", "&Phone", place.phone)
        form.agency("agency", "Police &department", agencies, place.agency_id)
        form.day("contract_from", "Contract &from", place.contract_from, past=False)
        form.day("contract_until", "Contract &until", place.contract_until, past=False)
        form.note("contract", "&Terms", place.contract, "what was agreed, where the paper lies")
        miles = "" if place.miles is None else f"{place.miles.normalize():f}"
        form.line("miles", "&Miles to our lot", miles, "measured on the road, for example 4.5")
        form.line("sign_exempt", "No sign needed, &why", place.sign_exempt, "empty: a sign is needed")
        form.note("notes", "N&otes", place.notes, lines=2)

    def _note(self) -> QLabel:
        words = quiet(
            f"MCL 257.252a(10) speaks of {FARTHEST_MILES} miles from the border of the city or township to the lot ({UNCHECKED}). "
            f"No sign is needed at a house for one or two families, or where the driver was told in person (MCL 257.252l, {UNCHECKED})."
        )
        words.setWordWrap(True)
        return words

    def touched(self) -> bool:
        """Something is typed that is not saved."""
        return self.form.touched()

    def commit(self) -> None:
        """Keep it."""
        problems = self.form.problems()
        miles = self._miles()
        if miles is None and self.form.text("miles"):
            problems.append(f"{self.form.text('miles')} is no distance. Type miles like 4.5.")
        if problems:
            self.problems.say(problems)
            return
        form, person = self.form, self._person
        typed = replace(
            self._place, name=form.text("name") or "", address=form.text("address"), phone=form.text("phone"),
            agency_id=form.choices["agency"].currentData(), contract_from=form.days["contract_from"].day(),
            contract_until=form.days["contract_until"].day(), contract=form.text("contract"), miles=miles,
            sign_exempt=form.text("sign_exempt"), notes=form.text("notes"),
        )  # fmt: skip
        if self._new:
            self.run(lambda: self._work.add_property(person, typed), self.finish)
        else:
            self.run(lambda: self._work.save_property(person, typed), lambda _none: self.finish(typed.key))

    def _miles(self) -> Decimal | None:
        typed = (self.form.text("miles") or "").casefold().removesuffix("miles").removesuffix("mi").replace(",", ".").strip()
        try:
            miles = Decimal(typed)
        except InvalidOperation:
            return None
        return miles.quantize(Decimal("0.1")) if miles.is_finite() and miles < Decimal(10_000) else None
