"""Everything a state's law may need is said in data: units, rolls, cases, versions, conditions, dependence."""

from datetime import date

import pytest

from itow_desktop.domain.conditions import FactName
from itow_desktop.domain.deadlines import State
from itow_desktop.domain.events import Event
from itow_desktop.domain.lawbook import deadlines
from itow_desktop.domain.rules import Confidence, weakest
from itow_desktop.domain.vehicles import CustodyKind
from tests.law import computed, event, pack_of, rule_text

TOWED = event("towed", "2026-04-20T10:00")


def only(*events: Event, **fields: str) -> str:
    """The date (and last day) that one rule gives."""
    found = computed("private_property", *events, pack=pack_of(rule_text(**fields)))["x.notice"]
    return f"{found.date} {found.until}" if found.until else str(found.date or found.at or found.needs)


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({}, "2026-04-30"),
        ({"first_day_counted": "true"}, "2026-04-29"),
        ({"count": "11"}, "2026-05-01"),
        ({"count": "11", "roll": '"forward"'}, "2026-05-04"),  # Founders' Day, a Friday
        ({"count": "11", "roll": '"back"'}, "2026-04-30"),
        ({"count": "11", "roll": '"forward"', "roll_days": '["holiday"]'}, "2026-05-02"),
        ({"count": "12", "roll": '"forward"', "roll_days": '["sunday"]'}, "2026-05-02"),
        ({"count": "10", "not_counted": '["saturday", "sunday", "holiday"]'}, "2026-05-05"),
        ({"count": "10", "unit": '"business_days"'}, "2026-05-05"),
        ({"count": "-3"}, "2026-04-17"),
        ({"count": "-3", "not_counted": '["saturday", "sunday"]'}, "2026-04-15"),
        ({"count": "1", "unit": '"months"'}, "2026-05-20"),
        ({"count": "6", "unit": '"months"', "roll": '"forward"'}, "2026-10-20"),
        ({"count": "36", "unit": '"hours"'}, "2026-04-21 22:00:00-04:00"),
        ({"kind": '"window"', "count": "10", "until": "12", "roll": '"forward"'}, "2026-04-30 2026-05-04"),
        ({"kind": '"not_before"', "count": "10"}, "2026-04-30"),
    ],
)
def test_units_rolls_and_ways_to_count(fields: dict[str, str], answer: str) -> None:
    assert only(TOWED, **fields) == answer


def test_the_date_of_the_trigger_decides_which_version_counts() -> None:
    pack = pack_of(
        rule_text(trigger='["lein_entered"]', count="7", effective_until="2026-12-31"),
        rule_text(trigger='["lein_entered"]', count="3", effective_from="2027-01-01", confidence='"B"'),
    )
    before = computed("private_property", event("lein_entered", "2026-12-31"), pack=pack)["x.notice"]
    after = computed("private_property", event("lein_entered", "2027-01-01"), pack=pack)["x.notice"]
    assert (before.date, before.confidence) == (date(2027, 1, 7), Confidence.A)
    assert (after.date, after.confidence) == (date(2027, 1, 4), Confidence.B)


def test_a_rule_that_was_not_law_yet_is_left_out() -> None:
    pack = pack_of(rule_text(effective_from="2027-01-01"))
    assert computed("private_property", TOWED, pack=pack) == {}


def test_without_its_trigger_the_version_of_the_last_known_day_names_what_is_missing() -> None:
    pack = pack_of(
        rule_text(trigger='["lein_entered"]', missing='"needs"', effective_until="2026-12-31"),
        rule_text(trigger='["sos_notice_dated"]', missing='"needs"', effective_from="2027-01-01"),
    )
    assert computed("private_property", TOWED, pack=pack)["x.notice"].needs == "lein_entered"
    assert computed("private_property", event("towed", "2027-02-01"), pack=pack)["x.notice"].needs == "sos_notice_dated"


def test_a_date_may_rest_on_whichever_of_several_comes_last() -> None:
    pack = pack_of(
        rule_text("x.first", count="5", confidence='"B"'),
        rule_text("x.second", trigger='["ad_published"]', count="2", missing='"needs"'),
        rule_text("x.sale", after='["x.first", "x.second"]', count="1", kind='"not_before"', missing='"needs"'),
    )
    assert computed("private_property", TOWED, pack=pack)["x.sale"].needs == "ad_published"
    sale = computed("private_property", TOWED, event("ad_published", "2026-04-28"), pack=pack)["x.sale"]
    assert (sale.date, sale.confidence) == (date(2026, 5, 1), Confidence.B)
    sale = computed("private_property", TOWED, event("ad_published", "2026-04-18"), pack=pack)["x.sale"]
    assert sale.date == date(2026, 4, 26)


