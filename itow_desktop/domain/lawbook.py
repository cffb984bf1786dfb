"""The law at work: every date it sets for one custody."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from itow_desktop.domain import evidence, traces
from itow_desktop.domain.calendars import Counted, add_months
from itow_desktop.domain.deadlines import Deadline, State
from itow_desktop.domain.events import CLOSING, Event, EventKind
from itow_desktop.domain.evidence import Evidence, Found
from itow_desktop.domain.past import Word, facts_of
from itow_desktop.domain.rules import (
    Actor,
    Confidence,
    DeadlineKind,
    FactValue,
    Missing,
    Reached,
    Rule,
    RulePack,
    Unit,
    Which,
    weakest,
)
from itow_desktop.domain.vehicles import CustodyKind

_LONGEST_SETTING = 3650


def deadlines(
    custody: CustodyKind,
    events: Iterable[Event],
    pack: RulePack,
    *,
    office: Mapping[str, int] | None = None,
    facts: Mapping[str, FactValue] | None = None,
    began_on: dt.date | None = None,
) -> tuple[Deadline, ...]:
    """Every deadline that applies, in the pack's order; a function of its arguments alone that never raises.

    ``office`` maps ids of rules that are a setting of the office to days; the law's
    own numbers cannot be set. ``facts`` are what rules may ask besides events
    (``registration_state``, ``vehicle_age`` ...). ``began_on`` is the local day on which
    the office began with this program: of duties that ran out before, nobody can say
    here that they were missed. Superseded events count as if they were not there; the
    order of the events makes no difference.
    """
    return Lawbook(pack, office, began_on).deadlines(custody, events, facts)


class Lawbook:
    """A pack made ready for many cases: rules sorted by custody, and what they say while nothing they ask for is recorded.

    Of a car that was just towed that is most of the law, and the same for every such car.
    """

    def __init__(self, pack: RulePack, office: Mapping[str, int] | None = None, began_on: dt.date | None = None) -> None:
        self.pack, self.office, self.began_on = pack, office or {}, began_on
        self._chapters: dict[CustodyKind, _Chapter] = {}

    def deadlines(
        self, custody: CustodyKind, events: Iterable[Event], facts: Mapping[str, FactValue] | None = None
    ) -> tuple[Deadline, ...]:
        """See the function of this name."""
        known, chapter = Evidence.of(events, self.pack.tz), self._chapter(custody)
        silent = {} if facts else {each: said for each, (asked, said) in chapter.silent.items() if asked.isdisjoint(known.by_kind)}
        work = _Work(self, chapter.rules, known, facts or {}, silent)
        answers = [work.deadline(rule_id) for rule_id in chapter.rules]
        return tuple(deadline for deadline in answers if deadline is not None)

    def _chapter(self, custody: CustodyKind) -> "_Chapter":
        if custody not in self._chapters:
            rules: dict[str, list[Rule]] = {}
            for rule in self.pack.rules:
                if custody in rule.applies_to:
                    rules.setdefault(rule.id, []).append(rule)
            nothing = _Work(self, rules, Evidence.of((), self.pack.tz), {}, {})
            asked = {rule_id: _asked(rule_id, rules) for rule_id in rules}
            silent = {rule_id: (kinds, nothing.deadline(rule_id)) for rule_id, kinds in asked.items() if kinds is not None}
            self._chapters[custody] = _Chapter(rules, silent)
        return self._chapters[custody]


@dataclass(frozen=True, slots=True)
class _Chapter:
    """The rules of one custody by id; ``silent``: the events each asks for, and its answer where none of them is recorded."""

    rules: Mapping[str, list[Rule]]
    silent: Mapping[str, tuple[frozenset[EventKind], Deadline | None]]


def _asked(rule_id: str, rules: Mapping[str, list[Rule]], above: tuple[str, ...] = ()) -> frozenset[EventKind] | None:
    """The events that decide about a rule or one it rests on; None where something besides events does."""
    kinds = {EventKind.NOTE}  # one may say that a step is not known, or was not taken
    for rule in rules.get(rule_id, ()) if rule_id not in above else ():
        conditions = (*rule.when, *rule.frozen)
        if rule.effective_from or rule.effective_until or any(condition.fact for condition in conditions):
            return None
        patterns = [*rule.trigger, *rule.done_by, *rule.proof, *rule.undone_by]
        patterns += [pattern for condition in conditions for pattern in (*condition.events, *condition.answered_by)]
        kinds.update((pattern.event for pattern in patterns), rule.since, rule.missed_by, rule.requires)
        for other in rule.after:
            more = _asked(other, rules, (*above, rule_id))
            if more is None:
                return None
            kinds |= more
    return frozenset(kinds)


@dataclass(frozen=True, slots=True)
class _Base:
    """Where a count starts: a day, and the time where one is known; or what it ``needs`` for that."""

    lines: tuple[str, ...]
    day: dt.date | None = None
    at: dt.datetime | None = None
    needs: str | None = None
    links: tuple[Confidence | None, ...] = ()


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a count gave; ``links`` are the confidences of all that it rests on besides the rule."""

    lines: tuple[str, ...]
    date: dt.date | None = None
    at: dt.datetime | None = None
    until: dt.date | None = None
    needs: str | None = None
    links: tuple[Confidence | None, ...] = ()


