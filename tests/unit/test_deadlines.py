"""The engine: what Michigan asks in a case, and the laws the engine itself obeys."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itow_desktop.adapters.packs import load_pack
from itow_desktop.domain.calendars import Roll
from itow_desktop.domain.conditions import FACT_KINDS, FactName, FactValue
from itow_desktop.domain.deadlines import Deadline, State
from itow_desktop.domain.events import Event, EventKind, EventSource
from itow_desktop.domain.evidence import Evidence
from itow_desktop.domain.examples import failures
from itow_desktop.domain.lawbook import Lawbook, deadlines
from itow_desktop.domain.moving import Move
from itow_desktop.domain.reckoning import Case, Reckoning, Terms
from itow_desktop.domain.rules import Actor, Confidence, DeadlineKind, Review, Rule, RulePack
from itow_desktop.domain.vehicles import CustodyKind
from tests.law import DETROIT, RULES, computed, event, michigan, moments

IMPOUNDS = ("private_property", "public_abandoned", "police_ordinary", "police_hold")
TOWED = event("towed", "2026-03-02T10:00")
ENTERED = event("lein_entered", "2026-03-03")
NOTICE = event("sos_notice_dated", "2026-03-09")
PETITION = event("hearing_petitioned", "2026-03-20")


def decided(outcome: str, day: str = "2026-06-10") -> Event:
    return event("hearing_decided", day, outcome=outcome)


def test_the_worked_examples_of_the_pack_come_out() -> None:
    assert failures(michigan()) == ()


# --- the vocabulary's examples ------------------------------------------------------------------------------------------


def test_private_property_from_the_tow_to_the_sale() -> None:
    found = computed("private_property", TOWED, ENTERED, NOTICE)
    entry = found["mi.lein_entry"]
    assert (entry.date, entry.at) == (None, datetime(2026, 3, 3, 10, tzinfo=DETROIT))
    assert {name: each.date for name, each in found.items() if each.at is None} == {
        "office.top": date(2026, 3, 3),
        "mi.sos_notice": date(2026, 3, 10),
        "mi.secured_party_redeem": date(2026, 3, 19),
        "mi.redeem_or_petition": date(2026, 3, 30),
        "mi.sale": date(2026, 3, 31),
        "mi.bill_of_sale_request": date(2026, 4, 3),
    }
    assert found["mi.police_notice"].at == datetime(2026, 3, 2, 10, tzinfo=DETROIT)


def test_the_window_after_a_police_hold() -> None:
    window = computed("police_hold", event("police_released", "2026-03-02"))["mi.request_abandonment"]
    assert (window.kind, window.date, window.until) == (DeadlineKind.WINDOW, date(2026, 3, 22), date(2026, 4, 1))


def test_the_vocabulary_s_own_case_file() -> None:
    found = computed("private_property", event("towed", "2026-03-02T10:00", name="a"), decided("for_custodian"))
    assert found["mi.redeem_after_hearing"].date == date(2026, 6, 22)  # 20 June is a Saturday
    assert (found["mi.sale"].state, found["mi.sale"].needs) == (State.NEEDS, "sos_notice_dated")


@pytest.mark.parametrize(
    ("custody", "events", "rule", "answer"),
    [
        ("public_abandoned", [TOWED], "mi.lein_entry", "2026-03-03T10:00"),
        ("police_hold", [TOWED, event("abandonment_requested", "2026-03-24T09:30")], "mi.lein_entry", "2026-03-25T09:30"),
        ("police_ordinary", [TOWED], "mi.lein_abandoned", "2026-03-09"),
        ("private_property", [PETITION], "mi.hearing", "2026-04-20"),
        ("private_property", [event("ad_published", "2026-03-28")], "mi.sale_after_ad", "2026-04-02"),
        ("private_property", [event("sale_planned", "2026-04-10")], "mi.ad_before_sale", "2026-04-05"),
        ("scrap_unregistered", [event("towed", "2026-03-06T10:00")], "mi.scrap_certificate", "2026-03-09T10:00"),
        ("scrap_registered", [NOTICE], "mi.scrap_contest", "2026-03-30"),
        ("garage_lien", [event("lien_attached", "2026-01-05")], "mi.garage_apply", "2026-04-20"),
        ("garage_lien", [event("certificate_dated", "2026-03-02")], "mi.garage_notice", "2026-04-01"),
        ("garage_lien", [event("certificate_dated", "2026-03-02")], "mi.garage_sale", "2026-05-16"),
        ("public_abandoned", [event("owner_unknown"), event("ad_published", "2026-03-16")], "mi.sale_unknown_owner", "2026-04-15"),
        ("police_ordinary", [event("sold", "2026-04-30")], "office.report_pickup", "2026-05-01"),
        ("private_property", [event("sos_notice_dated", "2027-06-15")], "mi.redeem_or_petition", "2027-07-06"),
        ("private_property", [event("sos_notice_dated", "2028-02-09")], "mi.redeem_or_petition", "2028-02-29"),
        ("private_property", [event("sos_notice_dated", "2026-12-12")], "mi.redeem_or_petition", "2027-01-04"),
    ],
)
def test_each_rule_of_the_vocabulary(custody: str, events: list[Event], rule: str, answer: str) -> None:
    found = computed(custody, *events)[rule]
    said = found.at.replace(tzinfo=None).isoformat("T", "minutes") if found.at else str(found.date)
    assert said == answer


@pytest.mark.parametrize(
    ("rule", "custodies", "actor", "confidence"),
    [
        ("office.top", ["private_property"], Actor.US, None),
        ("mi.police_notice", ["private_property"], Actor.US, "B"),
        ("mi.lein_entry", ["private_property", "public_abandoned", "police_hold"], Actor.POLICE, "B"),
        ("mi.lein_abandoned", ["police_ordinary"], Actor.POLICE, "B"),
        ("mi.request_abandonment", ["police_hold"], Actor.US, "B"),
        ("mi.sos_notice", IMPOUNDS, Actor.STATE, "B"),
        ("mi.secured_party_redeem", IMPOUNDS, Actor.LIENHOLDER, "B"),
        ("mi.redeem_or_petition", IMPOUNDS, Actor.OWNER, "C"),
        ("mi.hearing", IMPOUNDS, Actor.COURT, "A"),
        ("mi.redeem_after_hearing", IMPOUNDS, Actor.OWNER, "A"),
        ("mi.sale", IMPOUNDS, Actor.SELLER, "C"),
        ("mi.sale_after_ad", IMPOUNDS, Actor.SELLER, "A"),
        ("mi.ad_before_sale", IMPOUNDS, Actor.SELLER, "A"),
        ("mi.sale_unknown_owner", IMPOUNDS, Actor.POLICE, "R"),
        ("mi.bill_of_sale_request", IMPOUNDS, Actor.US, "R"),
        ("mi.scrap_certificate", ["scrap_unregistered"], Actor.POLICE, "R"),
        ("mi.scrap_contest", ["scrap_registered"], Actor.OWNER, "R"),
        ("mi.garage_apply", ["garage_lien"], Actor.US, "A"),
        ("mi.garage_notice", ["garage_lien"], Actor.US, "A"),
        ("mi.garage_sale", ["garage_lien"], Actor.US, "A"),
        ("office.report_pickup", IMPOUNDS, Actor.US, None),
    ],
)
def test_the_table_of_the_vocabulary(rule: str, custodies: list[str], actor: Actor, confidence: str | None) -> None:
    versions = [each for each in michigan().rules if each.id == rule]
    assert {kind for each in versions for kind in each.applies_to} == {CustodyKind(kind) for kind in custodies}
    assert {each.actor for each in versions} == {actor}
    assert {each.confidence for each in versions} == {Confidence(confidence) if confidence else None}


def test_the_pack_has_no_rule_that_the_vocabulary_does_not_know() -> None:
    assert len({each.id for each in michigan().rules}) == 21


# --- states -------------------------------------------------------------------------------------------------------------


def test_a_missing_trigger_is_named_or_the_deadline_left_out() -> None:
    found = computed("private_property")
    assert {name: each.needs for name, each in found.items()} == {
        "mi.sos_notice": "lein_entered",
        "mi.secured_party_redeem": "sos_notice_dated",
        "mi.redeem_or_petition": "sos_notice_dated",
        "mi.sale": "sos_notice_dated",
        "mi.bill_of_sale_request": "sos_notice_dated",
    }
    assert {each.state for each in found.values()} == {State.NEEDS}


@pytest.mark.parametrize("custody", ["not_an_impound", "unknown"])
def test_what_is_no_impound_or_not_sorted_gets_no_legal_step(custody: str) -> None:
    assert computed(custody, TOWED, ENTERED, NOTICE, event("released", "2026-03-11")) == {}


def test_a_later_proof_closes_an_earlier_step_whose_own_date_is_not_known() -> None:
    found = computed("private_property", NOTICE)
    assert (found["mi.sos_notice"].state, found["mi.sos_notice"].date) == (State.DONE, None)
    assert found["mi.sos_notice"].needs is None
    found = computed("private_property", TOWED, event("bill_of_sale_received", "2026-04-10"))
    assert found["mi.lein_entry"].done_by is EventKind.BILL_OF_SALE_RECEIVED
    assert found["mi.sos_notice"].state is State.DONE
    assert found["mi.redeem_or_petition"].needs == "sos_notice_dated"


def test_only_a_listed_look_up_proves_the_lein_entry() -> None:
    assert computed("private_property", TOWED, event("looked_up", "2026-03-05", answer="not_listed"))["mi.lein_entry"].open
    assert not computed("private_property", TOWED, event("looked_up", "2026-03-05", answer="listed"))["mi.lein_entry"].open


def test_a_done_deadline_keeps_its_date_and_says_by_what() -> None:
    entry = computed("private_property", TOWED, ENTERED)["mi.lein_entry"]
    assert (entry.state, entry.done_by, entry.done_on) == (State.DONE, EventKind.LEIN_ENTERED, date(2026, 3, 3))
    assert entry.at == datetime(2026, 3, 3, 10, tzinfo=DETROIT)
    assert "Done: LEIN entry Tue 3 Mar 2026." in entry.trace


def test_only_a_top_notice_answers_the_top_and_a_voided_one_does_not() -> None:
    printed = event("letter_printed", "2026-03-03T09:00", letter="top")
    assert computed("private_property", TOWED, event("letter_printed", "2026-03-03", letter="courtesy-owner"))["office.top"].open
    assert not computed("private_property", TOWED, printed)["office.top"].open
    jammed = event("letter_voided", "2026-03-03T09:05", letter="top")
    assert computed("private_property", TOWED, printed, jammed)["office.top"].open
    again = event("letter_printed", "2026-03-03T09:10", letter="top")
    assert not computed("private_property", TOWED, printed, jammed, again)["office.top"].open


def test_printing_a_top_is_never_the_call_in() -> None:
    found = computed("private_property", TOWED, event("letter_printed", "2026-03-03", letter="top"))
    assert found["mi.police_notice"].open


def test_the_arrival_counts_for_the_call_in_where_it_is_known() -> None:
    towed = event("towed", "2026-03-02T10:00", arrived="2026-03-02T14:20:00+00:00")
    assert computed("private_property", towed)["mi.police_notice"].at == datetime(2026, 3, 2, 9, 20, tzinfo=DETROIT)
    for nonsense in ("", "soon", "0001-01-01T00:00", "2026-13-01T00:00"):
        told = computed("private_property", event("towed", "2026-03-02T10:00", arrived=nonsense))["mi.police_notice"]
        assert told.at == datetime(2026, 3, 2, 10, tzinfo=DETROIT)
        assert any("Arrival not known" in line for line in told.trace)


def test_without_a_time_of_day_no_hour_is_guessed() -> None:
    found = computed("private_property", event("towed", "2026-03-02"))
    entry = found["mi.lein_entry"]
    assert (entry.state, entry.needs, entry.at, entry.date) == (State.NEEDS, "towed", None, None)
    assert found["office.top"].date == date(2026, 3, 3)
    assert found["mi.police_notice"].date == date(2026, 3, 2)


def test_a_trigger_whose_day_is_not_known_is_asked_for() -> None:
    found = computed("private_property", event("towed"), event("sos_notice_dated"))
    assert (found["office.top"].state, found["office.top"].needs) == (State.NEEDS, "towed")
    assert found["mi.sale"].needs == "sos_notice_dated"


@pytest.mark.parametrize("wrong", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)])
def test_a_year_that_cannot_be_right_counts_as_not_known(wrong: datetime) -> None:
    found = computed("private_property", Event("1", EventKind.TOWED, at=wrong))
    assert found["office.top"].needs == "towed"
    assert any("cannot be right" in line for line in found["office.top"].trace)


# --- the hearing --------------------------------------------------------------------------------------------------------


def test_a_petition_freezes_the_sale_until_it_is_decided() -> None:
    found = computed("private_property", NOTICE, PETITION)
    sale = found["mi.sale"]
    assert (sale.state, sale.date, sale.why) == (State.FROZEN, None, "Petition open, court undecided")
    assert found["mi.redeem_or_petition"].done_by is EventKind.HEARING_PETITIONED


def test_a_decision_for_the_custodian_opens_the_sale_after_ten_days() -> None:
    found = computed("private_property", NOTICE, PETITION, decided("for_custodian"))
    assert found["mi.redeem_after_hearing"].date == date(2026, 6, 22)
    assert found["mi.sale"].date == date(2026, 6, 23)
    assert found["mi.hearing"].state is State.DONE


@pytest.mark.parametrize("outcome", ["for_owner", "", "adjourned"])
def test_a_decision_for_the_owner_or_without_an_outcome_keeps_the_sale_frozen(outcome: str) -> None:
    found = computed("private_property", NOTICE, PETITION, decided(outcome))
    assert (found["mi.sale"].state, found["mi.sale"].date) == (State.FROZEN, None)
    assert "mi.redeem_after_hearing" not in found


def test_the_last_decision_counts_and_of_one_day_the_one_for_the_owner() -> None:
    appealed = decided("for_custodian", "2026-09-01")
    assert computed("private_property", NOTICE, PETITION, decided("for_owner"), appealed)["mi.sale"].date == date(2026, 9, 12)
    reversed_ = computed("private_property", NOTICE, PETITION, decided("for_custodian"), decided("for_owner", "2026-09-01"))
    assert reversed_["mi.sale"].state is State.FROZEN
    assert "mi.redeem_after_hearing" not in reversed_
    assert computed("private_property", NOTICE, PETITION, decided("for_owner"), decided("for_custodian"))["mi.sale"].state is State.FROZEN


def test_a_second_petition_freezes_the_sale_again() -> None:
    again = event("hearing_petitioned", "2026-06-12")
    found = computed("private_property", NOTICE, PETITION, decided("for_custodian"), again)
    assert found["mi.sale"].state is State.FROZEN
    assert (found["mi.hearing"].state, found["mi.hearing"].date) == (State.COMPUTED, date(2026, 7, 13))


def test_a_petition_without_a_notice_still_freezes_the_sale() -> None:
    assert computed("private_property", PETITION)["mi.sale"].state is State.FROZEN


def test_a_closing_event_outranks_a_frozen_sale() -> None:
    assert computed("private_property", NOTICE, PETITION, event("redeemed", "2026-04-01"))["mi.sale"].state is State.DONE


# --- corrections and contradictions -------------------------------------------------------------------------------------


def test_a_superseded_event_counts_as_if_it_were_not_there() -> None:
    wrong = event("sos_notice_dated", "2026-03-05", name="wrong")
    right = event("sos_notice_dated", "2026-03-09", name="right", supersedes="wrong")
    assert computed("private_property", wrong, right) == computed("private_property", event("sos_notice_dated", "2026-03-09", name="right"))
    assert computed("private_property", wrong, event("superseded", name="undo", supersedes="wrong")) == computed("private_property")


def test_of_two_notices_that_stand_the_later_one_protects_the_owner() -> None:
    found = computed("private_property", event("sos_notice_dated", "2026-03-05"), NOTICE)
    assert found["mi.redeem_or_petition"].date == date(2026, 3, 30)
    assert any("2 events stand for SOS notice date; the last counts" in line for line in found["mi.sale"].trace)


def test_an_ad_before_a_sale_without_bidder_does_not_serve_the_next_sale() -> None:
    first = (event("ad_published", "2026-04-01"), event("sale_planned", "2026-04-10"), event("unsold", "2026-04-10"))
    found = computed("private_property", NOTICE, *first, event("sale_planned", "2026-05-20"))
    assert (found["mi.ad_before_sale"].state, found["mi.ad_before_sale"].date) == (State.COMPUTED, date(2026, 5, 15))
    assert "mi.sale_after_ad" not in found


# --- confidence, settings, traces ---------------------------------------------------------------------------------------


def test_a_date_is_as_sure_as_its_weakest_link() -> None:
    rolled = computed("private_property", NOTICE)
    assert (rolled["mi.redeem_or_petition"].confidence, rolled["mi.sale"].confidence) == (Confidence.R, Confidence.R)
    unmoved = computed("private_property", event("sos_notice_dated", "2026-03-10"))
    assert (unmoved["mi.redeem_or_petition"].confidence, unmoved["mi.sale"].confidence) == (Confidence.C, Confidence.C)
    assert unmoved["mi.secured_party_redeem"].confidence is Confidence.B


def test_the_office_sets_its_own_days_but_not_those_of_the_law() -> None:
    found = computed("private_property", TOWED, NOTICE, office_top=3, mi_sale=0, mi_redeem_or_petition=1)
    assert found["office.top"].date == date(2026, 3, 5)
    assert "set by the office" in " ".join(found["office.top"].trace)
    assert found["mi.sale"].date == date(2026, 3, 31)
    assert computed("private_property", TOWED, office_top=-5)["office.top"].date == date(2026, 3, 3)


def test_a_trace_names_evidence_each_skipped_day_the_roll_citation_and_pack() -> None:
    notice = Event("1", EventKind.SOS_NOTICE_DATED, on=date(2027, 6, 15), source=EventSource.PAPER, recorded_by="Kim")
    assert computed("private_property", notice)["mi.redeem_or_petition"].trace == (
        "Counted from: SOS notice date Tue 15 Jun 2027 (paper, Kim).",
        "20 days after, first day not counted: Mon 5 Jul 2027.",
        "Mon 5 Jul 2027 does not count as a last day: Independence Day (Monday after).",
        "Moved to Tue 6 Jul 2027 (MCL 8.6, confidence R).",
        "Rule: mi.redeem_or_petition, 257.252a, confidence R (the rule itself C), not yet checked (us-mi 2026.1).",
    )


def test_the_trace_says_what_the_clocks_did_to_a_time() -> None:
    twice = Event("1", EventKind.TOWED, at=datetime(2026, 11, 1, 1, 30, tzinfo=DETROIT))
    assert any("happens twice" in line for line in computed("private_property", twice)["mi.lein_entry"].trace)
    never = Event("1", EventKind.TOWED, at=datetime(2026, 3, 8, 2, 30, tzinfo=DETROIT))
    entry = computed("private_property", never)["mi.lein_entry"]
    assert any("does not exist" in line for line in entry.trace)
    assert entry.at == datetime(2026, 3, 9, 3, 30, tzinfo=DETROIT)


def test_a_step_taken_before_its_window_is_done_but_the_trace_says_so() -> None:
    early = computed("police_hold", event("police_released", "2026-03-02"), event("abandonment_requested", "2026-03-10"))
    assert any("earlier than Sun 22 Mar 2026" in line for line in early["mi.request_abandonment"].trace)


def test_a_missed_call_in_is_known_as_missed() -> None:
    assert not computed("private_property", TOWED)["mi.police_notice"].missed
    missed = computed("private_property", TOWED, event("call_in_missed", "2026-03-03"))["mi.police_notice"]
    assert (missed.missed, missed.why) == (True, "Not called in before removal")


# --- dates that people move later -----------------------------------------------------------------------------------------


def moved(rule: str, to: str, confirmed_by: str | None = "Lee", custody: str = "private_property", *events: Event) -> dict[str, Deadline]:
    move = Move(date.fromisoformat(to), "The owner is in hospital", "Kim", confirmed_by)
    found = deadlines(CustodyKind(custody), events or (TOWED, NOTICE), michigan(), moves={rule: move})
    return {each.rule_id: each for each in found}


def test_a_move_that_a_second_person_confirmed_counts_and_what_rests_on_the_date_follows() -> None:
    found = moved("mi.redeem_or_petition", "2026-04-15")
    right, sale = found["mi.redeem_or_petition"], found["mi.sale"]
    assert (right.date, right.law_day) == (date(2026, 4, 15), date(2026, 3, 30))
    assert (sale.date, sale.law_day, sale.moved) == (date(2026, 4, 16), None, None)
    said = "Moved from Mon 30 Mar 2026 to Wed 15 Apr 2026 by Kim: The owner is in hospital. Confirmed by Lee."
    assert said in right.trace
    assert f"mi.redeem_or_petition: {said}" in sale.trace


@pytest.mark.parametrize(
    ("to", "confirmed_by", "why"),
    [
        ("2026-04-15", None, "No second person has confirmed it yet, so it does not count."),
        ("2026-04-15", "Kim", "No second person has confirmed it yet, so it does not count."),
        ("2026-03-31", "Lee", "That is not later, so it changes nothing."),
        ("2026-03-01", "Lee", "That is not later, so it changes nothing."),
    ],
)
def test_a_move_without_a_second_person_or_to_no_later_day_does_not_count(to: str, confirmed_by: str | None, why: str) -> None:
    sale = moved("mi.sale", to, confirmed_by)["mi.sale"]
    assert (sale.date, sale.law_day) == (date(2026, 3, 31), None)
    assert sale.moved is not None
    assert why in sale.trace[-2]


def test_a_clock_time_moves_to_a_day_and_a_window_keeps_its_last_day() -> None:
    entry = moved("mi.lein_entry", "2026-03-05")["mi.lein_entry"]
    assert (entry.at, entry.date, entry.law_day) == (None, date(2026, 3, 5), date(2026, 3, 3))
    released = event("police_released", "2026-03-02")
    window = moved("mi.request_abandonment", "2026-05-01", "Lee", "police_hold", released)["mi.request_abandonment"]
    assert (window.date, window.until) == (date(2026, 4, 1), date(2026, 4, 1))


def test_without_a_date_there_is_nothing_to_move() -> None:
    assert moved("mi.sale", "2026-06-01", "Lee", "private_property", NOTICE, PETITION)["mi.sale"].date is None


# --- rules that somebody compared with the law -----------------------------------------------------------------------------


def checked(*ids: str, roll: bool = False) -> RulePack:
    review = Review("A. Counsel", date(2026, 11, 2), "Act 1 as printed")
    rules = tuple(replace(rule, reviewed=review) if rule.id in ids else rule for rule in michigan().rules)
    return replace(michigan(), rules=rules, roll_reviewed=review if roll else None)


def test_a_date_is_checked_when_every_rule_it_rests_on_is() -> None:
    day = event("sos_notice_dated", "2026-03-10")  # 20 days on is a working day
    for ids, whole in ((("mi.sale",), False), (("mi.redeem_or_petition",), False), (("mi.sale", "mi.redeem_or_petition"), True)):
        sale = computed("private_property", day, pack=checked(*ids))["mi.sale"]
        assert (sale.checked, sale.unverified) == (whole, not whole)
    assert computed("private_property", day)["mi.secured_party_redeem"].unverified is False  # B, an official text


def test_a_date_that_rolled_rests_on_the_rule_for_closed_days_too() -> None:
    ids = ("mi.sale", "mi.redeem_or_petition")
    assert computed("private_property", NOTICE, pack=checked(*ids))["mi.sale"].unverified
    assert not computed("private_property", NOTICE, pack=checked(*ids, roll=True))["mi.sale"].unverified


# --- laws of the engine, for any events at all --------------------------------------------------------------------------

_TIMES = st.one_of(
    st.none(),
    moments("2025-01-01", "2028-01-01"),
    moments("2025-01-01", "2028-01-01").map(lambda moment: moment.replace(tzinfo=DETROIT)),
    st.datetimes(),
    st.datetimes(timezones=st.timezones()),
)
_DATA = st.dictionaries(
    st.sampled_from(["outcome", "letter", "answer", "arrived", "hold", "all_parties"]),
    st.one_of(st.sampled_from(["for_owner", "for_custodian", "top", "listed", "police"]), st.text(max_size=5)),
    max_size=2,
)
_EVENTS = st.builds(
    Event,
    id=st.sampled_from("abcdefgh"),
    kind=st.sampled_from(EventKind),
    at=_TIMES,
    on=st.one_of(st.none(), st.dates(), st.dates(date(2026, 1, 1), date(2027, 12, 31))),
    data=_DATA,
    supersedes=st.one_of(st.none(), st.none(), st.sampled_from("abcdefgh")),
)
_LISTS = st.lists(_EVENTS, max_size=12)
_FACTS = st.dictionaries(
    st.sampled_from(FactName), st.one_of(st.sampled_from(["TX", "CA", "OK"]), st.booleans(), st.integers(-5, 100_000)), max_size=4
)
_DISTINCT = st.lists(_EVENTS, max_size=12, unique_by=lambda each: each.id)
_CUSTODIES = st.sampled_from(CustodyKind)
_DATED = st.builds(
    Event,
    id=st.uuids().map(str),
    kind=st.sampled_from(EventKind),
    on=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    data=_DATA,
)
_BOOK = Lawbook(michigan())
many = settings(max_examples=300)


@cache
def pack_at(path: Path) -> RulePack:
    return load_pack(path)


def answers(custody: CustodyKind, events: list[Event]) -> tuple[Deadline, ...]:
    return deadlines(custody, events, michigan())


@many
@given(_CUSTODIES, _LISTS)
def test_no_list_of_events_makes_the_engine_raise_and_each_answer_is_whole(custody: CustodyKind, events: list[Event]) -> None:
    for found in answers(custody, events):
        assert found.trace[-1].startswith("Rule: ")
        has_date = found.date is not None or found.at is not None
        if found.state is State.COMPUTED:
            assert has_date
            assert found.needs is None
        elif found.state is State.NEEDS:
            assert not has_date
            assert found.needs
        elif found.state is State.FROZEN:
            assert (has_date, found.until, found.needs) == (False, None, None)
        else:
            assert found.done_by is not None
        assert (found.until is not None) <= (found.kind is DeadlineKind.WINDOW)


@many
@given(st.sampled_from(sorted(RULES.glob("*.toml"))), _CUSTODIES, _LISTS, _FACTS)
def test_no_pack_makes_the_engine_raise_or_guess_whatever_is_known(
    path: Path, custody: CustodyKind, events: list[Event], facts: dict[FactName, FactValue]
) -> None:
    for found in deadlines(custody, events, pack_at(path), facts=facts):
        has_date = found.date is not None or found.at is not None
        assert has_date is not (found.needs is not None) or found.state in {State.DONE, State.FROZEN}
        assert found.needs is None or found.needs in {*EventKind, *FactName}
        if found.needs in set(FactName):
            assert type(facts.get(FactName(found.needs))) is not FACT_KINDS[FactName(found.needs)]


@many
@given(st.sampled_from(sorted(RULES.glob("*.toml"))), _CUSTODIES, _DISTINCT, _FACTS, st.randoms(use_true_random=False))
def test_of_no_pack_the_order_of_the_events_makes_a_difference(
    path: Path, custody: CustodyKind, events: list[Event], facts: dict[FactName, FactValue], chance: Random
) -> None:
    shuffled = list(events)
    chance.shuffle(shuffled)
    assert deadlines(custody, shuffled, pack_at(path), facts=facts) == deadlines(custody, events, pack_at(path), facts=facts)


@many
@given(_CUSTODIES, _DISTINCT)
def test_what_is_found_once_for_all_cars_is_what_is_found_for_each(custody: CustodyKind, events: list[Event]) -> None:
    rules: dict[str, list[Rule]] = {}
    for rule in michigan().rules:
        if custody in rule.applies_to:
            rules.setdefault(rule.id, []).append(rule)
    events = [replace(each, supersedes=None) for each in events]  # of corrections that one person made other things are asked
    each = Reckoning(Terms(michigan(), {}, None), rules, Case(Evidence.of(events, DETROIT), {}, {}), {})
    found = (each.deadline(rule_id) for rule_id in rules)
    assert _BOOK.deadlines(custody, events) == tuple(deadline for deadline in found if deadline is not None)


@many
@given(_CUSTODIES, _DISTINCT, st.randoms(use_true_random=False))
def test_the_order_of_the_events_makes_no_difference(custody: CustodyKind, events: list[Event], chance: Random) -> None:
    shuffled = list(events)
    chance.shuffle(shuffled)
    assert answers(custody, shuffled) == answers(custody, events)


@many
@given(_CUSTODIES, st.lists(_DATED, max_size=10), _DATED)
def test_a_superseded_event_changes_nothing_once_two_people_stand_for_it(custody: CustodyKind, events: list[Event], wrong: Event) -> None:
    retraction = Event("retraction", EventKind.SUPERSEDED, note="typed for the wrong car", supersedes=wrong.id, recorded_by="Kim")
    second = Event("second", EventKind.NOTE, data={"confirms": "retraction"}, recorded_by="Lee")
    assert answers(custody, [*events, wrong, retraction, second]) == answers(custody, [*events, second])


@many
@given(_CUSTODIES, st.lists(_DATED, max_size=10), _DATED)
def test_one_person_s_correction_never_lets_a_sale_come_earlier(custody: CustodyKind, events: list[Event], wrong: Event) -> None:
    retraction = Event("retraction", EventKind.SUPERSEDED, note="typed for the wrong car", supersedes=wrong.id, recorded_by="Kim")
    with_it = {each.rule_id: each for each in answers(custody, [*events, wrong])}
    without = {each.rule_id: each for each in answers(custody, events)}
    for found in answers(custody, [*events, wrong, retraction]):
        if found.awaits:
            assert found.date == with_it[found.rule_id].date
            assert found.corrected_day == without[found.rule_id].date
            assert found.date is None or (found.corrected_day is not None and found.corrected_day < found.date)
        else:
            assert found == without[found.rule_id]


@many
@given(_CUSTODIES, st.lists(_DATED, max_size=10), st.sampled_from(["note", "photos_taken", "letter_delivered", "hold_placed"]))
def test_an_event_that_no_rule_names_changes_nothing(custody: CustodyKind, events: list[Event], kind: str) -> None:
    assert answers(custody, [*events, event(kind, "2026-06-01")]) == answers(custody, events)


@many
@given(_CUSTODIES, st.lists(_DATED, max_size=8), _DATED)
def test_a_new_event_moves_only_dates_that_rest_on_it(custody: CustodyKind, events: list[Event], new: Event) -> None:
    before = {each.rule_id: each for each in answers(custody, events)}
    after = {each.rule_id: each for each in answers(custody, [*events, new])}
    resting = set[str]()
    for rule in michigan().rules:
        named = {pattern.event for pattern in (*rule.trigger, *rule.done_by, *rule.proof, *rule.undone_by)}
        named |= {pattern.event for condition in (*rule.when, *rule.frozen) for pattern in (*condition.events, *condition.answered_by)}
        if new.kind in named | {*rule.since, *rule.missed_by, *rule.requires} or resting & set(rule.after):
            resting.add(rule.id)
    for rule_id in (before.keys() | after.keys()) - resting:
        assert before.get(rule_id) == after.get(rule_id)


@many
@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_no_last_day_that_rolls_falls_on_a_closed_day_and_no_sale_comes_before_it(notice: date) -> None:
    pack = michigan()
    found = computed("private_property", Event("1", EventKind.SOS_NOTICE_DATED, on=notice))
    last = found["mi.redeem_or_petition"].date
    assert last is not None
    assert pack.calendar.closed(last) is None
    assert last == pack.calendar.roll(notice + timedelta(days=20), Roll.FORWARD).day
    assert found["mi.sale"].date == last + timedelta(days=1)
    assert (found["mi.sale"].confidence is Confidence.R) == (last != notice + timedelta(days=20))


@many
@given(moments("2000-01-01", "2040-01-01"))
def test_a_day_of_the_police_has_24_hours_also_when_the_clocks_change(towed: datetime) -> None:
    at = computed("private_property", Event("1", EventKind.TOWED, at=towed))["mi.lein_entry"].at
    assert at is not None
    assert at.astimezone(UTC) - towed == timedelta(hours=24)


@many
@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_a_trace_ends_at_the_date_it_explains(notice: date) -> None:
    for found in computed("private_property", Event("1", EventKind.SOS_NOTICE_DATED, on=notice)).values():
        if found.date is not None:
            day = found.date
            assert any(f"{day.day} {day:%b} {day.year}" in line for line in found.trace[-2:-1])
