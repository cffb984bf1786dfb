"""Take back what a person did, or do it again: in one transaction, never over what others changed since."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from itow_desktop.domain.cars import Car, Origin, Provenance, origins_put_back, put_back
from itow_desktop.domain.errors import NotAllowed, Refused
from itow_desktop.domain.events import Event, EventKind, on_clock
from itow_desktop.domain.gates import newly_refused, refused
from itow_desktop.domain.sentences import EVENT_NAMES
from itow_desktop.domain.undo import CarChange, RowChange, UndoState, goes_back, take_back_events
from itow_desktop.domain.undo import undo_state as state_after
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import project_again, resting_on

_STEPS = 500
_OF_CARS = frozenset({"vehicles", "custodies"})


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """Something that was changed since and was left as it is: a car's label or another thing's word, and what of it."""

    label: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undone:
    """What came of an undo or a redo; ``total`` counts the cars and other things of the deed."""

    name: str
    again: bool
    custody_ids: frozenset[int]
    total: int
    left: tuple[LeftAlone, ...]

    @property
    def sentence(self) -> str:
        """What to tell the person."""
        done = f"{'Done again' if self.again else 'Undone'}: {self.name}."
        if not self.left:
            return done
        named = ", ".join(dict.fromkeys(each.label for each in self.left[:3]))
        more = ", ..." if len(self.left) > 3 else ""
        were = "was" if len(self.left) == 1 else "were"
        return f"{done} {len(self.left)} of {self.total} {were} changed since and left alone: {named}{more}."


def undo_state(shift: Shift) -> UndoState:
    """What the person at the desk can take back and do again; nothing where nobody signs."""
    if shift.person is None:
        return UndoState()
    with shift.desk.look() as unit:
        return state_after(unit.deeds.of_person(shift.person.id, _STEPS))


def undo(shift: Shift, deed_id: UUID) -> Undone:
    """Take back one of the person's own deeds: what others changed since stays and is told.

    Raises ``Refused`` where the yard's or the law's rules forbid what would be, or where it was undone already,
    ``NotAllowed`` for a deed of somebody else, ``NotFound``. Then nothing was changed.
    """
    return _take_back(shift, deed_id, again=False)


def redo(shift: Shift, deed_id: UUID) -> Undone:
    """Do again what was undone: take the undoing ``deed_id`` back. Raises like ``undo``."""
    return _take_back(shift, deed_id, again=True)


def _take_back(shift: Shift, deed_id: UUID, *, again: bool) -> Undone:
    name = _name(shift, deed_id)
    done = f"{'Done again' if again else 'Undone'}: {name}."
    with shift.desk.begin(shift.deed(f"{'redo' if again else 'undo'}: {name}", undoes=deed_id)) as unit:
        if unit.deeds.is_undone(deed_id):
            raise Refused(f"This was {'done again' if again else 'undone'} already: {name}. Nothing was changed.")
        changes = unit.deeds.changes(deed_id)
        events = unit.deeds.events(deed_id, custody_ids=[change.custody_id for change in changes.cars])
        custody_ids = {change.custody_id for change in changes.cars} | events.keys()
        unit.events.lock(list(custody_ids))
        work = _Work(unit, shift, unit.vehicles.many(list(custody_ids)), done)
        left = work.put_cars_back(changes.cars)
        left += work.put_rows_back(changes.rows)
        added = {change.custody_id for change in changes.cars if change.added}
        left += work.take_events_back(events, added)
        rests = resting_on(unit, shift.law, {change.custody_id: change.before.keys() | change.after.keys() for change in changes.cars})
        project_again(unit, shift.law, sorted({*events, *added, *rests}))
        unit.commit()
    others = sum(row.table not in _OF_CARS for row in changes.rows)
    return Undone(name, again, frozenset(custody_ids), len(custody_ids) + others, tuple(left))


def _name(shift: Shift, deed_id: UUID) -> str:
    """The name of the first deed in the chain of undoing and doing again; raises ``NotAllowed`` for somebody else's."""
    with shift.desk.look() as unit:
        deed = unit.deeds.get(deed_id)
        if shift.person is None or deed.staff_id != shift.person.id:
            raise NotAllowed("Somebody else did this, and only that person can undo it. Nothing was changed.")
        while deed.undoes is not None:
            deed = unit.deeds.get(deed.undoes)
    return deed.name


