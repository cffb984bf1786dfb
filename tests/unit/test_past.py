"""Cars that stood here before the program need facts; what is not recorded of them is never late."""

from datetime import date

import pytest

from itow_desktop.domain import past
from itow_desktop.domain.deadlines import Deadline, State
from itow_desktop.domain.events import Event, holds, status_of
from itow_desktop.domain.lawbook import deadlines
from itow_desktop.domain.past import Answer, Fact, Word
from itow_desktop.domain.questions import Question
from itow_desktop.domain.queue import Case, Item, is_late, next_step
from itow_desktop.domain.urgency import Day, Urgency
from itow_desktop.domain.vehicle_facts import Description
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus
from itow_desktop.services.law import Law
from tests.law import DETROIT, event, michigan

BEGAN = date(2026, 3, 9)
TOWED = event("towed", "2026-03-02T10:00")
ON = "2026-03-20"


def note(word: Word, fact: Fact, name: str = "") -> Event:
    kind, data, text = past.recording(fact, Answer(word=word))
    made = event(str(kind), None, name=name or f"{word} {fact.key}", **data)
    return Event(made.id, made.kind, data=made.data, note=text, recorded_by="Kim")


def found(*events: Event, custody: str = "private_property") -> dict[str, Deadline]:
    return {each.rule_id: each for each in deadlines(CustodyKind(custody), events, michigan(), began_on=BEGAN)}


def case_of(*events: Event, custody: str = "private_property") -> Case:
    held = tuple(hold.data.get("hold", "") for hold in holds(events))
    return Case(1, "21359", CustodyKind(custody), status_of(events), tuple(found(*events, custody=custody).values()), (), held)


def lead(*events: Event, custody: str = "private_property", on: str = ON) -> Item:
    item = next_step(case_of(*events, custody=custody), Day(date.fromisoformat(on), michigan().calendar))
    assert item is not None
    return item


CALLED = event("police_notified", "2026-03-02T09:00")
SENT = event("letter_sent", "2026-03-03", letter="top")
ENTERED = event("lein_entered", "2026-03-03")


def test_a_car_from_before_asks_once_and_is_not_late() -> None:
    item = lead(TOWED)
    assert (item.urgency, item.question, item.step) == (Urgency.ASK, Question.PAST, "What is already done?")
    assert item.why == "Before iTow: is it done?"
    assert not is_late(case_of(TOWED), Day(date(2026, 12, 1), michigan().calendar))
    assert item.more == 0, "call-in, TOP, LEIN are one question"


def test_without_a_beginning_everything_counts_as_before() -> None:
    plain = deadlines(CustodyKind.PRIVATE_PROPERTY, [TOWED, CALLED], michigan())
    item = next_step(Case(1, None, CustodyKind.PRIVATE_PROPERTY, CustodyStatus.ON_LOT, plain), Day(date(2026, 3, 20), michigan().calendar))
    assert item is not None
    assert (item.urgency, item.rule) == (Urgency.LATE, "office.top")


def test_a_duty_whose_last_day_is_the_first_day_here_counts() -> None:
    towed = event("towed", "2026-03-08T10:00")
    item = lead(towed, event("police_notified", "2026-03-08T09:00"), on="2026-03-10")
    assert (item.urgency, item.rule) == (Urgency.LATE, "office.top")
    assert found(towed)["mi.police_notice"].past, "the removal itself was the day before"


def test_true_dates_answer_one_fact_after_the_other() -> None:
    assert lead(TOWED, CALLED).question is Question.PAST
    assert lead(TOWED, CALLED, SENT).question is Question.PAST, "LEIN is still open"
    earlier = (event("towed", "2026-02-20T10:00"), CALLED, SENT, event("lein_entered", "2026-02-21"))
    assert lead(*earlier).question is Question.PAST, "and so is the SOS notice an old entry led to"
    done = lead(TOWED, CALLED, SENT, event("lein_entered", "2026-03-05"))
    assert (done.urgency, done.rule) == (Urgency.CHASE, "mi.sos_notice"), "its last day, 3/12, lies after the beginning"


def test_not_known_stops_and_says_what_is_not_known() -> None:
    unknown = [note(Word.NOT_KNOWN, fact) for fact in (past.CALLED_IN, past.TOP_SENT, past.LEIN)]
    item = lead(TOWED, *unknown)
    assert item.urgency is Urgency.STOPPED
    assert item.why == "Needs facts: not known whether it was called in"
    every = found(TOWED, *unknown)
    assert every["mi.lein_entry"].not_known
    assert every["mi.police_notice"].state is State.COMPUTED
    assert not is_late(case_of(TOWED, *unknown), Day(date(2027, 1, 1), michigan().calendar))


