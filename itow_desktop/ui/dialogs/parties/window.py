"""Who has a stake in a car: everybody with their addresses, and what may be done about them."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.letters.addresses import address_problems
from itow_desktop.domain.parties.party import MailAddress, Party, PartyRole
from itow_desktop.domain.people import Rights
from itow_desktop.services.parties.keeping import PartyPage
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.own_window import ReadWindow
from itow_desktop.ui.dialogs.parties.dialog import AddressDialog, PartyDialog
from itow_desktop.ui.dialogs.parties.rows import ADDRESS_HEADERS, PARTY_HEADERS, address_row, party_row
from itow_desktop.ui.dialogs.parties.work import PartyWork
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.widgets.column import Column
from itow_desktop.ui.widgets.facts import value_label
from itow_desktop.ui.widgets.places.parts import RecordList
from itow_desktop.ui.widgets.tones import heading, quiet, strong

_ENVELOPE = 280
_NOBODY = "Owner and lienholder are not known yet."
_NO_ADDRESS = "No address is known."


class PartiesWindow(ReadWindow[PartyPage]):
    """One for each car; nobody and no address is ever deleted."""

    picture = "user"
    again = "Tr&y again"
    changed = Signal(int)
    """Something was entered for this car."""

    def __init__(self, house: House, work: PartyWork, custody_id: int) -> None:
        super().__init__(house.runner)
        self._house, self._work, self.key = house, work, custody_id
        self._custody_id = custody_id
        self.page: PartyPage | None = None
        self.setWindowTitle("Owner & lienholder")
        self.setMinimumSize(QSize(800, 480))
        self.title = heading("")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.people = RecordList("Owners and lienholders", PARTY_HEADERS, _NOBODY, picture="user", grow=(1, 3), margin=0)
        self.addresses = RecordList("Addresses", ADDRESS_HEADERS, _NO_ADDRESS, picture="envelope-simple", grow=(0, 1), margin=0)
        self.envelope = Column(spacing=2, margin=12)
        self._build()
        self._wire()

    def _build(self) -> None:
        people, addresses = self.people, self.addresses
        self.add = people.deed("&Add...", "plus", self.ask_party)
        people.deed_for("&Change...", "pencil-simple", self.change_party, may=self._counts)
        people.deed_for("&Take out...", "trash-simple", self.ask_take_out, may=self._counts)
        people.deed_for("Count a&gain", "arrow-counter-clockwise", self.bring_back, may=lambda key: not self._counts(key))
        self.add_address = addresses.deed("A&dd address...", "plus", self.ask_address)
        addresses.deed_for("C&hange...", "pencil-simple", self.change_address)
        addresses.deed_for("&Mark bad...", "prohibit", self.ask_bad, may=self._good)
        addresses.deed_for("&Letters here", "envelope-simple", self.use_address, may=lambda key: not self._in_use(key))
        below = QWidget()
        row = QHBoxLayout(below)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(addresses, 1)
        self.envelope.setFixedWidth(_ENVELOPE)
        row.addWidget(self.envelope, 0, Qt.AlignmentFlag.AlignTop)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(people)
        parts.addWidget(below)
        inside = QVBoxLayout()
        inside.setSpacing(8)
        inside.addWidget(self.title)
        inside.addWidget(parts, 1)
        self.lay_out(inside, QSize(1040, 620))

    def _wire(self) -> None:
        self._house.bus.cars_changed.connect(self._cars_changed)
        self._house.who.changed.connect(self.refresh)
        people, addresses = self.people, self.addresses
        people.table.opened.connect(lambda row: self.change_party(people.model.key_at(row)))
        addresses.table.opened.connect(lambda row: self.change_address(addresses.model.key_at(row)))
        people.table.selectionModel().selectionChanged.connect(lambda *_: self._show_addresses())
        addresses.table.selectionModel().selectionChanged.connect(lambda *_: self._show_envelope())

    # --- reading -----------------------------------------------------------------------------------------------------

    def question(self) -> Callable[[], PartyPage]:
        work, custody_id = self._work, self._custody_id
        return lambda: work.parties(custody_id)

    def show_answer(self, answer: PartyPage) -> None:
        self.page = answer
        self.title.setText(answer.car)
        self.setWindowTitle(f"Owner & lienholder of {answer.car}")
        self.people.put([party_row(party, self._work.today()) for party in answer.parties])
        self._show_addresses()

    def _cars_changed(self, custody_ids: frozenset[int]) -> None:
        if not custody_ids or self._custody_id in custody_ids:
            self.refresh()

    # --- the chosen ones ---------------------------------------------------------------------------------------------

    @property
    def party(self) -> Party | None:
        """Who is chosen."""
        return self._party(self.people.current)

    @property
    def address(self) -> MailAddress | None:
        """Which of the addresses is chosen."""
        return self._address(self.addresses.current)

    def _party(self, party_id: int | None) -> Party | None:
        return next((each for each in (self.page.parties if self.page else ()) if each.id == party_id), None)

    def _address(self, address_id: int | None) -> MailAddress | None:
        party = self.party
        return next((each for each in (party.addresses if party else ()) if each.id == address_id), None)

    def _counts(self, party_id: int) -> bool:
        party = self._party(party_id)
        return party is not None and party.void is None

    def _good(self, address_id: int) -> bool:
        address = self._address(address_id)
        return address is not None and address.good

    def _in_use(self, address_id: int) -> bool:
        party, address = self.party, self._address(address_id)
        return party is not None and party.address == address

    def _show_addresses(self) -> None:
        party, page = self.party, self.page
        mailed = page.mailed if page else frozenset()
        today = self._work.today()
        self.addresses.put(
            [] if party is None else [address_row(party, each, mailed=each.id in mailed, today=today) for each in party.addresses]
        )
        self.addresses.setEnabled(party is not None and party.void is None)
        self._show_envelope()

    def _show_envelope(self) -> None:
        """The lines in the window of the envelope, and what keeps a letter from them."""
        lines = self.envelope.anew()
        party = self.party
        if party is None:
            return
        address = self.address or party.address
        lines.addWidget(quiet("On the envelope"))
        for place, line in enumerate(party.block(address) if address else (party.name,)):
            lines.addWidget(strong(line) if place == 0 else value_label(line))
        for problem in address_problems(party, address):
            lines.addWidget(value_label(problem.sentence, tone=Tone.TODAY))
        if address is not None:
            lines.addSpacing(8)
            lines.addWidget(quiet("As typed"))
            lines.addWidget(value_label(address.typed))
            if address.purpose is not None:
                lines.addSpacing(8)
                lines.addWidget(quiet("May be used as"))
                lines.addWidget(value_label(address.purpose.words))

    # --- deeds about somebody ----------------------------------------------------------------------------------------

    def ask_party(self) -> None:
        """Enter somebody: the owner first, then the lienholder."""
        if self.page is not None and self._may():
            known = {party.role for party in self.page.parties if party.void is None}
            role = PartyRole.LIENHOLDER if PartyRole.OWNER in known else PartyRole.OWNER
            self._open(
                PartyDialog(self._work, self._house.who.person, Party(0, self._custody_id, role, ""), runner=self._runner, parent=self)
            )

    def change_party(self, party_id: int) -> None:
        """What is said of somebody."""
        party = self._party(party_id)
        if party is not None and party.void is None and self._may():
            self._open(PartyDialog(self._work, self._house.who.person, party, runner=self._runner, parent=self))

    def ask_take_out(self, party_id: int) -> None:
        """Somebody has no stake in the car."""
        party, work, person = self._party(party_id), self._work, self._house.who.person
        if party is not None and self._may():
            self._open(
                ReasonDialog(
                    f"Take out {party.name}", "&Take out", lambda reason: work.take_out(person, party_id, reason), runner=self._runner,
                    parent=self, hint="another car, sold it, entered twice ...", about="The entry and its letters stay readable.",
                )
            )  # fmt: skip

    def bring_back(self, party_id: int) -> None:
        """Somebody who was taken out counts again."""
        work, person = self._work, self._house.who.person
        self._do(lambda: work.bring_back(person, party_id))

    # --- deeds about an address --------------------------------------------------------------------------------------

    def ask_address(self) -> None:
        """Enter one more address of whoever is chosen."""
        self._ask_address(None)

    def change_address(self, address_id: int) -> None:
        """Put one right."""
        self._ask_address(self._address(address_id))

    def _ask_address(self, address: MailAddress | None) -> None:
        party, page = self.party, self.page
        if party is not None and page is not None and self._may():
            mailed = address is not None and address.id in page.mailed
            self._open(AddressDialog(self._work, self._house.who.person, party, address, mailed=mailed, runner=self._runner, parent=self))

    def ask_bad(self, address_id: int) -> None:
        """Mail does not reach them there."""
        party, work, person = self.party, self._work, self._house.who.person
        if party is not None and self._may():
            party_id = party.id
            self._open(
                ReasonDialog(
                    f"Mail does not reach {party.name}", "&Mark it bad", lambda why: work.mark_bad(person, party_id, address_id, why),
                    runner=self._runner, parent=self, hint="moved, no such number, returned unclaimed ...",
                    about="Letters go to another address, where there is one.",
                )
            )  # fmt: skip

    def use_address(self, address_id: int) -> None:
        """Letters go there from now on."""
        party, work, person = self.party, self._work, self._house.who.person
        if party is not None:
            party_id = party.id
            self._do(lambda: work.mark_good(person, party_id, address_id))

    # --- within ------------------------------------------------------------------------------------------------------

    def _may(self) -> bool:
        hindrance = self._house.who.hindrance(Rights.CLERK)
        if hindrance is not None:
            self._tell(hindrance)
        return hindrance is None

    def _do(self, deed: Callable[[], object]) -> None:
        if self._may():
            self._runner.start(deed, owner=self, done=lambda _answer: self._entered(), failed=self._tell)

    def _open(self, dialog: DeedDialog) -> None:
        dialog.done_with.connect(lambda _answer: self._entered())
        dialog.open()

    def _entered(self) -> None:
        self.changed.emit(self._custody_id)

    def _tell(self, trouble: Trouble) -> None:
        self.news.tell(str(trouble), Tone.LATE)
