"""Record what happened on paper while the program was away: many lines as one deed, after all of them were checked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from itow_desktop.domain.doubts import said_before
from itow_desktop.domain.errors import Problems, Trouble
from itow_desktop.domain.events import Event, EventKind
from itow_desktop.domain.findings import Findable
from itow_desktop.domain.gates import written_day
from itow_desktop.domain.sentences import EVENT_NAMES, counted
from itow_desktop.domain.vehicles import present
from itow_desktop.services.marking import cars_meant, the_one
from itow_desktop.services.ports.stores import OpenCase, UnitOfWork
from itow_desktop.services.recording import Entry, Judged, judge, keep_judged, lock_cars
from itow_desktop.services.shift import Shift


class Part(StrEnum):
    """What a line consists of."""

    CAR = "car"
    EVENT = "event"
    DAY = "day"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line of paper: ``mark`` stands there for the car, ``entry`` is what happened to it, None while that is not all said."""

    key: int
    mark: str
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class LineSaid:
    """What the record says to a line: which car it is about, why it cannot be recorded, what is doubtful of it.

    ``part`` is what of the line is wrong. ``asks``: it is recorded only with a word that says why it is right all the same.
    """

    key: int
    car: Findable | None = None
    wrong: str | None = None
    part: Part | None = None
    doubts: tuple[str, ...] = ()
    asks: bool = False

    @property
    def right(self) -> bool:
        """Whether nothing keeps it from being recorded."""
        return self.wrong is None and not self.asks


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """What came of it: each line in the order given, and on which cars something was recorded; on none where one line was not right."""

    lines: tuple[LineSaid, ...]
    recorded: int = 0
    custody_ids: frozenset[int] = frozenset()


def look_at_lines(shift: Shift, lines: Sequence[PaperLine]) -> tuple[LineSaid, ...]:
    """Check lines as a whole and record nothing; one that is not all said yet is told its car."""
    with shift.desk.look() as unit:
        cars = _cars(unit, lines)
        ids = sorted({car.custody_id for car in cars.values() if isinstance(car, Findable)})
        cases = {case.custody_id: case for case in unit.deadlines.cases(ids)}
        return _said(lines, cars, _judged(shift, unit, lines, cars, cases))


def catch_up(shift: Shift, lines: Sequence[PaperLine]) -> CaughtUp:
    """Record all lines in one deed, or none of them where one cannot be recorded or is doubtful without a word.

    What happened first counts first, whatever stands first on the paper; a line without a day stays behind the one before it.
    """
    with shift.desk.begin(shift.deed(f"catch up, {counted(len(lines), 'line', 'lines')}")) as unit:
        cars = _cars(unit, lines)
        cases = lock_cars(unit, {car.custody_id for car in cars.values() if isinstance(car, Findable)})
        judged = _judged(shift, unit, lines, cars, cases)
        said = _said(lines, cars, judged)
        if not said or not all(each.right for each in said) or len(judged) < len(lines):
            return CaughtUp(said)
        found = [_with_word(each) for each in judged.values()]
        keep_judged(unit, shift, found)
        unit.vehicles.set_complaints(dict(filter(None, map(_complaint, found))))
        unit.commit()
    return CaughtUp(said, len(found), frozenset(each.custody_id for each in found))


def _cars(unit: UnitOfWork, lines: Sequence[PaperLine]) -> Mapping[int, Findable | str]:
    """The car of each line that names one, else why it is not known which."""
    meant = cars_meant(unit, {line.mark for line in lines if line.mark.strip()})
    return {line.key: the_one(line.mark, meant[line.mark]) for line in lines if line.mark.strip()}


def _judged(
    shift: Shift, unit: UnitOfWork, lines: Sequence[PaperLine], cars: Mapping[int, Findable | str], cases: Mapping[int, OpenCase]
) -> Mapping[int, Judged]:
    """The lines that say everything, judged in the order in which it happened."""
    whole = [
        (line.key, cases[car.custody_id], line.entry)
        for line in _as_it_happened(shift, lines)
        if line.entry is not None and isinstance(car := cars.get(line.key), Findable) and car.custody_id in cases
    ]
    known = unit.events.of_many(sorted({case.custody_id for _, case, _ in whole}))
    found = judge(shift, [(case, entry) for _, case, entry in whole], known, _twice)
    return dict(zip((key for key, _, _ in whole), found, strict=True))


def _as_it_happened(shift: Shift, lines: Sequence[PaperLine]) -> list[PaperLine]:
    zone = shift.law.zone
    placed, day, moment = [], "", ""
    for line in lines:
        entry = line.entry
        if entry is not None and (entry.at or entry.on):
            at = entry.at.astimezone(zone) if entry.at else None
            day, moment = str(at.date() if at else entry.on), f"{at:%H:%M}" if at else ""
        placed.append((day, moment, line))
    return [line for _, _, line in sorted(placed, key=lambda each: each[:2])]


def _said(lines: Sequence[PaperLine], cars: Mapping[int, Findable | str], judged: Mapping[int, Judged]) -> tuple[LineSaid, ...]:
    said = []
    for line in lines:
        car, found = cars.get(line.key), judged.get(line.key)
        if isinstance(car, str):
            said.append(LineSaid(line.key, wrong=car, part=Part.CAR))
        elif found is None:
            said.append(LineSaid(line.key, car))
        elif found.trouble is not None:
            said.append(LineSaid(line.key, car, str(found.trouble).removesuffix(" Nothing was changed."), _part(found.trouble)))
        else:
            said.append(LineSaid(line.key, car, doubts=tuple(dict.fromkeys(found.doubts)), asks=found.asks))
    return tuple(said)


def _part(trouble: Trouble) -> Part:
    """Which part of a line the record does not take."""
    named = trouble.problems[0][0] if isinstance(trouble, Problems) else ""
    return {"on": Part.DAY, "note": Part.NOTE}.get(named, Part.EVENT)


def _twice(event: Event, before: Sequence[Event]) -> Iterable[str]:
    """What is recorded already, or stands on two lines."""
    twin = said_before(event, before)
    if twin is None:
        return
    what = f"{EVENT_NAMES[twin.kind]}, {written_day(twin)}"
    if twin.recorded_at is None:
        yield f"Another line says the same: {what}."
    else:
        yield f"This is recorded already: {what}{f', by {twin.recorded_by}' if twin.recorded_by else ''}."


def _with_word(found: Judged) -> Judged:
    """A word that nobody asked for is kept in the note."""
    word = present(found.entry.reason)
    if found.doubts or word is None:
        return found
    return replace(found, event=replace(found.event, note=". ".join(filter(None, (found.event.note, word)))))


def _complaint(found: Judged) -> tuple[int, str] | None:
    number = present(found.entry.data.get("complaint_no")) if found.entry.kind is EventKind.POLICE_NOTIFIED else None
    return None if number is None else (found.custody_id, number)
