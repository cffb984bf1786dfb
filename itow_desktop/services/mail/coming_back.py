"""Record what became of mailed letters: delivered, or brought back, with what follows by the rules in use."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

from itow_desktop.domain.attachments import FileSource, PreparedFile
from itow_desktop.domain.entry import written_date
from itow_desktop.domain.errors import Problems, Refused
from itow_desktop.domain.events import Event, EventKind, EventSource
from itow_desktop.domain.mail.after_return import what_follows
from itow_desktop.domain.mail.coming_back import Side
from itow_desktop.domain.mail.numbers import read_card
from itow_desktop.domain.mail.pieces import Piece, PieceState, ReturnReason
from itow_desktop.domain.vehicles import present, present_lines
from itow_desktop.services.attaching import Pasted
from itow_desktop.services.mail.numbering import taken
from itow_desktop.services.mail.running import retract
from itow_desktop.services.mail.running import told as facts_of
from itow_desktop.services.mail.views import Delivered, Proof, Returned, ReturnEffect
from itow_desktop.services.ports.car_files import Pictures
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import project_again

_REMIND_AFTER = timedelta(days=1)
_LONGEST_REMINDER = 300
Prepared = tuple[PreparedFile, Side]


def effect(shift: Shift, piece_id: int, why: ReturnReason) -> ReturnEffect:
    """What follows where this piece came back for that reason; raises ``NotFound``."""
    with shift.desk.look() as unit:
        return _effect(shift, unit.mail.get(piece_id), why)


def returned(shift: Shift, pictures: Pictures, told: Returned) -> ReturnEffect:
    """Record that a mailed piece came back, with scans of it; answers what follows.

    Raises ``Problems``, ``Refused`` for a piece that is not on its way, ``ChangedElsewhere``, ``UnreadableFile``.
    """
    scans = ready(pictures, told.scans)
    with shift.desk.begin(shift.deed("a letter came back", undoable=False)) as unit:
        answer = bring_back(unit, shift, told, scans)
        unit.commit()
    return answer


def delivered(shift: Shift, pictures: Pictures, told: Sequence[Delivered]) -> int:
    """Record pieces as delivered, all or none; answers how many. Raises as ``returned``."""
    if not told:
        raise Problems((("pieces", "No letter is chosen."),))
    scans = [ready(pictures, each.scans) for each in told]
    name = "a letter was delivered" if len(told) == 1 else f"{len(told)} letters were delivered"
    with shift.desk.begin(shift.deed(name, undoable=False)) as unit:
        for each, files in zip(told, scans, strict=True):
            arrive(unit, shift, each, files)
        unit.commit()
    return len(told)


def take_back_outcome(shift: Shift, piece_id: int, reason: str) -> None:
    """Say that a piece was not delivered or brought back after all: it is on its way again. Raises ``Problems``, ``Refused``."""
    why = present(reason)
    if why is None:
        raise Problems((("reason", "Enter why that was wrong."),))
    kinds = {PieceState.DELIVERED: EventKind.LETTER_DELIVERED, PieceState.RETURNED: EventKind.LETTER_RETURNED}
    with shift.desk.begin(shift.deed("correct what became of a letter", undoable=False)) as unit:
        piece = unit.mail.get(piece_id)
        if piece.state not in kinds:
            raise Refused(f"Nothing is recorded of what became of this letter ({piece.state.words.lower()}). Nothing was changed.")
        retract(unit, shift, piece, kinds[piece.state], why)
        on_way = replace(piece, state=PieceState.HANDED_OVER, delivered_on=None, signed_by=None, returned_on=None, returned_for=None)
        unit.mail.save([on_way])
        unit.commit()


def bring_back(unit: UnitOfWork, shift: Shift, told: Returned, scans: Sequence[Prepared]) -> ReturnEffect:
    """The same as part of the caller's unit."""
    piece = _on_its_way(unit, told.piece_id)
    _check_day(shift, piece, told.on)
    answer = _effect(shift, piece, told.why)
    remind = present(told.remind)
    if told.remind_on is not None and remind is None:
        raise Problems((("remind", "Enter what you want to be reminded of."),))
    back = replace(piece, state=PieceState.RETURNED, returned_on=told.on, returned_for=told.why)
    data = {**facts_of(piece), "reason": told.why.value, "effect": answer.sentence}
    event = Event(
        str(uuid4()), EventKind.LETTER_RETURNED, on=told.on, data=data, note=present_lines(told.note), source=EventSource.PAPER
    )  # fmt: skip
    _record(unit, shift, back, event, scans)
    if told.address_bad and piece.address_id is not None:
        why_bad = f"Mail came back {written_date(told.on)}: {told.why.words.lower()}."
        unit.parties.mark_address(piece.address_id, good=False, why_bad=why_bad)
    if told.remind_on is not None and remind is not None:
        unit.reminders.add(remind[:_LONGEST_REMINDER], max(told.remind_on, shift.today), piece.custody_id, None)
    return answer


