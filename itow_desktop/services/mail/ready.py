"""What speaks against handing letters over as somebody says."""

from collections.abc import Sequence
from datetime import date, datetime

from itow_desktop.domain.entry import written_date
from itow_desktop.domain.errors import Doubtful, Problems, Refused
from itow_desktop.domain.events import EventKind, standing
from itow_desktop.domain.letters.kinds import LETTERS
from itow_desktop.domain.letters.preflight import LEAST_NOTICE
from itow_desktop.domain.mail.pieces import HERE, Piece
from itow_desktop.domain.mail.runs import Form, Run, form_of
from itow_desktop.domain.sentences import counted
from itow_desktop.services.mail.looking import lines_mark, listed, why_stopped
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift


def check_here(pieces: Sequence[Piece]) -> None:
    """Raise ``Refused`` for a letter that was mailed or is void."""
    away = [piece for piece in pieces if piece.state not in HERE]
    if away:
        raise Refused(f"The letter to {away[0].block[0]} is not here any more ({away[0].state.words.lower()}). Nothing was changed.")


def check_ready(shift: Shift, pieces: Sequence[Piece], on: date, at: datetime | None, *, given: bool) -> None:
    """Raise ``Refused`` or ``Problems`` where letters cannot be mailed; ``Doubtful`` unless a reason is ``given``."""
    check_here(pieces)
    lacking = [piece for piece in pieces if piece.mail_class.certified and piece.number is None]
    if lacking:
        to = lacking[0].block[0]
        raise Problems((("number", f"The certified letter to {to} has no number yet. Scan it first. Nothing was changed."),))
    if at is not None and shift.law.today(at) != on:
        raise Problems((("at", f"The time is not of {written_date(on)}. Correct one of the two. Nothing was changed."),))
    if given:
        return
    for piece in pieces:
        if piece.printed_at is None:
            raise Doubtful(((piece.custody_id, f"The letter to {piece.block[0]} is not recorded as printed."),))
        if shift.law.today(piece.printed_at) > on:
            day = written_date(shift.law.today(piece.printed_at))
            raise Doubtful(((piece.custody_id, f"The letter to {piece.block[0]} was printed on {day}, after that day."),))


def ask_about_cars(unit: UnitOfWork, pieces: Sequence[Piece]) -> None:
    """Raise ``Doubtful`` where a letter should not have gone out, by what happened to its car since it was written."""
    stops = why_stopped(unit, pieces)
    found = [(piece, stops[piece.id]) for piece in pieces if piece.id in stops]
    if found:
        raise Doubtful(tuple((piece.custody_id, f"The letter to {piece.block[0]}: {why} Take it out of the run.") for piece, why in found))


def ask_about_sales(shift: Shift, unit: UnitOfWork, pieces: Sequence[Piece], on: date) -> None:
    """Raise ``Doubtful`` where the planned sale leaves less than 30 days from the postmark of a notice that must give them."""
    notices = [piece for piece in pieces if piece.kind in LETTERS and LETTERS[piece.kind].required]
    happened = unit.events.of_many(sorted({piece.custody_id for piece in notices}))
    found = []
    for piece in notices:
        sales = [each.day(shift.law.zone) for each in standing(happened.get(piece.custody_id, ())) if each.kind is EventKind.SALE_PLANNED]
        day = sales[-1] if sales else None
        if day is not None and day <= on + LEAST_NOTICE:
            words = f"The letter to {piece.block[0]}: the sale is planned for {written_date(day)}, before its 30 days to pay are over."
            found.append((piece.custody_id, f"{words} Plan a later sale and write the letter anew."))
    if found:
        raise Doubtful(tuple(found))


def ask_about_sheets(run: Run, pieces: Sequence[Piece], received: int | None) -> None:
    """Raise ``Doubtful`` where the post office wrote down another number, or a sheet that was written lists other letters."""
    ours = [piece for piece in pieces if form_of(piece.mail_class) is not None] or list(pieces)
    found = []
    if received is not None and received != len(ours):
        found.append(f"The post office wrote down {counted(received, 'piece', 'pieces')}, these are {len(ours)}.")
    for form in (Form.CERTIFIED, Form.CERTIFICATE):
        sheet = run.sheet(form)
        if sheet is not None and sheet.lines != lines_mark(pieces, form) and (listed(pieces, form) or sheet.lines):
            found.append(f"{form.words}: the sheet that was written lists other letters or numbers. Write it anew and take that one along.")
    if found:
        raise Doubtful(tuple((pieces[0].custody_id, sentence) for sentence in found))
