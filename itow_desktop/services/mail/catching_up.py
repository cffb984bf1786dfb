"""Enter letters that were mailed without the program: their true days, their proof, many lines as one deed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from itow_desktop.domain.entry import written_date
from itow_desktop.domain.errors import Problems
from itow_desktop.domain.events import Event, EventKind, EventSource
from itow_desktop.domain.letters.kinds import LETTERS
from itow_desktop.domain.mail.numbers import read_article, variants
from itow_desktop.domain.mail.pieces import Piece, PieceState
from itow_desktop.domain.parties.party import Party
from itow_desktop.domain.vehicles import present, present_lines
from itow_desktop.services.charges import notice_cost
from itow_desktop.services.desk_work import label_of
from itow_desktop.services.mail.coming_back import Prepared, keep_scans, ready
from itow_desktop.services.mail.everybody import ALL_PARTIES, everybody_reached, tell_anew
from itow_desktop.services.mail.running import told as facts_of
from itow_desktop.services.mail.views import CaughtUpMail, LineAnswer, MadeElsewhere
from itow_desktop.services.marking import cars_meant, the_one
from itow_desktop.services.ports.car_files import Pictures
from itow_desktop.services.ports.stores import OpenCase, UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import project_again

_SAME = "The same letter is in a line above already."
_FEWEST_LINES, _MOST_LINES, _LONGEST = 2, 9, 120


@dataclass(frozen=True, slots=True)
class _Judged:
    """A line with its answer; ``case`` and ``party`` as far as they are known."""

    line: MadeElsewhere
    answer: LineAnswer
    case: OpenCase | None = None
    party: Party | None = None


def check_mail(shift: Shift, lines: Sequence[MadeElsewhere]) -> tuple[LineAnswer, ...]:
    """What is to be said to each line, in the order given; nothing is recorded."""
    with shift.desk.look() as unit:
        return tuple(each.answer for each in _judge(shift, unit, lines))


def record_mail(shift: Shift, pictures: Pictures, lines: Sequence[MadeElsewhere]) -> CaughtUpMail:
    """Record the lines where each of them is right, else none; a doubtful one needs its reason. Raises ``UnreadableFile``."""
    if not lines:
        raise Problems((("lines", "Nothing is entered yet."),))
    scans = [ready(pictures, line.proofs) for line in lines]
    name = "mail made elsewhere" if len(lines) == 1 else f"mail made elsewhere, {len(lines)} letters"
    with shift.desk.begin(shift.deed(name, undoable=False)) as unit:
        judged = _judge(shift, unit, lines)
        answers = tuple(each.answer for each in judged)
        if not all(answer.right for answer in answers):
            return CaughtUpMail(answers)
        cars = sorted({each.case.custody_id for each in judged if each.case is not None})
        unit.events.lock(cars)
        pieces = [_piece(unit, each, number) for each, number in zip(judged, unit.mail.reserve(len(lines)), strict=True)]
        unit.mail.prepare(pieces)
        for piece, files, each in zip(pieces, scans, judged, strict=True):
            _record(unit, piece, each, files)
        for day in {piece.handed_over_on for piece in pieces if piece.handed_over_on is not None}:
            notice_cost.charge(unit, [piece for piece in pieces if piece.handed_over_on == day], day)
        project_again(unit, shift.law, cars)
        tell_anew(unit, shift, cars)
        unit.commit()
    return CaughtUpMail(answers, tuple(piece.id for piece in pieces))


def _judge(shift: Shift, unit: UnitOfWork, lines: Sequence[MadeElsewhere]) -> list[_Judged]:
    meant = cars_meant(unit, [line.mark for line in lines if line.mark.strip()])
    cars = {line.key: the_one(line.mark, meant[line.mark]) for line in lines if line.mark.strip()}
    ids = sorted({car.custody_id for car in cars.values() if not isinstance(car, str)})
    cases = {case.custody_id: case for case in unit.deadlines.cases(ids)} if ids else {}
    parties = unit.parties.of_many(ids) if ids else {}
    before: dict[str, int] = {}
    found = []
    for line in lines:
        car = cars.get(line.key, "Enter the vehicle: its call number, plate or VIN.")
        if isinstance(car, str):
            found.append(_Judged(line, LineAnswer(line.key, wrong=car, field="mark")))
            continue
        case = cases[car.custody_id]
        party = _party(line, parties.get(case.custody_id, ()))
        answer = LineAnswer(line.key, label_of(case), case.custody_id)
        wrong = _wrong(shift, unit, line, before)
        if wrong is not None:
            answer = replace(answer, field=wrong[0], wrong=wrong[1])
        else:
            doubts = (*_doubts(unit, line, case, party), *(_SAME for each in found if _same(each, _Judged(line, answer, case, party))))
            answer = replace(answer, doubts=doubts, asks=bool(doubts) and present(line.reason) is None)
        found.append(_Judged(line, answer, case, party))
    return found


def _wrong(shift: Shift, unit: UnitOfWork, line: MadeElsewhere, before: dict[str, int]) -> tuple[str, str] | None:
    """(field, sentence) of the first thing that keeps a line from being recorded; ``before`` are the numbers of the lines above."""
    if line.kind not in LETTERS or LETTERS[line.kind].mail is None:
        return "kind", "Choose a letter that is mailed."
    to = [text for text in line.to if present(text)]
    if not _FEWEST_LINES <= len(to) <= _MOST_LINES or any(len(text) > _LONGEST for text in to):
        return "to", f"Enter to whom it went with the address, {_FEWEST_LINES} to {_MOST_LINES} lines of at most {_LONGEST} characters."
    return _wrong_days(shift, line) or _wrong_number(unit, line, before)


def _wrong_days(shift: Shift, line: MadeElsewhere) -> tuple[str, str] | None:
    if line.on is None:
        return "on", "Enter the day it was handed to the post office, from the receipt or the stamped sheet."
    ends = (("delivered_on", line.delivered_on), ("returned_on", line.returned_on))
    for field, day in (("on", line.on), *ends):
        if day is not None and day > shift.today:
            return field, f"{written_date(day)} has not come yet. Enter when it happened."
        if day is not None and day < line.on:
            return field, f"{written_date(day)} lies before {written_date(line.on)}, when it was mailed."
    if line.delivered_on is not None and line.returned_on is not None:
        return "returned_on", "It was delivered or it came back, not both."
    if (line.returned_on is None) is not (line.returned_for is None):
        return "returned_for", "Enter both the day it came back and why."
    if present(line.carried_by) is None:
        return "carried_by", "Enter who took it to the post office."
    return None


def _wrong_number(unit: UnitOfWork, line: MadeElsewhere, before: dict[str, int]) -> tuple[str, str] | None:
    if present(line.number) is None:
        return None
    read = read_article(line.number or "")
    if read.refusal is not None:
        return "number", read.refusal
    if read.value in before:
        return "number", "This number is in a line above already."
    before |= dict.fromkeys(variants(read.value), line.key)
    others = unit.mail.with_marks(variants(read.value))
    return ("number", f"This number is on the letter {others[0].code} to {others[0].block[0]} already.") if others else None


def _same(above: _Judged, below: _Judged) -> bool:
    """Whether two lines tell of one letter."""
    one, other = above.line, below.line
    if (above.answer.custody_id, one.kind, one.on) != (below.answer.custody_id, other.kind, other.on):
        return False
    if above.party or below.party:
        return above.party == below.party
    return one.to[0].strip().casefold() == other.to[0].strip().casefold() if one.to and other.to else False


def _doubts(unit: UnitOfWork, line: MadeElsewhere, case: OpenCase, party: Party | None) -> tuple[str, ...]:
    found = []
    read = read_article(line.number) if line.number and line.number.strip() else None
    if read is not None and read.doubt is not None:
        found.append(read.doubt)
    if line.mail_class.certified and read is None:
        found.append("It went certified, but has no number.")
    kind = LETTERS[line.kind]
    if kind.roles and party is None:
        found.append(f"Nobody called {line.to[0]} is on record for this vehicle: the letter will count for no party.")
    if kind.custody is not None and case.custody not in kind.custody:
        found.append(f"{kind.title} is not for this kind of custody.")
    same = [
        piece for piece in unit.mail.of(case.custody_id)
        if piece.kind is line.kind and piece.state is not PieceState.VOID and piece.handed_over_on == line.on
        and (piece.party_id == party.id if party else piece.block[0].casefold() == line.to[0].strip().casefold())
    ]  # fmt: skip
    if same:
        found.append(f"The same letter to {same[0].block[0]} is recorded for that day already ({same[0].code}).")
    return tuple(found)


def _party(line: MadeElsewhere, parties: Sequence[Party]) -> Party | None:
    counting = [party for party in parties if party.void is None]
    if line.party_id is not None:
        return next((party for party in counting if party.id == line.party_id), None)
    roles = LETTERS[line.kind].roles if line.kind in LETTERS else ()
    name = " ".join(line.to[0].split()).casefold() if line.to else ""
    called = [party for party in counting if party.role in roles and " ".join(party.name.split()).casefold() == name]
    return called[0] if len(called) == 1 else None


def _piece(unit: UnitOfWork, judged: _Judged, piece_id: int) -> Piece:
    line, case = judged.line, judged.case
    if case is None or line.on is None:  # a right line has both
        raise Problems((("lines", "A line is not whole. Nothing was recorded."),))
    cost = notice_cost.cost(unit, line.mail_class, line.on)
    state = PieceState.HANDED_OVER
    if line.delivered_on is not None:
        state = PieceState.DELIVERED
    elif line.returned_on is not None:
        state = PieceState.RETURNED
    block = tuple(said.upper() for text in line.to if (said := present_lines(text)) is not None)
    return Piece(
        piece_id, case.custody_id, line.kind, line.mail_class, state, block,
        party_id=judged.party.id if judged.party else None,
        address_id=_address(judged.party, block),
        number=read_article(line.number).value if line.number and line.number.strip() else None,
        price=None if cost.missing else cost.total,
        handed_over_on=line.on, handed_over_by=present(line.carried_by),
        delivered_on=line.delivered_on, signed_by=present(line.signed_by) if line.delivered_on else None,
        returned_on=line.returned_on, returned_for=line.returned_for,
        mailed_elsewhere=True,
    )  # fmt: skip


def _address(party: Party | None, block: tuple[str, ...]) -> int | None:
    """The address of the party that the letter went to, where it is on record."""
    if party is None:
        return None
    wanted = _spaced(block)
    return next((each.id for each in party.addresses if _spaced(party.block(each)) == wanted), None)


def _spaced(block: Sequence[str]) -> tuple[str, ...]:
    """Lines as they read, however many spaces stand before the ZIP code."""
    return tuple(" ".join(line.split()) for line in block)


def _record(unit: UnitOfWork, piece: Piece, judged: _Judged, files: Sequence[Prepared]) -> None:
    """The events of a piece, each with its own day; the scans prove the mailing."""
    line = judged.line
    base = {**facts_of(piece), "mailed_elsewhere": "yes"}
    if line.kind in LETTERS and LETTERS[line.kind].required:
        known = unit.parties.of(piece.custody_id), unit.mail.of(piece.custody_id)
        base[ALL_PARTIES] = everybody_reached(*known, piece.handed_over_on)
    if judged.answer.doubts:
        base |= {"flagged": "yes", "why": present(line.reason) or ""}
    mailed = _event(EventKind.LETTER_HANDED_OVER, piece.handed_over_on, base)
    events = [mailed]
    if piece.delivered_on is not None:
        signed = {"signed_by": piece.signed_by} if piece.signed_by else {}
        events.append(_event(EventKind.LETTER_DELIVERED, piece.delivered_on, {**facts_of(piece), **signed}))
    if piece.returned_on is not None and piece.returned_for is not None:
        events.append(_event(EventKind.LETTER_RETURNED, piece.returned_on, {**facts_of(piece), "reason": piece.returned_for.value}))
    unit.events.add([(piece.custody_id, event) for event in events])
    keep_scans(unit, piece, files, mailed.id)


def _event(kind: EventKind, on: date | None, data: Mapping[str, str]) -> Event:
    return Event(str(uuid4()), kind, on=on, data=data, source=EventSource.PAPER)