def arrive(unit: UnitOfWork, shift: Shift, told: Delivered, scans: Sequence[Prepared]) -> None:
    """A delivery as part of the caller's unit."""
    piece = _on_its_way(unit, told.piece_id)
    _check_day(shift, piece, told.on)
    card = piece.card_number
    if present(told.card_number) is not None:
        card = taken(unit, piece, read_card(told.card_number or ""), "card_number", sure=told.sure)
    there = replace(
        piece, state=PieceState.DELIVERED, delivered_on=told.on, signed_by=present(told.signed_by), card_number=card
    )  # fmt: skip
    signed = {"signed_by": there.signed_by} if there.signed_by else {}
    event = Event(
        str(uuid4()), EventKind.LETTER_DELIVERED, on=told.on, data={**facts_of(there), **signed}, source=EventSource.PAPER
    )  # fmt: skip
    _record(unit, shift, there, event, scans)


def keep_scans(unit: UnitOfWork, piece: Piece, scans: Sequence[Prepared], event_id: str | None = None) -> None:
    """Put scans on the car of a piece, where they prove what became of it."""
    if not scans:
        return
    kept = [(unit.event_papers.keep(piece.custody_id, file, FileSource.SCAN, None), side) for file, side in scans]
    unit.mail.prove(piece.id, kept)
    if event_id is not None:
        unit.event_papers.prove(piece.custody_id, event_id, [file_id for file_id, _ in kept])


def ready(pictures: Pictures, scans: Collection[Proof]) -> tuple[Prepared, ...]:
    """Scans made ready to be kept; raises ``UnreadableFile`` before anything is recorded."""
    return tuple((_ready(pictures, each.file), each.side) for each in scans)


def _ready(pictures: Pictures, file: object) -> PreparedFile:
    if isinstance(file, Pasted):
        return pictures.prepare_bytes(file.name, file.content)
    return pictures.prepare(file)  # type: ignore[arg-type]


def _record(unit: UnitOfWork, shift: Shift, piece: Piece, event: Event, scans: Sequence[Prepared]) -> None:
    unit.events.lock([piece.custody_id])
    unit.mail.save([piece])
    unit.events.add([(piece.custody_id, event)])
    keep_scans(unit, piece, scans, event.id)
    project_again(unit, shift.law, [piece.custody_id])


def _on_its_way(unit: UnitOfWork, piece_id: int) -> Piece:
    piece = unit.mail.get(piece_id)
    if piece.state is not PieceState.HANDED_OVER:
        raise Refused(f"{_WHY[piece.state].format(to=piece.block[0])} Nothing was changed.")
    return piece


_WHY: Mapping[PieceState, str] = {
    PieceState.PREPARED: "The letter to {to} is not recorded as mailed. Record that first, with the day it was handed over.",
    PieceState.PRINTED: "The letter to {to} is not recorded as mailed. Record that first, with the day it was handed over.",
    PieceState.DELIVERED: "The letter to {to} is recorded as delivered already. Take that back first, if it is wrong.",
    PieceState.RETURNED: "The letter to {to} is recorded as come back already. Take that back first, if it is wrong.",
    PieceState.VOID: "The letter to {to} is void.",
}


def _check_day(shift: Shift, piece: Piece, on: date) -> None:
    if on > shift.today:
        raise Problems((("on", f"{written_date(on)} has not come yet. Enter when it happened."),))
    if piece.handed_over_on is not None and on < piece.handed_over_on:
        mailed = written_date(piece.handed_over_on)
        raise Problems((("on", f"{written_date(on)} lies before {mailed}, when the letter was mailed. Correct the wrong one of the two."),))


def _effect(shift: Shift, piece: Piece, why: ReturnReason) -> ReturnEffect:
    found = what_follows(shift.law.pack, piece, why, shift.today)
    return ReturnEffect(found.sentence, found.remind, shift.today + _REMIND_AFTER, found.again, found.ways, found.nowhere)
