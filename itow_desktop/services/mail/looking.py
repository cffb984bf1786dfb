"""What the mail desk shows: pieces with their cars, found by what is scanned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from itow_desktop.domain.errors import NotFound
from itow_desktop.domain.events import Event
from itow_desktop.domain.holds import Hold
from itow_desktop.domain.letters.facts import decided_for_owner, petition_open
from itow_desktop.domain.letters.kinds import LETTERS
from itow_desktop.domain.mail.coming_back import Side
from itow_desktop.domain.mail.numbers import variants, without_routing
from itow_desktop.domain.mail.pieces import HERE, Piece, piece_of
from itow_desktop.domain.mail.runs import SHEET_FROM, Form, Run, form_of
from itow_desktop.domain.parties.party import Party
from itow_desktop.domain.provisions import Notice
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.charges import notice_cost
from itow_desktop.services.ports.stores import OpenCase, UnitOfWork
from itow_desktop.services.shift import Shift

_SHOWN_DAYS = 120
_LYING_DAYS = 3


@dataclass(frozen=True, slots=True)
class MailRow:
    """A piece with the car it is about, in words; ``proofs`` are (file id, side, name) of the car's files about it.

    ``stopped`` says why one that is still here should not go out any more.
    """

    piece: Piece
    vehicle: str
    call_number: str | None = None
    proofs: tuple[tuple[int, Side, str], ...] = ()
    stopped: str | None = None

    @property
    def wants_number(self) -> bool:
        """A certified piece that is still here and has no number."""
        return self.piece.mail_class.certified and self.piece.number is None and self.piece.state in HERE


@dataclass(frozen=True, slots=True)
class DueLetter:
    """A letter that the law wants mailed and is not yet; ``kinds`` are the words of the letters, ``due`` its last day."""

    custody_id: int
    call_number: str | None
    vehicle: str
    kinds: tuple[str, ...]
    step: str
    due: date | None


@dataclass(frozen=True, slots=True)
class TodaysMail:
    """``rows``: what is here first, then what left or came back lately. ``run`` is the open one with its pieces in order.

    ``sheets`` are the forms that list enough pieces to be wanted at the counter; ``stale`` those of them that were drawn and
    do not list what is in the run now. ``cost`` is what the run costs in dollars, without the prices in ``unpriced`` that nobody
    entered. ``lying`` are the ids of pieces that were prepared days ago and are still here.
    """

    rows: tuple[MailRow, ...]
    run: Run | None = None
    in_run: tuple[MailRow, ...] = ()
    sheets: tuple[Form, ...] = ()
    stale: tuple[Form, ...] = ()
    due: tuple[DueLetter, ...] = ()
    strays: int = 0
    cost: Decimal = Decimal(0)
    unpriced: tuple[str, ...] = ()
    lying: frozenset[int] = frozenset()


def todays_mail(shift: Shift) -> TodaysMail:
    """The mail as it stands."""
    with shift.desk.look() as unit:
        here = unit.mail.in_state(HERE)
        lately = unit.mail.mailed(shift.today - timedelta(days=_SHOWN_DAYS), shift.today)
        rows = rows_of(unit, (*here, *reversed(lately)))
        run = unit.mail.open_run()
        known = {row.piece.id: row for row in rows}
        in_run = tuple(known[piece.id] for piece in unit.mail.of_run(run.id) if piece.id in known) if run else ()
        pieces = tuple(row.piece for row in in_run)
        wanted = tuple(form for form in (Form.CERTIFIED, Form.CERTIFICATE) if len(listed(pieces, form)) >= SHEET_FROM)
        stale = tuple(form for form in Form if run and (drawn := run.sheet(form)) and drawn.lines not in {None, lines_mark(pieces, form)})
        costs = {each: notice_cost.cost(unit, each, shift.today) for each in dict.fromkeys(piece.mail_class for piece in pieces)}
        return TodaysMail(
            rows, run, in_run, wanted, stale, _due(shift, unit), len(unit.mail.strays()),
            cost=sum((costs[piece.mail_class].total for piece in pieces), Decimal(0)),
            unpriced=tuple(dict.fromkeys(each for cost in costs.values() for each in cost.missing)),
            lying=frozenset(piece.id for piece in here if _lies(shift, piece)),
        )  # fmt: skip


def _lies(shift: Shift, piece: Piece) -> bool:
    return piece.prepared_at is not None and (shift.today - shift.law.today(piece.prepared_at)).days >= _LYING_DAYS


def mail_of_car(shift: Shift, custody_id: int) -> tuple[MailRow, ...]:
    """The pieces of one car, newest first."""
    with shift.desk.look() as unit:
        return rows_of(unit, unit.mail.of(custody_id))


def find_mail(shift: Shift, scanned: str) -> tuple[MailRow, ...]:
    """The pieces with this barcode of ours, certified number or green card's number; none where nobody knows it."""
    with shift.desk.look() as unit:
        return rows_of(unit, marked(unit, scanned))


