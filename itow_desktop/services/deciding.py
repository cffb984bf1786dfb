"""Carry out what somebody decided about lines of Check import, in one unit of work."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from itow_desktop.domain.cars import Car, accepted, kept
from itow_desktop.domain.entry import written_moment
from itow_desktop.domain.events import EventKind, EventSource
from itow_desktop.domain.reconciling import Decision, LineKind, TrayLine
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.ports.tray import HeldLine
from itow_desktop.services.recording import Entry, event_of
from itow_desktop.services.shift import Shift
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
        if decision is not Decision.ACCEPT:
            return None
        if line.kind is LineKind.GONE and line.custody_id in self.closed:
            return "It has left already, so there is nothing to ask."
        if line.kind is LineKind.NOT_IMPOUND:
            car = self.cars.get(line.custody_id or 0)
            if car is not None and car.fields.custody != CustodyKind.UNKNOWN:
                return "Somebody sorted it in the meantime. Sort it on the car, if that is wrong."
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
        self._fields([*done[LineKind.DIFFERS], *done[LineKind.CHANGED]], decision)
        self._gone([each.line for each in done[LineKind.GONE]], decision)
        if decision is Decision.ACCEPT and (ids := _custodies(done[LineKind.NOT_IMPOUND])):
            self.unit.vehicles.sort(ids, CustodyKind.NOT_AN_IMPOUND)
            project_again(self.unit, self.shift.law, ids)

    def _fields(self, lines: Sequence[HeldLine], decision: Decision) -> None:
        """Let TowBook's last word be the car's, or the car's own stand against it, in the fields that a line asks about."""
        make = accepted if decision is Decision.ACCEPT else kept
        cars, names = [], set[str]()
        for each in lines:
            car = self.cars.get(each.line.custody_id or 0)
            asked = [says.field for says in each.line.fields if not says.taken]
            if car is None or not asked:
                continue
            after = make(car, asked, self.shift.signed, self.shift.clock.now())
            if after != car:
                cars.append(after)
                names.update(asked)
        self.unit.vehicles.save(cars, names)
        if decision is Decision.ACCEPT:
            rests = resting_on(self.unit, self.shift.law, {car.custody_id: names for car in cars})
            project_again(self.unit, self.shift.law, rests)

    def _gone(self, lines: Sequence[TrayLine], decision: Decision) -> None:
        """Let the queue ask whether cars were released; where they were found to stand here, that is answered too."""
        self.unit.vehicles.mark_released({line.key: True for line in lines})
        ids = [line.custody_id for line in lines if line.custody_id is not None]
        if decision is Decision.ACCEPT or not ids:
            return
        note = Entry(EventKind.NOTE, note="Not in TowBook's list; the car still stands here.", source=EventSource.LOOK_UP)
        self.unit.events.add([(custody_id, event_of(note)) for custody_id in ids])
        self.unit.vehicles.answer_released(ids)
        project_again(self.unit, self.shift.law, ids)


def _custodies(lines: Sequence[HeldLine]) -> list[int]:
    return [each.line.custody_id for each in lines if each.line.custody_id is not None]
