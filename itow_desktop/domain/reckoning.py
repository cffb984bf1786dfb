"""One case reckoned: every rule of its custody against what is known of it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from itow_desktop.domain import counting, evidence, traces
from itow_desktop.domain.conditions import FactName, FactValue
from itow_desktop.domain.counting import Answer, Base
from itow_desktop.domain.deadlines import Deadline, State
from itow_desktop.domain.events import CLOSING, EventKind
from itow_desktop.domain.evidence import Evidence, Found
from itow_desktop.domain.moving import Move
from itow_desktop.domain.past import Word, facts_of
from itow_desktop.domain.rules import Actor, Confidence, DeadlineKind, Missing, Reached, Rule, RulePack, Which, weakest


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for every case: the pack, the days the office set itself, the day it began with this program.

    Remembers the last lines of the traces: of a rule there are few, and each car has one; and the facts of the vehicle that
    rules ask for.
    """

    pack: RulePack
    office: Mapping[str, int]
    began_on: dt.date | None
    _last_lines: dict[tuple[int, Confidence | None], str] = field(default_factory=dict, init=False, repr=False, compare=False)
    _facts: dict[int, tuple[FactName, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def last_line(self, rule: Rule, confidence: Confidence | None) -> str:
        """What every trace of the rule ends with."""
        known = self._last_lines.get((id(rule), confidence))
        if known is None:
            known = self._last_lines[id(rule), confidence] = traces.rule_line(rule, confidence, self.pack)
        return known

    def facts(self, rule: Rule) -> tuple[FactName, ...]:
        """What of the vehicle decides about the rule."""
        known = self._facts.get(id(rule))
        if known is None:
            asked = dict.fromkeys(condition.fact for condition in (*rule.when, *rule.frozen) if condition.fact is not None)
            known = self._facts[id(rule)] = tuple(asked)
        return known


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of one case: its events, the facts rules may ask for besides, dates that people moved later."""

    known: Evidence
    facts: Mapping[FactName, FactValue]
    moves: Mapping[str, Move]


class Reckoning:
    """One computation; remembers the deadlines that others depend on."""

    def __init__(self, terms: Terms, rules: Mapping[str, list[Rule]], case: Case, found: Mapping[str, Deadline | None]) -> None:
        """``rules`` are those of the custody by id, ``found`` the answers that are known already."""
        self._terms = terms
        self.pack, self.office, self.began_on = terms.pack, terms.office, terms.began_on
        self.rules, self.known, self.facts, self.moves = rules, case.known, case.facts, case.moves
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
            trigger, standing = self._trigger(rule)
            day = self._day_of_law(trigger)
            if not rule.in_force(day or dt.date.max):
                continue
            holds, unknown = evidence.all_hold(rule.when, self.known, self.facts, day) if rule.when else (True, None)
            if not holds:
                continue
            if unknown is not None:
                return self._unsettled(rule, trigger, unknown)
            if trigger is None and rule.missing is Missing.LEFT_OUT:
                return None
            return self._moved(rule, self._judge(rule, trigger, standing))
        return None

    def _trigger(self, rule: Rule) -> tuple[Found | None, int]:
        """The event the count starts from, and how many of its kind stand."""
        standing = self.known.matching(rule.trigger, rule.since)
        if len(standing) < 2:
            return (standing[0], 1) if standing else (None, 0)
        dated = tuple(found for found in standing if found.day is not None) or standing
        return dated[0 if rule.starts_with is Which.FIRST else -1], len(dated)

    def _day_of_law(self, trigger: Found | None) -> dt.date | None:
        """The day that decides which version of a rule counts: the trigger's, else the last one known."""
        return trigger.day if trigger is not None and trigger.day is not None else self.known.last_day

    def _judge(self, rule: Rule, trigger: Found | None, standing: int) -> Deadline:
        stood = [span for each in rule.frozen if each.tolls for span in evidence.stood(each, self.known)] if rule.frozen else ()
        answer = counting.count(rule, self._base(rule, trigger, standing), self.pack, self.office, stood)
        told = self._told(rule, trigger)
        answer = replace(answer, lines=(*told, *answer.lines)) if told else answer
        done = self._done(rule, trigger)
        if done is not None:
            lines = (*answer.lines, *traces.done(rule, done, answer.date))
            closed = Answer(lines, answer.date, answer.at, answer.until, links=answer.links, checked=answer.checked, unsure=answer.unsure)
            return self._deadline(rule, State.DONE, closed, done)
        frozen, unknown = self._frozen(rule, trigger) if rule.frozen else ([], None)
        if frozen:
            lines = (*told, *(traces.stopped(because) for because in frozen))
            still = Answer(lines, links=answer.links, checked=answer.checked, unsure=answer.unsure)
            return replace(self._deadline(rule, State.FROZEN, still), why=frozen[0])
        if unknown is not None:
            return self._unsettled(rule, trigger, unknown)
        found = self._deadline(rule, State.NEEDS if answer.needs else State.COMPUTED, answer)
        return self._looked_back(rule, found)

    def _frozen(self, rule: Rule, trigger: Found | None) -> tuple[list[str], str | None]:
        """Why the date stands still, and the first fact that is not known but might make it stand."""
        day = self._day_of_law(trigger)
        answers = [(condition, evidence.holds(condition, self.known, self.facts, day)) for condition in rule.frozen]
        unknown = (condition.fact.value for condition, holds in answers if holds is None and condition.fact)
        return [condition.because for condition, holds in answers if holds], next(unknown, None)

    def _told(self, rule: Rule, trigger: Found | None) -> tuple[str, ...]:
        """What is known of the vehicle that decides about this rule."""
        facts = self._terms.facts(rule)
        if not facts:
            return ()
        day = self._day_of_law(trigger)
        known = ((fact, evidence.value_of(fact, self.facts, day)) for fact in facts)
        return tuple(traces.known(fact, value) for fact, value in known if value is not None)

    def _unsettled(self, rule: Rule, trigger: Found | None, fact: str) -> Deadline:
        """What is said where a fact decides that nobody knows: that it is needed, or that the step was taken anyway."""
        lines = (traces.missing(fact, "is not known"),)
        done = self._done(rule, trigger)
        if done is None:
            return self._deadline(rule, State.NEEDS, Answer(lines, needs=fact))
        return self._deadline(rule, State.DONE, Answer((*lines, *traces.done(rule, done, None))), done)

    def _moved(self, rule: Rule, found: Deadline) -> Deadline:
        """The deadline as a person moved it: only later, only where a second person stands for it; a window keeps its last day."""
        move, law_day = self.moves.get(rule.id), found.first_day
        if move is None or law_day is None:
            return found
        to = min(move.to, found.until) if found.until else move.to
        later = move.counts and to > law_day
        lines = [traces.moved(each, law_day, counts=each is move and later) for each in (move, move.then) if each is not None]
        trace = (*found.trace[:-1], *lines, found.trace[-1])
        if not later:
            return replace(found, moved=move, trace=trace)
        return replace(found, date=to, at=None, moved=move, law_day=law_day, trace=trace)

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

    def _base(self, rule: Rule, trigger: Found | None, standing: int) -> Base:
        if trigger is None:
            needs = rule.trigger[0].event.value
            return Base((traces.missing(needs),), needs=needs)
        lines = traces.counted_from(trigger, rule, standing)
        if trigger.day is None:
            needs = trigger.event.kind.value
            return Base((*lines, traces.missing(needs, "has no date")), needs=needs)
        if rule.after:
            return self._after(rule, lines)
        if rule.time_in is None:
            return Base(tuple(lines), trigger.day, trigger.at)
        told = evidence.time_in(trigger, rule.time_in, self.pack.tz)
        lines.append(traces.told_time(rule.time_in, told))
        return Base(tuple(lines), trigger.day, trigger.at) if told is None else Base(tuple(lines), told.date(), told)

    def _after(self, rule: Rule, lines: list[str]) -> Base:
        """The last of the dates this rule depends on."""
        days: list[dt.date] = []
        links: list[Confidence | None] = []
        checked, unsure = True, False
        for rule_id in rule.after:
            other = self.deadline(rule_id)
            day = other.last_day if other is not None else None
            if other is None or day is None:
                needs = other.needs if other is not None and other.needs else self._source(rule_id)
                return Base((*lines, traces.waits_for(rule_id, needs)), needs=needs, links=tuple(links))
            days.append(day)
            links.append(other.confidence)
            checked = checked and (other.checked or other.citation is None)
            unsure = unsure or other.unverified
            lines += traces.inherited(rule_id, other.trace)
        return Base(tuple(lines), max(days), links=tuple(links), checked=checked, unsure=unsure)

    def _source(self, rule_id: str) -> str:
        """The event a rule counts from that is not there to be counted from."""
        return next(rule.trigger[0].event.value for rule in self.pack.rules if rule.id == rule_id)

    def _deadline(self, rule: Rule, state: State, answer: Answer, done: Found | None = None) -> Deadline:
        confidence = weakest((rule.confidence, *answer.links)) if answer.links else rule.confidence
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
            checked=rule.reviewed is not None and answer.checked,
            unverified=rule.unverified or answer.unsure,
            trace=(*answer.lines, self._terms.last_line(rule, confidence)),
        )


_ANSWERABLE = frozenset({Actor.US, Actor.SELLER, Actor.POLICE, Actor.STATE})


def _is_asked(rule: Rule) -> bool:
    """Whether the desk can say of a step that it was taken: a duty of ours, the police's or the state's, never a right or a court's."""
    runs_out = rule.kind is not DeadlineKind.NOT_BEFORE or rule.reached is Reached.CHASE
    return runs_out and rule.actor in _ANSWERABLE


def _said(rule: Rule, word: Word, notes: Iterable[Found]) -> list[Found]:
    """The notes that say this of what the rule asks for."""
    return [note for note in notes if any(fact.said_by(note.event) is word for fact in facts_of(rule))]
