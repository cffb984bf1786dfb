"""The ledger of one car: lines that are never changed, what they come to on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType


class ChargeKind(StrEnum):
    """What a line of the ledger is for."""

    TOW = "tow"
    STORAGE = "storage"
    STATE_FEE = "state_fee"
    ADMINISTRATION = "administration"
    NOTICE = "notice"
    GATE = "gate"
    OTHER = "other"

    @property
    def words(self) -> str:
        """As on the screen."""
        return _KINDS[self]


_KINDS: Mapping[ChargeKind, str] = MappingProxyType(
    {
        ChargeKind.TOW: "Tow",
        ChargeKind.STORAGE: "Storage",
        ChargeKind.STATE_FEE: "State abandoned vehicle fee",
        ChargeKind.ADMINISTRATION: "Administration",
        ChargeKind.NOTICE: "Notice by mail",
        ChargeKind.GATE: "After hours",
        ChargeKind.OTHER: "Other",
    }
)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One charge, or the counter-line (negative) that takes one back.

    ``amount`` in dollars with two places. Storage has its span ``first`` to ``last`` (local days, both counted) and its
    ``rate`` a day; others have ``first`` only. ``corrects`` is the id of the line this one takes back, wholly or in part;
    such a line has the kind of that one and the day of the correction. ``id`` 0: reckoned, not stored. ``fees_id`` is the
    entry of the fee schedule it comes from (None: typed), ``piece_id`` the piece of mail it is the cost of.
    """

    id: int
    custody_id: int
    kind: ChargeKind
    amount: Decimal
    words: str
    first: date
    last: date | None = None
    rate: Decimal | None = None
    corrects: int | None = None
    reason: str | None = None
    recorded_at: datetime | None = None
    recorded_by: str | None = None
    fees_id: int | None = None
    piece_id: int | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """What a car owes at a moment.

    ``lines`` are those of the ledger with storage reckoned up to ``on`` and not stored yet; ``per_day`` is what each
    further day adds (None: unknown); ``grows_at`` says in words when the next day counts; ``missing`` names what cannot
    be told (no fee agreed for this account, no day of the tow), then ``total`` is no amount for a letter.
    """

    custody_id: int
    on: date
    total: Decimal
    lines: tuple[LedgerLine, ...]
    per_day: Decimal | None = None
    grows_at: str = ""
    missing: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether the total is one for a letter."""
        return not self.missing


def left_of(line: LedgerLine, lines: Iterable[LedgerLine]) -> Decimal:
    """What of a charge stands after all that was taken back of it."""
    return line.amount + sum((each.amount for each in lines if each.corrects is not None and each.corrects == line.id), Decimal("0.00"))


def in_order(lines: Iterable[LedgerLine]) -> tuple[LedgerLine, ...]:
    """Charges by their days, storage last of a day, each with what was taken back of it right below."""
    known = tuple(lines)
    charges = sorted((each for each in known if each.corrects is None), key=_place)
    return tuple(line for charge in charges for line in (charge, *(each for each in known if charge.id and each.corrects == charge.id)))


def _place(line: LedgerLine) -> tuple[date, bool, int]:
    return line.first, line.kind is ChargeKind.STORAGE, line.id
