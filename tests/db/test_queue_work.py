"""The queue on a real database: who has a line, what is put off, what is looked up, who is asked again."""

from datetime import date, timedelta

import pytest

from itow_desktop.domain.desk_work import Absence
from itow_desktop.domain.errors import Doubtful, Problems
from itow_desktop.domain.events import EventKind, EventSource
from itow_desktop.domain.phone_log import Direction
from itow_desktop.domain.urgency import Urgency
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services import desk_work, people, phoning
from itow_desktop.services.chasing import Asked, Told, asked_again, entered
from itow_desktop.services.looking_up import look_up, look_up_list
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.undoing import undo, undo_state
from itow_desktop.services.working import QueueLine, sort_cars, work_queue
from tests.builders import NOW
from tests.db.cars import bring_one, counting, step
from tests.db.offices import OpenOffice

TODAY = NOW.date()
NEXT = TODAY + timedelta(days=5)


def line_of(office: OpenOffice, custody_id: int, today: date | None = None) -> QueueLine:
    return next(line for line in work_queue(office.shift, today).lines if line.case.custody_id == custody_id)


def in_chase(office: OpenOffice) -> int:
    """A car towed twelve days ago, called in, its TOP printed, of which the police told nothing since."""
    then = NOW - timedelta(days=12)
    car = bring_one(office, called_at=then, arrived_at=then, completed_at=then)
    record(office.shift, car, Entry(EventKind.POLICE_NOTIFIED, at=then, source=EventSource.MY_CALL))
    record(office.shift, car, Entry(EventKind.LETTER_PRINTED, on=then.date(), data={"letter": "top"}))
    assert step(office, car) == "chase: Ask for LEIN entry"
    return car


# --- who has a line, what is put off -----------------------------------------------------------------------------------


def test_a_line_says_who_has_it_today_also_when_somebody_stands_in(office: OpenOffice) -> None:
    car = bring_one(office)
    lee, sam = people.add_person(office.shift, "Lee"), people.add_person(office.shift, "Sam")
    assert line_of(office, car).worker is None
    desk_work.assign(office.shift, [car], lee)
    assert line_of(office, car).worker == lee
    desk_work.go_away(office.shift, Absence(lee.id, sam.id, TODAY, NEXT))
    assert line_of(office, car).worker == sam
    assert line_of(office, car, NEXT).worker == lee


def test_what_is_put_off_stands_last_until_its_day(office: OpenOffice) -> None:
    asleep, awake = in_chase(office), in_chase(office)
    desk_work.snooze(office.shift, [asleep], NEXT, "clerk calls back")
    lines = [(line.case.custody_id, line.asleep) for line in work_queue(office.shift).lines]
    assert lines == [(awake, False), (asleep, True)]
    assert not line_of(office, asleep, NEXT).asleep


def test_cars_with_which_nothing_is_ever_done_rest(office: OpenOffice) -> None:
    transport, impound = bring_one(office), bring_one(office)
    sort_cars(office.shift, [transport], CustodyKind.NOT_AN_IMPOUND)
    found = work_queue(office.shift)
    assert [case.custody_id for case in found.resting] == [transport]
    assert [line.case.custody_id for line in found.lines] == [impound]
    assert (found.accounted_for, found.active) == (2, 2)


# --- the look-up list --------------------------------------------------------------------------------------------------


def test_a_look_up_that_finds_nothing_is_remembered_and_changes_no_date(office: OpenOffice) -> None:
    car = in_chase(office)
    before = line_of(office, car).item
    assert [(each.case.custody_id, each.looked_on) for each in look_up_list(office.shift)] == [(car, None)]
    assert look_up(office.shift, car, None) == 1
    told = look_up_list(office.shift)[0]
    assert (told.looked_on, told.listed, told.entered_on) == (TODAY, False, None)
    assert line_of(office, car).item == before
    kept = counting(office, car)[-1]
    assert (kept.kind, kept.data["answer"], kept.source, kept.at) == (EventKind.LOOKED_UP, "not_listed", EventSource.LOOK_UP, NOW)


