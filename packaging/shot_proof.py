"""Papers as proof: a letter that came back with what is known of its way, a hearing packet, the report of the mail."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from PySide6.QtWidgets import QWidget
from shot_stage import Stage

from itow_desktop.domain.mail.pieces import PieceState, ReturnReason
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.services.letters.writing import draft_letters, offered_letters, write_letters
from itow_desktop.services.shift import Shift
from itow_desktop.ui.rooms.proof import ProofRoom


def proof(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """The papers of a car, one of them checked; then its packet; then the mail of the last days."""
    office = stage.office
    room = next(each for each in office.rooms if isinstance(each, ProofRoom))
    ports = office.desk.ports
    shift = Shift(ports.desk, ports.law, ports.clock, office.who.person)
    car = _mailed(stage, shift)
    window = room.show(car)
    stage.settle()
    window.check.click()
    stage.settle()
    yield "proof-papers", window
    window.write_packet()
    stage.settle()
    yield "proof-packet", window
    window.close()
    report = room.show_mail()
    stage.settle()
    yield "mail-report", report
    report.tabs.setCurrentIndex(1)
    stage.settle()
    yield "mail-report-back", report
    report.tabs.setCurrentIndex(3)
    stage.settle()
    yield "mail-report-cost", report
    report.close()


def _mailed(stage: Stage, shift: Shift) -> int:
    """A car whose owner was written to by certified mail that came back."""
    cars = dict.fromkeys(line.case.custody_id for line in stage.office.desk.queue().lines)
    offered = (draft.again() for draft in offered_letters(shift, list(cars)) if draft.wish.kind is NoticeKind.COURTESY_OWNER)
    wish = next(draft.wish for draft in draft_letters(shift, list(offered)) if draft.printable)
    kept = write_letters(shift, stage.office.desk.ports.renderer, [wish])
    with shift.desk.begin(shift.deed("mail", undoable=False)) as unit:
        piece = unit.mail.of_documents([kept[0].document.id])[kept[0].document.id]
        mailed = shift.today - timedelta(days=26)
        unit.mail.save(
            [
                replace(
                    piece, state=PieceState.RETURNED, number="03071790000523483741", price=Decimal("9.64"), printed_at=shift.clock.now(),
                    handed_over_on=mailed, handed_over_by="Kim", returned_on=mailed + timedelta(days=17),
                    returned_for=ReturnReason.UNCLAIMED,
                )
            ]
        )  # fmt: skip
        unit.commit()
    return wish.custody_id
