"""The dates the law sets for one custody, each with the way it was found."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from itow_desktop.domain import evidence
from itow_desktop.domain.calendars import Counted, add_months, said_day, said_time
from itow_desktop.domain.events import CLOSING, Event, EventKind
from itow_desktop.domain.evidence import Evidence, Found
from itow_desktop.domain.rules import Actor, Confidence, DeadlineKind, FactValue, Missing, Reached, Rule, RulePack, Unit, Which, weakest
from itow_desktop.domain.vehicles import CustodyKind

ENGINE_VERSION = 1
"""Raised whenever the same events and the same pack would give another answer, so that projections are computed anew."""

_LONGEST_SETTING = 3650


class State(StrEnum):
    """How a deadline stands; ``expired`` depends on today and is never computed here."""

    COMPUTED = "computed"
    NEEDS = "needs"
    FROZEN = "frozen"
    DONE = "done"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline of one custody; everything the queue and the why page need, without the pack.

    Day rules have a ``date``, clock-hour rules an ``at`` (a time of the pack's
    zone), windows ``date`` and ``until``, both included. ``needs`` names the event
    or fact that is missing. ``lacking`` are the event kinds without which a
    reached date clears nothing. ``missed``: someone established that it was not done.
    ``after_closing``: it begins when the custody is closed.
    """

    rule_id: str
    kind: DeadlineKind
    state: State
    actor: Actor
    step: str
    why: str
    sentence: str
    date: dt.date | None = None
    at: dt.datetime | None = None
    until: dt.date | None = None
    citation: str | None = None
    confidence: Confidence | None = None
    needs: str | None = None
    done_by: EventKind | None = None
    done_on: dt.date | None = None
    question: bool = False
    missed: bool = False
    reached: Reached = Reached.READY
    lacking: tuple[EventKind, ...] = ()
    after_closing: bool = False
    trace: tuple[str, ...] = ()

    @property
    def first_day(self) -> dt.date | None:
        """The local day it is about: the (first) day of a day rule, the day of a clock time."""
        return self.at.date() if self.date is None and self.at else self.date

    @property
    def last_day(self) -> dt.date | None:
        """The last local day on which it is still in time (of a not-before date: the date itself)."""
        return self.until or self.first_day

    @property
    def open(self) -> bool:
        """Whether somebody still has, or may have, something to do."""
        return self.state is not State.DONE

    @property
    def right(self) -> bool:
        """Whether it is somebody else's right that can run out, rather than a duty."""
        return self.kind is DeadlineKind.NOT_AFTER and self.actor in {Actor.OWNER, Actor.LIENHOLDER}


def deadlines(
    custody: CustodyKind,
    events: Iterable[Event],
    pack: RulePack,
    *,
    office: Mapping[str, int] | None = None,
    facts: Mapping[str, FactValue] | None = None,
) -> tuple[Deadline, ...]:
    """Every deadline that applies, in the pack's order; a function of its arguments alone that never raises.

    ``office`` maps ids of rules that are a setting of the office to days; the law's
    own numbers cannot be set. ``facts`` are what rules may ask besides events
    (``registration_state``, ``vehicle_age`` ...). Superseded events count as if they
    were not there; the order of the events makes no difference.
    """
    work = _Work(custody, Evidence.of(events, pack.tz), pack, office or {}, facts or {})
    found = (work.deadline(rule_id) for rule_id in dict.fromkeys(rule.id for rule in pack.rules))
    return tuple(deadline for deadline in found if deadline is not None)


