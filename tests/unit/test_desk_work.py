"""Who has a line today, and which line waits."""

from datetime import date

import pytest

from itow_desktop.domain.deadlines import Deadline, State
from itow_desktop.domain.desk_work import Absence, Cover, asleep
from itow_desktop.domain.events import Event, EventKind
from itow_desktop.domain.holds import Hold, is_legal, standing_holds
from itow_desktop.domain.moving import Move
from itow_desktop.domain.questions import Question
from itow_desktop.domain.queue import Case, Item, next_step
from itow_desktop.domain.rules import Actor, DeadlineKind
from itow_desktop.domain.urgency import Day, Urgency
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus
from tests.law import michigan

KIM, SAM, LEE = 1, 2, 3
MONDAY = date(2026, 5, 11)
FRIDAY = date(2026, 5, 15)


def item(urgency: Urgency, due: date | None = None, until: date | None = None) -> Item:
    return Item(7, "21359", "Call in", urgency, "Not recorded", Actor.US, due=due, until=until)


def day(today: date) -> Day:
    return Day(today, michigan().calendar)


def test_lines_go_to_who_covers_until_the_person_is_back() -> None:
    absences = [Absence(KIM, SAM, MONDAY, FRIDAY)]
    assert Cover(absences, MONDAY).of(KIM) == SAM
    assert Cover(absences, date(2026, 5, 14)).of(KIM) == SAM
    assert Cover(absences, FRIDAY).of(KIM) == KIM
    assert Cover(absences, MONDAY).of(LEE) == LEE
    assert Cover(absences, MONDAY).of(None) is None


def test_cover_goes_on_to_who_covers_the_one_who_covers() -> None:
    absences = [Absence(KIM, SAM, MONDAY, FRIDAY), Absence(SAM, LEE, MONDAY, FRIDAY)]
    assert Cover(absences, MONDAY).of(KIM) == LEE


def test_where_they_cover_each_other_lines_stay_where_they_were_given() -> None:
    absences = [Absence(KIM, SAM, MONDAY, FRIDAY), Absence(SAM, KIM, MONDAY, FRIDAY)]
    cover = Cover(absences, MONDAY)
    assert (cover.of(KIM), cover.of(SAM)) == (KIM, SAM)
    outside = [*absences, Absence(LEE, KIM, MONDAY, FRIDAY)]
    assert Cover(outside, MONDAY).of(LEE) == LEE


@pytest.mark.parametrize("urgency", [each for each in Urgency if each not in {Urgency.LATE, Urgency.TODAY}])
def test_a_snoozed_line_waits_until_its_day(urgency: Urgency) -> None:
    line = item(urgency, due=date(2026, 6, 1))
    assert asleep(line, FRIDAY, day(MONDAY))
    assert not asleep(line, FRIDAY, day(FRIDAY))
    assert not asleep(line, None, day(MONDAY))


def test_what_is_late_is_never_hidden() -> None:
    assert not asleep(item(Urgency.LATE, due=date(2026, 5, 8)), FRIDAY, day(MONDAY))


def test_what_must_be_done_today_is_not_hidden_either() -> None:
    assert not asleep(item(Urgency.TODAY, due=MONDAY), FRIDAY, day(MONDAY))
    sunday = date(2026, 5, 17)
    assert not asleep(item(Urgency.TODAY, due=sunday), date(2026, 5, 18), day(FRIDAY))


def test_an_open_window_may_wait_but_not_on_its_last_day() -> None:
    window = item(Urgency.TODAY, due=date(2026, 5, 8), until=FRIDAY)
    assert asleep(window, date(2026, 5, 20), day(MONDAY))
    assert not asleep(window, date(2026, 5, 20), day(FRIDAY))


# --- holds that came to their day, dates that people touched ------------------------------------------------------------


def held(until: date | None, today: date) -> Item:
    case = Case(7, "21359", CustodyKind.PRIVATE_PROPERTY, CustodyStatus.ON_LOT, (), holds=("police",), hold_until=until)
    found = next_step(case, day(today))
    assert found is not None
    return found


def test_a_hold_that_came_to_its_day_asks_and_stands_meanwhile() -> None:
    assert (held(FRIDAY, MONDAY).urgency, held(None, FRIDAY).urgency) == (Urgency.STOPPED, Urgency.STOPPED)
    over = held(FRIDAY, FRIDAY)
    assert (over.urgency, over.question, over.step) == (Urgency.ASK, Question.HOLD, "Lift or renew hold")


@pytest.mark.parametrize(
    ("confirmed_by", "said"), [(None, "Until the sale may be, later date not confirmed"), ("Lee", "Until the sale may be, moved later")]
)
def test_a_line_says_what_people_did_to_its_date(confirmed_by: str | None, said: str) -> None:
    move = Move(FRIDAY, "hospital", "Kim", confirmed_by)
    law_day = MONDAY if confirmed_by else None
    deadline = Deadline(
        "mi.sale", DeadlineKind.NOT_BEFORE, State.COMPUTED, Actor.SELLER, "Schedule sale", "Until the sale may be", date=FRIDAY, moved=move,
        law_day=law_day,
    )  # fmt: skip
    found = next_step(Case(7, None, CustodyKind.PRIVATE_PROPERTY, CustodyStatus.ON_LOT, (deadline,)), day(MONDAY))
    assert found is not None
    assert found.why == said


def test_a_hold_is_said_with_all_that_is_known_of_it() -> None:
    placed = Event(
        "h", EventKind.HOLD_PLACED, on=MONDAY, data={"hold": "police", "authority": "Burton PD", "until": "2026-05-15"}, note="26-1"
    )
    broken = Event("b", EventKind.HOLD_PLACED, on=MONDAY, data={"hold": "somebody", "until": "soon"})
    first, second = standing_holds([placed, broken])
    assert (first.said, first.reason, first.legal) == ("Police (Burton PD), until 5/15/2026", "26-1", False)
    assert (second.said, second.until) == ("Kind not known", None)


@pytest.mark.parametrize("kind", list(Hold))
def test_courts_and_attorneys_hold_everything(kind: Hold) -> None:
    placed = Event("h", EventKind.HOLD_PLACED, on=MONDAY, data={"hold": kind.value})
    assert is_legal(placed) is (kind in {Hold.COURT_ORDER, Hold.ATTORNEY})
    assert is_legal(Event("h", EventKind.HOLD_PLACED, data={"hold": kind.value, "keep": "yes"}))
    assert ("voided" in kind.stops) is is_legal(placed)
