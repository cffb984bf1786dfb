"""When imports begin by themselves: set times, failures in a row, clocks set on and back, both ends of summer time."""

from datetime import UTC, datetime, time, timedelta

import pytest

from itow_desktop.domain.errors import Problems
from itow_desktop.domain.importing.contact import Contact, Sign, contact_of, kept
from itow_desktop.domain.importing.schedules import OFF, Schedule, ScheduleState, Standing, Try, TryEnd, read_times, standing, times_text
from tests.builders import DETROIT

MONDAY = datetime(2026, 3, 2, 5, 0, tzinfo=DETROIT)
SIX_AND_NOON = Schedule((time(6), time(12, 30)), lot=False, running=True, since=MONDAY)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def at(hour: int, minute: int = 0, *, day: int = 2, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=DETROIT)


def stands(now: datetime, *tries: Try, worked: datetime | None = None, schedule: Schedule = SIX_AND_NOON) -> Standing:
    """How it stands after tries given from the first to the last."""
    return standing(schedule, tuple(reversed(tries)), worked, now, DETROIT)


def failed(due: datetime, when: datetime, end: TryEnd = TryEnd.FAILED) -> Try:
    return Try(due, when, end, "TowBook does not answer.")


def done(due: datetime, when: datetime | None = None) -> Try:
    return Try(due, when or due + MINUTE, TryEnd.DONE)


def test_it_is_off_until_somebody_sets_times() -> None:
    assert standing(None, (), None, at(7), DETROIT) == OFF
    off = Schedule((time(6),), lot=False, running=False, since=MONDAY)
    assert stands(at(7), schedule=off) == OFF


def test_what_was_due_before_the_times_were_set_is_not_made_up_for() -> None:
    late = Schedule((time(6), time(12, 30)), lot=False, running=True, since=at(7))
    assert stands(at(7, 1), schedule=late).next_at == at(12, 30)


def test_a_set_time_is_due_until_it_is_done_and_then_the_next_one() -> None:
    assert stands(at(5, 59)).next_at == at(6)
    assert stands(at(6)).due == at(6)
    assert stands(at(11)).next_at == at(6), "a PC that slept makes up for it"
    assert stands(at(11), done(at(6))).next_at == at(12, 30)
    assert stands(at(13), done(at(6))).due == at(12, 30)
    assert stands(at(13), done(at(6)), done(at(12, 30))).next_at == at(6, day=3)


def test_a_pc_asleep_for_days_makes_one_import_of_all_that_it_missed() -> None:
    woken = stands(at(9, day=6), done(at(6)))
    assert (woken.due, woken.next_at) == (at(6, day=6), at(6, day=6))
    assert stands(at(9, 1, day=6), done(at(6)), done(at(6, day=6), at(9, day=6))).next_at == at(12, 30, day=6)


def test_an_import_by_hand_of_the_same_serves_as_well() -> None:
    assert stands(at(9), worked=at(8)).next_at == at(12, 30)
    assert stands(at(9), worked=at(5, 30)).next_at == at(6)


def test_failures_wait_ever_longer_and_the_third_is_told() -> None:
    tries: list[Try] = []
    now, waits, alerts = at(6), [], []
    for _ in range(6):
        tries.append(failed(at(6), now))
        found = stands(now, *tries)
        assert found.state is ScheduleState.FAILING
        assert found.next_at is not None
        waits.append(found.next_at - now)
        alerts.append(found.alert)
        now = found.next_at
    assert waits == [15 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 4 * HOUR]
    assert alerts == [False, False, True, True, True, True]
    over = stands(now, *tries, done(at(12, 30), now))
    assert (over.state, over.failures, over.alert) == (ScheduleState.WAITING, 0, False)


def test_a_success_by_hand_clears_failures() -> None:
    tries = [failed(at(6), at(6, minute)) for minute in (1, 16, 31)]
    assert stands(at(7), *tries).alert
    cleared = stands(at(7), *tries, worked=at(6, 50))
    assert (cleared.failures, cleared.next_at) == (0, at(12, 30))


