"""What became of each duty, judged one by one by the law as it ships; how they are counted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from itow_desktop.domain.duties import UNSORTED, Finding, Judge, Outcome, Stay
from itow_desktop.domain.events import Event, EventKind
from itow_desktop.domain.lawbook import deadlines
from itow_desktop.domain.report_papers import OUTCOMES, delay, late_range, month_name, numbers
from itow_desktop.domain.reports import NO_AGENCY, Scope, Tally, counted_rules
from itow_desktop.domain.rules import Review
from itow_desktop.domain.vehicles import CustodyKind
from tests.law import event, michigan

TOWED = event("towed", "2026-03-02T10:00")
LEIN = event("lein_entered", "2026-03-03")
TODAY = date(2026, 3, 20)
BURTON = 7


def judged(
    *events: Event, custody: str = "private_property", agency: int | None = BURTON, today: date = TODAY, began_on: date | None = None
) -> dict[str, Finding]:
    """What became of each duty of a car, by rule id."""
    pack = michigan()
    kind = CustodyKind(custody)
    stay = Stay(1, kind, agency, date(2026, 3, 2), events)
    found = list(Judge(pack, today).findings(stay, deadlines(kind, events, pack, began_on=began_on)))
    assert len(found) == len(dict(found)), "a duty is judged once"
    return dict(found)


def outcomes(*events: Event, **about: str | int | date | None) -> dict[str, Outcome]:
    return {rule_id: found.outcome for rule_id, found in judged(*events, **about).items()}  # type: ignore[arg-type]


# --- in time or late -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dated", "outcome", "late_by"),
    [
        ("2026-03-09", Outcome.IN_TIME, None),
        ("2026-03-10", Outcome.IN_TIME, None),
        ("2026-03-11", Outcome.OTHERS_LATE, timedelta(days=1)),
    ],
)
def test_what_is_done_on_the_last_day_is_done_in_time_and_a_day_later_the_state_is_late_not_we(
    dated: str, outcome: Outcome, late_by: timedelta | None
) -> None:
    found = judged(TOWED, LEIN, event("sos_notice_dated", dated))["mi.sos_notice"]
    assert (found.outcome, found.late_by, found.due) == (outcome, late_by, date(2026, 3, 10))
    assert found.done_on == date.fromisoformat(dated)


@pytest.mark.parametrize(("dated", "outcome"), [("2026-03-16", Outcome.IN_TIME), ("2026-03-17", Outcome.OTHERS_LATE)])
def test_a_last_day_on_a_weekend_rolls_before_anybody_is_late(dated: str, outcome: Outcome) -> None:
    """LEIN entry on Saturday 7 March: seven days later is Saturday the 14th, so Monday the 16th still counts."""
    found = judged(TOWED, event("lein_entered", "2026-03-07"), event("sos_notice_dated", dated))["mi.sos_notice"]
    assert (found.due, found.outcome) == (date(2026, 3, 16), outcome)


@pytest.mark.parametrize(
    ("entered", "outcome", "late_by"),
    [
        ("2026-03-03T10:00", Outcome.IN_TIME, None),
        ("2026-03-03T15:20", Outcome.OTHERS_LATE, timedelta(hours=5, minutes=20)),
        ("2026-03-02", Outcome.IN_TIME, None),
        ("2026-03-03", Outcome.NOT_RECORDED, None),
        ("2026-03-05", Outcome.OTHERS_LATE, timedelta(days=2)),
    ],
)
def test_where_hours_count_the_hour_decides_and_a_last_day_without_it_is_not_recorded(
    entered: str, outcome: Outcome, late_by: timedelta | None
) -> None:
    found = judged(TOWED, event("lein_entered", entered))["mi.lein_entry"]
    assert (found.outcome, found.late_by) == (outcome, late_by)


def test_the_hours_of_the_night_the_clocks_change_are_counted_by_the_clock_of_the_world() -> None:
    """Towed at noon before the night of 8 March 2026: 24 hours end at 13:00 by the new clock."""
    in_time = judged(event("towed", "2026-03-07T12:00"), event("lein_entered", "2026-03-08T13:00"))["mi.lein_entry"]
    late = judged(event("towed", "2026-03-07T12:00"), event("lein_entered", "2026-03-08T13:30"))["mi.lein_entry"]
    assert in_time.outcome is Outcome.IN_TIME
    assert (late.outcome, late.late_by) == (Outcome.OTHERS_LATE, timedelta(minutes=30))


def test_our_own_duty_is_late_by_the_days_that_passed_when_it_was_done_and_until_today_while_it_is_open() -> None:
    printed = judged(TOWED, event("letter_printed", "2026-03-06T09:00", letter="top"))["office.top"]
    still_open = judged(TOWED)["office.top"]
    assert (printed.outcome, printed.late_by) == (Outcome.LATE, timedelta(days=3))
    assert (still_open.outcome, still_open.late_by, still_open.why) == (Outcome.LATE, timedelta(days=17), "Not done yet")


def test_a_duty_that_is_due_today_is_not_late() -> None:
    assert judged(TOWED, today=date(2026, 3, 3))["office.top"].outcome is Outcome.OPEN
    assert judged(TOWED, today=date(2026, 3, 4))["office.top"].outcome is Outcome.LATE


# --- not recorded is not late ---------------------------------------------------------------------------------------------


def test_a_call_in_that_nobody_recorded_is_not_late_one_that_was_missed_is() -> None:
    assert judged(TOWED)["mi.police_notice"].outcome is Outcome.NOT_RECORDED
    missed = judged(TOWED, event("call_in_missed", "2026-03-03"))["mi.police_notice"]
    assert (missed.outcome, missed.late_by) == (Outcome.LATE, None)
    made_up_for = judged(TOWED, event("call_in_missed", "2026-03-03"), event("police_notified", "2026-03-02T12:30"))["mi.police_notice"]
    assert (made_up_for.outcome, made_up_for.late_by) == (Outcome.LATE, timedelta(hours=2, minutes=30))
    assert judged(TOWED, event("police_notified", "2026-03-02T09:45"))["mi.police_notice"].outcome is Outcome.IN_TIME


def test_a_later_proof_shows_that_it_was_done_and_not_when() -> None:
    """The state's notice of the 9th shows that the police had entered the car; the day of the entry nobody wrote down."""
    found = judged(TOWED, event("sos_notice_dated", "2026-03-09"))
    assert found["mi.lein_entry"].outcome is Outcome.NOT_RECORDED
    assert "SOS notice date" in found["mi.lein_entry"].why
    assert found["mi.sos_notice"].outcome is Outcome.NOT_COMPUTABLE, "seven days from an entry whose day is not known"


