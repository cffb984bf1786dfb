"""Put cars on hold, lift holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from itow_desktop.domain.errors import Problems, Refused
from itow_desktop.domain.events import Event, EventKind, on_clock
from itow_desktop.domain.holds import AUTHORITY, KEEP, KIND, LEGAL, UNTIL, YES, Hold, StandingHold, standing_holds
from itow_desktop.domain.people import Rights, lacking
from itow_desktop.domain.vehicles import present, present_lines
from itow_desktop.services.recording import Entry, record_all
from itow_desktop.services.shift import Shift


@dataclass(frozen=True, slots=True)
class NewHold:
    """A hold to be placed: which, on whose word, why, until when (None: until it is lifted); ``keep``: as a legal hold."""

    kind: Hold
    authority: str
    reason: str
    until: date | None = None
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Lift:
    """A hold to be lifted: which, on whose word, why."""

    kind: Hold
    authority: str
    reason: str


def holds_of(shift: Shift, custody_ids: Sequence[int]) -> Mapping[int, tuple[StandingHold, ...]]:
    """The holds that stand on each of these cars."""
    with shift.desk.look() as unit:
        events = unit.events.of_many(custody_ids)
    return {each: _standing(shift, events.get(each, ())) for each in custody_ids}


def place_hold(shift: Shift, custody_ids: Sequence[int], hold: NewHold) -> int:
    """Put cars on hold, all or none; a hold of the same kind is renewed. Raises ``Problems``, ``NotFound``."""
    _check(hold.kind, hold.authority, hold.reason, "Enter why the car is on hold.")
    if hold.until is not None and hold.until <= shift.today:
        raise Problems((("until", "Enter a day that is still to come, or none: the hold stands until it is lifted."),))

    def placed(_: int, before: tuple[Event, ...]) -> Iterable[Entry]:
        legal = hold.keep or any(each.legal and each.kind == hold.kind for each in _standing(shift, before))
        data = {KIND: hold.kind.value, AUTHORITY: hold.authority}
        data |= {UNTIL: hold.until.isoformat()} if hold.until else {}
        data |= {KEEP: YES} if legal and hold.kind not in LEGAL else {}
        yield Entry(EventKind.HOLD_PLACED, at=shift.clock.now(), data=data, note=hold.reason, reason=hold.reason)

    return len(record_all(shift, _named(f"{hold.kind.shown} hold", custody_ids), custody_ids, placed))


def lift_hold(shift: Shift, custody_ids: Sequence[int], lift: Lift) -> int:
    """Lift a hold from those of the cars on which it stands, all or none; answers from how many.

    Raises ``Problems``, ``Refused`` where none has it, or for a legal hold that only a manager lifts, ``NotFound``.
    """
    _check(lift.kind, lift.authority, lift.reason, "Enter why the hold is lifted.")

    def lifted(_: int, before: tuple[Event, ...]) -> Iterable[Entry]:
        for each in _standing(shift, before):
            if each.kind == lift.kind:
                if each.legal and shift.person is not None and lacking(shift.person.rights, Rights.MANAGER):
                    raise Refused("This is a legal hold: a manager lifts it. Nothing was changed.")
                data = {KIND: lift.kind.value, AUTHORITY: lift.authority}
                yield Entry(EventKind.HOLD_LIFTED, at=shift.clock.now(), data=data, note=lift.reason, reason=lift.reason)

    count = len(record_all(shift, _named(f"lift {lift.kind.shown} hold", custody_ids), custody_ids, lifted))
    if not count:
        raise Refused(f"There is no such hold any more: {lift.kind.shown}. Nothing was changed.")
    return count


def _standing(shift: Shift, events: Iterable[Event]) -> tuple[StandingHold, ...]:
    return standing_holds(on_clock(events, shift.law.zone))


def _check(kind: Hold, authority: str, reason: str, ask: str) -> None:
    problems = []
    if present(authority) is None and kind is not Hold.OFFICE:
        problems.append(("authority", "Enter on whose word: the department, the court, the attorney."))
    if present_lines(reason) is None:
        problems.append(("reason", ask))
    if problems:
        raise Problems(tuple(problems))


def _named(deed: str, custody_ids: Sequence[int]) -> str:
    count = len(set(custody_ids))
    return deed if count == 1 else f"{deed}, {count} cars"
