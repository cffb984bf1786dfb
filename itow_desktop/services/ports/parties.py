"""The parties of cars as the deeds see them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from itow_desktop.domain.parties.party import MailAddress, Party


class PartyStore(Protocol):
    """Parties with their addresses; nothing here is ever deleted."""

    def of(self, custody_id: int) -> tuple[Party, ...]:
        """Those of one car with all their addresses, void ones last."""

    def of_many(self, custody_ids: Sequence[int]) -> Mapping[int, tuple[Party, ...]]:
        """Those of several cars; a car without any has none in it."""

    def get(self, party_id: int) -> Party:
        """One of them; raises ``NotFound``."""

    def add(self, party: Party) -> int:
        """Enter one (its id is not looked at); answers its id."""

    def change(self, party: Party) -> None:
        """Everything but its addresses."""

    def add_address(self, address: MailAddress) -> int:
        """Enter one more address of ``address.party_id``; answers its id."""

    def mark_address(self, address_id: int, *, good: bool, why_bad: str | None = None, preferred: bool | None = None) -> None:
        """What is known of an address now; its words stay."""
