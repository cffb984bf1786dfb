"""Report the mail of a period with what is still open about it."""

from collections.abc import Iterable, Mapping
from datetime import date

from itow_desktop.domain.mail.pieces import Piece, PieceState
from itow_desktop.domain.notices import said
from itow_desktop.domain.paper_names import PAPER_NAMES
from itow_desktop.domain.proof.mail_reports import MailLine, MailReport, costs, silent, still_back
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift


def mail_report(shift: Shift, first: date, last: date, days: int) -> MailReport:
    """What was mailed in these local days, both counted; what came back or is silent for ``days``, whenever it was mailed."""
    with shift.desk.look() as unit:
        mailed = unit.mail.mailed(first, last)
        returned = unit.mail.in_state([PieceState.RETURNED])
        back = still_back(returned, {custody_id: unit.mail.of(custody_id) for custody_id in {piece.custody_id for piece in returned}})
        quiet = silent(unit.mail.in_state([PieceState.HANDED_OVER]), shift.today, days)
        cars = _cars(unit, (*mailed, *back, *quiet))
        strays = len(unit.mail.strays())

    def lines(pieces: Iterable[Piece]) -> tuple[MailLine, ...]:
        return tuple(MailLine(piece, cars[piece.custody_id], PAPER_NAMES.get(piece.kind, piece.kind)) for piece in pieces)

    return MailReport(first, last, days, lines(mailed), lines(back), lines(quiet), costs(mailed), strays)


def _cars(unit: UnitOfWork, pieces: Iterable[Piece]) -> Mapping[int, str]:
    """What staff call each car: its call number with its mark."""
    cars = unit.vehicles.many(sorted({piece.custody_id for piece in pieces}))
    return {each: " ".join(dict.fromkeys(part for part in (said(car.fields.call_number), car.mark) if part)) for each, car in cars.items()}
