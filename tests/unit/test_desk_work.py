"""Who has a line today, and which line waits."""

from datetime import date

import pytest

from itow_desktop.domain.desk_work import Absence, Cover, asleep
from itow_desktop.domain.queue import Item
from itow_desktop.domain.rules import Actor
from itow_desktop.domain.urgency import Day, Urgency
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