def test_what_a_date_rests_on_may_be_left_out_and_is_then_named() -> None:
    pack = pack_of(
        rule_text("x.ad", trigger='["ad_published"]'),
        rule_text("x.sale", after='["x.ad"]', missing='"needs"'),
    )
    assert computed("private_property", TOWED, pack=pack)["x.sale"].needs == "ad_published"


@pytest.mark.parametrize(
    ("condition", "facts", "state"),
    [
        ('{ fact = "registration_state", one_of = ["MI"] }', {"registration_state": "MI"}, State.COMPUTED),
        ('{ fact = "registration_state", one_of = ["MI"] }', {"registration_state": "OH"}, None),
        ('{ fact = "registration_state", one_of = ["MI"] }', {}, State.NEEDS),
        ('{ fact = "registration_state", one_of = ["MI"], present = false }', {"registration_state": "OH"}, State.COMPUTED),
        ('{ fact = "vehicle_age", at_least = 7 }', {"vehicle_age": 7}, State.COMPUTED),
        ('{ fact = "vehicle_age", at_least = 7 }', {"vehicle_age": 6}, None),
        ('{ fact = "value", at_least = 501, at_most = 4000 }', {"value": 4001}, None),
        ('{ fact = "value", at_most = 4000 }', {"value": "much"}, State.NEEDS),
        ('{ fact = "entity_owner", one_of = [true] }', {"entity_owner": True}, State.COMPUTED),
    ],
)
def test_a_rule_may_ask_for_facts_and_names_the_one_it_lacks(
    condition: str, facts: dict[FactName, str | int | bool], state: State | None
) -> None:
    pack = pack_of(rule_text(when=f"[{condition}]"))
    found = deadlines(CustodyKind.PRIVATE_PROPERTY, [TOWED], pack, facts=facts)
    assert [each.state for each in found] == ([state] if state else [])
    if state is State.NEEDS:
        assert found[0].needs == condition.split('"')[1]


def test_a_step_that_was_taken_is_done_also_where_a_fact_is_not_known() -> None:
    pack = pack_of(rule_text(when='[{ fact = "registration_state", one_of = ["MI"] }]'))
    sent = computed("private_property", TOWED, event("letter_sent", "2026-04-22"), pack=pack)["x.notice"]
    assert (sent.state, sent.date, sent.needs) == (State.DONE, None, None)


def test_a_fact_that_may_freeze_a_date_is_asked_for_before_there_is_a_date() -> None:
    pack = pack_of(rule_text(frozen='[{ fact = "commercial", one_of = [true], because = "Commercial vehicle" }]'))
    for facts, state in (({}, State.NEEDS), ({FactName.COMMERCIAL: True}, State.FROZEN), ({FactName.COMMERCIAL: False}, State.COMPUTED)):
        found = deadlines(CustodyKind.PRIVATE_PROPERTY, [TOWED], pack, facts=facts)
        assert [(each.state, each.needs) for each in found] == [(state, "commercial" if state is State.NEEDS else None)]


def test_a_hold_freezes_until_the_same_hold_is_lifted() -> None:
    held = '[{ events = ["hold_placed"], answered_by = ["hold_lifted"], same = "hold", because = "Held" }]'
    pack = pack_of(rule_text(frozen=held))
    placed = event("hold_placed", "2026-04-21", hold="police")
    other = event("hold_lifted", "2026-04-22", hold="office")
    lifted = event("hold_lifted", "2026-04-23", hold="police")
    states = [
        computed("private_property", TOWED, *events, pack=pack)["x.notice"].state
        for events in ([placed], [placed, other], [placed, lifted], [lifted, event("hold_placed", "2026-04-24", hold="police")])
    ]
    assert states == [State.FROZEN, State.FROZEN, State.COMPUTED, State.FROZEN]


