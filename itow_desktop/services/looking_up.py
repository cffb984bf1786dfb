"""Look cars up in the state's Auto Lost & Found: which wait for their notice, what each look-up found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from itow_desktop.domain.events import Event, EventKind, EventSource, standing
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.ports.stores import OpenCase
from itow_desktop.services.recording import Entry, record_all
from itow_desktop.services.shift import Shift

LISTED, NOT_LISTED = "listed", "not_listed"


@dataclass(frozen=True, slots=True)
class LookUpCar:
    """A car whose notice is awaited: when the police entered it, what the last look-up found on which local day."""

    case: OpenCase
    entered_on: date | None = None
    looked_on: date | None = None
    listed: bool | None = None


def look_up_list(shift: Shift, custody_ids: Sequence[int] | None = None) -> tuple[LookUpCar, ...]:
    """The cars on the lot, of some or of all, that wait for the date of the Secretary of State's notice; longest here first."""
    with shift.desk.look() as unit:
        cases = [case for case in unit.deadlines.open_cases(custody_ids) if _waits(case)]
        events = unit.events.of_many([case.custody_id for case in cases])
    cars = [_car(shift, case, events.get(case.custody_id, ())) for case in cases]
    return tuple(sorted(cars, key=lambda car: (car.case.towed_at is None, car.case.towed_at, car.case.custody_id)))


def look_up(shift: Shift, custody_id: int, notice_on: date | None, reason: str | None = None) -> int:
    """Record what a look-up found: listed with the date on the notice, or not listed; answers how many events that made.

    Another earlier date is superseded with a ``reason``; without it ``Doubtful`` is raised, as for what contradicts the
    usual order. Raises ``NotFound``, ``Problems``, ``Refused``.
    """

    def found(_: int, before: tuple[Event, ...]) -> Iterable[Entry]:
        answer = NOT_LISTED if notice_on is None else LISTED
        yield Entry(EventKind.LOOKED_UP, at=shift.clock.now(), data={"answer": answer}, source=EventSource.LOOK_UP)
        earlier = [event for event in standing(before) if event.kind is EventKind.SOS_NOTICE_DATED]
        if notice_on is not None and not (earlier and earlier[-1].on == notice_on):
            corrects = earlier[-1].id if earlier else None
            yield Entry(EventKind.SOS_NOTICE_DATED, on=notice_on, source=EventSource.LOOK_UP, supersedes=corrects, reason=reason)

    return len(record_all(shift, "look-up", [custody_id], found))


def _waits(case: OpenCase) -> bool:
    """Whether some date of the law needs the notice's."""
    return case.status is CustodyStatus.ON_LOT and any(
        deadline.open and deadline.needs == EventKind.SOS_NOTICE_DATED for deadline in case.deadlines
    )


def _car(shift: Shift, case: OpenCase, events: Sequence[Event]) -> LookUpCar:
    known, zone = standing(events), shift.law.zone
    entries = [event.day(zone) for event in known if event.kind is EventKind.LEIN_ENTERED]
    looks = [event for event in known if event.kind is EventKind.LOOKED_UP]
    if not looks:
        return LookUpCar(case, entries[-1] if entries else None)
    return LookUpCar(case, entries[-1] if entries else None, looks[-1].day(zone), looks[-1].data.get("answer") == LISTED)
