"""From kept deadlines to the next steps of a day."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date

from itow_desktop.domain.cars import VEHICLE_FIELDS
from itow_desktop.domain.deadlines import ENGINE_VERSION
from itow_desktop.domain.questions import questions_of
from itow_desktop.domain.queue import Case, Item, Queue, next_step, queue_of
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.law import Law, Terms
from itow_desktop.services.ports.stores import Deed, Desk, OpenCase, Projection, UnitOfWork
from itow_desktop.services.ports.towbook import never

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found by which terms of the law for which day; the very case a step was found for says whether it still holds."""

    terms: Terms
    today: date
    steps: Mapping[int, tuple[OpenCase, Item | None]]


class StepMemory:
    """The lead steps of all open cases as they were last found: a case that was not read again still has the same one.

    Holds what the last question found and never more; threads may share it, as an answer is only ever replaced whole.
    """

    def __init__(self) -> None:
        self._found: _Found | None = None

    def lead_steps(self, law: Law, cases: Iterable[OpenCase], today: date) -> Mapping[int, Item]:
        """The lead step of each custody that has one, by custody id; ``cases`` are all that are open."""
        found, terms, day = self._found, law.terms, law.day(today)
        known = found.steps if found and found.terms is terms and found.today == today else {}
        steps = {}
        for case in cases:
            step = known.get(case.custody_id)
            steps[case.custody_id] = step if step is not None and step[0] is case else (case, next_step(as_case(case), day))
        self._found = _Found(terms, today, steps)
        return {custody_id: item for custody_id, (_, item) in steps.items() if item is not None}


def lead_steps(law: Law, cases: Iterable[OpenCase], today: date) -> Mapping[int, Item]:
    """The lead step of each custody that has one, by custody id."""
    day = law.day(today)
    items = (next_step(as_case(case), day) for case in cases)
    return {item.custody_id: item for item in items if item is not None}


def day_queue(cases: Iterable[OpenCase], steps: Mapping[int, Item], today: date) -> Queue:
    """The whole work of a day: the open cases with their lead steps."""
    return queue_of(steps.values(), sum(case.status is CustodyStatus.ON_LOT for case in cases), today)


def as_case(case: OpenCase) -> Case:
    """A kept case as the queue's rules take it."""
    asked = questions_of(
        case.custody,
        agency_known=case.agency_id is not None,
        tow_time_known=case.towed_at is not None,
        released_in_towbook=case.released_in_towbook,
        maybe_same=case.maybe_same,
    )
    return Case(
        case.custody_id, case.call_number, case.custody, case.status, case.deadlines, asked, case.on_hold, case.hold_until, case.clue
    )


def project_again(unit: UnitOfWork, law: Law, custody_ids: Sequence[int]) -> None:
    """Compute the deadlines of these custodies from all their events and keep them, in this transaction."""
    custody_ids = list(dict.fromkeys(custody_ids))
    if custody_ids:
        unit.deadlines.save(_project(unit, law, custody_ids))


def resting_on(unit: UnitOfWork, law: Law, changed: Mapping[int, Collection[str]]) -> list[int]:
    """The custodies whose dates rest on what was changed, from the names of the fields by custody; all of a vehicle's, locked."""
    found = [custody_id for custody_id, names in changed.items() if not law.reads.isdisjoint(names)]
    if found and not law.reads.isdisjoint(VEHICLE_FIELDS):
        found = list(unit.deadlines.same_vehicles(found))
        unit.events.lock(found)
    return found


def refresh_projections(desk: Desk, law: Law) -> int:
    """Compute anew what other rules, another engine or nobody has computed; answers how many custodies that were."""
    return recompute(desk, law).cars


@dataclass(frozen=True, slots=True)
class Recomputed:
    """So many custodies were computed anew, and ``moved`` of them have another date now; what another engine kept is not compared."""

    cars: int = 0
    moved: int = 0

    def __add__(self, other: "Recomputed") -> "Recomputed":
        return Recomputed(self.cars + other.cars, self.moved + other.moved)


NOTHING = Recomputed()


def recompute(desk: Desk, law: Law, stopped: Callable[[], bool] = never) -> Recomputed:
    """As ``refresh_projections``; where it is stopped what is done stays, and the rest is still to be done.

    Another program may be at it: what that one computed meanwhile is not computed again.
    """
    with desk.look() as unit:
        stale = unit.deadlines.stale(law.version, ENGINE_VERSION)
    done = moved = 0
    with ExitStack() as sent:  # the database writes one batch while the next one is computed
        for first in range(0, len(stale), _AT_ONCE):
            if stopped():
                break
            with ExitStack() as batch:
                unit = batch.enter_context(desk.begin(Deed("compute deadlines", undoable=False)))
                unit.events.lock(stale[first : first + _AT_ONCE])
                some = unit.deadlines.stale(law.version, ENGINE_VERSION, stale[first : first + _AT_ONCE])
                found, kept = _project(unit, law, some), unit.deadlines.kept(some)
                sent.close()
                batch.enter_context(unit.ahead())
                moved += unit.deadlines.renew(found, kept)
                unit.commit()
                sent.push(batch.pop_all())
            done += len(some)
    return Recomputed(done, moved)


def _project(unit: UnitOfWork, law: Law, custody_ids: Sequence[int]) -> list[Projection]:
    events = unit.events.of_many(custody_ids)
    cars = unit.deadlines.described(custody_ids)
    return [law.project(each, cars[each], events.get(each, ())) for each in custody_ids]
