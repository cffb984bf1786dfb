"""Take back what one import did, as far as nobody built on it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from uuid import uuid4

from itow_desktop.domain.cars import CUSTODY_FIELDS, FIELD_NAMES, VEHICLE_FIELDS, Car, Origin, Provenance
from itow_desktop.domain.errors import NotAllowed, Refused
from itow_desktop.domain.events import CLOSING, Event, EventKind, standing
from itow_desktop.domain.sentences import EVENT_NAMES
from itow_desktop.domain.undo import CarChange, RowChange, take_back_events
from itow_desktop.services.importing.reconciling import why_not_undo
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import project_again, resting_on
from itow_desktop.services.undoing import car_put_back, refusal_of
from itow_desktop.services.views import ImportRun, RunState

_LEGAL_HOLD = "It is on legal hold, so nothing of it goes back."
_CHANGED = "Changed since the import."
_RELEASED = "towbook_released"


@dataclass(frozen=True, slots=True)
class LeftCar:
    """A car of the import that stays as it is, or these ``fields`` of it; ``why`` is a sentence."""

    custody_id: int
    label: str
    why: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportUndo:
    """What undoing an import does, or did: ``voided`` new cars, ``put_back`` changed ones, and what is left."""

    run: ImportRun
    voided: int
    put_back: int
    left: tuple[LeftCar, ...]


def undo_preview(shift: Shift, run_id: int) -> ImportUndo:
    """What undoing an import would do now, and what it would leave; raises ``Refused`` where it cannot be, ``NotFound``."""
    with shift.desk.look() as unit:
        run = unit.imports.run(run_id)
        _check(shift, run)
        return _Plan.of(unit, shift, run, to_write=False).says(run)


def undo_import(shift: Shift, run_id: int) -> ImportUndo:
    """Take an import back in one transaction: values that still are what it wrote, the events it recorded, the cars it entered.

    Nothing is deleted: new cars are voided, and a later import brings their calls anew. What was accepted of this import
    in Check import goes back with it. Whatever somebody built on stays and is answered. A later undo cannot bring it all
    back; importing again does. Raises ``Refused``, ``NotAllowed``, ``NotFound``, and ``ImportBusy`` while an import runs.
    """
    with shift.desk.look() as unit:
        run = unit.imports.run(run_id)
    _check(shift, run)
    with shift.desk.claim(run.accounts), shift.desk.begin(shift.deed(f"undo import {run_id}", undoable=False)) as unit:
        plan = _Plan.of(unit, shift, run, to_write=True)
        plan.carry_out(unit, shift)
        if not unit.tray.undone(run_id, {left.custody_id for left in plan.left}):
            raise Refused("Somebody else undid this import in this moment. Nothing was changed by you.")
        unit.commit()
        return plan.says(unit.imports.run(run_id))


def _check(shift: Shift, run: ImportRun) -> None:
    why = why_not_undo(shift, run)
    if why is None:
        return
    trouble = Refused if run.state is RunState.RUNNING or run.undone_at is not None else NotAllowed
    raise trouble(f"{why} Nothing was changed.")


@dataclass(frozen=True, slots=True)
class _Plan:
    """What goes back: cars as they become, fields of them that move, events to be recorded, other rows, new cars to be voided."""

    cars: Sequence[Car]
    fields: Mapping[int, Collection[str]]
    events: Sequence[tuple[int, Event]]
    rows: Sequence[RowChange]
    voided: Sequence[int]
    left: Sequence[LeftCar]

    @classmethod
    def of(cls, unit: UnitOfWork, shift: Shift, run: ImportRun, *, to_write: bool) -> Self:
        """Look at everything the run and what was accepted of it changed, and at what stands now."""
        look = _Look.at(unit, shift, run, to_write=to_write)
        cars, events, voided, left = [], [], [], []
        fields: dict[int, Collection[str]] = {}
        for change in look.changes:
            car = look.cars[change.custody_id]
            if car.custody_id in look.frozen:
                left.append(LeftCar(car.custody_id, car.label, _LEGAL_HOLD))
            elif change.added:
                built = look.built_on(change)
                left += built
                if not built:
                    voided.append(car.custody_id)
                    events.append((car.custody_id, Event(str(uuid4()), EventKind.VOIDED, note=look.note, supersedes=look.closing(car))))
            else:
                back, names, stay = car_put_back(car, change, look.desk)
                if stay:
                    left.append(LeftCar(car.custody_id, car.label, _CHANGED, stay))
                if back != car:
                    cars.append(back)
                    fields[car.custody_id] = names
                news, kept = look.events_back(car)
                left += kept
                events += [(car.custody_id, event) for event in news]
        moving = ({change.custody_id for change in look.changes if not change.added} - look.frozen) | set(voided)
        rows = [row for row in look.rows if row.table == "custodies" and int(row.row_id) in moving]
        return cls(cars, fields, events, rows, voided, tuple(left))

    def says(self, run: ImportRun) -> ImportUndo:
        """In numbers."""
        touched = {car.custody_id for car in self.cars} | {each for each, _ in self.events}
        touched |= {int(row.row_id) for row in self.rows if _RELEASED in row.before or _RELEASED in row.after}
        return ImportUndo(run, len(self.voided), len(touched - set(self.voided)), tuple(self.left))

    def carry_out(self, unit: UnitOfWork, shift: Shift) -> None:
        """Do it."""
        unit.vehicles.save(self.cars, {name for names in self.fields.values() for name in names})
        unit.deeds.put_back(self.rows)
        unit.events.add(self.events)
        rests = resting_on(unit, shift.law, self.fields)
        project_again(unit, shift.law, sorted({*(each for each, _ in self.events), *self.voided, *rests}))


@dataclass(frozen=True, slots=True)
class _Look:
    """What the import did, the cars it is about, and what stands of them now."""

    changes: Sequence[CarChange]
    rows: Sequence[RowChange]
    own: Mapping[int, Collection[str]]
    cars: Mapping[int, Car]
    histories: Mapping[int, Sequence[Event]]
    frozen: frozenset[int]
    hanging: Mapping[int, str]
    shift: Shift
    desk: Provenance
    note: str

    @classmethod
    def at(cls, unit: UnitOfWork, shift: Shift, run: ImportRun, *, to_write: bool) -> Self:
        """Read it; the cars are locked where they are to be written."""
        deeds = unit.tray.deeds(run.id)
        changed = unit.deeds.changes(*deeds)
        ids = [change.custody_id for change in changed.cars]
        if to_write:
            unit.events.lock(ids)
        added = [change.custody_id for change in changed.cars if change.added]
        now = shift.clock.now().isoformat(timespec="seconds")
        return cls(
            changes=changed.cars,
            rows=changed.rows,
            own=unit.deeds.events(*deeds, custody_ids=ids),
            cars=unit.vehicles.many(ids),
            histories=unit.events.of_many(ids),
            frozen=frozenset(case.custody_id for case in unit.deadlines.cases(ids) if case.legal_hold),
            hanging=unit.tray.hanging(deeds, added),
            shift=shift,
            desk=Provenance(Origin.DESK, now, shift.signed),
            note=f"Import {run.id} was undone.",
        )

    def built_on(self, change: CarChange) -> Sequence[LeftCar]:
        """What was done with a new car since; empty where nothing was."""
        car = self.cars[change.custody_id]
        found = []
        if since := [event for event in self.histories.get(car.custody_id, ()) if event.id not in self.own.get(car.custody_id, ())]:
            found.append(LeftCar(car.custody_id, car.label, _recorded(since)))
        names = FIELD_NAMES if change.after.keys() & set(VEHICLE_FIELDS) else CUSTODY_FIELDS  # its vehicle may have been here before
        changed = tuple(name for name in names if (getattr(car.fields, name) or None) != (change.after.get(name) or None))
        changed += tuple(name for name in set(FIELD_NAMES) - set(names) if car.provenance.get(name) != change.origins_after.get(name))
        if changed:
            found.append(LeftCar(car.custody_id, car.label, _CHANGED, changed))
        if hangs := self.hanging.get(car.custody_id):
            found.append(LeftCar(car.custody_id, car.label, f"Added since: {hangs}."))
        return found

    def closing(self, car: Car) -> str | None:
        """The id of the event by which a new car has left, as the import told it: entered by mistake is then the right closing."""
        return next((event.id for event in standing(self.histories.get(car.custody_id, ())) if event.kind in CLOSING), None)

    def events_back(self, car: Car) -> tuple[Sequence[Event], Sequence[LeftCar]]:
        """What takes the import's events of a car back; where something was recorded after them, they stay."""
        own, history = self.own.get(car.custody_id, ()), self.histories.get(car.custody_id, ())
        first = next((place for place, event in enumerate(history) if event.id in own), None)
        if first is None:
            return (), ()
        if since := [event for event in history[first:] if event.id not in own]:
            return (), (LeftCar(car.custody_id, car.label, _recorded(since)),)
        news = take_back_events(history, own, self.note, lambda: str(uuid4())).news
        reason = refusal_of(self.shift, history, news)
        return ((), (LeftCar(car.custody_id, car.label, reason),)) if reason else (news, ())


def _recorded(since: Sequence[Event]) -> str:
    return f"Recorded since: {', '.join(dict.fromkeys(EVENT_NAMES[event.kind] for event in since))}."