def marked(unit: UnitOfWork, scanned: str) -> tuple[Piece, ...]:
    """The pieces that one mark is on: our barcode, either number."""
    piece_id = piece_of(scanned)
    if piece_id is None:
        value = without_routing(scanned)
        return unit.mail.with_marks(variants(value)) if value.isalnum() else ()
    try:
        return (unit.mail.get(piece_id),)
    except NotFound:
        return ()


def rows_of(unit: UnitOfWork, pieces: Iterable[Piece]) -> tuple[MailRow, ...]:
    """Pieces with their cars, in the order given."""
    wanted = tuple(pieces)
    if not wanted:
        return ()
    cases = {case.custody_id: case for case in unit.deadlines.cases(sorted({piece.custody_id for piece in wanted}))}
    stops = why_stopped(unit, wanted)
    proofs = unit.mail.proofs([piece.id for piece in wanted])
    rows = []
    for piece in wanted:
        case = cases.get(piece.custody_id)
        words = case.description or case.plate or "" if case else ""
        rows.append(MailRow(piece, words, case.call_number if case else None, proofs.get(piece.id, ()), stops.get(piece.id)))
    return tuple(rows)


def why_stopped(unit: UnitOfWork, pieces: Iterable[Piece]) -> Mapping[int, str]:
    """What happened since letters were written that keeps them here, by the id of the piece; those that may go have none."""
    here = [piece for piece in pieces if piece.state in HERE and piece.kind in LETTERS and LETTERS[piece.kind].open]
    ids = sorted({piece.custody_id for piece in here})
    if not ids:
        return {}
    parties, events = unit.parties.of_many(ids), unit.events.of_many(ids)
    cars = {case.custody_id: _stops(case, events.get(case.custody_id, ())) for case in unit.deadlines.cases(ids)}
    said = {piece.id: cars.get(piece.custody_id) or _unreachable(piece, parties.get(piece.custody_id, ())) for piece in here}
    return {piece_id: why for piece_id, why in said.items() if why}


def _stops(case: OpenCase, events: Sequence[Event]) -> str | None:
    if case.status is not CustodyStatus.ON_LOT:
        return f"The vehicle is not here any more ({case.status.replace('_', ' ')})."
    if petition_open(events):
        return "The owner asked a court for a hearing, which has not decided yet."
    if decided_for_owner(events):
        return "The court decided for the owner."
    return "The owner is in bankruptcy: no letter may ask for money." if Hold.BANKRUPTCY in case.on_hold else None


def _unreachable(piece: Piece, parties: Sequence[Party]) -> str | None:
    """Why its addressee should not get it, or would not."""
    party = next((each for each in parties if each.id == piece.party_id), None)
    if party is None:
        return None
    if party.void is not None:
        return f"{party.name} was taken off this vehicle ({party.void})."
    bad = next((each for each in party.addresses if each.id == piece.address_id and not each.good), None)
    return f"Mail does not reach {party.name} at this address ({bad.why_bad or 'no reason is known'})." if bad else None


def listed(pieces: Sequence[Piece], form: Form) -> tuple[Piece, ...]:
    """The pieces that a sheet of this form lists, in the order given."""
    return tuple(piece for piece in pieces if form_of(piece.mail_class) is form)


def lines_mark(pieces: Sequence[Piece], form: Form) -> str:
    """What tells whether a sheet still lists what is in the run."""
    return ";".join(f"{piece.id},{piece.number or ''},{piece.mail_class}" for piece in listed(pieces, form))


def _due(shift: Shift, unit: UnitOfWork) -> tuple[DueLetter, ...]:
    """What the rules want mailed by us: their notices whose letters are ours."""
    letters = {each.id: each.letter for each in shift.law.pack.provisions if isinstance(each, Notice) and each.letter}
    by_rule = {rule.id: tuple(letters[each] for each in rule.notices if each in letters) for rule in shift.law.pack.rules}
    found = []
    for case in unit.deadlines.open_cases():
        for deadline in case.deadlines:
            kinds = by_rule.get(deadline.rule_id, ())
            if kinds and deadline.open and deadline.actor.ours and deadline.last_day is not None:
                due = DueLetter(case.custody_id, case.call_number, case.description, kinds, deadline.step, deadline.last_day)
                found.append(due)
    return tuple(sorted(found, key=lambda each: (each.due or date.max, each.custody_id)))
