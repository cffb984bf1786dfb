"""Runs to the post office: what goes along, until a person confirms the hand-over."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

from itow_desktop.domain.attachments import PreparedFile
from itow_desktop.domain.charges.postage import PieceCost
from itow_desktop.domain.errors import ChangedElsewhere, Problems, Refused
from itow_desktop.domain.events import Event, EventKind, EventSource, standing
from itow_desktop.domain.letters.kinds import LETTERS
from itow_desktop.domain.mail.pieces import Piece, PieceState
from itow_desktop.domain.mail.runs import Form, Run
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.vehicles import present
from itow_desktop.services.charges import notice_cost
from itow_desktop.services.mail.everybody import ALL_PARTIES, everybody_reached, tell_anew
from itow_desktop.services.mail.ready import ask_about_cars, ask_about_sales, ask_about_sheets, check_here, check_ready
from itow_desktop.services.ports.car_files import Pictures
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.recording import Entry, judge, keep_judged, lock_cars, raise_troubles
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import project_again


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a person confirms: these pieces went to the post office on this local day.

    ``at`` is aware, None where nobody noted it; ``by`` the person who took them there (None: who records it). ``received``
    is how many the post office wrote down. ``scans`` show the sheet as it was stamped, or receipts. ``reason`` says why it is right
    although something speaks against it.
    """

    piece_ids: tuple[int, ...]
    on: date
    at: datetime | None = None
    by: str | None = None
    received: int | None = None
    scans: tuple[Path, ...] = ()
    reason: str | None = None


