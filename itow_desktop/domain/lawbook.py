"""The law at work: every date it sets for one custody."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from itow_desktop.domain.conditions import FactName, FactValue
from itow_desktop.domain.deadlines import Deadline
from itow_desktop.domain.events import CLOSING, Event, EventKind
from itow_desktop.domain.evidence import Evidence
from itow_desktop.domain.moving import Move, moves_of
from itow_desktop.domain.reckoning import Case, Reckoning, Terms
from itow_desktop.domain.rules import DeadlineKind, Rule, RulePack
from itow_desktop.domain.second_person import Guard, guarded
from itow_desktop.domain.vehicles import CustodyKind


def deadlines(
    custody: CustodyKind,
    events: Iterable[Event],
    pack: RulePack,
    *,
    office: Mapping[str, int] | None = None,
    facts: Mapping[FactName, FactValue] | None = None,
    began_on: dt.date | None = None,
    moves: Mapping[str, Move] | None = None,
) -> tuple[Deadline, ...]:
    """Every deadline that applies, in the pack's order; a function of its arguments alone that never raises.

    ``office`` maps ids of rules that are a setting of the office to days; the law's
    own numbers cannot be set. ``facts`` are what rules may ask besides events. ``began_on`` is the local day on which
    the office began with this program: of duties that ran out before, nobody can say
    here that they were missed. ``moves`` maps ids of rules to the later days people
    asked for; None reads them from the events. A correction that would let a sale come
    earlier counts once a second person confirmed it. Superseded events count as if they were not there; the
    order of the events makes no difference.
    """
    return Lawbook(pack, office, began_on).deadlines(custody, events, facts, moves)


class Lawbook:
    """A pack made ready for many cases: rules sorted by custody, and what they say while nothing they ask for is recorded.

    Of a car that was just towed that is most of the law, and the same for every such car.
    """

    def __init__(self, pack: RulePack, office: Mapping[str, int] | None = None, began_on: dt.date | None = None) -> None:
        self._terms = Terms(pack, office or {}, began_on)
        self._chapters: dict[CustodyKind, _Chapter] = {}

    def deadlines(
        self,
        custody: CustodyKind,
        events: Iterable[Event],
        facts: Mapping[FactName, FactValue] | None = None,
        moves: Mapping[str, Move] | None = None,
    ) -> tuple[Deadline, ...]:
        """See the function of this name."""
        chapter = self._chapter(custody)

        def compute(known: tuple[Event, ...]) -> tuple[Deadline, ...]:
            return self._reckoned(chapter, known, facts or {}, moves_of(known) if moves is None else moves)

        return guarded(tuple(events), chapter.guard, compute)

    def _reckoned(
        self, chapter: "_Chapter", events: tuple[Event, ...], facts: Mapping[FactName, FactValue], moves: Mapping[str, Move]
    ) -> tuple[Deadline, ...]:
        case = Case(Evidence.of(events, self._terms.pack.tz), facts, moves)
        silent = {each: said for each, (asked, said) in chapter.silent.items() if asked.isdisjoint(case.known.by_kind)}
        reckoning = Reckoning(self._terms, chapter.rules, case, silent)
        answers = [reckoning.deadline(rule_id) for rule_id in chapter.rules]
        return tuple(deadline for deadline in answers if deadline is not None)

    def _chapter(self, custody: CustodyKind) -> "_Chapter":
        if custody not in self._chapters:
            rules: dict[str, list[Rule]] = {}
            for rule in self._terms.pack.rules:
                if custody in rule.applies_to:
                    rules.setdefault(rule.id, []).append(rule)
            nothing = Reckoning(self._terms, rules, Case(Evidence.of((), self._terms.pack.tz), {}, {}), {})
            asked = {rule_id: _asked(rule_id, rules) for rule_id in rules}
            silent = {rule_id: (kinds, nothing.deadline(rule_id)) for rule_id, kinds in asked.items() if kinds is not None}
            self._chapters[custody] = _Chapter(rules, silent, _guard(rules, asked))
        return self._chapters[custody]


@dataclass(frozen=True, slots=True)
class _Chapter:
    """The rules of one custody by id; ``silent``: the events each asks for, and its answer where none of them is recorded.

    ``guard`` is what a single person's correction cannot bring forward.
    """

    rules: Mapping[str, list[Rule]]
    silent: Mapping[str, tuple[frozenset[EventKind], Deadline | None]]
    guard: Guard


def _guard(rules: Mapping[str, list[Rule]], asked: Mapping[str, frozenset[EventKind] | None]) -> Guard:
    """The dates before which a car may not be sold or scrapped, with the events that decide about them."""
    opening = [
        rule_id
        for rule_id, versions in rules.items()
        if any(rule.kind is DeadlineKind.NOT_BEFORE and any(done.event in CLOSING for done in rule.done_by) for rule in versions)
    ]
    kinds = [asked[rule_id] for rule_id in opening]
    return Guard(frozenset(opening), None if None in kinds else frozenset().union(*(kind for kind in kinds if kind)))


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
