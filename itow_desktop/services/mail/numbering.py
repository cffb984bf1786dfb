"""Put the post office's numbers on pieces of mail."""

from dataclasses import replace

from itow_desktop.domain.errors import DoubtfulNumber, Problems, Refused
from itow_desktop.domain.mail.numbers import ReadNumber, read_article, read_card, variants
from itow_desktop.domain.mail.pieces import HERE, Piece, PieceState
from itow_desktop.services.mail.running import into_run
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift


def put_number(shift: Shift, piece_id: int, typed: str, *, sure: bool = False) -> Piece:
    """Put a certified number on a piece that is still here, which joins the run with it; an empty one is taken off.

    Raises ``Problems`` for what is no number or is on another letter, ``DoubtfulNumber`` for one that may be misread unless
    somebody is ``sure``, ``Refused`` for a piece that carries none or was mailed.
    """
    with shift.desk.begin(shift.deed("put a number on a letter", undoable=False)) as unit:
        piece = unit.mail.get(piece_id)
        _check_here(piece)
        number = taken(unit, piece, read_article(typed), "number", sure=sure) if typed.strip() else None
        numbered = replace(piece, number=number)
        if number is not None and piece.run_id is None:
            (numbered,) = into_run(unit, [numbered])
        unit.mail.save([numbered])
        unit.commit()
    return replace(numbered, version=numbered.version + 1)


def put_card(shift: Shift, piece_id: int, typed: str, *, sure: bool = False) -> Piece:
    """Keep the green card's own number with its piece, mailed or not; an empty one is taken off. Raises as ``put_number`` does."""
    with shift.desk.begin(shift.deed("put a green card on a letter", undoable=False)) as unit:
        piece = unit.mail.get(piece_id)
        if piece.state is PieceState.VOID:
            raise Refused("This letter is void. Nothing was changed.")
        number = taken(unit, piece, read_card(typed), "card_number", sure=sure) if typed.strip() else None
        unit.mail.save([replace(piece, card_number=number)])
        unit.commit()
    return replace(piece, card_number=number, version=piece.version + 1)


def taken(unit: UnitOfWork, piece: Piece, read: ReadNumber, field: str, *, sure: bool) -> str:
    """A number that may be put on a piece; raises ``Problems`` or ``DoubtfulNumber``."""
    if read.refusal is not None:
        raise Problems(((field, f"{read.refusal} Nothing was changed."),))
    others = [each for each in unit.mail.with_marks(variants(read.value)) if each.id != piece.id]
    if others:
        to = others[0].block[0]
        raise Problems(((field, f"{read.value} is on the letter {others[0].code} to {to} already. Nothing was changed; scan again."),))
    own = piece.card_number if field == "number" else piece.number
    if own is not None and own in variants(read.value):
        raise Problems(((field, "The letter and its green card have different numbers. Scan the other label. Nothing was changed."),))
    if read.doubt is not None and not sure:
        raise DoubtfulNumber(f"{read.doubt} Nothing is kept yet.")
    return read.value


def _check_here(piece: Piece) -> None:
    if not piece.mail_class.certified:
        raise Refused(f"This letter goes by {piece.mail_class.words.lower()}, which carries no certified number. Nothing was changed.")
    if piece.state not in HERE:
        raise Refused(f"This letter is not here any more ({piece.state.words.lower()}): its number stays. Nothing was changed.")