@pytest.mark.parametrize(
    ("events", "answer"),
    [
        ([], "2026-04-30"),
        ([("hold_placed", "2026-04-25"), ("hold_lifted", "2026-04-28")], "2026-05-03"),
        ([("hold_placed", "2026-04-10"), ("hold_lifted", "2026-04-22")], "2026-05-02"),  # only what stood after the tow
        ([("hold_placed", "2026-04-10"), ("hold_lifted", "2026-04-15")], "2026-04-30"),
        ([("hold_placed", "2026-05-01"), ("hold_lifted", "2026-05-05")], "2026-04-30"),  # the count was over
        ([("hold_placed", "2026-04-30"), ("hold_lifted", "2026-05-05")], "2026-05-05"),
    ],
)
def test_days_on_which_a_count_stood_still_are_added(events: list[tuple[str, str]], answer: str) -> None:
    tolling = '[{ events = ["hold_placed"], answered_by = ["hold_lifted"], same = "hold", because = "Held", tolls = true }]'
    known = [event(kind, day, hold="evidence") for kind, day in events]
    assert only(TOWED, *known, frozen=tolling) == answer


def test_days_on_which_two_holds_stood_are_added_once_and_the_trace_says_so() -> None:
    tolling = '[{ events = ["hold_placed"], answered_by = ["hold_lifted"], same = "hold", because = "Held", tolls = true }]'
    holds = [("police", "2026-04-22", "2026-04-26"), ("court_order", "2026-04-24", "2026-04-28")]
    known = [event(kind, day, hold=hold) for hold, *days in holds for kind, day in zip(("hold_placed", "hold_lifted"), days, strict=True)]
    found = computed("private_property", TOWED, *known, pack=pack_of(rule_text(frozen=tolling)))["x.notice"]
    assert found.date == date(2026, 5, 6)
    assert "Stood still from Wed 22 Apr 2026 to Tue 28 Apr 2026; 6 days are added: Wed 6 May 2026." in found.trace


def test_a_window_is_added_to_where_it_stood_still() -> None:
    tolling = '[{ events = ["hold_placed"], answered_by = ["hold_lifted"], same = "hold", because = "Held", tolls = true }]'
    between = (event("hold_placed", "2026-05-02", hold="police"), event("hold_lifted", "2026-05-04", hold="police"))
    assert only(TOWED, *between, kind='"window"', count="10", until="15", frozen=tolling) == "2026-04-30 2026-05-07"


def test_the_age_of_a_vehicle_follows_from_its_model_year_on_the_day_of_the_law() -> None:
    pack = pack_of(rule_text(when='[{ fact = "vehicle_age", at_most = 3 }]'))
    built = {FactName.MODEL_YEAR: 2023}
    this_year = deadlines(CustodyKind.PRIVATE_PROPERTY, [TOWED], pack, facts=built)
    assert [each.state for each in this_year] == [State.COMPUTED]
    assert deadlines(CustodyKind.PRIVATE_PROPERTY, [event("towed", "2027-04-20")], pack, facts=built) == ()
    assert [each.needs for each in deadlines(CustodyKind.PRIVATE_PROPERTY, [TOWED], pack)] == ["vehicle_age"]


def test_the_first_case_whose_conditions_hold_is_taken() -> None:
    pack = pack_of(
        rule_text(case='"returned"', when='[{ events = ["letter_returned"] }]', count="20"),
        rule_text(case='"plain"'),
    )
    assert computed("private_property", TOWED, pack=pack)["x.notice"].date == date(2026, 4, 30)
    assert computed("private_property", TOWED, event("letter_returned", "2026-04-25"), pack=pack)["x.notice"].date == date(2026, 5, 10)


def test_a_duty_counts_from_the_first_and_a_right_from_the_last_event_unless_the_rule_says_which() -> None:
    twice = (TOWED, event("towed", "2026-04-22"))
    assert only(*twice) == "2026-04-30"
    assert only(*twice, actor='"owner"') == "2026-05-02"
    assert only(*twice, kind='"not_before"') == "2026-05-02"
    assert only(*twice, which='"last"') == "2026-05-02"


def test_a_rule_that_an_attorney_checked_says_so_in_the_trace() -> None:
    pack = pack_of(rule_text(reviewed='{ by = "A. Counsel", on = 2026-11-02, source = "Act 1 as printed" }'))
    assert "checked by A. Counsel on Mon 2 Nov 2026" in computed("private_property", TOWED, pack=pack)["x.notice"].trace[-1]


def test_a_chain_is_as_sure_as_its_weakest_link() -> None:
    assert weakest([Confidence.A, None, Confidence.C, Confidence.B]) is Confidence.C
    assert weakest([Confidence.C, Confidence.R]) is Confidence.R
    assert weakest([None]) is None
