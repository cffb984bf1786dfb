"""Pieces of mail on a real database: prepared, moved on, never changed in what was mailed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from itow_desktop.domain.errors import ChangedElsewhere, NotFound, Problems
from itow_desktop.domain.mail.coming_back import Outcome, Stray
from itow_desktop.domain.mail.pieces import MailClass, Piece, PieceState, ReturnReason
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.services.car_pages import car_page
from itow_desktop.services.ports.stores import UnitOfWork
from tests.builders import NOW
from tests.db.cars import bring_one
from tests.db.offices import OpenOffice

BLOCK = ("PAT PRACTICE", "1 INVENTED ST", "FLINT MI  48502")
CERTIFIED = "03071790000523483741"
CARD = "95905110696049488706"


def prepared(unit: UnitOfWork, custody_id: int) -> Piece:
    (piece_id,) = unit.mail.reserve(1)
    piece = Piece(piece_id, custody_id, NoticeKind.COURTESY_OWNER, MailClass.CERTIFIED, PieceState.PREPARED, BLOCK)
    unit.mail.prepare([piece])
    return piece


def test_a_piece_is_kept_moved_on_found_again(office: OpenOffice) -> None:
    custody_id = bring_one(office, call_number="21359")
    desk, shift = office.shift.desk, office.shift
    with desk.begin(shift.deed("write letters", undoable=False)) as unit:
        first, second = prepared(unit, custody_id), prepared(unit, custody_id)
        document = unit.documents.add(custody_id, first.kind, "letter.pdf", b"%PDF-", {})
        (third,) = unit.mail.reserve(1)
        unit.mail.prepare([replace(first, id=third, document_id=document.id, price=Decimal("9.64"))])
        unit.commit()
    with desk.look() as unit:
        assert [piece.id for piece in unit.mail.of(custody_id)] == [third, second.id, first.id]
    assert [piece.id for piece in car_page(shift, custody_id).pieces] == [third, second.id, first.id]
    with desk.look() as unit:
        assert unit.mail.get(first.id) == first
        assert unit.mail.of_documents([document.id])[document.id].price == Decimal("9.64")
        with pytest.raises(NotFound):
            unit.mail.get(third + 1)
    mailed = replace(
        first, state=PieceState.HANDED_OVER, number=CERTIFIED, handed_over_on=date(2026, 3, 9), handed_over_by="Kim", printed_at=NOW
    )
    with desk.begin(shift.deed("mail", undoable=False)) as unit:
        unit.mail.save([mailed])
        unit.commit()
    with desk.begin(shift.deed("mail", undoable=False)) as unit, pytest.raises(ChangedElsewhere):
        unit.mail.save([replace(mailed, number=None)])
    with desk.begin(shift.deed("mail", undoable=False)) as unit, pytest.raises(Problems, match="on another letter"):
        unit.mail.save([replace(second, number=CERTIFIED)])
    with desk.look() as unit:
        kept = unit.mail.get(first.id)
        assert kept == replace(mailed, version=2)
        assert unit.mail.with_marks([CERTIFIED, CARD]) == (kept,)
        assert [each.id for each in unit.mail.in_state([PieceState.PREPARED])] == [second.id, third]
        assert unit.mail.mailed(date(2026, 3, 9), date(2026, 3, 9)) == (kept,)
    back = replace(kept, state=PieceState.RETURNED, returned_on=date(2026, 3, 20), returned_for=ReturnReason.UNCLAIMED, card_number=CARD)
    with desk.begin(shift.deed("came back", undoable=False)) as unit:
        unit.mail.save([back])
        stray_id = unit.mail.add_stray(Stray(0, Outcome.RETURNED, date(2026, 3, 20), ReturnReason.MOVED, "no barcode"))
        unit.commit()
    with desk.look() as unit:
        assert unit.mail.get(first.id) == replace(back, version=3)
        (stray,) = unit.mail.strays()
        assert (stray.id, stray.marks, stray.reason) == (stray_id, "no barcode", ReturnReason.MOVED)


def test_there_is_one_open_run(office: OpenOffice) -> None:
    desk, shift = office.shift.desk, office.shift
    with desk.begin(shift.deed("mail", undoable=False)) as unit:
        assert unit.mail.open_run() is None
        run = unit.mail.open_run(begin=True)
        assert run is not None
        assert run.open
        assert unit.mail.open_run(begin=True) == run
        handed_over = replace(run, handed_over_on=date(2026, 3, 9), handed_over_by="Kim", received=2)
        unit.mail.mark_handed_over(handed_over)
        with pytest.raises(ChangedElsewhere):
            unit.mail.mark_handed_over(handed_over)
        assert unit.mail.open_run() is None
        assert unit.mail.runs(date(2026, 3, 9), date(2026, 3, 9)) == (handed_over,)
        unit.commit()
