"""Which TowBook calls are impounds: the office's ordered rules, of which the first that fits decides."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from itow_desktop.domain.calls import TowBookCall
from itow_desktop.domain.sentences import CUSTODY_NAMES
from itow_desktop.domain.vehicles import CustodyKind, present

ORDERED = (
    "transport*", "storage", "relocat*", "lock-out", "jump-start", "fuel", "winch*", "tire", "flat", "service call", "motor club",
    "deliver*",
)  # fmt: skip
"""Words of tows that customers order; their cars must never get letters about abandoned vehicles (TowBook facts, reasons)."""
MOST_RULES = 40
_MOST_WORDS = 60
_LONGEST_WORD = 60
_KEPT_ANSWERS = 4096


class Told(NamedTuple):
    """What TowBook tells of a call that the rules ask for; None where it says nothing."""

    account: str | None = None
    reason: str | None = None
    lot: str | None = None
    impound: bool | None = None


def told_of(call: TowBookCall) -> Told:
    """What a call tells."""
    return Told(call.account, call.reason, call.storage_lot, call.impound)


@dataclass(frozen=True, slots=True)
class ImpoundRule:
    """What a call that fits is; ``UNKNOWN`` leaves it to a person. Every condition that is given must hold, one of its words is enough.

    ``our_accounts`` is any account the office imports from. ``words`` are looked for in the call's reason: whole words,
    ``*`` at the end stands for any ending; a hyphen, a blank and nothing are one.
    """

    answer: CustodyKind
    our_accounts: bool = False
    accounts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    lots: tuple[str, ...] = ()
    impound: bool | None = None

    @property
    def conditional(self) -> bool:
        """Whether it asks anything; one that does not fits every call."""
        return bool(self.our_accounts or self.accounts or self.words or self.lots or self.impound is not None)

    @property
    def when(self) -> str:
        """Its conditions in words."""
        parts = []
        if self.our_accounts or self.accounts:
            named = [*(["one of ours"] if self.our_accounts else []), *self.accounts]
            parts.append(f"the account is {_either(named)}")
        if self.words:
            parts.append(f"the reason says {_either(self.words)}")
        if self.lots:
            parts.append(f"the storage lot is {_either(self.lots)}")
        if self.impound is not None:
            parts.append(f"TowBook {'marks' if self.impound else 'does not mark'} it as an impound")
        return " and ".join(parts) or "anything else"

    @property
    def then(self) -> str:
        """Its answer in words."""
        return "a person decides" if self.answer is CustodyKind.UNKNOWN else CUSTODY_NAMES[self.answer]


STANDARD = (
    ImpoundRule(CustodyKind.UNKNOWN, words=ORDERED),
    ImpoundRule(CustodyKind.PRIVATE_PROPERTY, our_accounts=True),
)
"""The rules of an office that never changed them: ordered work is asked about, the rest of our accounts is private property."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a call is and the sentence that says why; ``rule`` is the place of the rule that decided (from 0), None where none fits."""

    kind: CustodyKind
    reason: str
    rule: int | None = None


class Sorting:
    """The rules made ready for many calls; calls that tell the same are judged once. ``ours``: the accounts the office imports from."""

    def __init__(self, rules: Sequence[ImpoundRule], ours: Collection[str]) -> None:
        self._rules = tuple((place, rule, _test(rule, ours)) for place, rule in enumerate(rules))
        self._known: dict[Told, Decision] = {}

    def decide(self, told: Told) -> Decision:
        """What the first rule that fits says."""
        known = self._known.get(told)
        if known is None:
            if len(self._known) >= _KEPT_ANSWERS:
                self._known.clear()
            known = self._known[told] = self._judged(told)
        return known

    def _judged(self, told: Told) -> Decision:
        for place, rule, test in self._rules:
            facts = test.holds(told)
            if facts is not None:
                return Decision(rule.answer, f"Rule {place + 1}: {', '.join(facts) or 'anything else'}, so {rule.then}.", place)
        return Decision(CustodyKind.UNKNOWN, "No rule fits this call, so a person decides.")


