"""Mail pieces another way than they were prepared for."""

from collections.abc import Sequence
from dataclasses import replace

from itow_desktop.domain.errors import Problems, Refused
from itow_desktop.domain.letters.kinds import LETTERS
from itow_desktop.domain.letters.preflight import mailing_problems
from itow_desktop.domain.mail.pieces import HERE, MailClass
from itow_desktop.services.shift import Shift


def change_class(shift: Shift, piece_ids: Sequence[int], mail_class: MailClass) -> int:
    """Mail pieces that are still here another way; answers how many changed. All or none.

    A number that the new way does not carry is taken off, so that it may go on another letter. Raises ``Problems`` where the law
    asks for the way it is, ``Refused`` for a mailed or void piece, ``ChangedElsewhere``.
    """
    with shift.desk.begin(shift.deed("mail letters another way", undoable=False)) as unit:
        pieces = unit.mail.some(piece_ids)
        for piece in pieces:
            if piece.state not in HERE:
                raise Refused(
                    f"The letter to {piece.block[0]} is {piece.state.words.lower()}: how it is mailed stays. Nothing was changed."
                )
            wrong = mailing_problems(LETTERS[piece.kind], mail_class) if piece.kind in LETTERS else ()
            if wrong:
                raise Problems(tuple((each.field, f"{piece.block[0]}: {each.sentence}") for each in wrong))
        changed = [
            replace(piece, mail_class=mail_class, number=piece.number if mail_class.certified else None)
            for piece in pieces
            if piece.mail_class is not mail_class
        ]
        unit.mail.save(changed)
        unit.commit()
    return len(changed)
