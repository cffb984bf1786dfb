"""Owners and lienholders as the window uses them."""

from itow_desktop.domain.parties.address import Formatted
from itow_desktop.domain.parties.party import MailAddress, Party
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.parties import keeping
from itow_desktop.services.parties.keeping import PartyPage
from itow_desktop.services.views import Person


class PartyDesk(Desk):
    """Hands each question to its deed; safe to call from several threads."""

    def parties(self, custody_id: int) -> PartyPage:
        """Everybody with a stake in a car."""
        return keeping.parties_of(self._shift, custody_id)

    def format(self, typed: str, abroad: str | None) -> Formatted:
        """A typed address in the lines of an envelope; ``abroad`` is the name of another country."""
        return self._ports.addresses.format(typed, abroad)

    def save_party(self, person: Person | None, party: Party, address: MailAddress | None = None, *, reason: str | None = None) -> int:
        """Enter somebody, or change what is said of them."""
        return keeping.save_party(self._shift.by(person), party, address, reason=reason)

    def save_address(self, person: Person | None, address: MailAddress) -> int:
        """Enter an address, or change one."""
        return keeping.save_address(self._shift.by(person), address)

    def mark_bad(self, person: Person | None, party_id: int, address_id: int, why: str) -> None:
        """Mail does not reach them there."""
        keeping.mark_bad(self._shift.by(person), party_id, address_id, why)

    def mark_good(self, person: Person | None, party_id: int, address_id: int) -> None:
        """Letters go there from now on."""
        keeping.mark_good(self._shift.by(person), party_id, address_id)

    def take_out(self, person: Person | None, party_id: int, reason: str) -> None:
        """Somebody has no stake in the car."""
        keeping.take_out(self._shift.by(person), party_id, reason)

    def bring_back(self, person: Person | None, party_id: int) -> None:
        """Somebody who was taken out counts again."""
        keeping.bring_back(self._shift.by(person), party_id)
