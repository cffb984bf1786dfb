"""What the post office brings to us: envelopes, green cards, receipts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from itow_desktop.domain.mail.pieces import ReturnReason


class Side(StrEnum):
    """What a scan of a piece shows."""

    FRONT = "front"
    BACK = "back"
    CARD = "card"
    RECEIPT = "receipt"
    PROOF = "proof"

    @property
    def words(self) -> str:
        """As on the screen."""
        return _SIDES[self]


_SIDES: Mapping[Side, str] = MappingProxyType(
    {
        Side.FRONT: "Envelope, front",
        Side.BACK: "Envelope, back",
        Side.CARD: "Green card",
        Side.RECEIPT: "Delivery receipt",
        Side.PROOF: "Proof of mailing",
    }
)


class Outcome(StrEnum):
    """What became of a piece that nobody knows yet."""

    RETURNED = "returned"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class StrayPaper:
    """A scan of stray mail among the kept papers."""

    document_id: int
    side: Side
    name: str


@dataclass(frozen=True, slots=True)
class Stray:
    """What came and nobody knows yet which letter it is.

    ``marks`` is what was scanned or read on it; ``piece_id`` the piece it turned out to be, ``closed`` why nobody looks any more.
    """

    id: int
    outcome: Outcome
    came_on: date
    reason: ReturnReason | None = None
    marks: str | None = None
    note: str | None = None
    piece_id: int | None = None
    closed: str | None = None
    papers: tuple[StrayPaper, ...] = ()
