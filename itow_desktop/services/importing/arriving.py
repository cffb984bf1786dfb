"""Put a batch of TowBook calls beside what the desk knows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from typing import Self

from itow_desktop.domain.calls import BY_NUMBER, CallRead, CallRef, RawCall, TowBookCall
from itow_desktop.domain.cars import Car
from itow_desktop.domain.deadlines import Deadline
from itow_desktop.domain.events import Event
from itow_desktop.domain.importing.reconciling import LineKind, LineState, says_of_known, says_standing
from itow_desktop.domain.impounds import told_of
from itow_desktop.domain.questions import questions_of
from itow_desktop.domain.queue import Case, is_late
from itow_desktop.domain.sentences import counted
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.importing.cars_of_calls import changed_car, new_car
from itow_desktop.services.importing.surroundings import Surroundings
from itow_desktop.services.law import Law
from itow_desktop.services.ports.imports import SeenCall
from itow_desktop.services.ports.stores import CarIds, ChangedCar, Fingerprint, NewCar, Projection, UnitOfWork

_TOP = "office.top"
"""The rule by which a TOP is to be printed."""
_LEFT_OUT = "Somebody kept it out in Check import."
_OTHER_TIME = "TowBook tells another time of the tow."


@dataclass(slots=True)
class Stored:
    """What came of calls: how many of which outcome, and what the new and changed cars still lack."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    skipped: int = 0
    without_agency: int = 0
    without_vin: int = 0
    late: int = 0
    to_print: int = 0

    def __iadd__(self, other: "Stored") -> Self:
        for name in _COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self

    @property
    def effect(self) -> str | None:
        """What these calls mean for the queue, in one line; None when nothing came or changed."""
        if not (self.new or self.updated):
            return None
        tops = f"{counted(self.to_print, 'TOP', 'TOPs')} to print, " if self.to_print else ""
        return f"{tops}{self.without_agency} need a police department, {self.without_vin} no VIN, {self.late} late"


_COUNTS = tuple(each.name for each in fields(Stored))


@contextmanager
def storing(unit: UnitOfWork, around: Surroundings, run: int, batch: Sequence[CallRead]) -> Iterator[Stored]:
    """Store what is new in a batch as one commit; an unchanged call leaves only its id in the run.

    Inside, everything is sent, the commit too, and the database may still be at work: what is yielded is true
    once the block was left without trouble.
    """
    arrivals = Arrivals.of(unit, around, batch)
    arrivals.prepare(unit)
    with unit.ahead():  # the database writes one thing while the next one is made ready
        arrivals.write(unit, run)
        unit.imports.saw(run, arrivals.lines)
        unit.commit()
        yield arrivals.stored()


def bring(unit: UnitOfWork, around: Surroundings, run: int, calls: Iterable[TowBookCall]) -> None:
    """Store calls that waited in Check import until somebody accepted them; the lines are the caller's."""
    batch = [CallRead(CallRef(call.towbook_id, call.call_number), call) for call in calls]
    arrivals = Arrivals.of(unit, replace(around, waits=False, left_out={}), batch)
    arrivals.prepare(unit)
    arrivals.write(unit, run)


