"""Record what happened to cars: refused, questioned or kept."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from uuid import uuid4

from itow_desktop.domain.errors import NotFound, Problems, Refused
from itow_desktop.domain.events import CLOSING, Event, EventKind, EventSource, on_clock, standing
from itow_desktop.domain.gates import refusal, too_early
from itow_desktop.domain.sentences import EVENT_NAMES
from itow_desktop.domain.vehicles import present, present_lines
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import project_again

_NOTHING: Mapping[str, str] = MappingProxyType({})
_CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Entry:
    """An event to be recorded; ``at`` aware or ``on`` local, both None where the time is not known."""

    kind: EventKind
    at: datetime | None = None
    on: date | None = None
    data: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    note: str | None = None
    source: EventSource | None = None
    supersedes: str | None = None


Entries = Callable[[int, tuple[Event, ...]], Iterable[Entry]]
"""What to record of a car, from its custody id and its events so far."""


def record(shift: Shift, custody_id: int, entry: Entry) -> Event:
    """Record one event; raises ``Refused`` where the yard's or the law's rules forbid it, ``Problems`` for bad values."""
    return record_all(shift, f"record {EVENT_NAMES[entry.kind]}", [custody_id], lambda *_: (entry,))[0]


def record_all(
    shift: Shift, name: str, custody_ids: Sequence[int], entries: Entries, complaints: Mapping[int, str] | None = None
) -> list[Event]:
    """Record what ``entries`` makes of each car and its events so far, in one transaction: all of it or nothing.

    Raises ``NotFound``, ``Problems`` or ``Refused``, as ``record`` does.
    """
    events = []
    with shift.desk.begin(shift.deed(name)) as unit:
        lock_cars(unit, custody_ids)
        known = unit.events.of_many(custody_ids)
        for custody_id in dict.fromkeys(custody_ids):
            before = known.get(custody_id, ())
            for entry in entries(custody_id, before):
                _check(shift, entry, before)
                event = event_of(entry)
                unit.events.add([(custody_id, event)])
                before = (*before, event)
                events.append(event)
        if complaints:
            unit.vehicles.set_complaints(complaints)
        project_again(unit, shift.law, custody_ids)
        unit.commit()
    return events


def lock_cars(unit: UnitOfWork, custody_ids: Iterable[int]) -> None:
    """Keep others from recording on these cars for the moment; raises ``NotFound``."""
    wanted = sorted(set(custody_ids))
    unit.events.lock(wanted)
    if len(unit.deadlines.cases(wanted)) < len(wanted):
        raise NotFound("This car is not on record. Nothing was changed.")


def _check(shift: Shift, entry: Entry, before: tuple[Event, ...]) -> None:
    """Refuse what must not be recorded; raises ``NotFound``, ``Problems`` or ``Refused``."""
    if entry.kind is EventKind.SUPERSEDED and (entry.supersedes is None or present(entry.note) is None):
        raise Problems((("note", "Taking an event back needs its id and a reason."),))
    if entry.kind is EventKind.NOTE and present(entry.note) is None:
        raise Problems((("note", "Enter the note."),))
    _check_day(shift, entry, before)
    corrected = _corrected(entry, before)
    if corrected is not None and corrected.kind in CLOSING:
        # A car that is closed by mistake is open for the right closing; a hold is not lifted by "correcting" it.
        before = (*before, Event("", EventKind.SUPERSEDED, supersedes=corrected.id))
    reason = refusal(entry.kind, entry.data, on_clock(before, shift.law.zone))
    if reason is not None:
        raise Refused(f"{reason} Nothing was changed.")


def _corrected(entry: Entry, before: Sequence[Event]) -> Event | None:
    if entry.supersedes is None:
        return None
    found = next((event for event in before if event.id == entry.supersedes), None)
    if found is None:
        raise NotFound("The event to be corrected is not on record for this car. Nothing was changed.")
    if found not in standing(before):
        raise Refused("This event was corrected before. Correct the newer one. Nothing was changed.")
    return found


def _check_day(shift: Shift, entry: Entry, before: Sequence[Event]) -> None:
    zone = shift.law.zone
    day = entry.at.astimezone(zone).date() if entry.at else entry.on
    if day is None:
        return
    later = day > shift.today or (entry.at is not None and entry.at > shift.clock.now() + _CLOCKS_DIFFER)
    if later and entry.kind is not EventKind.SALE_PLANNED:
        raise Problems((("on", f"{_written(day)} has not come yet. Enter when it happened."),))
    tows = [towed for event in standing(before) if event.kind is EventKind.TOWED and (towed := event.day(zone))]
    if tows and too_early(entry.kind, day, tows[-1]):
        raise Problems((("on", f"{_written(day)} lies before the tow of {_written(tows[-1])}. Correct the wrong one of the two."),))


def _written(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"


def event_of(entry: Entry) -> Event:
    """The event that an entry becomes, under an id of its own."""
    data = {key: text for key, value in entry.data.items() if (text := present(value))}
    return Event(
        str(uuid4()), entry.kind, at=entry.at, on=entry.on, data=data, note=present_lines(entry.note), source=entry.source,
        supersedes=entry.supersedes,
    )  # fmt: skip