@pytest.mark.parametrize(
    ("fact", "rule", "urgency"),
    [
        (past.TOP_SENT, "office.top", Urgency.LATE),
        (past.CALLED_IN, "mi.police_notice", Urgency.LATE),
        (past.LEIN, "mi.lein_entry", Urgency.CHASE),
    ],
)
def test_not_done_counts_as_usual(fact: Fact, rule: str, urgency: Urgency) -> None:
    others = [each for each in (CALLED, SENT, ENTERED, event("sos_notice_dated", "2026-03-18")) if not fact.is_done(each)]
    if fact == past.LEIN:  # a later date would prove the entry
        others = [CALLED, SENT]
    item = lead(TOWED, *others, note(Word.NOT_DONE, fact))
    assert (item.rule, item.urgency) == (rule, urgency)


def test_a_date_that_turns_up_later_supersedes_the_doubt() -> None:
    doubt = note(Word.NOT_KNOWN, past.LEIN, "doubt")
    entered = event("lein_entered", "2026-03-05", supersedes="doubt")
    every = found(TOWED, CALLED, SENT, doubt, entered)
    assert every["mi.lein_entry"].state is State.DONE
    assert not every["mi.lein_entry"].not_known
    taken_back = event("superseded", None, name="gone", supersedes=entered.id)
    assert found(TOWED, CALLED, SENT, doubt, entered, taken_back)["mi.lein_entry"].past, "it asks again"


def test_a_doubt_about_something_new_excuses_nobody() -> None:
    towed = event("towed", "2026-03-10T10:00")
    item = lead(towed, event("police_notified", "2026-03-10T09:00"), note(Word.NOT_KNOWN, past.TOP_SENT))
    assert (item.urgency, item.rule) == (Urgency.LATE, "office.top")


def test_a_missing_date_that_nobody_knows_is_named() -> None:
    item = lead(TOWED, CALLED, SENT, note(Word.NOT_KNOWN, past.LEIN), note(Word.NOT_KNOWN, past.SOS_DATE))
    assert item.urgency is Urgency.STOPPED
    sos = found(TOWED, note(Word.NOT_KNOWN, past.SOS_DATE))["mi.sos_notice"]
    assert (sos.state, sos.not_known) == (State.NEEDS, True)


def test_rights_and_courts_are_never_asked_of_the_desk() -> None:
    petition = event("hearing_petitioned", "2026-01-20")
    every = found(event("towed", "2026-01-02T10:00"), event("sos_notice_dated", "2026-01-10"), petition)
    assert not every["mi.redeem_or_petition"].past
    assert not every["mi.hearing"].past


def test_the_trace_says_why_it_is_not_late() -> None:
    assert any("not recorded is not late" in line for line in found(TOWED)["office.top"].trace)
    said = found(TOWED, note(Word.NOT_KNOWN, past.TOP_SENT))["office.top"].trace
    assert "Not known whether the TOP was sent (Kim). Not known is not late." in said
    assert said[-1].startswith("Rule: ")


def test_the_projection_has_no_due_day_for_what_is_asked() -> None:
    law = Law(michigan(), began_on=BEGAN)
    assert law.project(1, Description(CustodyKind.PRIVATE_PROPERTY), [TOWED]).due is None
    assert law.version == "us-mi 2026.1 since 2026-03-09"
    assert Law(michigan()).version == "us-mi 2026.1"


def test_answers_are_read_back_as_they_were_recorded() -> None:
    for fact in past.USUAL:
        assert Fact.read(fact.key) == fact
        for word in Word:
            kind, data, text = past.recording(fact, Answer(word=word))
            kept = Event("a", kind, data=data, note=text)
            told = past.told(fact, [kept], DETROIT)
            assert told is not None
            assert told.answer == Answer(word=word)
            assert all(past.told(other, [kept], DETROIT) is None for other in past.USUAL if other != fact)
    printed = event("letter_printed", "2026-03-03", letter="top")
    told = past.told(past.TOP_SENT, [note(Word.NOT_KNOWN, past.TOP_SENT), printed], DETROIT)
    assert told is not None
    assert told.answer == Answer(date(2026, 3, 3)), "what was done outranks a doubt"
    assert past.told(past.TOP_SENT, [event("letter_printed", "2026-03-03", letter="courtesy-owner")], DETROIT) is None


def test_a_doubt_about_one_of_two_ways_names_that_one() -> None:
    request = found(TOWED, note(Word.NOT_KNOWN, past.TR52L_IN))["mi.bill_of_sale_request"]
    assert (request.not_known, request.asks) == (True, ("bill_of_sale_received", "bill_of_sale_requested"))