@dataclass(frozen=True, slots=True)
class _Test:
    """One rule's conditions, ready to be held against calls."""

    accounts: frozenset[str]
    words: re.Pattern[str] | None
    lots: frozenset[str]
    impound: bool | None

    def holds(self, told: Told) -> list[str] | None:
        """The facts that make the rule fit, None where it does not."""
        facts = []
        if self.accounts:
            if _folded(told.account) not in self.accounts:
                return None
            facts.append(f"account {told.account}")
        if self.words is not None:
            if self.words.search(told.reason or "") is None:
                return None
            facts.append(f"reason {told.reason}")
        if self.lots:
            if _folded(told.lot) not in self.lots:
                return None
            facts.append(f"storage lot {told.lot}")
        if self.impound is not None:
            if bool(told.impound) is not self.impound:
                return None
            facts.append("marked as an impound in TowBook" if self.impound else "not marked as an impound in TowBook")
        return facts


def _test(rule: ImpoundRule, ours: Collection[str]) -> _Test:
    accounts = (*rule.accounts, *(ours if rule.our_accounts else ()))
    asked = frozenset(map(_folded, accounts)) if accounts else frozenset({"\x00"} if rule.our_accounts else ())  # no account is ours
    return _Test(asked, pattern_of(rule.words) if rule.words else None, frozenset(map(_folded, rule.lots)), rule.impound)


def pattern_of(words: Iterable[str]) -> re.Pattern[str]:
    """What finds any of these words in a text; nothing where there are none."""
    found = [_pattern(word) for word in words if word.strip(" *-")]
    return re.compile(rf"(?<!\w)(?:{'|'.join(found)})(?!\w)" if found else r"(?!)", re.IGNORECASE)


def _pattern(word: str) -> str:
    parts = [re.escape(part) for part in re.split(r"[-\s]+", word.strip().rstrip("*")) if part]
    return r"[-\s]?".join(parts) + (r"\w*" if word.rstrip().endswith("*") else "")


def _folded(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def _either(words: Sequence[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


# --- kept and checked ------------------------------------------------------------------------------------------------


def rules_from(stored: Iterable[Mapping[str, Any]]) -> tuple[ImpoundRule, ...]:
    """The rules as they were kept; what a newer program kept besides is left out, an answer it knows alone is a person's to give."""
    known, kinds = {each.name for each in fields(ImpoundRule)} - {"answer"}, set(CustodyKind)
    return tuple(
        ImpoundRule(
            CustodyKind(rule["answer"]) if rule["answer"] in kinds else CustodyKind.UNKNOWN,
            **{name: rule[name] for name in known & rule.keys()},
        )
        for rule in stored
    )


def cleaned(rule: ImpoundRule) -> ImpoundRule:
    """The rule with every word once, blanks aside."""
    lists = {name: tuple(dict.fromkeys(word for each in getattr(rule, name) if (word := present(each)))) for name in _LISTS}
    return ImpoundRule(rule.answer, rule.our_accounts, lists["accounts"], lists["words"], lists["lots"], rule.impound)


_LISTS = ("accounts", "words", "lots")


def problems(rules: Sequence[ImpoundRule]) -> tuple[str, ...]:
    """What cannot be kept of a list of rules, each as a sentence."""
    found = []
    if not rules:
        found.append("There must be one rule at least.")
    if len(rules) > MOST_RULES:
        found.append(f"There can be at most {MOST_RULES} rules.")
    for number, rule in enumerate(rules, start=1):
        words = [word for name in _LISTS for word in getattr(rule, name)]
        if len(words) > _MOST_WORDS or any(len(word) > _LONGEST_WORD for word in words):
            found.append(f"Rule {number}: at most {_MOST_WORDS} words of {_LONGEST_WORD} letters each.")
        if any(not word.strip(" *-") for word in rule.words):
            found.append(f"Rule {number}: * needs a beginning of a word before it.")
        if not rule.conditional and number < len(rules):
            found.append(f"Rule {number} asks nothing, so no rule after it could ever decide. Move it to the end.")
    return tuple(found)
