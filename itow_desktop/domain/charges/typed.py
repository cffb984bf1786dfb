"""Which charges may be typed, for how much."""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal

from itow_desktop.domain.charges.fees import Fees
from itow_desktop.domain.charges.law import IMPOUNDS
from itow_desktop.domain.charges.ledger import ChargeKind
from itow_desktop.domain.vehicles import CustodyKind

MOST = Decimal("100000.00")
TYPED = (ChargeKind.TOW, ChargeKind.GATE, ChargeKind.ADMINISTRATION, ChargeKind.NOTICE, ChargeKind.OTHER)
"""Kinds that are typed; storage and the state's fee follow from the fee schedule and the law."""
_DOLLARS = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+")
_OFF = (
    "is not charged for this kind of car. For impounds the law names the state's fee, tow and storage only (MCL 257.252a); where the "
    "office charges it all the same, a manager says so under Fees and prices."
)


def usual(fees: Fees | None) -> Mapping[ChargeKind, Decimal | None]:
    """The usual amount of each kind that is typed, as far as the schedule has one."""
    found: dict[ChargeKind, Decimal | None] = dict.fromkeys(TYPED)
    if fees is not None:
        found |= {ChargeKind.TOW: fees.tow, ChargeKind.GATE: fees.gate, ChargeKind.ADMINISTRATION: fees.administration}
    return found


def refusal(kind: ChargeKind, custody: CustodyKind, fees: Fees | None, charge_notices: Collection[str]) -> str | None:
    """Why a kind is not charged to such a car, in a sentence; None where it may be."""
    if kind not in TYPED:
        return f"{kind.words} is not typed: it follows from the fee schedule and the law."
    if kind is ChargeKind.OTHER or kind is ChargeKind.TOW or custody not in IMPOUNDS:
        return None
    named = custody in charge_notices if kind is ChargeKind.NOTICE else usual(fees)[kind] is not None
    return None if named else f"{kind.words} {_OFF}"


def amount_problem(amount: Decimal) -> str | None:
    """What is wrong with an amount in dollars, as a sentence."""
    if amount.is_finite() and not 0 < amount <= MOST:
        return f"Enter an amount above zero, at most ${MOST:,.0f}."
    if not amount.is_finite() or amount != amount.quantize(Decimal("0.01")):
        return "Enter dollars with at most two places, such as 75 or 75.50."
    return None


def dollars_typed(text: str) -> Decimal | None:
    """Dollars as people type them (``$1,250.5``); None where it is no number, as where a comma parts no thousands (``12,50``)."""
    plain = text.strip().removeprefix("$").strip()
    return Decimal(plain.replace(",", "")) if _DOLLARS.fullmatch(plain) else None
