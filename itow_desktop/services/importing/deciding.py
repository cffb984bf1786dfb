"""Carry out what somebody decided about lines of Check import, in one unit of work."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from itow_desktop.domain.cars import Car, accepted, fields_of_call, kept, unmoved
from itow_desktop.domain.entry import written_moment
from itow_desktop.domain.events import EventKind, EventSource
from itow_desktop.domain.importing.reconciling import Decision, FieldSays, LineKind, TrayLine
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus
from itow_desktop.services.importing.arriving import bring
from itow_desktop.services.importing.surroundings import Surroundings
from itow_desktop.services.ports.stores import ChangedCar, UnitOfWork
from itow_desktop.services.ports.tray import HeldLine
from itow_desktop.services.recording import Entry, event_of
from itow_desktop.services.shift import Shift
from itow_desktop.services.stays import warn_of_doubles
from itow_desktop.services.stepping import project_again, resting_on

Refusal = tuple[TrayLine, str]


@dataclass(frozen=True, slots=True)
class Deciding:
    """The lines that are decided, held, and the cars they are about, locked."""

    unit: UnitOfWork
    shift: Shift
    run: int
    held: Sequence[HeldLine]
    cars: Mapping[int, Car]
    closed: Collection[int]

    @classmethod
    def of(cls, unit: UnitOfWork, shift: Shift, run: int, keys: Collection[str]) -> Self:
        """These lines of a run."""
        held = unit.tray.hold(run, keys)
        ids = [each.line.custody_id for each in held if each.line.custody_id is not None]
        unit.events.lock(ids)
        closed = {case.custody_id for case in unit.deadlines.cases(ids) if case.status is not CustodyStatus.ON_LOT}
        return cls(unit, shift, run, held, unit.vehicles.many(ids), closed)

    def carry_out(self, decision: Decision) -> tuple[Sequence[TrayLine], Sequence[Refusal]]:
        """Do it for the lines for which it can be done; answers those, and the others with the sentence that says why not."""
        refused: list[Refusal] = []
        done: dict[LineKind, list[HeldLine]] = {kind: [] for kind in LineKind}
        for each in self.held:
            reason = self._why_not(each, decision)
            if reason is None:
                done[each.line.kind].append(each)
            else:
                refused.append((each.line, reason))
        if decision is not Decision.LATER:
            self._settle(done, decision)
        lines = [each.line for some in done.values() for each in some]
        self.unit.tray.decide(self.run, [line.key for line in lines], decision)
        return lines, refused

    def _why_not(self, held: HeldLine, decision: Decision) -> str | None:
        line = held.line
        if not line.open:
            return self._how_it_stands(line)
        if held.overtaken_by is not None:
            return f"A later import ({held.overtaken_by}) says more about this call. Decide it there."
        car = self.cars.get(line.custody_id or 0)
        if held.hash is None and car is not None and any(_another_word(says, car) for says in line.fields):
            return "TowBook says something else by now. Look at the last import of this call."
        if decision is not Decision.ACCEPT:
            return None
        if line.kind is LineKind.GONE and line.custody_id in self.closed:
            return "It has left already, so there is nothing to ask."
        return None

    def _how_it_stands(self, line: TrayLine) -> str:
        """What to tell who comes too late."""
        if line.decided_at is not None:
            when = written_moment(line.decided_at, self.shift.law.zone)
            return f"{line.decided_by or 'Somebody'} decided it already, {when}: {line.state.label}."
        if line.kind is LineKind.FAILED:
            return "This call could not be read, so there is nothing to decide. Import it again."
        return f"There is nothing to decide: {line.state.label}."

    def _settle(self, done: Mapping[LineKind, Sequence[HeldLine]], decision: Decision) -> None:
        known = [*done[LineKind.DIFFERS], *done[LineKind.CHANGED]]
        if decision is Decision.ACCEPT:
            self._bring([each for some in done.values() for each in some if each.hash is not None])
            self._sort([each.line.key for each in done[LineKind.NOT_IMPOUND]])
            self._accept(known)
        else:
            self._keep([each for each in known if each.hash is None])
            self._keep_waiting([each for each in known if each.hash is not None])
        self._gone([each.line for each in done[LineKind.GONE]], decision)

    def _bring(self, lines: Sequence[HeldLine]) -> None:
        """Store what waited; a car that was entered by hand may be one of those that come now."""
        if lines:
            told = self.unit.tray.told(self.run, [each.line.key for each in lines])
            around = Surroundings.of(self.unit, self.shift, self.unit.imports.run(self.run).file)
            bring(self.unit, around, self.run, told.values())
            self.unit.joining.notice()
            warn_of_doubles(self.unit, self.run, told.keys(), self.shift.law.zone)

    def _sort(self, keys: Sequence[str]) -> None:
        """They are no impounds, whatever the rules would say by now."""
        cars = self.unit.vehicles.known_to_towbook(keys) if keys else {}
        ids = [car.custody_id for car in cars.values() if car.fields.custody != CustodyKind.NOT_AN_IMPOUND]
        if ids:
            self.unit.vehicles.sort(ids, CustodyKind.NOT_AN_IMPOUND)
            project_again(self.unit, self.shift.law, ids)

    def _accept(self, lines: Sequence[HeldLine]) -> None:
        """Let TowBook's last word be the car's in the fields that a line asks about."""
        cars = self.unit.vehicles.many(_custodies(lines))
        changed = self._made_of(lines, cars, accepted)
        names = {says.field for each in lines for says in each.line.fields if not says.taken}
        self.unit.vehicles.save(changed, names)
        project_again(self.unit, self.shift.law, resting_on(self.unit, self.shift.law, {car.custody_id: names for car in changed}))

    def _keep(self, lines: Sequence[HeldLine]) -> None:
        """Let the car's own values stand against TowBook's last word in the fields that a line asks about."""
        self.unit.vehicles.save(self._made_of(lines, self.cars, kept), ())

    def _made_of(self, lines: Sequence[HeldLine], cars: Mapping[int, Car], make: Callable[..., Car]) -> list[Car]:
        """The cars that become other ones."""
        by, at = self.shift.signed, self.shift.clock.now()
        made = []
        for each in lines:
            car = cars.get(each.line.custody_id or 0)
            if car is None:
                continue
            after = make(car, [says.field for says in each.line.fields if not says.taken], by, at)
            if after != car:
                made.append(after)
        return made

    def _keep_waiting(self, lines: Sequence[HeldLine]) -> None:
        """Let cars stay as they are against all that a call says which was not stored yet."""
        told = self.unit.tray.told(self.run, [each.line.key for each in lines]) if lines else {}
        by, at = self.shift.signed, self.shift.clock.now()
        changed = []
        for each in lines:
            car, call = self.cars.get(each.line.custody_id or 0), told.get(each.line.key)
            if car is not None and call is not None:
                stays = unmoved(car, fields_of_call(call, CustodyKind(car.fields.custody)), by, at)
                changed.append(ChangedCar(replace(stays, towbook_hash=each.hash)))
        self.unit.vehicles.store_imported((), changed)

    def _gone(self, lines: Sequence[TrayLine], decision: Decision) -> None:
        """Let the queue ask whether cars were released; where they were found to stand here, that is answered too."""
        if not lines:
            return
        self.unit.vehicles.mark_released({line.key: True for line in lines})
        ids = [line.custody_id for line in lines if line.custody_id is not None]
        if decision is Decision.ACCEPT or not ids:
            return
        note = Entry(EventKind.NOTE, note="Not in TowBook's list; the car still stands here.", source=EventSource.LOOK_UP)
        self.unit.events.add([(custody_id, event_of(note)) for custody_id in ids])
        self.unit.vehicles.answer_released(ids)
        project_again(self.unit, self.shift.law, ids)


def _another_word(says: FieldSays, car: Car) -> bool:
    """Whether TowBook's word about a field is no longer the one that the line shows."""
    mark = car.provenance.get(says.field)
    return not says.taken and mark is not None and mark.differs and mark.towbook != says.theirs


def _custodies(lines: Sequence[HeldLine]) -> list[int]:
    return [each.line.custody_id for each in lines if each.line.custody_id is not None]
