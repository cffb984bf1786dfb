"""The parties of cars as the deeds see them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from itow_desktop.domain.parties.address import Formatted
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
        """Everything but its addresses; raises ``ChangedElsewhere`` where its version is not the kept one."""

    def add_address(self, address: MailAddress) -> int:
        """Enter one more address of ``address.party_id``; answers its id."""

    def change_address(self, address: MailAddress) -> None:
        """Its words too; raises ``Refused`` for the words of one that a letter was addressed to."""

    def mark_address(self, address_id: int, *, good: bool, why_bad: str | None = None, preferred: bool | None = None) -> None:
        """What is known of an address now; its words stay."""

    def mailed(self, address_ids: Collection[int]) -> Collection[int]:
        """Those of the addresses that a letter was addressed to."""


class Addresses(Protocol):
    """Puts a typed address into the lines of an envelope."""

    def format(self, typed: str, abroad: str | None) -> Formatted:
        """As Publication 28 has it, as far as it could be told apart; never raises for what somebody typed.

        ``abroad`` is the name of another country, which becomes the last line; the lines above it stay as they were typed.
        """


class AsTyped:
    """Knows nothing of addresses: the lines are those that were typed."""

    def format(self, typed: str, abroad: str | None) -> Formatted:
        """The lines in capitals."""
        lines = [" ".join(line.split()).upper() for line in (*typed.splitlines(), abroad or "")]
        return Formatted(tuple(line for line in lines if line))