def test_a_proof_from_before_the_last_day_is_proof_enough() -> None:
    assert judged(TOWED, event("sos_notice_dated", "2026-03-02"))["mi.lein_entry"].outcome is Outcome.IN_TIME
    assert judged(TOWED, event("looked_up", "2026-03-03T09:00", answer="listed"))["mi.lein_entry"].outcome is Outcome.IN_TIME
    assert judged(TOWED, event("looked_up", "2026-03-03T11:00", answer="listed"))["mi.lein_entry"].outcome is Outcome.NOT_RECORDED


def test_what_ran_out_before_the_office_began_is_not_recorded_even_if_somebody_says_that_it_is_not_known() -> None:
    began = date(2026, 3, 15)
    unknown = event("note", "2026-03-16", not_known="lein_entered")
    assert judged(TOWED, began_on=began)["mi.lein_entry"].outcome is Outcome.NOT_RECORDED
    said = judged(TOWED, unknown, began_on=began)["mi.lein_entry"]
    assert (said.outcome, said.why) == (Outcome.NOT_RECORDED, "Somebody said that it is not known")
    assert judged(TOWED)["mi.lein_entry"].outcome is Outcome.OTHERS_LATE
    not_done = event("note", "2026-03-16", not_done="lein_entered")
    assert judged(TOWED, not_done, began_on=began)["mi.lein_entry"].outcome is Outcome.OTHERS_LATE


def test_a_letter_to_a_department_nobody_knows_is_a_question_and_not_late() -> None:
    assert judged(TOWED, agency=None)["office.top"].outcome is Outcome.NOT_RECORDED
    assert judged(TOWED, agency=BURTON)["office.top"].outcome is Outcome.LATE


def test_a_step_on_a_day_nobody_knows_was_done_and_is_not_recorded() -> None:
    assert judged(TOWED, event("lein_entered"))["mi.lein_entry"].outcome is Outcome.NOT_RECORDED


