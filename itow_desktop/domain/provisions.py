"""What a state's law says besides dates: notices, storage, money, records. Carried with the rules for the parts that read them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from itow_desktop.domain.conditions import Pattern
from itow_desktop.domain.rules import Actor, Provision, RulePack


class Recipient(StrEnum):
    """To whom a notice goes."""

    REGISTERED_OWNER = "registered_owner"
    TITLED_OWNER = "titled_owner"
    LEGAL_OWNER = "legal_owner"
    LESSOR = "lessor"
    PRIMARY_LIENHOLDER = "primary_lienholder"
    EACH_LIENHOLDER = "each_lienholder"
    INSURER = "insurer"
    POLICE = "police"
    STATE_AGENCY = "state_agency"
    INTERESTED_PARTY = "interested_party"
    PUBLIC = "public"


class Method(StrEnum):
    """How a notice gets there."""

    TELEPHONE = "telephone"
    FIRST_CLASS = "first_class"
    CERTIFIED = "certified"
    CERTIFIED_RETURN_RECEIPT = "certified_return_receipt"
    CERTIFIED_ELECTRONIC_RECEIPT = "certified_electronic_receipt"
    CERTIFICATE_OF_MAILING = "certificate_of_mailing"
    PERSONAL = "personal"
    PUBLICATION = "publication"
    POSTING = "posting"
    STATE_PORTAL = "state_portal"


class ChargeKind(StrEnum):
    """What an amount of money is."""

    FEE = "fee"
    CAP = "cap"
    BOND = "bond"


class Part(StrEnum):
    """Amounts that a charge may hold besides its own: what the tow and the storage came to, what the work really cost."""

    TOWING = "towing"
    STORAGE = "storage"
    ACTUAL_COST = "actual_cost"


class Claim(StrEnum):
    """What the proceeds of a sale are for."""

    TOWING_AND_STORAGE = "towing_and_storage"
    SALE_COSTS = "sale_costs"
    POLICE_EXPENSES = "police_expenses"
    STATE_FEE = "state_fee"
    LIENHOLDER = "lienholder"
    OWNER = "owner"
    UNCLAIMED_PROPERTY = "unclaimed_property"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Provision):
    """A notice the law asks for: who gives it to whom, how (any one of ``methods``), and what must be in it.

    ``if_returned`` and ``if_unknown`` are the ways that are left when it came back or nobody knows an address; none
    means that nothing more is asked. ``content`` lists what it must say, ``words`` what it must say word for word.
    ``letter`` is the word under which its events are recorded.
    """

    by: Actor
    to: tuple[Recipient, ...]
    methods: tuple[Method, ...]
    if_returned: tuple[Method, ...] = ()
    if_unknown: tuple[Method, ...] = ()
    content: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    letter: str = ""

    def __post_init__(self) -> None:
        Provision.__post_init__(self)
        for name, listed in (("to", self.to), ("methods", self.methods)):
            if not listed:
                raise ValueError(f"{name}: name at least one")


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageCap(Provision):
    """How much storage may be charged, in dollars or in days; of several limits the least counts.

    Storage runs for ``days`` days at the most, or until an event of ``until``, and again from ``again_days`` days after
    an event of ``again``.
    """

    per_day: Decimal | None = None
    total: Decimal | None = None
    days: int | None = None
    until: tuple[Pattern, ...] = ()
    again: tuple[Pattern, ...] = ()
    again_days: int = 0

    def __post_init__(self) -> None:
        Provision.__post_init__(self)
        if self.per_day is None and self.total is None and self.days is None and not self.until:
            raise ValueError("total: a cap says per_day, total, days or until")
        _check_money({"per_day": self.per_day, "total": self.total})
        if (self.days or 0) < 0 or self.again_days < 0:
            raise ValueError("days: nobody counts below nothing")
        if (self.again or self.again_days) and self.days is None and not self.until:
            raise ValueError("again: storage that never stops does not begin again")


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge(Provision):
    """A fee, a cap on one, or a bond: an ``amount`` in dollars with ``plus`` on top.

    ``or_cost``: where the work really cost more, that counts. ``free`` of a thing done several times costs nothing.
    ``shares`` says how much of the amount goes to whom.
    """

    kind: ChargeKind
    amount: Decimal
    plus: tuple[Part, ...] = ()
    or_cost: bool = False
    free: int = 0
    paid_by: tuple[Actor, ...] = ()
    shares: Mapping[Actor, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        Provision.__post_init__(self)
        _check_money({"amount": self.amount})
        for share in self.shares.values():
            _check_money({"shares": share})
        if self.shares and sum(self.shares.values()) != self.amount:
            raise ValueError("shares: they do not add up to the amount")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proceeds(Provision):
    """In which order the proceeds of a sale are given out."""

    order: tuple[Claim, ...]

    def __post_init__(self) -> None:
        Provision.__post_init__(self)
        if not self.order or len(set(self.order)) < len(self.order):
            raise ValueError("order: name each claim once")


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention(Provision):
    """How many years what must be kept, by whom."""

    what: str
    years: int
    by: Actor

    def __post_init__(self) -> None:
        Provision.__post_init__(self)
        if not 1 <= self.years <= 100:
            raise ValueError("years: 1 to 100")


KINDS: Mapping[str, type[Provision]] = MappingProxyType(
    {"notice": Notice, "storage": StorageCap, "charge": Charge, "proceeds": Proceeds, "retention": Retention}
)
"""What the kinds are called in a rule file."""

_CENT, _MOST = Decimal("0.01"), Decimal(10_000_000)


def _check_money(amounts: Mapping[str, Decimal | None]) -> None:
    for name, amount in amounts.items():
        if amount is not None and (not amount.is_finite() or not 0 <= amount <= _MOST or amount != amount.quantize(_CENT)):
            raise ValueError(f"{name}: {amount} is no amount of dollars and cents")


_Kind = TypeVar("_Kind", bound=Provision)


def provision(pack: RulePack, kind: type[_Kind], wanted: str, day: dt.date) -> _Kind | None:
    """The version of a provision that is in force on a day, None where there is none."""
    return next((each for each in pack.provisions if isinstance(each, kind) and each.id == wanted and each.in_force(day)), None)