@dataclass(frozen=True, slots=True)
class _Base:
    """Where a count starts: a day, and the time where one is known."""

    day: dt.date | None = None
    at: dt.datetime | None = None
    needs: str | None = None
    links: tuple[Confidence | None, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a count gave."""

    date: dt.date | None = None
    at: dt.datetime | None = None
    until: dt.date | None = None
    needs: str | None = None
    rolled: bool = False
    lines: tuple[str, ...] = ()


class _Work:
    """One computation; remembers the deadlines that others depend on."""

    def __init__(
        self, custody: CustodyKind, known: Evidence, pack: RulePack, office: Mapping[str, int], facts: Mapping[str, FactValue]
    ) -> None:
        self.custody, self.known, self.pack, self.office, self.facts = custody, known, pack, office, facts
        self._found: dict[str, Deadline | None] = {}

    def deadline(self, rule_id: str) -> Deadline | None:
        """The deadline of that id, None where it does not apply."""
        if rule_id not in self._found:
            self._found[rule_id] = None  # a rule that depends on itself is refused when a pack is read; here it ends
            self._found[rule_id] = self._compute(rule_id)
        return self._found[rule_id]

    def _compute(self, rule_id: str) -> Deadline | None:
        for rule in self.pack.rules:
            if rule.id != rule_id or self.custody not in rule.applies_to:
                continue
            holds, unknown = evidence.all_hold(rule.when, self.known, self.facts)
            if not holds:
                continue
            trigger, others = self._trigger(rule)
            if not rule.in_force(self._day_of_law(trigger)):
                continue
            if unknown is not None:
                return self._deadline(rule, State.NEEDS, _Answer(needs=unknown, lines=(f"Cannot be computed: {unknown} is not known.",)))
            if trigger is None and rule.missing is Missing.LEFT_OUT:
                return None
            return self._judge(rule, trigger, others)
        return None

    def _trigger(self, rule: Rule) -> tuple[Found | None, int]:
        """The event the count starts from, and how many of its kind stand."""
        standing = self.known.matching(rule.trigger, since=rule.since)
        dated = [found for found in standing if found.day is not None] or standing
        if not dated:
            return None, 0
        return dated[0 if rule.starts_with is Which.FIRST else -1], len(dated)

    def _day_of_law(self, trigger: Found | None) -> dt.date:
        """The day that decides which version of a rule counts: the trigger's, else the last one known."""
        if trigger is not None and trigger.day is not None:
            return trigger.day
        return self.known.last_day or dt.date.max

    def _judge(self, rule: Rule, trigger: Found | None, standing: int) -> Deadline:
        base = self._base(rule, trigger, standing)
        answer = self._count(rule, base)
        done = self._done(rule, trigger)
        frozen = [condition.because for condition in rule.frozen if evidence.holds(condition, self.known, self.facts)]
        if done is not None:
            line = f"Done: {done.said}."
            answer = _Answer(answer.date, answer.at, answer.until, None, answer.rolled, (*answer.lines, line, *_early(rule, answer, done)))
            return self._deadline(rule, State.DONE, answer, base.links, done)
        if frozen:
            lines = tuple(f"Stopped: {because}." for because in frozen)
            return replace(self._deadline(rule, State.FROZEN, _Answer(lines=lines), base.links), why=frozen[0])
        return self._deadline(rule, State.NEEDS if answer.needs else State.COMPUTED, answer, base.links)

    def _done(self, rule: Rule, trigger: Found | None) -> Found | None:
        """The first event that closes the step, else a later event that proves it."""
        taken_back = self.known.matching(rule.undone_by)
        for patterns in (rule.done_by, rule.proof):
            for found in self.known.matching(patterns, since=rule.since):
                in_order = not rule.done_after_trigger or trigger is None or evidence.not_earlier(found, trigger)
                if in_order and not any(evidence.not_earlier(undone, found) for undone in taken_back):
                    return found
        return None

    def _base(self, rule: Rule, trigger: Found | None, standing: int) -> _Base:
        if trigger is None:
            missing = rule.trigger[0].event.value
            return _Base(needs=missing, lines=(f"Cannot be computed: {missing} is not recorded.",))
        kind = trigger.event.kind.value
        lines = [f"Counted from: {trigger.said}.", *trigger.notes]
        if standing > 1:
            lines.append(f"{standing} events {kind} stand; the {rule.starts_with} one counts. Correct the wrong one.")
        if trigger.day is None:
            return _Base(needs=kind, lines=(*lines, f"Cannot be computed: when {kind} happened is not known."))
        if rule.after:
            return self._after(rule, lines)
        if rule.time_in is None:
            return _Base(trigger.day, trigger.at, lines=tuple(lines))
        told = evidence.time_in(trigger, rule.time_in, self.pack.tz)
        if told is None:
            return _Base(trigger.day, trigger.at, lines=(*lines, f"{_NOT_KNOWN.get(rule.time_in, rule.time_in)} not known."))
        return _Base(told.date(), told, lines=(*lines, f"{rule.time_in} {said_time(told)} counts."))

    def _after(self, rule: Rule, lines: list[str]) -> _Base:
        """The last of the dates this rule depends on."""
        days: list[dt.date] = []
        links: list[Confidence | None] = []
        for rule_id in rule.after:
            other = self.deadline(rule_id)
            day = other.last_day if other is not None else None
            if other is None or day is None:
                needs = other.needs if other is not None and other.needs else rule.trigger[0].event.value
                return _Base(needs=needs, lines=(*lines, f"Cannot be computed: {rule_id} has no date yet (needs {needs})."))
            days.append(day)
            links.append(other.confidence)
            lines += [f"{rule_id}: {line}" for line in other.trace if not line.startswith(("Done: ", "Rule: "))]
        return _Base(max(days), None, links=tuple(links), lines=tuple(lines))

    def _count(self, rule: Rule, base: _Base) -> _Answer:
        if base.needs is not None or base.day is None:
            return _Answer(needs=base.needs, lines=base.lines)
        count, said = self._number(rule)
        if rule.unit is Unit.HOURS:
            return self._hours(rule, base, count)
        first = self._days(rule, base.day, count)
        lines = [*base.lines, *first.skipped, f"{_amount(count, rule)}{said}: {said_day(first.day)}."]
        if rule.until is not None:
            last = self._days(rule, base.day, rule.until)
            lines += [*last.skipped, f"{_amount(rule.until, rule)}: {said_day(last.day)}, the last day."]
            rolled = self.pack.calendar.roll(last.day, rule.roll, rule.roll_days)
            lines += self._rolled(last.day, rolled)
            return _Answer(first.day, None, rolled.day, rolled=rolled.day != last.day, lines=tuple(lines))
        rolled = self.pack.calendar.roll(first.day, rule.roll, rule.roll_days)
        lines += self._rolled(first.day, rolled)
        return _Answer(rolled.day, rolled=rolled.day != first.day, lines=tuple(lines))

    def _number(self, rule: Rule) -> tuple[int, str]:
        """The number to count, and whose it is where the office set it."""
        days = self.office.get(rule.id)
        if rule.setting and days is not None and 0 <= days <= _LONGEST_SETTING:
            return days, " (set by the office)"
        return rule.count, ""

    def _days(self, rule: Rule, day: dt.date, count: int) -> Counted:
        if rule.unit is Unit.MONTHS:
            return Counted(add_months(day, count))
        less = int(rule.first_day_counted and count > 0)
        return self.pack.calendar.add_days(day, count - less, rule.not_counted)

    def _hours(self, rule: Rule, base: _Base, count: int) -> _Answer:
        if base.at is None:
            if count == 0:
                return _Answer(base.day, lines=(*base.lines, "The time of day is not known."))
            needs = rule.trigger[0].event.value
            return _Answer(needs=needs, lines=(*base.lines, f"Cannot be computed: the time of day of {needs} is not known."))
        end = self.pack.calendar.add_hours(base.at, count, self.pack.tz, rule.not_counted)
        lines = (*base.lines, *end.skipped)
        return _Answer(None, end.at, lines=lines if count == 0 else (*lines, f"{count} hours by the clock: {said_time(end.at)}."))

    def _rolled(self, day: dt.date, rolled: Counted) -> list[str]:
        if rolled.day == day:
            return []
        sure = "" if self.pack.roll_confidence is Confidence.A else f", confidence {self.pack.roll_confidence}"
        return [*rolled.skipped, f"Moved to {said_day(rolled.day)} ({self.pack.roll_citation}{sure})."]

    def _deadline(
        self, rule: Rule, state: State, answer: _Answer, links: Iterable[Confidence | None] = (), done: Found | None = None
    ) -> Deadline:
        roll = self.pack.roll_confidence if answer.rolled else None
        confidence = weakest((rule.confidence, roll, *links))
        missed = any(self.known.of_kind(kind) for kind in rule.missed_by)
        return Deadline(
            rule_id=rule.id,
            kind=rule.kind,
            state=state,
            actor=rule.actor,
            step=rule.step,
            why=rule.why_missed if missed and rule.why_missed else rule.why,
            sentence=rule.sentence,
            date=answer.date,
            at=answer.at,
            until=answer.until,
            citation=rule.citation,
            confidence=confidence,
            needs=answer.needs,
            done_by=done.event.kind if done else None,
            done_on=done.day if done else None,
            question=rule.question,
            missed=missed,
            reached=rule.reached,
            lacking=tuple(kind for kind in rule.requires if not self.known.of_kind(kind)),
            after_closing=all(pattern.event in CLOSING for pattern in rule.trigger),
            trace=(*answer.lines, _rule_line(rule, confidence, self.pack)),
        )


_NOT_KNOWN = {"arrived": "arrival"}


def _amount(count: int, rule: Rule) -> str:
    unit = rule.unit.value if abs(count) != 1 else rule.unit.value.removesuffix("s")
    counted = ", first day counted" if rule.first_day_counted else ""
    return f"{abs(count)} {unit} {'before' if count < 0 else 'on'}{counted}"


def _early(rule: Rule, answer: _Answer, done: Found) -> list[str]:
    """A step that was taken before its time is done, but the trace says so."""
    if rule.kind is DeadlineKind.NOT_AFTER or answer.date is None or done.day is None or done.day >= answer.date:
        return []
    return [f"That is earlier than {said_day(answer.date)}, the first day the rule allows."]


def _rule_line(rule: Rule, confidence: Confidence | None, pack: RulePack) -> str:
    """Citation, confidence and pack version; the last line of every trace."""
    if rule.citation is None:
        return f"Rule: {rule.id}, house practice, not law ({pack.id} {pack.version})."
    sure = f"confidence {confidence}" if confidence else "confidence not stated"
    number = f", its number {rule.citation_confidence}" if rule.citation_confidence else ""
    case = f" ({rule.case})" if rule.case else ""
    checked = f"checked by {rule.reviewed.by} on {said_day(rule.reviewed.on)}" if rule.reviewed else "not yet checked by our attorney"
    return f"Rule: {rule.id}{case}, {rule.citation}, {sure}{number}, {checked} ({pack.id} {pack.version})."