# --- not computable, too early, nothing at all ----------------------------------------------------------------------------


def test_a_date_that_needs_a_fact_is_not_computable_and_says_which() -> None:
    found = judged(TOWED)["mi.sos_notice"]
    assert (found.outcome, found.due, found.why) == (Outcome.NOT_COMPUTABLE, None, "Not recorded: LEIN entry")


def test_a_car_nobody_sorted_has_one_duty_that_cannot_be_computed() -> None:
    assert outcomes(TOWED, custody="unknown") == {UNSORTED: Outcome.NOT_COMPUTABLE}
    assert outcomes(TOWED, custody="not_an_impound") == {}


@pytest.mark.parametrize(("sold", "outcome"), [("2026-03-30", Outcome.EARLY), ("2026-03-31", Outcome.IN_TIME)])
def test_a_sale_before_its_day_stands_apart_from_what_is_late(sold: str, outcome: Outcome) -> None:
    events = (TOWED, LEIN, event("sos_notice_dated", "2026-03-09"), event("sold", sold))
    assert judged(*events, today=date(2026, 4, 10))["mi.sale"].outcome is outcome


def test_a_car_that_was_fetched_was_sold_neither_in_time_nor_too_early() -> None:
    events = (TOWED, LEIN, event("sos_notice_dated", "2026-03-09"), event("released", "2026-03-12"))
    assert "mi.sale" not in judged(*events)


def test_what_was_not_due_when_the_car_left_is_nobodys_duty_any_more() -> None:
    left = event("released", "2026-03-03T09:00")
    found = outcomes(TOWED, left, event("disposition_reported", "2026-03-04"))
    assert found == {"mi.police_notice": Outcome.NOT_RECORDED, "office.report_pickup": Outcome.IN_TIME}


def test_what_was_open_when_the_car_left_is_late_only_where_it_was_ours() -> None:
    found = judged(TOWED, event("released", "2026-03-07T09:00"))
    assert (found["office.top"].outcome, found["office.top"].late_by) == (Outcome.LATE, timedelta(days=4))
    assert found["mi.lein_entry"].outcome is Outcome.NOT_RECORDED
    assert found["office.report_pickup"].outcome is Outcome.LATE
    assert "mi.sos_notice" not in found, "no entry, no date, and the car is gone"


def test_of_a_car_that_left_on_a_day_not_known_nobody_says_that_it_was_late() -> None:
    found = judged(TOWED, event("released"))
    assert found["office.top"].outcome is Outcome.NOT_RECORDED


def test_a_corrected_event_counts_as_it_was_corrected() -> None:
    wrong = event("letter_printed", "2026-03-09T09:00", name="a", letter="top")
    right = replace(event("letter_printed", "2026-03-03T09:00", letter="top"), id="b", supersedes="a")
    assert judged(TOWED, wrong)["office.top"].outcome is Outcome.LATE
    assert judged(TOWED, wrong, right)["office.top"].outcome is Outcome.IN_TIME


def test_a_date_that_people_moved_later_counts_as_moved_and_says_so() -> None:
    asked = replace(event("note", "2026-03-03", name="move", moves="office.top", to="2026-03-10"), note="paper jam", recorded_by="Kim")
    confirmed = replace(event("note", "2026-03-03", name="ok", confirms="move"), recorded_by="Lee")
    printed = event("letter_printed", "2026-03-09T09:00", letter="top")
    assert judged(TOWED, printed, asked)["office.top"].outcome is Outcome.LATE, "one person alone moves nothing"
    found = judged(TOWED, printed, asked, confirmed)["office.top"]
    assert (found.outcome, found.due) == (Outcome.IN_TIME, date(2026, 3, 10))
    assert found.why == "The date was moved later from Tue 3 Mar 2026"


def test_a_date_by_a_rule_nobody_checked_says_so_until_somebody_did() -> None:
    pack = michigan()
    events = (TOWED, LEIN, event("sos_notice_dated", "2026-03-09"), event("sold", "2026-03-31"))
    assert judged(*events)["mi.sale"].unverified
    assert not judged(*events)["mi.sos_notice"].unverified
    words = {rule_id: where for rule_id, _, where in counted_rules(pack)}
    assert words["mi.sale"].endswith(", not yet checked")
    assert "checked" not in words["mi.sos_notice"]
    checked = replace(pack, rules=tuple(replace(rule, reviewed=Review("Pat", TODAY, "the text")) for rule in pack.rules))
    assert not any("checked" in where for _, _, where in counted_rules(checked))


