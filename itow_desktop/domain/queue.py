"""The one next step of each car."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from itow_desktop.domain.deadlines import Deadline, State
from itow_desktop.domain.past import Fact
from itow_desktop.domain.questions import Question
from itow_desktop.domain.rules import Actor, DeadlineKind
from itow_desktop.domain.sentences import EVENT_NAMES, fact_name
from itow_desktop.domain.urgency import Day, Urgency, urgency
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus

_Rank = tuple[int, date, int]


@dataclass(frozen=True, slots=True)
class Case:
    """What the queue must know of one custody.

    ``holds`` are the kinds of holds that stand, ``hold_until`` is the first day to which one of them was asked for.
    """

    custody_id: int
    call_number: str | None
    custody: CustodyKind
    status: CustodyStatus
    deadlines: tuple[Deadline, ...]
    questions: tuple[Question, ...] = ()
    holds: tuple[str, ...] = ()
    hold_until: date | None = None
    clue: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """The lead step of one custody, and how many more run beside it.

    ``due`` is the local day (of a window its first, ``until`` its last), ``at`` the time
    where the law counts hours. ``rule`` is None for a question that no rule asks. ``before`` names the closed days for
    which a later date is today's work ("the weekend"). ``unverified``: its date rests on a rule that nobody checked.
    """

    custody_id: int
    call_number: str | None
    step: str
    urgency: Urgency
    why: str
    actor: Actor
    rule: str | None = None
    question: Question | None = None
    due: date | None = None
    at: datetime | None = None
    until: date | None = None
    more: int = 0
    before: str | None = None
    unverified: bool = False

    @property
    def window_open(self) -> bool:
        """Whether it can be done only until the end of a window that has begun; such lines stand above all others."""
        return self.until is not None and self.urgency is Urgency.TODAY


@dataclass(frozen=True, slots=True)
class Queue:
    """The work of a day: ``accounted_for`` of ``active`` custodies have a next step or a reason for having none."""

    today: date
    active: int
    accounted_for: int
    items: tuple[Item, ...]


class _Step(NamedTuple):
    """What could be the next step; only the one that leads is made an item. ``why`` None: as the deadline itself says."""

    rank: _Rank
    urgency: Urgency
    source: Question | Deadline
    why: str | None = None


def next_step(case: Case, day: Day) -> Item | None:
    """The lead step of a custody; None where there is a reason for having none (closed and reported, void, not an impound)."""
    if case.status is CustodyStatus.VOID:
        return None
    on_lot = case.status is CustodyStatus.ON_LOT
    steps = _asked(case, day) if on_lot else []
    steps += _ruled(case, day, [deadline for deadline in case.deadlines if deadline.after_closing is not on_lot])
    if not steps:
        return _nothing(case) if on_lot else None
    lead = min(steps, key=lambda step: step.rank)
    beside = sum(step.urgency is not Urgency.STOPPED for step in steps) - (lead.urgency is not Urgency.STOPPED)
    return _item(case, lead, beside, day)


def is_late(case: Case, day: Day) -> bool:
    """Whether the queue shows the custody as late; what is late leads, so nothing else need be looked at."""
    if case.status is CustodyStatus.VOID:
        return False
    on_lot = case.status is CustodyStatus.ON_LOT
    own = [each for each in case.deadlines if each.actor.ours and each.after_closing is not on_lot]
    late = [each for each in own if urgency(each, day) is Urgency.LATE]
    if any(each.kind is DeadlineKind.NOT_BEFORE for each in late):
        late = own  # another date that opens the same step may stand for it
    return any(step.urgency is Urgency.LATE for step in _ruled(case, day, late))


def _ruled(case: Case, day: Day, deadlines: Iterable[Deadline]) -> list[_Step]:
    """What rules ask today; where several dates open one step, the one that keeps it shut longest stands for all."""
    stop = _stop(case)
    steps: list[_Step] = []
    opening: dict[str, _Step] = {}
    for place, deadline in enumerate(deadlines):
        word = urgency(deadline, day)
        if word is None:
            continue
        if deadline.past and word is Urgency.ASK:  # one question about all that may be done already
            steps += [] if _PAST in steps else [_PAST]
            continue
        step = _step(case, deadline, word, stop, place)
        if deadline.kind is not DeadlineKind.NOT_BEFORE:
            steps.append(step)
        elif deadline.step not in opening or opening[deadline.step].rank < step.rank:
            opening[deadline.step] = step
    return [*steps, *opening.values()]


def queue_of(items: Iterable[Item], active: int, today: date) -> Queue:
    """The queue of a day from the lead steps found for it: open windows on top, then what presses most.

    ``active`` custodies are on the lot.
    """
    ordered = tuple(sorted(items, key=_place))
    return Queue(today, active, active - sum(item.urgency is Urgency.NONE for item in ordered), ordered)


def _asked(case: Case, day: Day) -> list[_Step]:
    """What only a person can answer; a hold that has come to its day still stands, and somebody says whether it is over."""
    over = case.hold_until is not None and case.hold_until <= day.today
    asked = (question for question in Question if question in case.questions or (over and question is Question.HOLD))
    return [
        _Step((_RANKS[_PRESSED_LIKE.get(question, Urgency.ASK)], date.min, place), Urgency.ASK, question)
        for place, question in enumerate(asked)
    ]


def _stop(case: Case) -> str | None:
    """What keeps the car from being sold or scrapped: a hold, or what froze the sale."""
    if case.holds:
        return "On hold: " + ", ".join(name or "kind not known" for name in case.holds)
    return next((deadline.why for deadline in case.deadlines if deadline.state is State.FROZEN), None)


def _step(case: Case, deadline: Deadline, word: Urgency, stop: str | None, place: int) -> _Step:
    why = None
    if stop is not None and deadline.state is State.COMPUTED and _leads_to_sale(deadline, word):
        word, why = Urgency.STOPPED, stop
    if deadline.needs_answer:
        unanswered = next((question for question in deadline.needs_answer if question in case.questions), None)
        if unanswered is not None:
            word, why = Urgency.STOPPED, unanswered.why  # a duty is late only where its facts are known
    return _Step(_rank(deadline, word, place), word, deadline, why)


def _leads_to_sale(deadline: Deadline, word: Urgency) -> bool:
    return word is Urgency.READY or (deadline.kind is DeadlineKind.NOT_BEFORE and deadline.actor.ours)


def _item(case: Case, lead: _Step, beside: int, day: Day) -> Item:
    source = lead.source
    if isinstance(source, Question):
        why = case.clue if source is Question.CUSTODY and case.clue else source.why
        return Item(case.custody_id, case.call_number, source.step, lead.urgency, why, Actor.US, question=source, more=beside)
    last = source.last_day if lead.urgency is Urgency.TODAY else None
    why = ", ".join(part for part in (lead.why or _why(source, lead.urgency), source.by_people) if part)
    return Item(
        case.custody_id, case.call_number, source.step, lead.urgency, why, source.actor,
        source.rule_id, None, source.first_day, source.at, source.until, beside,
        None if last is None else day.before(last), source.unverified,
    )  # fmt: skip


def _why(deadline: Deadline, word: Urgency) -> str:
    """What is wrong in five words, or what a reached date still lacks."""
    if deadline.not_known and deadline.asks:
        return f"Needs facts: {Fact.read(deadline.asks[0]).said(known=False)}"
    if deadline.state is State.NEEDS and not deadline.question and deadline.needs:
        return f"Needs {fact_name(deadline.needs)}"
    if word is not Urgency.READY:
        return deadline.why
    if not deadline.lacking:
        return "Wait over"
    return "Wait over, NOT cleared: missing " + ", ".join(EVENT_NAMES[kind] for kind in deadline.lacking)


def _nothing(case: Case) -> Item | None:
    if stop := _stop(case):
        return Item(case.custody_id, case.call_number, "On hold", Urgency.STOPPED, stop, Actor.US)
    if case.custody is CustodyKind.NOT_AN_IMPOUND:
        return None
    return Item(case.custody_id, case.call_number, "No next step", Urgency.NONE, "Nothing scheduled, no reason known", Actor.US)


_PRESSING = (
    Urgency.LATE, Urgency.TODAY, Urgency.ASK, Urgency.CHASE, Urgency.SOON, Urgency.READY,
    Urgency.WAITING, Urgency.UPCOMING, Urgency.STOPPED, Urgency.NONE,
)  # fmt: skip
_RANKS = {word: rank for rank, word in enumerate(_PRESSING)}
# Before anything is done today with a car it must be sure that it is not done twice.
_PRESSED_LIKE = {Question.SAME: Urgency.TODAY}
_PAST = _Step((_RANKS[Urgency.ASK], date.min, len(Question)), Urgency.ASK, Question.PAST)
_ORDER = {word: place for place, word in enumerate(Urgency)}


def _rank(deadline: Deadline, word: Urgency, place: int) -> _Rank:
    """What leads a car: what presses most, then what is due first, then what comes first in the course of things.

    A sale that nears never hides whom we wait for; a question goes before the call-in, which needs its answer.
    """
    nears = word is Urgency.SOON and deadline.kind is DeadlineKind.NOT_BEFORE
    return _RANKS[Urgency.UPCOMING if nears else word], deadline.last_day or date.max, place


def _place(item: Item) -> tuple[bool, int, str, date, str, int]:
    last = item.until or item.due or date.max
    return not item.window_open, _ORDER[item.urgency], item.step, last, item.call_number or "", item.custody_id
