"""The rules of what is an impound: today's behaviour as they ship, any office's own list as it says."""

import re
from dataclasses import asdict

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itow_desktop.domain.impounds import MOST_RULES, ORDERED, STANDARD, ImpoundRule, Sorting, Told, cleaned, problems, rules_from
from itow_desktop.domain.vehicles import CustodyKind

PPI = (".PPI", "Oak Apartments")
PRIVATE, ASK, NONE = CustodyKind.PRIVATE_PROPERTY, CustodyKind.UNKNOWN, CustodyKind.NOT_AN_IMPOUND
_BEFORE = re.compile(
    r"\b(transport\w*|storage|relocat\w*|lock[- ]?out|jump[- ]?start|fuel|winch\w*|tire|flat|service call|motor club|deliver\w*)\b",
    re.IGNORECASE,
)
"""The words as they were fixed in the program before there were rules."""

_WORDS = st.sampled_from(
    ["transport", "Transporting", "storage", "restorage", "relocated", "lock-out", "lockout", "lock  out", "Fuel", "winch-out", "tires",
     "flat", "service call", "Motor Club", "tow", "abandoned vehicle", "_flat", "-", "jump start", "delivery", "2 flat", "fire lane"]
)  # fmt: skip


@given(st.lists(_WORDS, max_size=4).map(" ".join) | st.text(max_size=20), st.sampled_from([".PPI", "Oak Apartments", "City PD", None]))
def test_the_standard_rules_decide_as_it_was_decided_before_there_were_rules(reason: str, account: str | None) -> None:
    before = PRIVATE if account in PPI and _BEFORE.search(reason) is None else ASK
    assert Sorting(STANDARD, PPI).decide(Told(account, reason)).kind is before


OWN = (
    ImpoundRule(NONE, words=("relocat*", "repo")),
    ImpoundRule(CustodyKind.POLICE_ORDINARY, accounts=("Burton PD",), impound=True),
    ImpoundRule(NONE, accounts=("burton pd",)),
    ImpoundRule(CustodyKind.PUBLIC_ABANDONED, lots=("North lot",)),
    ImpoundRule(PRIVATE, our_accounts=True),
    ImpoundRule(NONE),
)


@pytest.mark.parametrize(
    ("told", "kind", "reason"),
    [
        (Told(".PPI", "Relocation to lot 2"), NONE, "Rule 1: reason Relocation to lot 2, so Not an impound."),
        (Told(".PPI", "report"), PRIVATE, "Rule 5: account .PPI, so Private property (PPI)."),
        (Told("Burton  PD", "Tow", None, True), CustodyKind.POLICE_ORDINARY,
         "Rule 2: account Burton  PD, marked as an impound in TowBook, so Police tow."),
        (Told("Burton PD", None, None, False), NONE, "Rule 3: account Burton PD, so Not an impound."),
        (Told("AAA", None, "north LOT"), CustodyKind.PUBLIC_ABANDONED, "Rule 4: storage lot north LOT, so Abandoned (police)."),
        (Told(None, None), NONE, "Rule 6: anything else, so Not an impound."),
    ],
)  # fmt: skip
def test_the_first_rule_that_fits_decides_and_says_why(told: Told, kind: CustodyKind, reason: str) -> None:
    decision = Sorting(OWN, PPI).decide(told)
    assert (decision.kind, decision.reason) == (kind, reason)


def test_a_call_no_rule_fits_is_a_persons_and_a_flag_not_told_is_none() -> None:
    rules = Sorting((ImpoundRule(PRIVATE, impound=True),), PPI)
    assert rules.decide(Told(".PPI")).rule is None
    assert rules.decide(Told(".PPI")).kind is ASK
    assert Sorting((ImpoundRule(NONE, impound=False),), ()).decide(Told()).kind is NONE
    assert Sorting((ImpoundRule(PRIVATE, our_accounts=True),), ()).decide(Told()).kind is ASK, (
        "an office without accounts has none of its own"
    )


def test_rules_are_said_in_words() -> None:
    said = [f"If {rule.when}: {rule.then}." for rule in OWN]
    assert said[0] == "If the reason says relocat* or repo: Not an impound."
    assert said[1] == "If the account is Burton PD and TowBook marks it as an impound: Police tow."
    assert said[4] == "If the account is one of ours: Private property (PPI)."
    assert said[5] == "If anything else: Not an impound."
    assert STANDARD[0].then == "a person decides"


def test_rules_come_back_from_where_they_are_kept() -> None:
    stored = msgspec.json.decode(msgspec.json.encode([{**asdict(rule), "later": 1} for rule in OWN]))
    frozen = [{name: tuple(value) if isinstance(value, list) else value for name, value in rule.items()} for rule in stored]
    assert rules_from(frozen) == OWN
    assert rules_from([{"answer": "of_a_later_program", "words": ("repo",)}]) == (ImpoundRule(ASK, words=("repo",)),)


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ((), "There must be one rule at least."),
        ((ImpoundRule(NONE), ImpoundRule(PRIVATE, our_accounts=True)), "Rule 1 asks nothing"),
        ((ImpoundRule(NONE, words=("*",)),), "needs a beginning of a word"),
        ((ImpoundRule(NONE, words=("x" * 61,)),), "Rule 1: at most"),
        ((ImpoundRule(NONE, words=("x",)),) * (MOST_RULES + 1), "at most 40 rules"),
    ],
)
def test_what_cannot_be_kept_is_said(rules: tuple[ImpoundRule, ...], said: str) -> None:
    (problem,) = problems(rules)
    assert said in problem


def test_the_shipped_rules_are_right_and_words_are_kept_once() -> None:
    assert problems(STANDARD) == problems(OWN) == ()
    assert cleaned(ImpoundRule(NONE, words=(" repo ", "repo", ""), lots=("A  b",))) == ImpoundRule(NONE, words=("repo",), lots=("A b",))
    assert cleaned(STANDARD[0]).words == ORDERED