def test_a_listed_car_gets_its_notice_date_and_counts_as_entered(office: OpenOffice) -> None:
    car = in_chase(office)
    notice = TODAY - timedelta(days=2)
    assert look_up(office.shift, car, notice) == 2
    assert look_up_list(office.shift) == ()
    assert step(office, car) == "waiting: Wait for owner"
    assert [event.on for event in counting(office, car) if event.kind is EventKind.SOS_NOTICE_DATED] == [notice]
    assert look_up(office.shift, car, notice) == 1  # the same date is no other date
    with pytest.raises(Doubtful):
        look_up(office.shift, car, notice - timedelta(days=1))
    assert look_up(office.shift, car, notice - timedelta(days=1), "read wrongly before") == 2
    dated = [event for event in counting(office, car) if event.kind is EventKind.SOS_NOTICE_DATED]
    assert [event.on for event in dated] == [notice - timedelta(days=1)]  # the wrong one is superseded
    assert dated[0].supersedes


def test_a_notice_of_tomorrow_is_refused_and_nothing_is_kept(office: OpenOffice) -> None:
    car = in_chase(office)
    before = counting(office, car)
    with pytest.raises(Problems, match="has not come yet"):
        look_up(office.shift, car, TODAY + timedelta(days=1))
    assert counting(office, car) == before


def test_a_look_up_is_undone_as_one(office: OpenOffice) -> None:
    car = in_chase(office)
    look_up(office.shift, car, TODAY)
    offered = undo_state(office.shift).undo
    assert offered is not None
    assert "look-up" in offered.name
    undo(office.shift, offered.deed_id)
    assert step(office, car) == "chase: Ask for LEIN entry"


def test_only_cars_that_wait_for_a_notice_are_looked_up(office: OpenOffice) -> None:
    waits, transport = in_chase(office), bring_one(office)
    sort_cars(office.shift, [transport], CustodyKind.NOT_AN_IMPOUND)
    assert [each.case.custody_id for each in look_up_list(office.shift)] == [waits]
    assert look_up_list(office.shift, [transport]) == ()
    record(office.shift, waits, Entry(EventKind.LEIN_ENTERED, on=TODAY - timedelta(days=9)))
    assert look_up_list(office.shift)[0].entered_on == TODAY - timedelta(days=9)


# --- asking again ------------------------------------------------------------------------------------------------------


def test_one_answer_goes_to_all_cars_and_the_line_waits_until_it_is_asked_again(office: OpenOffice) -> None:
    cars = (in_chase(office), in_chase(office))
    asked = Asked(cars, " will enter them tonight ", NEXT, "Sgt. Ives", "810-555-0137")
    assert asked_again(office.shift, "Burton PD", asked) == 2
    for car in cars:
        (call,) = phoning.phone_calls(office.shift, car)
        assert (call.direction, call.said, call.name, call.number) == (
            Direction.OUT, "will enter them tonight", "Sgt. Ives", "810-555-0137",
        )  # fmt: skip
        line = line_of(office, car)
        assert line.asleep
        assert line.item.urgency is Urgency.CHASE
        assert line.case.snooze_reason == "Burton PD asked: will enter them tonight"
        assert not line_of(office, car, NEXT).asleep
    assert counting(office, cars[0])[-1].kind is not EventKind.LEIN_ENTERED  # nothing legal happens by asking


@pytest.mark.parametrize(("said", "again"), [("  ", NEXT), ("soon", TODAY), ("x" * 161, NEXT)])
def test_an_answer_needs_words_and_a_day_to_come(office: OpenOffice, said: str, again: date) -> None:
    car = in_chase(office)
    with pytest.raises(Problems):
        asked_again(office.shift, "Burton PD", Asked((car,), said, again))
    assert phoning.phone_calls(office.shift, car) == ()
    assert not line_of(office, car).asleep


def test_they_entered_all_of_them_on_one_day(office: OpenOffice) -> None:
    cars = (in_chase(office), in_chase(office))
    assert entered(office.shift, Told(cars, TODAY - timedelta(days=1), "Sgt. Ives")) == 2
    for car in cars:
        event = counting(office, car)[-1]
        assert (event.kind, event.on, event.data["person"]) == (EventKind.LEIN_ENTERED, TODAY - timedelta(days=1), "Sgt. Ives")
        assert step(office, car) == "waiting: Enter SOS notice date"
