"""Mail of a period, what is still open about it, what it cost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from itow_desktop.domain.mail.pieces import MailClass, Piece, PieceState

USUAL_DAYS = 21
"""Days after which a certified letter without an outcome is worth asking about; a setting of the window, no law."""


@dataclass(frozen=True, slots=True)
class MailLine:
    """A piece with what its car and its letter are called."""

    piece: Piece
    car: str
    title: str


@dataclass(frozen=True, slots=True)
class MailCost:
    """Pieces of one class with what they cost in dollars; ``unknown`` of them have no price on record."""

    mail_class: MailClass
    pieces: int
    cost: Decimal
    unknown: int


@dataclass(frozen=True, slots=True)
class MailReport:
    """What was mailed from ``first`` to ``last``, both counted; then, whenever it was mailed, what is open on the day of asking.

    ``back``: came back, and no newer letter is prepared for the same person; ``silent``: certified, mailed at least
    ``days`` ago without an outcome. ``strays`` is how many envelopes in the tray nobody knows.
    """

    first: date
    last: date
    days: int
    mailed: tuple[MailLine, ...]
    back: tuple[MailLine, ...]
    silent: tuple[MailLine, ...]
    costs: tuple[MailCost, ...]
    strays: int

    @property
    def cost(self) -> Decimal:
        """Of everything mailed in the period, as far as prices are on record."""
        return sum((each.cost for each in self.costs), Decimal("0.00"))


def still_back(back: Iterable[Piece], pieces_of: Mapping[int, Sequence[Piece]]) -> tuple[Piece, ...]:
    """Those that came back and nobody wrote again since; ``pieces_of`` are the pieces of each car."""
    return tuple(piece for piece in back if not any(_follows(other, piece) for other in pieces_of.get(piece.custody_id, ())))


def silent(mailed: Iterable[Piece], today: date, days: int) -> tuple[Piece, ...]:
    """Certified pieces under way for at least so many days."""
    before = today - timedelta(days=days)
    return tuple(
        piece
        for piece in mailed
        if piece.mail_class.certified
        and piece.state is PieceState.HANDED_OVER
        and piece.handed_over_on is not None
        and piece.handed_over_on <= before
    )


def costs(mailed: Iterable[Piece]) -> tuple[MailCost, ...]:
    """What pieces cost, class by class; those without a price are counted apart."""
    found: dict[MailClass, list[Piece]] = {}
    for piece in mailed:
        found.setdefault(piece.mail_class, []).append(piece)
    return tuple(_cost(each, found[each]) for each in MailClass if each in found)


def _cost(mail_class: MailClass, pieces: Sequence[Piece]) -> MailCost:
    prices = [piece.price for piece in pieces if piece.price is not None]
    return MailCost(mail_class, len(pieces), sum(prices, Decimal("0.00")), len(pieces) - len(prices))


def _follows(other: Piece, piece: Piece) -> bool:
    same = other.party_id == piece.party_id if piece.party_id is not None else other.kind is piece.kind
    return same and other.id > piece.id and other.state is not PieceState.VOID
