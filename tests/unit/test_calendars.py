"""Days are counted as the law counts them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itow_desktop.domain.calendars import CLOSED, Calendar, DayName, Holiday, Roll, add_months, local_time, said_day
from tests.law import DETROIT, clock, michigan, moments

ZONES = ["America/Detroit", "Europe/Berlin", "Australia/Lord_Howe"]
CALENDAR = michigan().calendar
DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


def holidays(year: int) -> dict[date, str]:
    """Every holiday of a year as the calendar names it."""
    days = (date(year, 1, 1) + timedelta(days=count) for count in range(366))
    return {day: name for day in days if day.year == year and (name := CALENDAR.holiday(day))}


def test_holidays_of_2026_are_those_of_the_statute() -> None:
    assert list(holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 1, 19),
        date(2026, 2, 12),
        date(2026, 2, 16),
        date(2026, 5, 25),
        date(2026, 6, 19),
        date(2026, 7, 4),  # a Saturday: the Friday before stays a working day
        date(2026, 9, 7),
        date(2026, 10, 12),
        date(2026, 11, 11),
        date(2026, 11, 26),
        date(2026, 12, 25),
    ]


@pytest.mark.parametrize(
    ("sunday", "monday"),
    [
        (date(2023, 1, 1), date(2023, 1, 2)),
        (date(2023, 2, 12), date(2023, 2, 13)),
        (date(2022, 6, 19), date(2022, 6, 20)),
        (date(2027, 7, 4), date(2027, 7, 5)),
        (date(2029, 11, 11), date(2029, 11, 12)),
        (date(2033, 12, 25), date(2033, 12, 26)),
    ],
)
def test_the_monday_after_a_sunday_holiday_is_one_too(sunday: date, monday: date) -> None:
    assert holidays(sunday.year)[monday] == f"{holidays(sunday.year)[sunday]} (Monday after)"


def test_memorial_day_is_the_last_monday_also_where_may_has_five() -> None:
    assert CALENDAR.closed(date(2027, 5, 24)) is None
    assert CALENDAR.closed(date(2027, 5, 31)) == "Memorial Day"


def test_a_holiday_kept_for_some_years_only() -> None:
    calendar = Calendar((Holiday("Founders' Day", 3, 3, since=date(2027, 1, 1), until=date(2028, 12, 31)),))
    kept = [year for year in range(2025, 2031) if calendar.closed(date(year, 3, 3), (DayName.HOLIDAY,))]
    assert kept == [2027, 2028]


def test_a_holiday_on_a_weekend_moves_only_where_its_state_says_so() -> None:
    independence = Holiday("Independence Day", 7, 4)
    kept = {
        "none": Calendar((independence,)),
        "friday": Calendar((replace(independence, friday_if_saturday=True),)),
        "monday": Calendar((replace(independence, monday_if_sunday=True),)),
    }
    saturday, sunday = date(2026, 7, 4), date(2027, 7, 4)
    around = {name: [calendar.holiday(saturday - timedelta(days=1)), calendar.holiday(saturday)] for name, calendar in kept.items()}
    assert around["none"] == around["monday"] == [None, "Independence Day"]
    assert around["friday"] == ["Independence Day (Friday before)", "Independence Day"]
    assert [calendar.holiday(sunday + timedelta(days=1)) for calendar in kept.values()] == [None, None, "Independence Day (Monday after)"]
    rolled = kept["none"].roll(saturday, Roll.FORWARD)
    assert (rolled.day, rolled.skipped[0]) == (
        date(2026, 7, 6),
        "Sat 4 Jul 2026 does not count as a last day: Independence Day, a Saturday.",
    )


def test_a_holiday_may_be_the_day_after_another() -> None:
    calendar = Calendar((Holiday("Day after Thanksgiving", 11, weekday=DayName.THURSDAY, nth=4, days_after=1),))
    assert [calendar.holiday(date(2026, 11, day)) for day in (26, 27)] == [None, "Day after Thanksgiving"]
    month_end = Calendar((Holiday("Day after the last Thursday", 4, weekday=DayName.THURSDAY, nth=-1, days_after=1),))
    assert month_end.holiday(date(2026, 5, 1)) == "Day after the last Thursday"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"month": 13, "day": 1}, "month: must be"),
        ({"month": 1}, "either day, or weekday"),
        ({"month": 1, "day": 1, "weekday": DayName.MONDAY, "nth": 1}, "either day, or weekday"),
        ({"month": 1, "weekday": DayName.MONDAY}, "nth: a weekday needs it"),
        ({"month": 1, "day": 40}, "day: must be"),
        ({"month": 2, "day": 30}, "month 2 never has a day 30"),
        ({"month": 1, "day": 1, "days_after": 7}, "days_after: must be 0 to 6"),
        ({"month": 1, "day": 1, "since": date(2027, 1, 1), "until": date(2026, 1, 1)}, "until: lies before since"),
    ],
)
def test_a_holiday_that_cannot_be_is_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Holiday("Nonsense", **wrong)  # type: ignore[arg-type]  # wrong on purpose


def test_a_roll_names_every_day_it_steps_over() -> None:
    rolled = CALENDAR.roll(date(2027, 7, 3), Roll.FORWARD)
    assert rolled.day == date(2027, 7, 6)
    assert [line.split(": ")[1] for line in rolled.skipped] == [
        "Saturday.",
        "Independence Day, a Sunday.",
        "Independence Day (Monday after).",
    ]


def test_a_roll_back_and_none() -> None:
    assert CALENDAR.roll(date(2027, 7, 5), Roll.BACK).day == date(2027, 7, 2)
    assert CALENDAR.roll(date(2027, 7, 5), Roll.NONE).day == date(2027, 7, 5)


@given(DAYS, st.sampled_from([Roll.FORWARD, Roll.BACK]))
def test_a_roll_never_lands_on_a_closed_day_and_never_passes_an_open_one(day: date, roll: Roll) -> None:
    rolled = CALENDAR.roll(day, roll).day
    assert CALENDAR.closed(rolled) is None
    first, last = sorted((day, rolled))
    between = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    assert [each for each in between if CALENDAR.closed(each) is None] == [rolled]


@given(DAYS, st.integers(-400, 400))
def test_calendar_days_are_plain_days_over_leap_days_and_year_ends(day: date, count: int) -> None:
    assert (CALENDAR.add_days(day, count).day - day).days == count


@given(DAYS, st.integers(1, 60))
def test_business_days_count_open_days_only_and_name_the_others(day: date, count: int) -> None:
    counted = CALENDAR.add_days(day, count, CLOSED)
    passed = [day + timedelta(days=step) for step in range(1, (counted.day - day).days + 1)]
    assert sum(CALENDAR.closed(each) is None for each in passed) == count
    assert CALENDAR.closed(counted.day) is None
    assert len(counted.skipped) == len(passed) - count


@given(moments("2000-01-01", "2040-01-01"), st.integers(-500, 500))
def test_clock_hours_are_exact_over_every_change_of_the_clocks(at: datetime, hours: int) -> None:
    assert CALENDAR.add_hours(at, hours, DETROIT).at.astimezone(UTC) - at == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-07T10:00", "2026-03-08T11:00"),  # 23-hour day
        ("2026-10-31T10:00", "2026-11-01T09:00"),  # 25-hour day
    ],
)
def test_a_day_of_clock_hours_over_both_changes(start: str, end: str) -> None:
    assert CALENDAR.add_hours(clock(start).replace(tzinfo=DETROIT), 24, DETROIT).at.replace(tzinfo=None) == clock(end)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-05-21T10:00", "2026-05-22T10:00"),
        ("2026-05-22T10:00", "2026-05-26T10:00"),  # over a weekend and Memorial Day
        ("2026-05-23T10:00", "2026-05-27T00:00"),  # the clock starts on Tuesday morning
        ("2026-03-06T10:00", "2026-03-09T10:00"),  # the clocks change on a Sunday that does not count
    ],
)
def test_hours_stand_still_on_days_that_do_not_count(start: str, end: str) -> None:
    at = clock(start).replace(tzinfo=DETROIT)
    assert CALENDAR.add_hours(at, 24, DETROIT, CLOSED).at.replace(tzinfo=None) == clock(end)


@given(moments("2000-01-01", "2040-01-01"), st.integers(1, 100))
def test_working_hours_are_all_spent_on_working_days(at: datetime, hours: int) -> None:
    end = CALENDAR.add_hours(at, hours, DETROIT, CLOSED).at.astimezone(UTC)
    spent, day = timedelta(), at.astimezone(DETROIT).date()
    while day <= end.astimezone(DETROIT).date():
        starts, ends = (datetime(each.year, each.month, each.day, tzinfo=DETROIT) for each in (day, day + timedelta(days=1)))
        if CALENDAR.closed(day) is None:
            spent += max(min(ends.astimezone(UTC), end) - max(starts.astimezone(UTC), at), timedelta())
        day += timedelta(days=1)
    assert spent == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("day", "count", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 12, 15), 2, date(2027, 2, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
    ],
)
def test_months_end_where_the_month_ends(day: date, count: int, end: date) -> None:
    assert add_months(day, count) == end


def test_a_time_that_happens_twice_is_the_first_one() -> None:
    at, note = local_time(clock("2026-11-01T01:30"), DETROIT)
    assert at.astimezone(UTC) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert note is not None
    assert "happens twice" in note


def test_a_time_that_does_not_exist_moves_forward() -> None:
    at, note = local_time(clock("2026-03-08T02:30"), DETROIT)
    assert at.isoformat() == "2026-03-08T03:30:00-04:00"
    assert note is not None
    assert "does not exist" in note


@given(st.datetimes(clock("1990-01-01"), clock("2040-01-01")), st.sampled_from(ZONES))
def test_any_wall_clock_time_becomes_a_real_one(told: datetime, zone: str) -> None:
    at, note = local_time(told, ZoneInfo(zone))
    assert at.astimezone(UTC).astimezone(ZoneInfo(zone)) == at
    assert at.replace(tzinfo=None, fold=0) >= told
    assert note is not None or at.replace(tzinfo=None, fold=0) == told


def test_a_date_is_said_so_that_nobody_can_misread_it() -> None:
    assert said_day(date(2026, 3, 9)) == "Mon 9 Mar 2026"
