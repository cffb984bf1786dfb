"""Find pieces of mail by words, or by the run they went in."""

from datetime import timedelta

from itow_desktop.domain.mail.runs import Run
from itow_desktop.services.mail.looking import MailRow, rows_of
from itow_desktop.services.shift import Shift

_BACK = timedelta(days=730)
_MOST = 200


def search_mail(shift: Shift, words: str) -> tuple[MailRow, ...]:
    """Pieces mailed in the last two years whose address, vehicle, call number or number has all of the words, newest first."""
    wanted = words.casefold().split()
    if not wanted:
        return ()
    with shift.desk.look() as unit:
        rows = rows_of(unit, reversed(unit.mail.mailed(shift.today - _BACK, shift.today)))
    return tuple(row for row in rows if all(word in _told(row) for word in wanted))[:_MOST]


def run_with_mail(shift: Shift, run_id: int) -> tuple[Run, tuple[MailRow, ...]]:
    """A run with its pieces in the order of its sheet; raises ``NotFound``."""
    with shift.desk.look() as unit:
        return unit.mail.run(run_id), rows_of(unit, unit.mail.of_run(run_id))


def _told(row: MailRow) -> str:
    piece = row.piece
    return " ".join((*piece.block, row.vehicle, row.call_number or "", piece.number or "", piece.card_number or "", piece.code)).casefold()
