"""Enter or change somebody with a stake in a car; enter or change an address."""

from dataclasses import replace

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Problems, Trouble
from itow_desktop.domain.parties.party import FoundBy, MailAddress, Party, PartyRole
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.parties.address_form import AddressForm, chosen, found_choices
from itow_desktop.ui.dialogs.parties.work import PartyWork
from itow_desktop.ui.dialogs.places.form import RecordForm
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.tones import quiet, strong

_KINDS = (("Not known", None), ("A person", True), ("A firm or an authority", False))
_NO_ADDRESS = MailAddress(0, 0, "", ())


class _Form(DeedDialog):
    """What cannot be taken is said without its number: it is nobody's fault."""

    def failed(self, trouble: Trouble) -> None:
        if isinstance(trouble, Problems):
            self._set_busy(None)
            self.problems.say([sentence for _, sentence in trouble.problems])
        else:
            super().failed(trouble)


class PartyDialog(_Form):
    """Somebody new is entered with an address, if one is known; addresses of others have a dialog of their own."""

    def __init__(self, work: PartyWork, person: Person | None, party: Party, *, runner: TaskRunner, parent: QWidget | None) -> None:
        new = party.id == 0
        super().__init__("Owner or lienholder" if new else party.name, "&Add" if new else "&Save", runner, parent)
        self._work, self._person, self._party = work, person, party
        self.form = RecordForm(work.today)
        self.form.choice("role", "&Role", [(role.words, role) for role in PartyRole], party.role)
        self.form.line("name", "&Name", party.name, "as it stands on the record")
        self.form.line("attention", "A&ttention", party.attention, "title department, estate of ...")
        self.form.choice("individual", "&Kind", _KINDS, party.individual)
        self.form.line("phone", "&Phone", party.phone)
        self.form.line("email", "E-ma&il", party.email)
        self.form.choice("found_by", "&Where from", found_choices(party.found_by), party.found_by)
        self.form.day("found_on", "On &day", party.found_on)
        self.form.note("note", "N&ote", party.note, lines=2)
        self.form.settle()
        self.address = AddressForm(work, runner, None) if new else None
        self._lay_out()
        self.fit(QSize(960 if new else 460, 480 if new else 440))
        self.form.lines["name"].setFocus()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(self.form, 2)
        if self.address is not None:
            line = QFrame()
            line.setFrameShape(QFrame.Shape.VLine)
            line.setFrameShadow(QFrame.Shadow.Sunken)
            row.addWidget(line)
            right = QVBoxLayout()
            right.setSpacing(8)
            right.addWidget(strong("Address, if one is known"))
            right.addWidget(self.address)
            right.addStretch(1)
            row.addLayout(right, 3)
            self.form.choices["found_by"].currentIndexChanged.connect(lambda _place: self._same_source())
        self.body.addLayout(row)
        self.body.addStretch(1)

    def _same_source(self) -> None:
        """Whoever told the name mostly told the address; until somebody says otherwise."""
        if self.address is not None and self.address.found_by.currentData() is None:
            self.address.found_by.setCurrentIndex(self.address.found_by.findData(self.form.choices["found_by"].currentData()))

    @property
    def _source(self) -> FoundBy | None:
        return chosen(self.form.choices["found_by"], FoundBy)

    def touched(self) -> bool:
        """Something is typed that is not saved."""
        return self.form.touched() or (self.address is not None and self.address.touched())

    def commit(self) -> None:
        """Keep it."""
        problems = [*self.form.problems(), *(self.address.problems() if self.address else [])]
        if problems:
            self.problems.say(problems)
            return
        work, person, party, reason = self._work, self._person, self._entered(), self.given_reason
        address = self.address.address(_NO_ADDRESS) if self.address is not None and not self.address.empty else None
        self.run(lambda: work.save_party(person, party, address, reason=reason), self.finish)

    def _entered(self) -> Party:
        form = self.form
        return replace(
            self._party, role=chosen(form.choices["role"], PartyRole) or self._party.role, name=form.text("name") or "",
            attention=form.text("attention"),
            individual=form.choices["individual"].currentData(), phone=form.text("phone"), email=form.text("email"), found_by=self._source,
            found_on=form.days["found_on"].day(), note=form.text("note"),
        )  # fmt: skip


class AddressDialog(_Form):
    """One address; one that a letter went to stays as it is, and what is typed becomes another."""

    def __init__(
        self, work: PartyWork, person: Person | None, party: Party, address: MailAddress | None, *,
        mailed: bool, runner: TaskRunner, parent: QWidget | None,
    ) -> None:  # fmt: skip
        super().__init__(f"Address of {party.name}", "&Add" if address is None else "&Save", runner, parent)
        self._work, self._person, self._party = work, person, party
        self._before = address or replace(_NO_ADDRESS, party_id=party.id)
        if mailed:
            self.body.addWidget(quiet("A letter went to this address, so it is kept. Other lines become another address."))
        self.form = AddressForm(work, runner, address)
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.fit(QSize(620, 420))
        self.form.typed.setFocus()

    def touched(self) -> bool:
        """Something is typed that is not saved."""
        return self.form.touched()

    def commit(self) -> None:
        """Keep it."""
        if problems := self.form.problems():
            self.problems.say(problems)
            return
        work, person, address = self._work, self._person, self.form.address(self._before)
        self.run(lambda: work.save_address(person, address), self.finish)
