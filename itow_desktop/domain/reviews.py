"""Which rules somebody compared with the law in force."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any

from itow_desktop.domain.rules import Review, Rule, RulePack

ROLL = "roll"
"""Stands for the roll of last days and its holidays where a rule's id is asked for."""

_NOT_LAW = frozenset({"step", "why", "why_missed", "confidence", "citation_confidence", "source", "reviewed"})
"""Fields of a rule that are our own words or our own doubts: other ones do not undo what an attorney read."""


@dataclass(frozen=True, slots=True)
class RuleReview:
    """What a manager recorded of one rule: who compared it with what text, when; ``mark`` tells what the rule said then.

    ``recorded_by`` is the manager, ``taken_back`` the reason why it counts no more.
    """

    id: int
    rule_id: str
    case: str
    mark: str
    review: Review
    recorded_by: str | None = None
    recorded_at: dt.datetime | None = None
    taken_back: str | None = None


def mark_of(rule: Rule) -> str:
    """A fingerprint of all that a rule asks: a review counts for exactly that, and for no rule that asks anything else."""
    return _digest({name: value for name, value in _told(rule).items() if name not in _NOT_LAW})


def roll_mark_of(pack: RulePack) -> str:
    """The same for the roll: its section with the holidays on which it moves a last day."""
    return _digest({"citation": pack.roll_citation, "holidays": pack.calendar.holidays})


def reviewed(pack: RulePack, reviews: Iterable[RuleReview]) -> RulePack:
    """The pack with what the office had checked; of several reviews of one rule the last one given counts."""
    found = {each.mark: each.review for each in reviews if each.taken_back is None}
    if not found:
        return pack
    rules = tuple(replace(rule, reviewed=found[mark]) if (mark := mark_of(rule)) in found else rule for rule in pack.rules)
    return replace(pack, rules=rules, roll_reviewed=found.get(roll_mark_of(pack), pack.roll_reviewed))


def reviews_mark(pack: RulePack) -> str:
    """A short word for which rules of a pack are checked; empty while none is. Dates must be computed anew for another one."""
    checked = sorted(f"{rule.id} {rule.case} {mark_of(rule)}" for rule in pack.rules if rule.reviewed)
    if pack.roll_reviewed:
        checked.append(ROLL)
    return _digest(checked)[:8] if checked else ""


def _told(record: Any) -> dict[str, Any]:
    """The fields in which a record differs from an empty one; one that does not say a field is as if there were no such field."""
    told = {each.name: getattr(record, each.name) for each in fields(record) if each.repr}
    empty = {each.name: each.default for each in fields(record)}
    return {name: value for name, value in told.items() if value != empty[name] and value != {}}


def _digest(value: object) -> str:
    text = json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Any value of a rule as JSON holds it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if is_dataclass(value):
        return {name: _plain(each) for name, each in _told(value).items()}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    return value