def into_run(unit: UnitOfWork, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The same pieces at the end of the open run, which is kept from others until the unit ends; they are not saved."""
    run = unit.mail.open_run(begin=True)
    if run is None:
        raise ChangedElsewhere("Somebody else just closed the run. Nothing was changed; try again.")
    last = max((piece.place or 0 for piece in unit.mail.of_run(run.id)), default=0)
    return tuple(replace(piece, run_id=run.id, place=last + number) for number, piece in enumerate(pieces, start=1))


def join_run(shift: Shift, piece_ids: Sequence[int]) -> Run:
    """Put pieces into the open run, behind those that are in it; raises ``Refused`` for one that is not here any more."""
    with shift.desk.begin(shift.deed("put letters into the run", undoable=False)) as unit:
        pieces = unit.mail.some(piece_ids)
        check_here(pieces)
        joined = into_run(unit, [piece for piece in pieces if piece.run_id is None])
        unit.mail.save(joined)
        run = unit.mail.open_run(begin=True)
        unit.commit()
    if run is None:
        raise ChangedElsewhere("Somebody else just closed the run. Nothing was changed; try again.")
    return run


def leave_run(shift: Shift, piece_ids: Sequence[int]) -> None:
    """Take pieces out of the open run; they stay as they are, those behind them move up."""
    with shift.desk.begin(shift.deed("take letters out of the run", undoable=False)) as unit:
        pieces = unit.mail.some(piece_ids)
        check_here(pieces)
        _take_out(unit, pieces)
        unit.commit()


def void_piece(shift: Shift, piece_id: int, reason: str) -> None:
    """Let a letter that was not mailed count no more; it leaves the run, its number may go on another one.

    Raises ``Problems`` without a reason, ``Refused`` for one that is not here any more.
    """
    why = present(reason)
    if why is None:
        raise Problems((("reason", "Enter why the letter is void."),))
    with shift.desk.begin(shift.deed("void a letter", undoable=False)) as unit:
        piece = unit.mail.get(piece_id)
        check_here([piece])
        unit.events.lock([piece.custody_id])
        _take_out(unit, [piece])
        (left,) = unit.mail.some([piece_id])
        unit.mail.save([replace(left, state=PieceState.VOID, void=why)])
        voided = Event(str(uuid4()), EventKind.LETTER_VOIDED, at=shift.clock.now(), data=told(piece), note=why)
        unit.events.add([(piece.custody_id, voided)])
        project_again(unit, shift.law, [piece.custody_id])
        unit.commit()


def hand_over(shift: Shift, pictures: Pictures, handed: HandedOver) -> Run:
    """Record that pieces went to the post office; that day is the one the law counts. All of them or none.

    Pieces of the run that are not among them leave it and wait. Raises ``Problems``, ``Refused``, ``Doubtful`` (give the
    reason), ``ChangedElsewhere``, ``UnreadableFile``.
    """
    if not handed.piece_ids:
        raise Problems((("pieces", "No piece is chosen."),))
    files = [pictures.prepare(path) for path in handed.scans]
    handed = replace(handed, by=present(handed.by) or shift.signed)
    count = len(handed.piece_ids)
    with shift.desk.begin(shift.deed("mail a letter" if count == 1 else f"mail {count} letters", undoable=False)) as unit:
        run, pieces = _going(shift, unit, handed)
        if present(handed.reason) is None:
            ask_about_cars(unit, pieces)
            ask_about_sales(shift, unit, pieces, handed.on)
            ask_about_sheets(run, pieces, handed.received)
        costs = {each: notice_cost.cost(unit, each, handed.on) for each in {piece.mail_class for piece in pieces}}
        gone = [_gone(piece, handed, costs[piece.mail_class]) for piece in pieces]
        unit.mail.save(gone)
        _record(shift, unit, gone, handed)
        notice_cost.charge(unit, gone, handed.on)
        _keep_stamped(unit, run.id, files)
        unit.mail.mark_handed_over(
            replace(run, handed_over_on=handed.on, handed_over_at=handed.at, handed_over_by=handed.by, received=handed.received)
        )
        kept = unit.mail.run(run.id)
        unit.commit()
    return kept


def keep_stamped(shift: Shift, pictures: Pictures, run_id: int, scans: Sequence[Path]) -> Run:
    """Keep scans of the stamped sheet with a run that was handed over; raises ``UnreadableFile``."""
    files = [pictures.prepare(path) for path in scans]
    with shift.desk.begin(shift.deed("keep the stamped sheet", undoable=False)) as unit:
        unit.mail.run(run_id)
        _keep_stamped(unit, run_id, files)
        run = unit.mail.run(run_id)
        unit.commit()
    return run


def not_mailed(shift: Shift, piece_id: int, reason: str) -> None:
    """Take back that a piece was handed over, which was recorded by mistake: it waits again, its event and its charge are corrected.

    Raises ``Problems`` without a reason, ``Refused`` for a piece that was not handed over, was delivered or came back.
    """
    why = present(reason)
    if why is None:
        raise Problems((("reason", "Enter why it was not mailed after all."),))
    with shift.desk.begin(shift.deed("correct: not mailed", undoable=False)) as unit:
        piece = unit.mail.get(piece_id)
        if piece.state is not PieceState.HANDED_OVER:
            raise Refused(f"This letter is {piece.state.words.lower()}, so that cannot be taken back. Nothing was changed.")
        retract(unit, shift, piece, EventKind.LETTER_HANDED_OVER, why)
        waits = PieceState.PRINTED if piece.printed_at else PieceState.PREPARED
        back = replace(piece, state=waits, run_id=None, place=None, handed_over_on=None, handed_over_at=None, handed_over_by=None)
        unit.mail.save([replace(back, price=None)])  # another day or another way has another price
        tell_anew(unit, shift, [piece.custody_id])
        notice_cost.take_back(unit, [piece], shift.today, why)
        unit.commit()


def retract(unit: UnitOfWork, shift: Shift, piece: Piece, kind: EventKind, why: str) -> None:
    """Supersede the event of this kind that speaks of the piece, with the deadlines that follow."""
    unit.events.lock([piece.custody_id])
    events = unit.events.of(piece.custody_id)
    ours = [each for each in standing(events) if each.kind is kind and each.data.get("piece") == str(piece.id)]
    unit.events.add([(piece.custody_id, Event(str(uuid4()), EventKind.SUPERSEDED, note=why, supersedes=each.id)) for each in ours])
    project_again(unit, shift.law, [piece.custody_id])


def told(piece: Piece) -> dict[str, str]:
    """What every event of a piece says of it."""
    data = {
        "letter": piece.kind.value,
        "piece": str(piece.id),
        "party": str(piece.party_id) if piece.party_id is not None else "",
        "document": str(piece.document_id) if piece.document_id is not None else "",
        "number": piece.number or "",
        "mail_class": piece.mail_class.value,
    }
    return {key: value for key, value in data.items() if value}


def into_order(unit: UnitOfWork, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces as they stand in the run, those that were in none put behind; saved."""
    loose = [piece for piece in pieces if piece.run_id is None]
    if loose:
        unit.mail.save(into_run(unit, loose))
    else:
        unit.mail.open_run(begin=True)  # nobody else changes the run from here on
    return tuple(sorted(unit.mail.some([piece.id for piece in pieces]), key=lambda each: each.place or 0))


def _take_out(unit: UnitOfWork, pieces: Sequence[Piece]) -> None:
    """Out of their run, which closes up; places are emptied first, since no two pieces may have one."""
    runs = {piece.run_id for piece in pieces if piece.run_id is not None}
    if not runs:
        return
    unit.mail.open_run(begin=True)
    unit.mail.save([replace(piece, run_id=None, place=None) for piece in pieces if piece.run_id is not None])
    for run_id in sorted(runs):
        left = unit.mail.of_run(run_id)
        moving = [(piece, place) for place, piece in enumerate(left, start=1) if piece.place != place]
        for piece, place in moving:  # from the front, so that each place is free by then
            unit.mail.save([replace(piece, place=place)])


def _going(shift: Shift, unit: UnitOfWork, handed: HandedOver) -> tuple[Run, tuple[Piece, ...]]:
    """The run with the pieces that leave in it, locked with their cars; what else is in it has left it."""
    pieces, given = unit.mail.some(handed.piece_ids), present(handed.reason) is not None
    check_ready(shift, pieces, handed.on, handed.at, given=given)
    unit.events.lock(sorted({piece.custody_id for piece in pieces}))
    check_ready(shift, into_order(unit, pieces), handed.on, handed.at, given=given)  # others may have changed it until it was locked
    run = unit.mail.open_run()
    inside = unit.mail.of_run(run.id) if run else ()
    wanted = set(handed.piece_ids)
    if run is None or not wanted <= {piece.id for piece in inside}:
        raise ChangedElsewhere("Somebody else just changed the run. Nothing was changed; look at it again.")
    _take_out(unit, [piece for piece in inside if piece.id not in wanted])
    return run, unit.mail.of_run(run.id)


def _gone(piece: Piece, handed: HandedOver, cost: PieceCost) -> Piece:
    price = piece.price if piece.price is not None else None if cost.missing else cost.total
    return replace(
        piece, state=PieceState.HANDED_OVER, price=price, handed_over_on=handed.on, handed_over_at=handed.at, handed_over_by=handed.by
    )  # fmt: skip


def _record(shift: Shift, unit: UnitOfWork, gone: Sequence[Piece], handed: HandedOver) -> None:
    """An event for each piece, judged as any event that a person records."""
    cases = lock_cars(unit, sorted({piece.custody_id for piece in gone}))
    covered = _covered(unit, gone)
    entries = [(cases[piece.custody_id], _handed_entry(piece, handed, covered.get(piece.id))) for piece in gone]
    found = judge(shift, entries, unit.events.of_many(list(cases)))
    raise_troubles(found)
    keep_judged(unit, shift, found)
    tell_anew(unit, shift, cases.keys())


def _keep_stamped(unit: UnitOfWork, run_id: int, files: Sequence[PreparedFile]) -> None:
    for file in files:
        scan = unit.documents.add(None, NoticeKind.FIRM_SHEET, file.name, file.content, {"run": str(run_id), "stamped": "yes"})
        unit.mail.add_run_paper(run_id, scan.id, Form.STAMPED)


def _covered(unit: UnitOfWork, gone: Sequence[Piece]) -> dict[int, str]:
    """For each letter that the law asks for: whether with it everybody is reached."""
    asked = [piece for piece in gone if piece.kind in LETTERS and LETTERS[piece.kind].required]
    known = {custody_id: (unit.parties.of(custody_id), unit.mail.of(custody_id)) for custody_id in {piece.custody_id for piece in asked}}
    return {piece.id: everybody_reached(*known[piece.custody_id], piece.handed_over_on) for piece in asked}


def _handed_entry(piece: Piece, handed: HandedOver, covered: str | None) -> Entry:
    """The day is what the law counts; that many pieces went at one time is as it should be, so the time is only told."""
    data = told(piece)
    if handed.at is not None:
        data["time"] = handed.at.isoformat()
    if covered is not None:
        data[ALL_PARTIES] = covered
    if (why := present(handed.reason)) is not None:
        data["reason"] = why
    return Entry(EventKind.LETTER_HANDED_OVER, on=handed.on, data=data, source=EventSource.PAPER, reason=handed.reason)
