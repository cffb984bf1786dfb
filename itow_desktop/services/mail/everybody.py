"""Whether a letter that the law asks for went to everybody who must get it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from uuid import uuid4

from itow_desktop.domain.events import Event, EventKind, standing
from itow_desktop.domain.letters.kinds import LETTERS
from itow_desktop.domain.mail.pieces import GONE, Piece
from itow_desktop.domain.parties.party import Party, PartyRole
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import project_again

ALL_PARTIES = "all_parties"


def everybody_reached(parties: Sequence[Party], pieces: Sequence[Piece], by: date | None) -> str:
    """``yes`` where by the end of that day it went, with a return receipt, to every party that must get one, the authority too."""
    required = [kind for kind in LETTERS.values() if kind.required]
    wanted = {role for kind in required for role in kind.roles}
    must = [party for party in parties if party.void is None and party.role in wanted]
    kinds = {kind.kind for kind in required}
    sent = {
        piece.party_id for piece in pieces
        if piece.kind in kinds and piece.state in GONE and piece.mail_class.with_receipt
        and by is not None and piece.handed_over_on is not None and piece.handed_over_on <= by
    }  # fmt: skip
    bureau = any(party.role is PartyRole.AGENCY for party in must)
    return "yes" if bureau and {party.id for party in must} <= sent else "no"


def tell_anew(unit: UnitOfWork, shift: Shift, custody_ids: Collection[int]) -> None:
    """Correct what the events of earlier hand-overs say of it, where it is another way by now.

    So it is where one of the letters was not mailed after all, or was mailed on an earlier day than it was entered. The cars are
    locked by the caller, whose unit it is.
    """
    corrected = [(custody_id, event) for custody_id in sorted(set(custody_ids)) for event in _corrected(unit, custody_id)]
    if corrected:
        unit.events.add(corrected)
        project_again(unit, shift.law, sorted({custody_id for custody_id, _ in corrected}))


def _corrected(unit: UnitOfWork, custody_id: int) -> list[Event]:
    told = [
        event for event in standing(unit.events.of(custody_id))
        if event.kind is EventKind.LETTER_HANDED_OVER and "piece" in event.data and ALL_PARTIES in event.data
    ]  # fmt: skip
    if not told:
        return []
    parties, pieces = unit.parties.of(custody_id), unit.mail.of(custody_id)
    now = [(event, everybody_reached(parties, pieces, event.on)) for event in told]
    return [
        replace(
            event, id=str(uuid4()), data={**event.data, ALL_PARTIES: said}, supersedes=event.id, recorded_at=None, recorded_by=None
        )
        for event, said in now
        if event.data[ALL_PARTIES] != said
    ]  # fmt: skip
