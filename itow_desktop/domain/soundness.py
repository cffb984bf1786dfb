"""Whether the parts of a rule pack make sense together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from itow_desktop.domain.provisions import KINDS, Notice
from itow_desktop.domain.rules import Provision, Rule, RulePack


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a field; ``place`` is the rule, provision or example it stands in, empty for the pack's head."""

    place: str
    field: str
    what: str


def faults(pack: RulePack) -> Iterator[Fault]:
    """Everything that is wrong with a pack whose single fields are right; nothing for a sound one."""
    yield from _zone(pack)
    yield from _versions(pack.rules)
    yield from _shadowed(pack.rules)
    yield from _dependence(pack.rules)
    yield from _provisions(pack)
    yield from _notices(pack)
    yield from _examples(pack)


def _zone(pack: RulePack) -> Iterator[Fault]:
    try:
        ZoneInfo(pack.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield Fault("", "zone", f"there is no time zone {pack.zone}; write one like America/Detroit")


def _versions(rules: Iterable[Rule]) -> Iterator[Fault]:
    """Rules of one id must be told apart by their case or by the time they are in force."""
    seen: dict[tuple[str, str], list[Rule]] = {}
    for rule in rules:
        seen.setdefault((rule.id, rule.case), []).append(rule)
    for (rule_id, case), versions in seen.items():
        place = f"rule {rule_id} ({case})" if case else f"rule {rule_id}"
        yield from _overlaps(versions, place, "two rules have this id; give each its case or the time it is in force")


def _overlaps(versions: Sequence[Rule | Provision], place: str, twice: str) -> Iterator[Fault]:
    for one, other in combinations(versions, 2):
        first, second = sorted((one, other), key=lambda each: each.effective_from or date.min)
        if first.effective_until is None and second.effective_from is None:
            yield Fault(place, "id", twice)
        elif first.effective_until is None:
            yield Fault(
                place, "effective_until", f"the version before the one of {second.effective_from} does not say until when it counts"
            )
        elif first.effective_until >= (second.effective_from or date.min):
            since = second.effective_from or "the beginning"
            yield Fault(place, "effective_from", f"two versions are in force from {since} to {first.effective_until}")


def _shadowed(rules: Sequence[Rule]) -> Iterator[Fault]:
    """Of the cases of a rule the first whose conditions hold is taken: below one that always holds none is ever reached."""
    for above, below in combinations(rules, 2):
        alike = above.id == below.id and above.case != below.case and set(above.applies_to) & set(below.applies_to)
        if alike and not above.when and _always(above, below):
            what = f"it is never reached, the case above it ({above.case or 'without a name'}) has no condition"
            yield Fault(f"rule {below.id} ({below.case})" if below.case else f"rule {below.id}", "case", what)


def _always(above: Rule, below: Rule) -> bool:
    """Whether the upper case is in force whenever the lower one is."""
    starts = above.effective_from is None or (below.effective_from is not None and above.effective_from <= below.effective_from)
    ends = above.effective_until is None or (below.effective_until is not None and above.effective_until >= below.effective_until)
    return starts and ends


def _dependence(rules: Iterable[Rule]) -> Iterator[Fault]:
    needs: dict[str, set[str]] = {}
    for rule in rules:
        needs.setdefault(rule.id, set()).update(rule.after)
    for rule_id, others in needs.items():
        for unknown in sorted(others - needs.keys()):
            yield Fault(f"rule {rule_id}", "after", f"there is no rule {unknown}")
        reached, ahead = set[str](), set(others)
        while ahead:
            reached |= ahead
            ahead = set[str]().union(*(needs.get(each, set()) for each in ahead)) - reached
        if rule_id in reached:
            yield Fault(f"rule {rule_id}", "after", "the rule depends on itself")


def _provisions(pack: RulePack) -> Iterator[Fault]:
    for name, kind in KINDS.items():
        seen: dict[str, list[Provision]] = {}
        for each in pack.provisions:
            if type(each) is kind:
                seen.setdefault(each.id, []).append(each)
        for provision_id, versions in seen.items():
            twice = f"two of this kind ({name}) have this id; give each the time it is in force"
            yield from _overlaps(versions, f"{name} {provision_id}", twice)


def _notices(pack: RulePack) -> Iterator[Fault]:
    """A rule may only name notices that there are, and a notice that no rule sends is one that somebody forgot."""
    there = {each.id for each in pack.provisions if isinstance(each, Notice)}
    named = set[str]()
    for rule in pack.rules:
        named |= set(rule.notices)
        for unknown in sorted(set(rule.notices) - there):
            yield Fault(f"rule {rule.id}", "notices", f"there is no notice {unknown}")
    for forgotten in sorted(there - named):
        yield Fault(f"notice {forgotten}", "id", "no rule names this notice in its field notices")


def _examples(pack: RulePack) -> Iterator[Fault]:
    """Each rule has a worked example; without the last lines of its file a pack has rules nobody tried."""
    ids = {rule.id for rule in pack.rules}
    names, shown = set[str](), set[str]()
    for example in pack.examples:
        place = f"example {example.name}"
        if example.name in names:
            yield Fault(place, "name", "two examples have this name")
        names.add(example.name)
        for unknown in sorted(example.expect.keys() - ids):
            yield Fault(place, "expect", f"there is no rule {unknown}")
        shown |= {rule_id for rule_id, expected in example.expect.items() if not expected.left_out}
    for untried in sorted(ids - shown):
        yield Fault(f"rule {untried}", "example", f"no worked example computes rule {untried}; is the file whole?")