@dataclass(slots=True)
class Arrivals:
    """A batch beside what is here: the cars to be entered and changed, and what Check import says of each call.

    ``known`` are the calls that are here; ``asked`` those of them of which there may be something to say, by the ids they have
    there, and ``cars`` the same as they are. ``adopted`` were known by their call number only: how they were called then.
    """

    around: Surroundings
    batch: Sequence[CallRead]
    calls: Mapping[str, TowBookCall]
    raws: Mapping[str, RawCall]
    known: Mapping[str, Fingerprint]
    asked: Mapping[str, str]
    adopted: Mapping[str, str]
    cars: Mapping[str, Car] = field(default_factory=dict)
    events: Mapping[int, tuple[Event, ...]] = field(default_factory=dict)
    ids: Sequence[CarIds] = ()
    new: list[NewCar] = field(default_factory=list)
    changed: list[ChangedCar] = field(default_factory=list)
    updated: set[str] = field(default_factory=set)
    lines: list[SeenCall] = field(default_factory=list)
    projections: list[tuple[Car, Projection]] = field(default_factory=list)

    @classmethod
    def of(cls, unit: UnitOfWork, around: Surroundings, batch: Sequence[CallRead]) -> Self:
        """Look up which of these calls are here."""
        calls = {read.call.towbook_id: read.call for read in batch if read.call is not None and not read.call.cancelled}
        raws = {towbook_id: call.raw() for towbook_id, call in calls.items()}
        numbered = {f"{BY_NUMBER}{call.call_number}": each for each, call in calls.items() if call.call_number}
        marks = unit.vehicles.fingerprints([*calls, *numbered])
        adopted = {each: number for number, each in numbered.items() if number in marks and each not in marks}
        known = {each: mark for each in calls if (mark := marks.get(adopted.get(each, each))) is not None}
        asked = {adopted.get(each, each): each for each, mark in known.items() if mark.differs or mark.hash != raws[each].hash}
        return cls(around, batch, calls, raws, known, asked, adopted)

    def prepare(self, unit: UnitOfWork) -> None:
        """Ids for the cars to be entered; those that may change are locked, or what staff saves of them meanwhile would be lost."""
        if self.asked:
            unit.events.lock([self.known[each].custody_id for each in self.asked.values()])
        self.look_up(unit)
        entered = sum(each not in self.known and not self.around.leaves_out(raw) for each, raw in self.raws.items())
        self.ids = unit.vehicles.reserve(0 if self.around.waits else entered)

    def look_up(self, unit: UnitOfWork) -> None:
        """The cars of which there may be something to say."""
        found = unit.vehicles.known_to_towbook(list(self.asked)) if self.asked else {}
        self.cars = {self.asked[each]: replace(car, towbook_id=self.asked[each]) for each, car in found.items()}
        moved = [car.custody_id for each, car in self.cars.items() if car.towbook_hash != self.raws[each].hash]
        self.events = unit.events.of_many(moved) if moved else {}

    def write(self, unit: UnitOfWork, run: int) -> None:
        """Send everything but the lines, which are ready then."""
        unit.imports.keep(run, [raw for each, raw in self.raws.items() if each not in self.known or self._moved(each)])
        self.judge()
        if self.adopted:
            unit.vehicles.adopt({number: each for each, number in self.adopted.items()})
        unit.vehicles.store_imported(self.new, self.changed)
        self.around.number(unit, self.new)
        moved_on = [each for each in self.changed if each.events or self._rests_on_change(each.car)]
        self.projections = _projections(self.around.law, self.new, moved_on, self.events)
        unit.deadlines.save([projection for _, projection in self.projections])
        unit.vehicles.mark_released({each.ref.towbook_id: said for each in self.batch if (said := _released(each)) is not None})

    def judge(self) -> Sequence[SeenCall]:
        """What is to be said of each call; nothing is written yet."""
        self.lines += [
            SeenCall(read.ref.towbook_id, LineKind.FAILED, read.ref.call_number, read.trouble or "It could not be read.")
            for read in self.batch
            if read.call is None
        ]
        self._enter()
        self._change()
        if remarks := {read.call.towbook_id: read.trouble for read in self.batch if read.call is not None and read.trouble is not None}:
            self.lines = [_remarked(line, remarks.get(line.towbook_id)) for line in self.lines]
        return self.lines

    def stored(self) -> Stored:
        """In numbers."""
        fresh = [each.car for each in self.new] + [each.car for each in self.changed if each.car.towbook_id in self.updated]
        waiting = sum(line.hash is not None for line in self.lines)
        return Stored(
            new=len(self.new),
            updated=len(self.updated),
            unchanged=len(self.calls) - len(self.new) - len(self.updated) - waiting,
            failed=sum(read.call is None for read in self.batch),
            skipped=sum(read.call is not None and read.call.cancelled for read in self.batch),
            without_agency=sum(car.fields.agency_id is None for car in fresh),
            without_vin=sum(car.fields.vin is None for car in fresh),
            late=sum(_is_late(car, projection, self.around) for car, projection in self.projections),
            to_print=sum(any(_is_to_print(each) for each in projection.deadlines) for _, projection in self.projections),
        )

    def _moved(self, towbook_id: str) -> bool:
        car = self.cars.get(towbook_id)
        return car is not None and car.towbook_hash != self.raws[towbook_id].hash

    def _rests_on_change(self, car: Car) -> bool:
        before = self.cars[car.towbook_id or ""].fields
        return any(getattr(before, name) != getattr(car.fields, name) for name in self.around.law.reads)

    def _enter(self) -> None:
        """The calls that are not here yet."""
        around, ids = self.around, iter(self.ids)
        for each, call in self.calls.items():
            if each in self.known:
                continue
            raw, found = self.raws[each], around.sorting.decide(told_of(call))
            kind, reason = LineKind.NOT_IMPOUND if found.kind is CustodyKind.NOT_AN_IMPOUND else LineKind.NEW, found.reason
            if around.leaves_out(raw):
                self.lines.append(SeenCall(each, LineKind.UNCHANGED, reason=_LEFT_OUT))
            elif around.waits:
                self.lines.append(SeenCall(each, kind, None, reason, LineState.WAITING, raw.hash))
            else:
                self.new.append(new_car(call, raw, next(ids), around, found.kind))
                self.lines.append(SeenCall(each, kind, None, reason))

    def _change(self) -> None:
        """The calls that are here already."""
        for each in self.known:
            car = self.cars.get(each)
            if car is not None and self._moved(each):
                self._speak_again(car, self.calls[each])
            elif car is not None and (says := says_standing(car)):
                self.lines.append(SeenCall(each, LineKind.DIFFERS, state=LineState.WAITING, fields=says))
            else:
                self.lines.append(SeenCall(each, LineKind.UNCHANGED))

    def _speak_again(self, car: Car, call: TowBookCall) -> None:
        """A call that says something else than before."""
        raw = self.raws[call.towbook_id]
        moved = changed_car(car, call, raw, self.events.get(car.custody_id, ()), self.around)
        says, reason = says_of_known(car, moved.car), _OTHER_TIME if moved.events else None
        if any(not each.taken for each in says):
            kind, state = LineKind.DIFFERS, LineState.WAITING
        elif says or moved.events or moved.car.fields != car.fields:
            kind, state = LineKind.CHANGED, None
        else:
            kind, state = LineKind.UNCHANGED, None
        if self.around.waits and (says or moved.events):
            said = tuple(replace(each, taken=False) for each in says)
            self.lines.append(SeenCall(raw.towbook_id, kind, None, reason, LineState.WAITING, raw.hash, said))
            return
        self.changed.append(moved)
        if _differs(moved, car):
            self.updated.add(raw.towbook_id)
        self.lines.append(SeenCall(raw.towbook_id, kind, None, reason, state, fields=says))