def test_rights_of_owners_are_no_duties() -> None:
    ids = {rule_id for rule_id, _, _ in counted_rules(michigan())}
    assert {"mi.redeem_or_petition", "mi.secured_party_redeem", "mi.scrap_contest"} & ids == set()
    assert {"mi.police_notice", "mi.sos_notice", "mi.sale"} <= ids
    found = judged(TOWED, LEIN, event("sos_notice_dated", "2026-03-09"), today=date(2026, 8, 1))
    assert set(found) <= ids


# --- counting -----------------------------------------------------------------------------------------------------------


def stay(custody_id: int, *events: Event, towed: date | None = date(2026, 3, 2), agency: int | None = BURTON) -> Stay:
    return Stay(custody_id, CustodyKind.PRIVATE_PROPERTY, agency, towed, events)


def tallied(*stays: Stay, rule: str | None = None) -> Tally:
    pack = michigan()
    judge, tally = Judge(pack, TODAY), Tally(Scope(date(2026, 3, 1), date(2026, 4, 1), rule=rule))
    for each in stays:
        tally.add(each, judge.findings(each, deadlines(each.custody, each.events, pack)))
    return tally


def test_each_duty_stands_in_one_column_and_the_columns_add_up() -> None:
    stays = [stay(1, TOWED), stay(2, TOWED, LEIN), stay(3, TOWED, event("released", "2026-03-07")), stay(4, towed=None)]
    report = tallied(*stays).report(michigan(), {BURTON: "Burton PD"}, TODAY)
    assert report.cars == 4
    assert sum(map(report.count, Outcome)) == report.duties == numbers(report.lines)[-1]
    assert set(OUTCOMES) == set(Outcome), "no outcome without a column"
    for line in report.lines:
        listed = [found.custody_id for each in line.findings.values() for found in each]
        assert len(listed) == len(set(listed)), "no car twice in one line"


def test_lines_go_by_month_then_department_then_the_order_of_the_rules_and_rank_nobody() -> None:
    april = date(2026, 4, 5)
    stays = [stay(1, TOWED, towed=april), stay(2, TOWED, agency=None), stay(3, TOWED, agency=9), stay(4, TOWED)]
    report = tallied(*stays, rule="office.top").report(michigan(), {BURTON: "burton PD", 9: "Flint PD"}, TODAY)
    assert [(month_name(line.month), line.agency) for line in report.lines] == [
        ("March 2026", "burton PD"), ("March 2026", "Flint PD"), ("March 2026", NO_AGENCY), ("April 2026", "burton PD"),
    ]  # fmt: skip
    everything = tallied(stay(1, TOWED)).report(michigan(), {}, TODAY)
    assert [line.rule_id for line in everything.lines] == ["office.top", "mi.police_notice", "mi.lein_entry", "mi.sos_notice"]


def test_by_how_much_is_said_from_the_least_to_the_most() -> None:
    one = event("letter_printed", "2026-03-04T09:00", letter="top")
    two = event("letter_printed", "2026-03-15T09:00", letter="top")
    report = tallied(stay(1, TOWED, one), stay(2, TOWED, two), rule="office.top").report(michigan(), {}, TODAY)
    assert late_range(report.lines) == "1 day to 12 days"
    assert delay(timedelta(hours=5, minutes=20)) == "5 h 20 min"
    assert delay(timedelta(seconds=20)) == "1 min"
    assert (delay(timedelta(days=1)), delay(None)) == ("1 day", "")


def test_a_scope_ends_with_its_last_month() -> None:
    assert Scope(date(2026, 12, 1), date(2026, 12, 1)).end == date(2027, 1, 1)
    assert Scope(date(2028, 1, 1), date(2028, 2, 1)).end == date(2028, 3, 1)


def test_every_kind_of_event_that_closes_a_car_is_judged_without_trouble() -> None:
    for kind in EventKind:
        judged(TOWED, LEIN, event(str(kind), "2026-03-12"))
