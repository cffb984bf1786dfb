"""Checked rules: a check counts for exactly what was read, and lets a date lose its mark."""

from dataclasses import fields, replace
from datetime import date

from itow_desktop.domain.reviews import ROLL, RuleReview, mark_of, reviewed, reviews_mark, roll_mark_of
from itow_desktop.domain.rules import Confidence, Review, Rule, RulePack
from itow_desktop.domain.vehicle_facts import Description
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.domain.why_words import sureness
from itow_desktop.services.law import Law
from itow_desktop.services.views import OfficeFacts
from tests.law import computed, event, michigan

READ = Review("Pat Example, attorney", date(2026, 11, 12), "MCL as printed by the state, 12 Nov 2026")
SOS = event("sos_notice_dated", "2026-03-10")  # day 20 is a Monday
SUNDAY = event("sos_notice_dated", "2026-03-09")  # day 20 is a Sunday: the roll moves it


def check(rule: Rule, number: int = 1, **changes: object) -> RuleReview:
    return replace(RuleReview(number, rule.id, rule.case, mark_of(rule), READ), **changes)  # type: ignore[arg-type]


def rules(pack: RulePack, *ids: str) -> list[Rule]:
    return [rule for rule in pack.rules if rule.id in ids]


def test_no_two_rules_of_the_pack_ask_the_same() -> None:
    pack = michigan()
    marks = [mark_of(rule) for rule in pack.rules]
    assert len(set(marks)) == len(marks)
    assert roll_mark_of(pack) not in marks


def test_whatever_the_law_would_say_otherwise_makes_another_mark_and_our_own_words_do_not() -> None:
    (rule,) = rules(michigan(), "mi.redeem_or_petition")
    (other,) = rules(michigan(), "mi.garage_sale")
    ours = {"step", "why", "why_missed", "confidence", "citation_confidence", "source", "reviewed"}
    for each in fields(Rule):
        changed = replace(rule)
        object.__setattr__(changed, each.name, _another(getattr(rule, each.name), getattr(other, each.name)))
        assert (mark_of(changed) == mark_of(rule)) is (each.name in ours), each.name


def _another(value: object, other: object) -> object:
    return other if other != value else ("another", value)


def test_the_holidays_belong_to_the_roll() -> None:
    pack = michigan()
    fewer = replace(pack, calendar=replace(pack.calendar, holidays=pack.calendar.holidays[1:]))
    assert roll_mark_of(fewer) != roll_mark_of(pack)


def test_a_date_loses_its_mark_when_all_it_rests_on_is_checked() -> None:
    pack = michigan()
    redeem, sale = rules(pack, "mi.redeem_or_petition"), rules(pack, "mi.sale")
    assert computed("private_property", SOS)["mi.sale"].unverified
    one = reviewed(pack, map(check, sale))
    assert computed("private_property", SOS, pack=one)["mi.sale"].unverified, "the date it counts from is not checked"
    both = reviewed(pack, map(check, [*sale, *redeem]))
    found = computed("private_property", SOS, pack=both)
    assert not found["mi.sale"].unverified
    assert found["mi.sale"].checked
    assert found["mi.bill_of_sale_request"].unverified
    assert "checked by Pat Example, attorney on" in found["mi.sale"].trace[-1]
    assert found["mi.sale"].confidence is Confidence.C


def test_a_rolled_date_needs_the_roll_checked_too() -> None:
    pack = michigan()
    checks = [check(rule) for rule in rules(pack, "mi.redeem_or_petition", "mi.sale")]
    assert computed("private_property", SUNDAY, pack=reviewed(pack, checks))["mi.sale"].unverified
    roll = RuleReview(9, ROLL, "", roll_mark_of(pack), READ)
    found = computed("private_property", SUNDAY, pack=reviewed(pack, [*checks, roll]))["mi.sale"]
    assert (found.date, found.checked, found.unverified) == (date(2026, 3, 31), True, False)


def test_the_mark_goes_when_all_that_is_told_or_recalled_is_checked_though_the_rest_is_not() -> None:
    pack = michigan()
    doubtful = [check(rule) for rule in pack.rules if rule.confidence in {Confidence.C, Confidence.R}]
    roll = RuleReview(9, ROLL, "", roll_mark_of(pack), READ)
    entered = event("lein_entered", "2026-03-07")  # day 7 is a Saturday
    before, after = (
        computed("private_property", entered, pack=each)["mi.sos_notice"] for each in (pack, reviewed(pack, [*doubtful, roll]))
    )
    assert (before.date, before.confidence, before.unverified) == (date(2026, 3, 16), Confidence.R, True)
    assert (after.date, after.checked, after.unverified) == (date(2026, 3, 16), False, False)
    assert "Partly checked" in sureness(after)
    everything = reviewed(pack, [*doubtful, roll])
    assert not any(each.unverified for each in computed("private_property", entered, SUNDAY, pack=everything).values())


def test_a_check_does_not_count_for_a_rule_that_asks_something_else_now() -> None:
    (rule,) = rules(michigan(), "mi.redeem_or_petition")
    given = check(rule)
    shorter = replace(michigan(), rules=(replace(rule, count=10),))
    assert reviewed(shorter, [given]).rules[0].reviewed is None
    reworded = replace(michigan(), rules=(replace(rule, why="Owner may still come"),))
    assert reviewed(reworded, [given]).rules[0].reviewed == READ


def test_taken_back_it_counts_no_more_and_the_last_of_several_counts() -> None:
    (rule,) = rules(michigan(), "mi.garage_sale")
    assert reviewed(michigan(), [check(rule, taken_back="Read in the wrong year's text.")]) is michigan()
    later = replace(READ, by="Sam Example")
    (found,) = rules(reviewed(michigan(), [check(rule), check(rule, 2, review=later)]), "mi.garage_sale")
    assert found.reviewed == later


def test_dates_are_computed_anew_for_what_was_checked_and_only_then() -> None:
    law, facts = Law(michigan()), OfficeFacts()
    assert not law.adopt(facts, ())
    assert law.version == "us-mi 2026.1"
    (rule,) = rules(michigan(), "mi.bill_of_sale_request")
    given = check(rule)
    assert law.adopt(facts, (given,))
    version = law.version
    assert version.startswith("us-mi 2026.1 checked ")
    assert not law.adopt(facts, (given,))
    assert not law.adopt(facts), "who does not ask what is checked changes nothing of it"
    found = {each.rule_id: each for each in law.deadlines(Description(CustodyKind.PRIVATE_PROPERTY), [SOS])}
    assert (found["mi.bill_of_sale_request"].unverified, found["mi.sale"].unverified) == (False, True)
    assert law.adopt(replace(facts, zone="America/Menominee"), (given,))
    assert next(iter(rules(law.pack, "mi.bill_of_sale_request"))).reviewed == READ
    assert law.adopt(facts, (replace(given, taken_back="A mistake."),))
    assert law.version == "us-mi 2026.1"
    assert reviews_mark(michigan()) == ""
