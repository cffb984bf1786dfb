"""A piece of mail and how far it is; printed is not mailed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from itow_desktop.domain.notices import NoticeKind


class MailClass(StrEnum):
    """How a piece is mailed."""

    FIRST_CLASS = "first_class"
    CERTIFIED = "certified"
    CERTIFIED_RECEIPT = "certified_receipt"
    CERTIFIED_E_RECEIPT = "certified_e_receipt"
    CERTIFICATE = "certificate"

    @property
    def words(self) -> str:
        """As on the screen."""
        return _CLASSES[self]

    @property
    def certified(self) -> bool:
        """Whether the piece carries a certified number."""
        return self.with_receipt or self is MailClass.CERTIFIED

    @property
    def with_receipt(self) -> bool:
        """Whether who takes it signs for it, on a card or on a screen."""
        return self in (MailClass.CERTIFIED_RECEIPT, MailClass.CERTIFIED_E_RECEIPT)


_CLASSES: Mapping[MailClass, str] = MappingProxyType(
    {
        MailClass.FIRST_CLASS: "First class",
        MailClass.CERTIFIED: "Certified",
        MailClass.CERTIFIED_RECEIPT: "Certified, return receipt",
        MailClass.CERTIFIED_E_RECEIPT: "Certified, electronic return receipt",
        MailClass.CERTIFICATE: "Certificate of mailing",
    }
)


class PieceState(StrEnum):
    """How far a piece is."""

    PREPARED = "prepared"
    PRINTED = "printed"
    HANDED_OVER = "handed_over"
    DELIVERED = "delivered"
    RETURNED = "returned"
    VOID = "void"

    @property
    def words(self) -> str:
        """As on the screen."""
        return _STATES[self]


HERE = frozenset({PieceState.PREPARED, PieceState.PRINTED})
"""Not mailed yet."""
GONE = frozenset({PieceState.HANDED_OVER, PieceState.DELIVERED, PieceState.RETURNED})
"""Handed to the post office, whatever became of it."""
_STATES: Mapping[PieceState, str] = MappingProxyType(
    {
        PieceState.PREPARED: "Prepared",
        PieceState.PRINTED: "Printed",
        PieceState.HANDED_OVER: "Mailed",
        PieceState.DELIVERED: "Delivered",
        PieceState.RETURNED: "Came back",
        PieceState.VOID: "Void",
    }
)


class ReturnReason(StrEnum):
    """Why the post office brought a piece back."""

    REFUSED = "refused"
    UNCLAIMED = "unclaimed"
    MOVED = "moved"
    NO_SUCH_ADDRESS = "no_such_address"
    INSUFFICIENT = "insufficient"
    VACANT = "vacant"
    DECEASED = "deceased"
    OTHER = "other"

    @property
    def words(self) -> str:
        """As on the screen."""
        return _REASONS[self]


_REASONS: Mapping[ReturnReason, str] = MappingProxyType(
    {
        ReturnReason.REFUSED: "Refused",
        ReturnReason.UNCLAIMED: "Unclaimed",
        ReturnReason.MOVED: "Moved, left no address",
        ReturnReason.NO_SUCH_ADDRESS: "No such address",
        ReturnReason.INSUFFICIENT: "Insufficient address",
        ReturnReason.VACANT: "Vacant",
        ReturnReason.DECEASED: "Deceased",
        ReturnReason.OTHER: "Other",
    }
)

_CODE, _MOST_DIGITS = "PC", 15


@dataclass(frozen=True, slots=True)
class Piece:
    """One envelope. ``number`` is the certified number, ``card_number`` the green card's own; ``price`` in dollars.

    ``block`` are the lines in the window, kept for ever. ``handed_over_on`` is the local day a person confirmed;
    ``mailed_elsewhere``: made and mailed without this program, entered afterwards. ``version`` counts its changes, so that
    two people at two PCs do not move one on at once; ``prepared_at`` is when the database took it.
    """

    id: int
    custody_id: int
    kind: NoticeKind
    mail_class: MailClass
    state: PieceState
    block: tuple[str, ...]
    party_id: int | None = None
    address_id: int | None = None
    document_id: int | None = None
    run_id: int | None = None
    place: int | None = None
    number: str | None = None
    card_number: str | None = None
    price: Decimal | None = None
    printed_at: datetime | None = None
    handed_over_on: date | None = None
    handed_over_at: datetime | None = None
    handed_over_by: str | None = None
    delivered_on: date | None = None
    signed_by: str | None = None
    returned_on: date | None = None
    returned_for: ReturnReason | None = None
    void: str | None = None
    mailed_elsewhere: bool = False
    version: int = 1
    prepared_at: datetime | None = field(default=None, compare=False)

    @property
    def code(self) -> str:
        """What our barcode on the letter says."""
        return code_of(self.id)


def code_of(piece_id: int) -> str:
    """The barcode of a piece: ``PC`` with its id."""
    return f"{_CODE}{piece_id:06d}"


def piece_of(code: str) -> int | None:
    """The id in a scanned barcode; None where it is none of ours."""
    digits = code.strip().upper().removeprefix(_CODE)
    ours = code.strip().upper().startswith(_CODE) and digits.isascii() and digits.isdigit()
    return int(digits) if ours and len(digits) <= _MOST_DIGITS else None
