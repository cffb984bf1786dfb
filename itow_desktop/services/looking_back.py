"""Say what was already done with the cars that stood here before the office began with this program."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from itow_desktop.domain import past
from itow_desktop.domain.entry import written_date
from itow_desktop.domain.errors import Problems
from itow_desktop.domain.events import CLOSING, Event, EventKind, EventSource, standing
from itow_desktop.domain.past import Answer, Fact
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.ports.stores import OpenCase
from itow_desktop.services.recording import Entry, record_all
from itow_desktop.services.shift import Shift

_CALLED_AHEAD = timedelta(days=7)
"""The call comes before the tow, but not by more."""
_LOOKED_BACK = "Answered for the time before iTow; not everything of it is known."


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer on record; ``fixed``: it tells more than a day (a time, a printed paper) and is corrected on the car's own page."""

    answer: Answer
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class PastCar:
    """One car that stood here before: what is asked of it, by fact what is on record; ``open``: something is still asked."""

    case: OpenCase
    asked: frozenset[Fact]
    kept: Mapping[Fact, Kept]
    open: bool


@dataclass(frozen=True, slots=True)
class PastBoard:
    """The cars that stood here before ``began_on``, those longest here first, with the facts that are asked of any of them."""

    began_on: date | None
    facts: tuple[Fact, ...]
    cars: tuple[PastCar, ...]

    @property
    def open(self) -> int:
        """How many cars still have an open question."""
        return sum(car.open for car in self.cars)


def past_board(shift: Shift, custody_ids: Sequence[int] | None = None) -> PastBoard:
    """What is asked and known of cars that stood here before the office began; of some or of all."""
    began = shift.law.began_on
    with shift.desk.look() as unit:
        cases = [case for case in unit.deadlines.open_cases(custody_ids) if _from_before(case, shift, asked_for=custody_ids is not None)]
        events = unit.events.of_many([case.custody_id for case in cases]) if cases else {}
    cars = [_car(case, events.get(case.custody_id, ()), shift) for case in cases]
    cars.sort(key=lambda car: (car.case.towed_at is None, car.case.towed_at, car.case.custody_id))
    unusual = sorted({fact for car in cars for fact in car.asked} - set(past.USUAL), key=lambda fact: fact.key)
    facts = tuple(fact for fact in (*past.USUAL, *unusual) if any(fact in car.asked for car in cars))
    return PastBoard(began, facts, tuple(cars))


def answer_past(shift: Shift, custody_id: int, answers: Mapping[Fact, Answer | None]) -> int:
    """Record what somebody says of one car; None takes an answer back. Answers how many events that took.

    What stands already is not recorded again; another answer supersedes it. Raises ``Problems``, ``Refused``, ``NotFound``.
    """

    def said(_: int, before: tuple[Event, ...]) -> Iterable[Entry]:
        for fact, answer in answers.items():
            yield from _entry(fact, answer, before, shift)

    with shift.desk.look() as unit:
        name = f"what is already done with {unit.vehicles.get(custody_id).mark}"
    return len(record_all(shift, name, [custody_id], said))


def _entry(fact: Fact, answer: Answer | None, before: Sequence[Event], shift: Shift) -> Iterable[Entry]:
    told = past.told(fact, before, shift.law.zone)
    if answer is None:
        if told is not None:
            yield Entry(EventKind.SUPERSEDED, note="The answer was taken back.", supersedes=told.event.id)
        return
    _check_day(fact, answer, before, shift)
    if told is None or told.answer != answer:
        kind, data, note = past.recording(fact, answer)
        source = EventSource.PAPER if answer.word is None else None
        corrects = told.event.id if told else None
        yield Entry(kind, on=answer.on, data=data, note=note, source=source, supersedes=corrects, reason=_LOOKED_BACK)


def _check_day(fact: Fact, answer: Answer, before: Sequence[Event], shift: Shift) -> None:
    """A slip of the year must not count: nothing was done with a car long before it was towed. Raises ``Problems``."""
    tows = [day for event in standing(before) if event.kind is EventKind.TOWED and (day := event.day(shift.law.zone))]
    ahead = _CALLED_AHEAD if fact == past.CALLED_IN else timedelta()
    if answer.on is not None and tows and answer.on < tows[-1] - ahead:
        said = f"{written_date(answer.on)} lies before the tow of {written_date(tows[-1])}."
        raise Problems((("on", f"{said} Correct the wrong one of the two."),))


def _from_before(case: OpenCase, shift: Shift, *, asked_for: bool) -> bool:
    """Whether a car is looked back at: it came before the office began, or one of its duties ran out before."""
    if any(deadline.past or deadline.not_known for deadline in case.deadlines):
        return True
    began, towed = shift.law.began_on, case.towed_at
    if case.status is not CustodyStatus.ON_LOT or began is None or towed is None:
        return False
    return asked_for or towed.astimezone(shift.law.zone).date() < began


def _car(case: OpenCase, events: tuple[Event, ...], shift: Shift) -> PastCar:
    asked = shift.law.asks_about(case.custody) | _unusual(case)
    found = {fact: told for fact in {*past.USUAL, *asked} if (told := past.told(fact, events, shift.law.zone)) is not None}
    kept = {fact: Kept(told.answer, _says_more(told.event)) for fact, told in found.items()}
    return PastCar(case, frozenset(asked), kept, any(each.past and not each.not_known for each in case.deadlines))


def _unusual(case: OpenCase) -> frozenset[Fact]:
    """What duties that ran out before ask besides the usual."""
    asks = [tuple(map(Fact.read, deadline.asks)) for deadline in case.deadlines if deadline.past]
    return frozenset(facts[0] for facts in asks if facts and not set(facts) & set(past.USUAL))


def _says_more(event: Event) -> bool:
    return event.at is not None or event.kind is EventKind.LETTER_PRINTED or event.kind in CLOSING