@dataclass(frozen=True, slots=True)
class _Work:
    """One taking back: the cars it is about, locked, and what the record says of it."""

    unit: UnitOfWork
    shift: Shift
    cars: Mapping[int, Car]
    note: str

    def put_cars_back(self, changes: Sequence[CarChange]) -> list[LeftAlone]:
        """Give the fields their values of before; what was changed since stays and is answered."""
        left, back, names = [], [], set[str]()
        desk = Provenance(Origin.DESK, self.shift.clock.now().isoformat(timespec="seconds"), self.shift.signed)
        for change in changes:
            if change.added:
                continue
            car = self.cars[change.custody_id]
            put, moved, stay = car_put_back(car, change, desk)
            if put != car:
                names |= moved
                back.append(put)
            if stay:
                left.append(LeftAlone(car.label, stay))
        self.unit.vehicles.save(back, names)
        return left

    def put_rows_back(self, changes: Sequence[RowChange]) -> list[LeftAlone]:
        """The same for everything that is no field of a car."""
        return [
            LeftAlone(self.cars[int(row.row_id)].label if row.table == "custodies" else row.word, row.columns)
            for row in self.unit.deeds.put_back(changes)
        ]

    def take_events_back(self, ids: Mapping[int, Collection[str]], added: Collection[int]) -> list[LeftAlone]:
        """Retract or restore events; a car the deed added is voided instead. What was corrected since stays and is answered."""
        custody_ids = sorted({*ids, *added})
        histories = self.unit.events.of_many(custody_ids)
        recorded: list[tuple[int, Event]] = []
        left = []
        for each in custody_ids:
            history, label = histories.get(each, ()), self.cars[each].label
            if each in added:
                news = _voided(history, ids.get(each, ()), label, self.note)
            else:
                back = take_back_events(history, ids[each], self.note, lambda: str(uuid4()))
                news = back.news
                if back.left:
                    left.append(LeftAlone(label, tuple(EVENT_NAMES[event.kind] for event in back.left)))
            _check(self.shift, label, history, news)
            recorded += [(each, event) for event in news]
        self.unit.events.add(recorded)
        return left


def car_put_back(car: Car, change: CarChange, desk: Provenance) -> tuple[Car, frozenset[str], tuple[str, ...]]:
    """The car as it was before a deed, the fields that go back, and those that were changed since and stay."""
    now = {name: getattr(car.fields, name) for name in {**change.before, **change.after}}
    values, stay = goes_back(change.before, change.after, now)
    put = origins_put_back(put_back(car, values, change.origins, desk), change.origins, change.origins_after)
    return put, frozenset(values), stay


def _voided(history: Iterable[Event], ids: Collection[str], label: str, note: str) -> tuple[Event, ...]:
    if any(event.id not in ids for event in history):
        raise Refused(f"{label} was worked on since it was entered. Void it with a reason instead. Nothing was changed.")
    return (Event(str(uuid4()), EventKind.VOIDED, note=note),)


def _check(shift: Shift, label: str, history: Sequence[Event], news: Sequence[Event]) -> None:
    reason = refusal_of(shift, history, news)
    if reason is not None:
        raise Refused(f"{label}: {reason} Nothing was changed.")


def refusal_of(shift: Shift, history: Sequence[Event], news: Sequence[Event]) -> str | None:
    """Why nobody may record these: one of the events that count again, or what they make of the car together; None where they may."""
    zone = shift.law.zone
    known = on_clock(history, zone)
    for event in on_clock(news, zone):
        reason = refused(event, known)
        if reason is not None:
            return reason
        known = (*known, event)
    reason = newly_refused(on_clock(history, zone), known)
    return None if reason is None else f"It has left since. {reason}"
