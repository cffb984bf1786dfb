"""Each car on the lot has one lead step, or a reason for having none."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itow_desktop.domain.calendars import CLOSED, WEEK, Roll
from itow_desktop.domain.deadlines import Deadline, State
from itow_desktop.domain.events import Event, EventKind, holds, status_of
from itow_desktop.domain.questions import Question, questions_of
from itow_desktop.domain.queue import Case, Item, next_step, queue_of
from itow_desktop.domain.rules import Actor, Rule
from itow_desktop.domain.urgency import Day, Habits, Urgency, state_on, urgency
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus
from tests.law import computed, event, michigan

TOWED = event("towed", "2026-03-02T10:00")
TOP = event("letter_printed", "2026-03-02", letter="top")
CALLED = event("police_notified", "2026-03-02T09:00")
ENTERED = event("lein_entered", "2026-03-03")
NOTICE = event("sos_notice_dated", "2026-03-09")
DONE_EARLY = (TOWED, TOP, CALLED)


def on(day: str, habits: Habits | None = None) -> Day:
    return Day(date.fromisoformat(day), michigan().calendar, habits or Habits())


def lead(day: str, *events: Event, custody: str = "private_property", questions: tuple[Question, ...] = ()) -> Item | None:
    found = tuple(computed(custody, *events).values())
    held = tuple(hold.data.get("hold", "") for hold in holds(events))
    return next_step(Case(1, "21359", CustodyKind(custody), status_of(events), found, questions, held), on(day))


def step(day: str, *events: Event, custody: str = "private_property") -> str:
    item = lead(day, *events, custody=custody)
    return f"{item.urgency.value}: {item.step}" if item else "nothing"


@pytest.mark.parametrize(
    ("day", "events", "answer"),
    [
        ("2026-03-02", [TOWED, CALLED], "soon: Print TOP"),
        ("2026-03-03", [TOWED, CALLED], "today: Print TOP"),
        ("2026-03-04", [TOWED, CALLED], "late: Print TOP"),
        ("2026-03-03", [TOWED], "today: Print TOP"),
        ("2026-03-02", [TOWED], "ask: Call in"),
        ("2026-03-04", [TOWED, TOP], "ask: Call in"),
        ("2026-06-01", [TOWED, TOP], "ask: Call in"),  # not recorded is not late
        ("2026-03-02", [TOWED, TOP, event("call_in_missed", "2026-03-02")], "late: Call in"),
        ("2026-03-03", DONE_EARLY, "waiting: Ask for LEIN entry"),
        ("2026-03-05", DONE_EARLY, "waiting: Ask for LEIN entry"),
        ("2026-03-06", DONE_EARLY, "chase: Ask for LEIN entry"),
        ("2026-03-10", [*DONE_EARLY, ENTERED], "waiting: Enter SOS notice date"),
        ("2026-03-13", [*DONE_EARLY, ENTERED], "chase: Enter SOS notice date"),
        ("2026-03-15", [*DONE_EARLY, ENTERED, NOTICE], "waiting: Wait for owner"),
        ("2026-03-30", [*DONE_EARLY, ENTERED, NOTICE], "waiting: Wait for owner"),
        ("2026-03-31", [*DONE_EARLY, ENTERED, NOTICE], "ready: Schedule sale"),
        ("2026-03-31", [*DONE_EARLY, NOTICE, event("hearing_petitioned", "2026-03-20")], "waiting: Enter hearing decision"),
        ("2026-03-05", [*DONE_EARLY, event("released", "2026-03-05")], "soon: Report to state"),
        ("2026-03-06", [*DONE_EARLY, event("released", "2026-03-05")], "today: Report to state"),
        ("2026-03-09", [*DONE_EARLY, event("released", "2026-03-05")], "late: Report to state"),
        ("2026-03-09", [*DONE_EARLY, event("released", "2026-03-05"), event("disposition_reported", "2026-03-06")], "nothing"),
        ("2026-03-09", [TOWED, event("voided", "2026-03-05")], "nothing"),
    ],
)
def test_the_life_of_a_private_tow(day: str, events: list[Event], answer: str) -> None:
    assert step(day, *events) == answer


@pytest.mark.parametrize(
    ("custody", "day", "events", "answer"),
    [
        ("police_hold", "2026-03-02", [TOWED], "stopped: Request abandoned entry"),
        ("police_hold", "2026-03-15", [TOWED, event("police_released", "2026-03-02")], "upcoming: Request abandoned entry"),
        ("police_hold", "2026-03-20", [TOWED, event("police_released", "2026-03-02")], "soon: Request abandoned entry"),
        ("police_hold", "2026-03-22", [TOWED, event("police_released", "2026-03-02")], "today: Request abandoned entry"),
        ("police_hold", "2026-04-01", [TOWED, event("police_released", "2026-03-02")], "today: Request abandoned entry"),
        ("police_hold", "2026-04-02", [TOWED, event("police_released", "2026-03-02")], "late: Request abandoned entry"),
        ("police_ordinary", "2026-03-08", [TOWED], "waiting: Ask for LEIN entry"),
        ("police_ordinary", "2026-03-12", [TOWED], "chase: Ask for LEIN entry"),
        ("scrap_registered", "2026-03-30", [NOTICE], "waiting: Scrap"),
        ("scrap_registered", "2026-03-31", [NOTICE], "ready: Scrap"),
        ("garage_lien", "2026-03-01", [event("lien_attached", "2026-01-05")], "upcoming: Apply for lien certificate"),
        ("garage_lien", "2026-01-05", [], "stopped: Apply for lien certificate"),
        ("not_an_impound", "2026-03-04", [TOWED], "nothing"),
        ("unknown", "2026-03-04", [TOWED], "none: No next step"),
    ],
)
def test_other_custodies(custody: str, day: str, events: list[Event], answer: str) -> None:
    assert step(day, *events, custody=custody) == answer


def test_a_duty_due_on_a_weekend_is_todays_on_the_friday_before() -> None:
    friday = event("towed", "2026-03-05T10:00")  # a Thursday: due on Friday
    assert step("2026-03-06", friday, CALLED) == "today: Print TOP"
    saturday = event("towed", "2026-03-06T10:00")  # due on Saturday, which is closed
    assert step("2026-03-06", saturday, CALLED) == "today: Print TOP"
    open_all_week = Habits(closed=())
    item = next_step(Case(1, None, CustodyKind.PRIVATE_PROPERTY, CustodyStatus.ON_LOT, (top(saturday),)), on("2026-03-06", open_all_week))
    assert item is not None
    assert item.urgency is Urgency.SOON


@pytest.mark.parametrize(
    ("towed", "today", "closed", "said"),
    [
        ("2026-03-06T10:00", "2026-03-06", Habits(), "the weekend"),  # due on Saturday
        ("2026-03-05T10:00", "2026-03-06", Habits(), None),  # due on the Friday itself
        ("2026-03-06T10:00", "2026-03-07", Habits(), None),  # whoever is here on Saturday is told nothing of it
        ("2026-11-10T10:00", "2026-11-10", Habits(), "Veterans Day"),
        ("2026-11-10T10:00", "2026-11-10", Habits(closed=()), None),
        ("2026-03-10T10:00", "2026-03-10", Habits(dates=frozenset({date(2026, 3, 11)})), "a closed day"),
        ("2026-03-07T10:00", "2026-03-06", Habits(), "the weekend"),  # due on Sunday
    ],
)
def test_what_is_brought_forward_says_what_for(towed: str, today: str, closed: Habits, said: str | None) -> None:
    duty = top(event("towed", towed))
    item = next_step(Case(1, None, CustodyKind.PRIVATE_PROPERTY, CustodyStatus.ON_LOT, (duty,)), on(today, closed))
    assert item is not None
    assert item.before == said
    assert item.due == date.fromisoformat(towed[:10]) + timedelta(days=1)  # no legal date moves for it
    if said:
        assert item.urgency is Urgency.TODAY


def test_an_open_police_window_stands_above_what_is_late() -> None:
    late = lead("2026-03-22", TOWED, CALLED)
    window = lead("2026-03-22", TOWED, event("police_released", "2026-03-02"), custody="police_hold")
    shut = lead("2026-03-21", TOWED, event("police_released", "2026-03-02"), custody="police_hold")
    assert late is not None
    assert window is not None
    assert shut is not None
    assert (late.urgency, window.urgency) == (Urgency.LATE, Urgency.TODAY)
    assert (window.window_open, shut.window_open, late.window_open) == (True, False, False)
    assert queue_of([late, window], 2, date(2026, 3, 22)).items == (window, late)


def top(*events: Event) -> Deadline:
    return computed("private_property", *events)["office.top"]


def test_the_owners_right_that_ran_out_is_expired_and_nobodys_fault() -> None:
    right = computed("private_property", NOTICE)["mi.redeem_or_petition"]
    assert state_on(right, date(2026, 3, 30)) is State.COMPUTED
    assert state_on(right, date(2026, 3, 31)) is State.EXPIRED
    assert urgency(right, on("2026-03-31")) is None
    duty = computed("private_property", TOWED)["office.top"]
    assert state_on(duty, date(2027, 1, 1)) is State.COMPUTED


def test_a_reached_date_says_what_it_does_not_clear() -> None:
    assert lead("2026-03-31", *DONE_EARLY, NOTICE).why == "Wait over, NOT cleared: missing TR-52L, ad"  # type: ignore[union-attr]
    bill = event("bill_of_sale_received", "2026-03-28")
    assert lead("2026-03-31", *DONE_EARLY, NOTICE, bill).why == "Wait over, NOT cleared: missing ad"  # type: ignore[union-attr]


def test_a_sale_is_ready_only_when_every_date_that_opens_it_is_reached() -> None:
    bill, ad = event("bill_of_sale_received", "2026-03-28"), event("ad_published", "2026-03-30")
    early = event("ad_published", "2026-03-12")
    assert step("2026-03-20", *DONE_EARLY, NOTICE, bill, early) == "waiting: Wait for owner"
    assert step("2026-03-31", *DONE_EARLY, NOTICE, bill, ad) == "upcoming: Schedule sale"
    assert step("2026-04-04", *DONE_EARLY, NOTICE, bill, ad) == "ready: Schedule sale"


def test_a_hold_stops_the_sale_and_says_so_but_not_our_duties() -> None:
    held = event("hold_placed", "2026-03-10", hold="police")
    item = lead("2026-03-31", *DONE_EARLY, NOTICE, held)
    assert item is not None
    assert (item.urgency, item.why) == (Urgency.STOPPED, "On hold: police")
    assert step("2026-03-12", TOWED, CALLED, held) == "late: Print TOP"
    assert step("2026-03-31", *DONE_EARLY, NOTICE, held, event("hold_lifted", "2026-03-20", hold="police")) == "ready: Schedule sale"


def test_a_hold_placed_again_on_the_day_it_was_lifted_stands() -> None:
    again = [
        event(kind, f"2026-03-10T{hour}:00", hold="police")
        for kind, hour in (("hold_placed", "09"), ("hold_lifted", "10"), ("hold_placed", "11"))
    ]
    assert [hold.at for hold in holds(again)] == [again[2].at]
    assert holds(again[:2]) == ()
    assert len(holds([event("hold_placed", "2026-03-10", hold="police"), event("hold_lifted", "2026-03-11", hold="office")])) == 1


def test_what_stops_a_car_is_said() -> None:
    for_owner = event("hearing_decided", "2026-04-20", outcome="for_owner")
    undecided = lead("2026-04-30", *DONE_EARLY, NOTICE, event("hearing_petitioned", "2026-03-20"), for_owner)
    assert undecided is not None
    assert (undecided.urgency, undecided.why) == (Urgency.STOPPED, "Court decided for the owner")
    waiting = lead("2026-03-02", TOWED, custody="police_hold")
    assert waiting is not None
    assert waiting.why == "Needs police release"


# --- questions ----------------------------------------------------------------------------------------------------------


def test_a_question_outranks_waiting_but_not_what_is_late_or_due_today() -> None:
    asked = (Question.AGENCY,)
    assert lead("2026-03-04", *DONE_EARLY, questions=asked).urgency is Urgency.ASK  # type: ignore[union-attr]
    released = (Question.RELEASED,)
    assert lead("2026-03-03", TOWED, CALLED, questions=released).urgency is Urgency.TODAY  # type: ignore[union-attr]
    assert lead("2026-03-09", TOWED, CALLED, questions=released).urgency is Urgency.LATE  # type: ignore[union-attr]


@pytest.mark.parametrize("day", ["2026-03-02", "2026-03-03", "2026-03-09"])
def test_the_question_that_a_step_waits_for_leads_and_the_step_is_never_late(day: str) -> None:
    item = lead(day, TOWED, CALLED, questions=(Question.AGENCY,))
    assert item is not None
    assert (item.urgency, item.step, item.question) == (Urgency.ASK, "Choose police department", Question.AGENCY)
    still = next_step(Case(1, None, CustodyKind.PRIVATE_PROPERTY, CustodyStatus.ON_LOT, (top(TOWED),), (Question.AGENCY,)), on(day))
    assert still is not None
    assert still.more == 0  # the notice stands still, nobody can print it


def test_only_the_pack_says_which_answer_a_step_needs() -> None:
    waits = michigan_rule("office.top").needs_answer
    assert waits == (Question.AGENCY,)
    free = replace(top(TOWED), needs_answer=())
    item = next_step(Case(1, None, CustodyKind.PRIVATE_PROPERTY, CustodyStatus.ON_LOT, (free,), (Question.AGENCY,)), on("2026-03-09"))
    assert item is not None
    assert (item.urgency, item.step) == (Urgency.LATE, "Print TOP")


def michigan_rule(rule_id: str) -> Rule:
    return next(rule for rule in michigan().rules if rule.id == rule_id)


def test_a_question_is_an_item_without_a_rule() -> None:
    item = lead("2026-03-04", *DONE_EARLY, questions=(Question.AGENCY, Question.RELEASED))
    assert item is not None
    assert (item.question, item.rule, item.step, item.why) == (Question.RELEASED, None, "Confirm release", "TowBook says released")
    assert item.more == 2  # the police department, and the police


@pytest.mark.parametrize(
    ("custody", "told", "asked"),
    [
        ("private_property", (True, True, False), []),
        ("private_property", (False, True, False), [Question.AGENCY]),
        ("private_property", (False, False, True), [Question.RELEASED, Question.AGENCY, Question.TOW_TIME]),
        ("unknown", (False, True, False), [Question.CUSTODY]),
        ("not_an_impound", (False, False, True), [Question.RELEASED]),
        ("garage_lien", (False, True, False), []),
    ],
)
def test_what_is_asked_of_a_car(custody: str, told: tuple[bool, bool, bool], asked: list[Question]) -> None:
    agency, time, released = told
    found = questions_of(CustodyKind(custody), agency_known=agency, tow_time_known=time, released_in_towbook=released)
    assert list(found) == asked


def test_a_closed_car_is_asked_nothing() -> None:
    assert lead("2026-03-06", *DONE_EARLY, event("released", "2026-03-05"), questions=(Question.AGENCY,)).question is None  # type: ignore[union-attr]


# --- how far a day reaches ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "habits", [Habits(), Habits(chase_after=0, soon=0), Habits(chase_after=5, soon=10, closed=()), Habits(closed=CLOSED[1:])]
)
@given(st.dates(date(2025, 12, 1), date(2027, 1, 31)), st.integers(-20, 20))
def test_a_day_reaches_as_far_as_each_date_by_itself_says(habits: Habits, today: date, away: int) -> None:
    calendar, last = michigan().calendar, today + timedelta(days=away)
    day, last_open = Day(today, calendar, habits), calendar.roll(last, Roll.BACK, habits.closed).day
    assert day.due(last) == (today >= last_open)
    assert day.due_soon(last) == (last_open - today <= timedelta(days=habits.soon))
    assert day.chased(last) == (today >= calendar.add_days(last, habits.chase_after, CLOSED).day)


# --- the whole queue ----------------------------------------------------------------------------------------------------


def case(custody_id: int, *events: Event, custody: str = "private_property", questions: tuple[Question, ...] = ()) -> Case:
    found = tuple(computed(custody, *events).values())
    return Case(custody_id, str(custody_id), CustodyKind(custody), status_of(events), found, questions)


def test_the_queue_is_ordered_and_every_car_accounted_for() -> None:
    cases = [
        case(1, *DONE_EARLY),
        case(2, TOWED, CALLED),
        case(3, *DONE_EARLY, questions=(Question.AGENCY,)),
        case(4, custody="not_an_impound"),
        case(5, *DONE_EARLY, event("released", "2026-03-03")),
        case(6, custody="unknown"),
    ]
    day = on("2026-03-04")
    queue = queue_of([item for each in cases if (item := next_step(each, day))], 5, day.today)
    assert [(item.custody_id, item.urgency.value) for item in queue.items] == [
        (2, "late"),
        (5, "today"),
        (3, "ask"),
        (1, "waiting"),
        (6, "none"),
    ]
    assert (queue.active, queue.accounted_for) == (5, 4)


def test_an_item_carries_what_the_terminal_prints() -> None:
    item = lead("2026-03-25", TOWED, event("police_released", "2026-03-02"), custody="police_hold")
    assert item == Item(
        custody_id=1,
        call_number="21359",
        step="Request abandoned entry",
        urgency=Urgency.TODAY,
        why="Abandoned entry not requested",
        actor=Actor.US,
        rule="mi.request_abandonment",
        due=date(2026, 3, 22),
        until=date(2026, 4, 1),
    )


_EVENTS = st.lists(
    st.builds(
        event,
        st.sampled_from([kind.value for kind in EventKind]),
        st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(date.isoformat),
    ),
    max_size=10,
)


@settings(max_examples=300)
@given(st.sampled_from(CustodyKind), _EVENTS, st.dates(date(2025, 6, 1), date(2027, 12, 31)), st.sets(st.sampled_from(Question)))
def test_every_car_on_the_lot_has_a_step_or_is_an_exception_that_shows(
    custody: CustodyKind, events: list[Event], today: date, asked: set[Question]
) -> None:
    found = tuple(computed(custody.value, *events).values())
    item = next_step(Case(1, None, custody, status_of(events), found, tuple(asked)), Day(today, michigan().calendar))
    if status_of(events) is CustodyStatus.ON_LOT and custody is not CustodyKind.NOT_AN_IMPOUND:
        assert item is not None
    if item is not None and item.urgency is Urgency.LATE:
        assert item.actor.ours
        missed = any(each.kind is EventKind.CALL_IN_MISSED for each in events)
        assert missed or (item.due is not None and (item.until or item.due) < today)
    if item is not None and item.urgency is Urgency.READY:
        assert item.due is not None
        assert item.due <= today


@settings(max_examples=200)
@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 60))
def test_a_duty_gets_more_pressing_with_the_days_never_less(towed: date, days: int) -> None:
    order = [Urgency.UPCOMING, Urgency.SOON, Urgency.TODAY, Urgency.LATE]
    duty = computed("private_property", event("towed", towed.isoformat()), office_top=30)["office.top"]
    words = [urgency(duty, Day(towed + timedelta(days=each), michigan().calendar)) for each in (days, days + 1)]
    assert [order.index(word) for word in words if word] == sorted(order.index(word) for word in words if word)
    assert None not in words


def test_the_office_s_own_closed_days_bring_work_forward_like_a_weekend() -> None:
    friday = "2026-05-08"
    habits = Habits(dates=frozenset({date(2026, 5, 7), date(2026, 5, 11)}))
    assert on("2026-05-06", habits).due(date(2026, 5, 7))
    assert not on("2026-05-06", habits).due(date(2026, 5, 8))
    assert on(friday, habits).due(date(2026, 5, 11))
    assert not on(friday, Habits()).due(date(2026, 5, 11))
    with pytest.raises(ValueError, match="open on one day"):
        Habits(closed=WEEK)


def test_a_car_that_may_be_there_twice_is_asked_about_before_anything_is_done_today() -> None:
    asked = (Question.SAME, Question.AGENCY)
    today = lead("2026-03-03", TOWED, CALLED, questions=asked[:1])
    assert today is not None
    assert (today.question, today.urgency, today.more) == (Question.SAME, Urgency.ASK, 2), "the TOP and the LEIN entry run beside it"
    late = lead("2026-03-04", TOWED, CALLED, questions=asked[:1])
    assert late is not None
    assert late.urgency is Urgency.LATE, "late leads"
    both = lead("2026-03-03", TOWED, CALLED, questions=asked)
    assert both is not None
    assert both.question is Question.SAME
