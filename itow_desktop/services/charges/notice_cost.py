"""The cost of a notice by mail, charged to its car where the office says so."""

from collections.abc import Sequence
from datetime import date

from itow_desktop.domain.charges.ledger import ChargeKind, LedgerLine
from itow_desktop.domain.charges.postage import PieceCost, cost_of
from itow_desktop.domain.mail.pieces import MailClass, Piece
from itow_desktop.services.ports.stores import UnitOfWork


def cost(unit: UnitOfWork, mail_class: MailClass, on: date, ounces: int = 1) -> PieceCost:
    """What one piece costs that is handed over on a local day."""
    return cost_of(unit.charges.prices(), mail_class, on, ounces)


def charge(unit: UnitOfWork, pieces: Sequence[Piece], on: date) -> int:
    """Charge the cost of pieces handed over on ``on`` to their cars, each piece once; answers how many were charged.

    Only for the kinds of custody the office named (from the start none). ``Piece.price`` is what is charged; where it is
    not known, nothing is. Part of the caller's unit.
    """
    named = unit.office.get().charge_notices
    cars = unit.vehicles.many([each.custody_id for each in pieces]) if named else {}
    charged = unit.charges.of_pieces([each.id for each in pieces])
    owing = [
        each for each in pieces if each.id not in charged and each.custody_id in cars and cars[each.custody_id].fields.custody in named
    ]
    lines = [
        LedgerLine(0, each.custody_id, ChargeKind.NOTICE, each.price, f"{each.mail_class.words} to {each.block[0]}", on, piece_id=each.id)
        for each in owing
        if each.price
    ]
    unit.charges.add(lines)
    return len(lines)


def take_back(unit: UnitOfWork, pieces: Sequence[Piece], on: date, reason: str) -> int:
    """Take the charge of pieces back that were not handed over after all; answers how many. Part of the caller's unit."""
    charged = unit.charges.of_pieces([each.id for each in pieces])
    stored = unit.charges.lines([each.custody_id for each in charged.values()])
    lines = []
    for line in charged.values():
        left = line.amount + sum(each.amount for each in stored[line.custody_id] if each.corrects == line.id)
        if left:
            lines.append(LedgerLine(0, line.custody_id, line.kind, -left, line.words, on, corrects=line.id, reason=reason))
    unit.charges.add(lines)
    return len(lines)
