"""The amounts that the law itself names."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from itow_desktop.domain.charges.ledger import ChargeKind, LedgerLine
from itow_desktop.domain.parties.party import Party, PartyRole
from itow_desktop.domain.vehicles import CustodyKind

STATE_FEE = Decimal("40.00")
"""The abandoned vehicle fee that whoever redeems a car pays (MCL 257.252a; as the Secretary of State's answers tell it)."""
IMPOUNDS = frozenset({CustodyKind.PRIVATE_PROPERTY, CustodyKind.PUBLIC_ABANDONED, CustodyKind.POLICE_ORDINARY, CustodyKind.POLICE_HOLD})
ABANDONED_AT_ONCE = frozenset({CustodyKind.PRIVATE_PROPERTY, CustodyKind.PUBLIC_ABANDONED})
"""Kinds that are abandoned from the tow on (MCL 257.252a(2))."""
ABANDONED_ONCE_ENTERED = frozenset({CustodyKind.POLICE_ORDINARY, CustodyKind.POLICE_HOLD, CustodyKind.SCRAP_REGISTERED})
"""Kinds that owe the state's fee only once they are entered as abandoned (MCL 257.252d)."""
GARAGE_STORAGE, GARAGE_DAYS = Decimal("10.00"), 120
"""Storage a day, and for how many days, that a garage keeper's lien covers without an agreement in writing (MCL 570.303)."""
MOST_STORAGE = Decimal("1000.00")
"""The third of the three amounts of MCL 257.252i."""


def bond(lines: Iterable[LedgerLine]) -> Decimal:
    """What a petition must be accompanied by: the state's fee with accrued tow and storage (MCL 257.252a; Noll v Ritzer, 2016)."""
    accrued = (ChargeKind.TOW, ChargeKind.STORAGE)
    return STATE_FEE + sum((each.amount for each in lines if each.kind in accrued), Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class Collectible:
    """Storage that may be collected of a car released for disposition, in dollars; ``because`` says why it is that much."""

    storage: Decimal
    because: str
    capped: bool


def protected(parties: Iterable[Party], *, commercial: bool = False) -> bool:
    """Whether MCL 257.252i limits the storage: not for a firm's car nor a commercial one; an unknown owner counts as an individual."""
    owners = [each for each in parties if each.role in (PartyRole.OWNER, PartyRole.LESSOR) and each.void is None]
    return not commercial and not any(each.individual is False for each in owners)


def at_disposition(days: int, charged: Decimal, by_contract: Decimal | None, at_facility: Decimal | None, *, limited: bool) -> Collectible:
    """The least of three where the owner is an individual (MCL 257.252i(1)): the contract's rate, the facility's, $1,000.

    ``days`` of storage were charged and come to ``charged``; the rates are dollars a day, None where there is none. Where the
    law does not limit it, what was charged may be collected; more than that never.
    """
    if not limited:
        return Collectible(
            charged, "The owner is no individual or the vehicle is commercial, so that MCL 257.252i does not limit it.", False
        )
    rates = ((by_contract, "the daily rate of the contract"), (at_facility, "the daily rate of the facility"))
    named = [*((rate * days, words) for rate, words in rates if rate is not None), (MOST_STORAGE, "$1,000 in all")]
    least, which = min(named, key=lambda each: each[0])
    if charged <= least:
        return Collectible(charged, "That is no more than the least of the three amounts of MCL 257.252i.", False)
    return Collectible(least, f"Of the three amounts of MCL 257.252i the least counts: {which}.", True)
