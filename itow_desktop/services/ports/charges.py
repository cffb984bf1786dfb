"""Charges as the database keeps them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from itow_desktop.domain.charges.fees import Fees
from itow_desktop.domain.charges.ledger import LedgerLine
from itow_desktop.domain.charges.postage import PostagePrice


class ChargeStore(Protocol):
    """The ledger, the fee schedule, the prices of mailing; all only added to."""

    def lines(self, custody_ids: Sequence[int]) -> Mapping[int, tuple[LedgerLine, ...]]:
        """The stored lines of cars in the order of recording; a car without any is left out."""

    def of_pieces(self, piece_ids: Sequence[int]) -> Mapping[int, LedgerLine]:
        """The line that each of these pieces of mail was charged by; counter-lines are none."""

    def add(self, lines: Sequence[LedgerLine]) -> Sequence[int]:
        """Append lines, whatever their ids; answers the new ids in their order."""

    def fees(self) -> tuple[Fees, ...]:
        """Every entry of the fee schedule in the order of entry, withdrawn ones too."""

    def add_fees(self, fees: Fees) -> int:
        """Append an entry of the schedule."""

    def withdraw_fees(self, fees_id: int, reason: str) -> None:
        """Let an entry count no more; raises ``NotFound`` where it does not count already."""

    def prices(self) -> tuple[PostagePrice, ...]:
        """Every price of mailing in the order of entry."""

    def add_prices(self, prices: Sequence[PostagePrice]) -> None: ...
    def may_set_fees(self) -> bool:
        """Whether the database lets this sign-in change fees, prices."""