class _Work:
    """One computation; remembers the deadlines that others depend on."""

    def __init__(
        self,
        book: Lawbook,
        rules: Mapping[str, list[Rule]],
        known: Evidence,
        facts: Mapping[str, FactValue],
        found: Mapping[str, Deadline | None],
    ) -> None:
        """``found`` are answers that are known already."""
        self.pack, self.office, self.began_on = book.pack, book.office, book.began_on
        self.rules, self.known, self.facts = rules, known, facts
        self._found = dict(found)

    def deadline(self, rule_id: str) -> Deadline | None:
        """The deadline of that id, None where it does not apply."""
        if rule_id not in self._found:
            self._found[rule_id] = None  # a rule that depends on itself is refused when a pack is read; here it ends
            self._found[rule_id] = self._compute(rule_id)
        return self._found[rule_id]

    def _compute(self, rule_id: str) -> Deadline | None:
        """By the first case and version of the rule whose conditions hold and that is in force."""
        for rule in self.rules.get(rule_id, ()):
            holds, unknown = evidence.all_hold(rule.when, self.known, self.facts) if rule.when else (True, None)
            if not holds:
                continue
            trigger, standing = self._trigger(rule)
            if not rule.in_force(self._day_of_law(trigger)):
                continue
            if unknown is not None:
                return self._deadline(rule, State.NEEDS, _Answer((traces.missing(unknown, "is not known"),), needs=unknown))
            if trigger is None and rule.missing is Missing.LEFT_OUT:
                return None
            return self._judge(rule, trigger, standing)
        return None

    def _trigger(self, rule: Rule) -> tuple[Found | None, int]:
        """The event the count starts from, and how many of its kind stand."""
        standing = self.known.matching(rule.trigger, rule.since)
        if not standing:
            return None, 0
        dated = tuple(found for found in standing if found.day is not None) or standing
        return dated[0 if rule.starts_with is Which.FIRST else -1], len(dated)

    def _day_of_law(self, trigger: Found | None) -> dt.date:
        """The day that decides which version of a rule counts: the trigger's, else the last one known."""
        if trigger is not None and trigger.day is not None:
            return trigger.day
        return self.known.last_day or dt.date.max

    def _judge(self, rule: Rule, trigger: Found | None, standing: int) -> Deadline:
        answer = self._count(rule, self._base(rule, trigger, standing))
        done = self._done(rule, trigger)
        if done is not None:
            lines = (*answer.lines, *traces.done(rule, done, answer.date))
            return self._deadline(rule, State.DONE, replace(answer, lines=lines, needs=None), done)
        frozen = [condition.because for condition in rule.frozen if evidence.holds(condition, self.known, self.facts)]
        if frozen:
            lines = tuple(traces.stopped(because) for because in frozen)
            return replace(self._deadline(rule, State.FROZEN, _Answer(lines, links=answer.links)), why=frozen[0])
        found = self._deadline(rule, State.NEEDS if answer.needs else State.COMPUTED, answer)
        return self._looked_back(rule, found)

    def _looked_back(self, rule: Rule, found: Deadline) -> Deadline:
        """The deadline with what is said of a step from before the office began: not recorded is not late."""
        last, began = found.last_day, self.began_on
        ran_out = began is not None and last is not None and last < began and not found.missed and _is_asked(rule)
        notes = self.known.of_kind(EventKind.NOTE)
        if not ran_out and not notes:
            return found
        unknown, undone = _said(rule, Word.NOT_KNOWN, notes), _said(rule, Word.NOT_DONE, notes)
        past = ran_out and not undone
        not_known = bool(unknown) and (past or found.state is State.NEEDS)
        if not (past or not_known):
            return found
        doubted = {fact for fact in facts_of(rule) for note in unknown if fact.said_by(note.event)}
        asks = tuple(fact.key for fact in sorted(facts_of(rule), key=lambda fact: fact not in doubted))
        lines = [traces.said_by(note) for note in unknown] if not_known else [traces.from_before(began or dt.date.max)]
        return replace(found, past=past, not_known=not_known, asks=asks, trace=(*found.trace[:-1], *lines, found.trace[-1]))

    def _done(self, rule: Rule, trigger: Found | None) -> Found | None:
        """The first event that closes the step, else a later event that proves it."""
        taken_back = self.known.matching(rule.undone_by) if rule.undone_by else ()
        for patterns in (rule.done_by, rule.proof) if rule.proof else (rule.done_by,):
            for found in self.known.matching(patterns, rule.since):
                in_order = not rule.done_after_trigger or trigger is None or evidence.not_earlier(found, trigger)
                if in_order and not any(evidence.not_earlier(undone, found) for undone in taken_back):
                    return found
        return None

    def _base(self, rule: Rule, trigger: Found | None, standing: int) -> _Base:
        if trigger is None:
            needs = rule.trigger[0].event.value
            return _Base((traces.missing(needs),), needs=needs)
        lines = traces.counted_from(trigger, rule, standing)
        if trigger.day is None:
            needs = trigger.event.kind.value
            return _Base((*lines, traces.missing(needs, "has no date")), needs=needs)
        if rule.after:
            return self._after(rule, lines)
        if rule.time_in is None:
            return _Base(tuple(lines), trigger.day, trigger.at)
        told = evidence.time_in(trigger, rule.time_in, self.pack.tz)
        lines.append(traces.told_time(rule.time_in, told))
        return _Base(tuple(lines), trigger.day, trigger.at) if told is None else _Base(tuple(lines), told.date(), told)

    def _after(self, rule: Rule, lines: list[str]) -> _Base:
        """The last of the dates this rule depends on."""
        days: list[dt.date] = []
        links: list[Confidence | None] = []
        for rule_id in rule.after:
            other = self.deadline(rule_id)
            day = other.last_day if other is not None else None
            if other is None or day is None:
                needs = other.needs if other is not None and other.needs else self._source(rule_id)
                return _Base((*lines, traces.waits_for(rule_id, needs)), needs=needs, links=tuple(links))
            days.append(day)
            links.append(other.confidence)
            lines += traces.inherited(rule_id, other.trace)
        return _Base(tuple(lines), max(days), links=tuple(links))

    def _source(self, rule_id: str) -> str:
        """The event a rule counts from that is not there to be counted from."""
        return next(rule.trigger[0].event.value for rule in self.pack.rules if rule.id == rule_id)

    def _count(self, rule: Rule, base: _Base) -> _Answer:
        if base.needs is not None or base.day is None:
            return _Answer(base.lines, needs=base.needs, links=base.links)
        set_by_office = self.office.get(rule.id) if rule.setting else None
        by_office = set_by_office is not None and 0 <= set_by_office <= _LONGEST_SETTING
        count = set_by_office if by_office and set_by_office is not None else rule.count
        if rule.unit is Unit.HOURS:
            return self._hours(rule, base, count)
        first = self._days(rule, base.day, count)
        lines = [*base.lines, *traces.counted(rule, count, first.day, first.skipped, by_office=by_office)]
        last = first
        if rule.until is not None:
            last = self._days(rule, base.day, rule.until)
            lines += traces.counted(rule, rule.until, last.day, last.skipped)
        end = self.pack.calendar.roll(last.day, rule.roll, rule.roll_days)
        links = base.links
        if end.day != last.day:
            lines += traces.rolled(end.day, end.skipped, self.pack)
            links += (self.pack.roll_confidence,)
        if rule.until is not None:
            return _Answer(tuple(lines), first.day, until=end.day, links=links)
        return _Answer(tuple(lines), end.day, links=links)

    def _days(self, rule: Rule, day: dt.date, count: int) -> Counted:
        if rule.unit is Unit.MONTHS:
            return Counted(add_months(day, count))
        less = int(rule.first_day_counted and count > 0)
        return self.pack.calendar.add_days(day, count - less, rule.not_counted)

    def _hours(self, rule: Rule, base: _Base, count: int) -> _Answer:
        if base.at is None:
            needs = rule.trigger[0].event.value
            if count == 0:
                return _Answer((*base.lines, "The time of day is not known."), base.day)
            return _Answer((*base.lines, traces.missing(needs, "has no time of day")), needs=needs)
        end = self.pack.calendar.add_hours(base.at, count, self.pack.tz, rule.not_counted)
        return _Answer((*base.lines, *traces.counted_hours(count, end.at, end.skipped)), at=end.at)

    def _deadline(self, rule: Rule, state: State, answer: _Answer, done: Found | None = None) -> Deadline:
        confidence = weakest((rule.confidence, *answer.links))
        missed = bool(rule.missed_by) and any(self.known.of_kind(kind) for kind in rule.missed_by)
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
            needs_answer=rule.needs_answer,
            reached=rule.reached,
            lacking=tuple(kind for kind in rule.requires if not self.known.of_kind(kind)) if rule.requires else (),
            after_closing=rule.trigger[0].event in CLOSING,
            trace=(*answer.lines, traces.rule_line(rule, confidence, self.pack)),
        )


_ANSWERABLE = frozenset({Actor.US, Actor.SELLER, Actor.POLICE, Actor.STATE})


def _is_asked(rule: Rule) -> bool:
    """Whether the desk can say of a step that it was taken: a duty of ours, the police's or the state's, never a right or a court's."""
    runs_out = rule.kind is not DeadlineKind.NOT_BEFORE or rule.reached is Reached.CHASE
    return runs_out and rule.actor in _ANSWERABLE


def _said(rule: Rule, word: Word, notes: Iterable[Found]) -> list[Found]:
    """The notes that say this of what the rule asks for."""
    return [note for note in notes if any(fact.said_by(note.event) is word for fact in facts_of(rule))]