def _remarked(line: SeenCall, remark: str | None) -> SeenCall:
    """The line with what is to be said of its source."""
    return line if remark is None else replace(line, reason=" ".join(part for part in (line.reason, remark) if part))


def _released(read: CallRead) -> bool | None:
    """What TowBook's list, else the call itself, says of the car: released there or not."""
    return read.ref.released if read.ref.released is not None else read.call.released if read.call else None


def _differs(moved: ChangedCar, before: Car) -> bool:
    return bool(moved.events) or replace(moved.car, towbook_hash=before.towbook_hash) != before


def _is_to_print(deadline: Deadline) -> bool:
    return deadline.rule_id == _TOP and deadline.open and not deadline.past


def _is_late(car: Car, kept: Projection, around: Surroundings) -> bool:
    """Whether the queue will show the car as late."""
    kind = CustodyKind(car.fields.custody)
    asked = questions_of(
        kind,
        agency_known=car.fields.agency_id is not None,
        tow_time_known=kept.towed_at is not None,
        released_in_towbook=car.towbook_released,
    )
    case = Case(kept.custody_id, car.fields.call_number, kind, kept.status, kept.deadlines, asked, kept.on_hold)
    return is_late(case, around.day)


def _projections(
    law: Law, new: Sequence[NewCar], changed: Sequence[ChangedCar], events: Mapping[int, tuple[Event, ...]]
) -> list[tuple[Car, Projection]]:
    """The deadlines of every new car, and of those whose dates rest on what changed."""
    histories = [(each.car, each.events) for each in new]
    histories += [(each.car, (*events.get(each.car.custody_id, ()), *each.events)) for each in changed]
    return [(car, law.project(car.custody_id, car.fields, history)) for car, history in histories]