def test_a_set_time_that_comes_while_it_waits_makes_it_no_sooner() -> None:
    tries = [failed(at(6), at(11, minute)) for minute in (30, 45, 59)]
    found = stands(at(12, 31), *tries)
    assert (found.due, found.next_at) == (at(12, 30), at(12, 59))


def test_a_rejected_password_stops_it_until_somebody_enters_another() -> None:
    rejected = failed(at(6), at(6, 1), TryEnd.REJECTED)
    stopped = stands(at(13), rejected)
    assert (stopped.state, stopped.next_at, stopped.alert) == (ScheduleState.REJECTED, None, True)
    assert stands(at(13), rejected, Try(None, at(12, 45), TryEnd.CLEARED)).next_at == at(12, 30)
    assert stands(at(13), rejected, worked=at(12, 45)).next_at == at(6, day=3)
    anew = Schedule((time(6),), lot=False, running=True, since=at(12, 50))
    assert stands(at(13), rejected, schedule=anew).next_at == at(6, day=3)


def test_what_a_person_called_off_is_not_made_again() -> None:
    assert stands(at(7), Try(at(6), at(6, 2), TryEnd.CANCELLED)).next_at == at(12, 30)


def test_a_clock_that_was_set_ahead_holds_nothing_up_once_it_is_right() -> None:
    ahead = failed(at(6, month=9), at(6, 1, month=9))
    assert stands(at(13), ahead).next_at == at(13)
    assert stands(at(13), done(at(6, month=9))).due == at(12, 30)


def test_both_ends_of_summer_time() -> None:
    night = Schedule((time(2, 30),), lot=False, running=True, since=MONDAY)
    spring, autumn = datetime(2026, 3, 8, 1, tzinfo=DETROIT), datetime(2026, 11, 1, 0, 30, tzinfo=DETROIT)
    assert stands(spring, done(at(2, 30, day=7)), schedule=night).next_at == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    one = Schedule((time(1, 30),), lot=False, running=True, since=MONDAY)
    yesterday = datetime(2026, 10, 31, 1, 30, tzinfo=DETROIT)
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert stands(autumn, done(yesterday), schedule=one).next_at == first
    assert stands(first + HOUR + MINUTE, done(yesterday), done(first), schedule=one).next_at == first + 25 * HOUR, (
        "half past one comes twice"
    )


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("6:00, 12:30", "6:00, 12:30"), ("12:30; 6", "6:00, 12:30"), ("6 am and 5 pm", "6:00, 17:00"), ("12am, 12pm", "0:00, 12:00"),
        ("6:00, 6:00", "6:00"), ("", ""), (" 5:15 p.m. ", "17:15"), ("23:30", "23:30"),
    ],
)  # fmt: skip
def test_times_are_read_as_people_type_them(typed: str, read: str) -> None:
    assert times_text(read_times(typed)) == read


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("25:00", "There is no time 25:00"), ("noon", "no time of the day"), ("13 pm", "There is no time 13 pm"), ("6:61", "no time"),
        ("6:00, 6:10", "at least 30 minutes"), (", ".join(f"{hour}:00" for hour in range(13)), "At most 12"),
    ],
)  # fmt: skip
def test_what_is_no_time_is_said(typed: str, said: str) -> None:
    with pytest.raises(Problems, match=said):
        read_times(typed)


def test_since_when_towbook_does_not_answer() -> None:
    assert contact_of([]) == Contact()
    signs = [Sign(at(8)), Sign(at(10, 42), "It timed out."), Sign(at(9)), Sign(at(11), "It refuses.")]
    told = contact_of(signs)
    assert told == Contact(at(9), at(10, 42), "It refuses.")
    assert contact_of(kept(signs)) == told
    assert contact_of((*kept(signs), Sign(at(11, 30)))) == Contact(at(11, 30))
