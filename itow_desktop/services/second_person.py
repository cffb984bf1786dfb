"""Two people for one date: ask to move it later, see what waits for a second person, stand for what another one recorded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from itow_desktop.domain.deadlines import Deadline, State
from itow_desktop.domain.entry import written_date
from itow_desktop.domain.errors import Problems, Refused
from itow_desktop.domain.events import Event, EventKind, standing
from itow_desktop.domain.moving import MOVES, TO, moves_of
from itow_desktop.domain.people import Rights, lacking
from itow_desktop.domain.rules import Actor
from itow_desktop.domain.sentences import EVENT_NAMES
from itow_desktop.domain.vehicles import present_lines
from itow_desktop.services.desk_work import label_of
from itow_desktop.services.people import proof_for
from itow_desktop.services.ports.people import PinAnswer
from itow_desktop.services.ports.stores import OpenCase
from itow_desktop.services.recording import Entry, record_all
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import project_again
from itow_desktop.services.views import Person


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something a second person is asked to confirm: of which car, what was recorded why by whom, what it makes of which date.

    ``now`` is the date that stands (None: it stands still), ``then`` the one once it is confirmed (None: not known).
    """

    event_id: str
    custody_id: int
    car: str
    step: str
    what: str
    reason: str
    by: str | None
    at: datetime | None
    now: date | None
    then: date | None
    is_move: bool = False


def movable(shift: Shift, custody_id: int) -> tuple[Deadline, ...]:
    """The dates of a car that may be moved later, those that open a sale first; raises ``NotFound``."""
    with shift.desk.look() as unit:
        car = unit.vehicles.get(custody_id)
        events = unit.events.of(custody_id)
    found = shift.law.deadlines(car.fields, events)
    known = [each for each in found if each.movable and each.state is State.COMPUTED and each.first_day is not None]
    return tuple(sorted(known, key=lambda each: (each.citation is None, each.actor is not Actor.SELLER)))


def move_later(shift: Shift, custody_id: int, rule_id: str, to: date, reason: str) -> None:
    """Ask for a later day for one date of a car; it counts once another person confirmed it.

    Raises ``Problems`` for a day that is not later or a missing reason, ``Refused`` for a date that cannot be moved or a
    person who is no manager, ``NotFound``.
    """
    why = present_lines(reason)
    if why is None:
        raise Problems((("reason", "Enter why the date is moved; the reason stands in the record."),))
    if shift.person is not None and lacking(shift.person.rights, Rights.MANAGER):
        raise Refused("A manager moves dates. Nothing was changed.")
    found = next((each for each in movable(shift, custody_id) if each.rule_id == rule_id), None)
    if found is None or found.first_day is None:
        raise Refused("This date cannot be moved: it is not known, or the law itself sets the last day of a duty. Nothing was changed.")
    if to <= found.first_day:
        raise Problems((("to", f"A date is only moved later: after {written_date(found.first_day)}."),))

    def asked(_: int, before: tuple[Event, ...]) -> Iterable[Entry]:
        earlier = moves_of(before).get(rule_id)
        if earlier is not None and earlier.waiting is not None:
            who = earlier.waiting.by or "Somebody"
            raise Refused(f"{who} asked to move this date already. Confirm that or take it back first. Nothing was changed.")
        yield Entry(EventKind.NOTE, at=shift.clock.now(), data={MOVES: rule_id, TO: to.isoformat()}, note=why)

    record_all(shift, f"move date to {written_date(to)}: {found.step}", [custody_id], asked)


def waiting(shift: Shift) -> tuple[Waiting, ...]:
    """What waits for a second person, the oldest first."""
    with shift.desk.look() as unit:
        cases = {case.custody_id: case for case in unit.deadlines.open_cases() if any(each.waits_for_second for each in case.deadlines)}
        events = unit.events.of_many(list(cases))
    found = [each for case in cases.values() for each in _of_case(case, events.get(case.custody_id, ()))]
    return tuple(sorted(found, key=lambda each: (each.at is None, each.at, each.event_id)))


def _of_case(case: OpenCase, events: Sequence[Event]) -> Iterable[Waiting]:
    """What waits of one car."""
    by_id = {event.id: event for event in events}
    told: set[str] = set()
    # Of several dates that rest on one event the last one is told: the sale itself.
    for deadline in sorted(case.deadlines, key=lambda each: each.first_day or date.max, reverse=True):
        move = deadline.moved.waiting if deadline.moved else None
        asked: list[tuple[str, date | None]] = [(move.event_id, move.to)] if move else []
        asked += [(each, deadline.corrected_day) for each in deadline.awaits]
        for event_id, then in asked:
            event = by_id.get(event_id)
            if event is not None and event_id not in told:
                told.add(event_id)
                yield Waiting(
                    event_id, case.custody_id, label_of(case), deadline.step, _what(event, by_id), event.note or "", event.recorded_by,
                    event.recorded_at, deadline.first_day, then, MOVES in event.data,
                )  # fmt: skip


def _what(event: Event, by_id: dict[str, Event]) -> str:
    if event.kind is EventKind.NOTE and MOVES in event.data:
        return "Date moved later"
    corrected = by_id.get(event.supersedes or "")
    name = EVENT_NAMES[corrected.kind if corrected else event.kind]
    return f"Taken back: {name}" if event.kind is EventKind.SUPERSEDED else f"Corrected: {name}"


def confirm(shift: Shift, asked: Waiting, second: Person, pin: str = "") -> PinAnswer:
    """Stand as the second person for what another one recorded; at a private server the PIN of ``second`` proves it.

    A wrong PIN is counted, answered and records nothing. Raises ``Refused`` where the database does not take this person as
    the second one, or where it was confirmed, corrected or taken back meanwhile.
    """
    theirs = shift.by(second)
    words = f"Confirmed: {asked.what}, {asked.step}."
    with theirs.desk.begin(theirs.deed(f"confirm for {asked.car}", undoable=False)) as unit:
        unit.events.lock([asked.custody_id])
        answer = unit.desk_work.confirm(asked.event_id, proof_for(unit, second.id, pin), shift.clock.now(), words)
        if answer.accepted:
            project_again(unit, shift.law, [asked.custody_id])
        unit.commit()
    return answer


def take_back(shift: Shift, asked: Waiting, reason: str) -> None:
    """Take back a move that nobody confirmed yet. Raises ``Problems`` without a reason, ``Refused``."""
    if not asked.is_move:
        raise Refused("A correction is taken back by correcting it again, or with Undo. Nothing was changed.")

    def gone(_: int, before: tuple[Event, ...]) -> Iterable[Entry]:
        if all(event.id != asked.event_id for event in standing(before)):
            raise Refused("This was corrected or taken back since. Nothing was changed.")
        yield Entry(EventKind.SUPERSEDED, at=shift.clock.now(), note=reason, supersedes=asked.event_id)

    record_all(shift, f"take back for {asked.car}", [asked.custody_id], gone)
