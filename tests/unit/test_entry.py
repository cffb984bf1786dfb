"""Dates and times as people type them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itow_desktop.domain.entry import read_day, read_moment, read_time
from tests.law import DETROIT

TODAY = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("t", TODAY),
        ("T", TODAY),
        (" today ", TODAY),
        ("+1", date(2026, 5, 21)),
        ("-3", date(2026, 5, 17)),
        ("+20", date(2026, 6, 9)),
        ("- 1", date(2026, 5, 19)),
        ("8/5", date(2026, 8, 5)),
        ("08/05", date(2026, 8, 5)),
        ("8-5", date(2026, 8, 5)),
        ("8.5", date(2026, 8, 5)),
        ("0805", date(2026, 8, 5)),
        ("8/5/25", date(2025, 8, 5)),
        ("8/5/2025", date(2025, 8, 5)),
        ("080525", date(2025, 8, 5)),
        ("08052025", date(2025, 8, 5)),
        ("2025-08-05", date(2025, 8, 5)),
        ("2025-8-5", date(2025, 8, 5)),
        ("2025/08/05", date(2025, 8, 5)),
        ("2/29/24", date(2024, 2, 29)),
    ],
)
def test_a_day_in_many_shapes(typed: str, day: date) -> None:
    assert read_day(typed, TODAY) == day


@pytest.mark.parametrize(
    ("today", "typed", "day"),
    [
        (date(2026, 1, 3), "12/30", date(2025, 12, 30)),
        (date(2025, 12, 30), "1/2", date(2026, 1, 2)),
        (date(2026, 5, 20), "11/25", date(2025, 11, 25)),  # 176 days back, 189 ahead
        (date(2025, 3, 1), "2/29", date(2024, 2, 29)),
        (date(2027, 6, 1), "2/29", date(2028, 2, 29)),
    ],
)
def test_a_day_without_a_year_is_the_nearest_one(today: date, typed: str, day: date) -> None:
    assert read_day(typed, today) == day


@pytest.mark.parametrize("typed", ["2/29", "2/30", "13/1", "2026-02-29", "00/10", "20250805", "2/29/25", "1/1/0001", "9999-01-01"])
def test_a_day_that_is_not_there_is_said(typed: str) -> None:
    with pytest.raises(ValueError, match=r"is not in the calendar|cannot be right"):
        read_day(typed, TODAY)


@pytest.mark.parametrize(
    "typed", ["", "yesterday", "8/", "/5", "8/5/255", "+", "+1000", "1", "805", "5 of May", "2026-05", "\x00", "²/³", "8/5/"]
)
def test_what_is_no_day_is_said_with_what_would_be_one(typed: str) -> None:
    with pytest.raises(ValueError, match=r"is no date\. Type it like 8/5"):
        read_day(typed, TODAY)


@given(st.text())
def test_no_text_makes_anything_but_a_day_or_a_sentence(typed: str) -> None:
    found: date | str
    try:
        found = read_moment(typed, TODAY, DETROIT)
    except ValueError as problem:
        found = str(problem)
    assert isinstance(found, date) or found.endswith(".")


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_every_full_day_is_read_as_it_is_written(day: date) -> None:
    assert read_day(day.isoformat(), TODAY) == day
    assert read_day(f"{day.month}/{day.day}/{day.year}", TODAY) == day
    assert read_day(f"{day:%m%d%Y}", TODAY) == day


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.dates(date(2001, 1, 1), date(2098, 12, 31)))
def test_a_day_without_a_year_never_lies_more_than_half_a_year_away(day: date, today: date) -> None:
    try:
        found = read_day(f"{day.month}/{day.day}", today)
    except ValueError:
        assert (day.month, day.day) == (2, 29)
        return
    assert (found.month, found.day) == (day.month, day.day)
    if (day.month, day.day) != (2, 29):
        assert abs(found - today) <= timedelta(days=183)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("16:44", time(16, 44)),
        ("1644", time(16, 44)),
        ("0744", time(7, 44)),
        ("744", time(7, 44)),
        ("4:44 pm", time(16, 44)),
        ("4:44p", time(16, 44)),
        ("4:44 P.M.", time(16, 44)),
        ("4p", time(16, 0)),
        ("4 am", time(4, 0)),
        ("12 am", time(0, 0)),
        ("12 pm", time(12, 0)),
        ("12:30 am", time(0, 30)),
        ("0:05", time(0, 5)),
        ("16:44:59", time(16, 44)),
    ],
)
def test_a_time_in_many_shapes(typed: str, moment: time) -> None:
    assert read_time(typed) == moment


@pytest.mark.parametrize("typed", ["", "4", "25:00", "24:00", "16:60", "16:44 pm", "0 am", "13 pm", "noon", "16h44", "9999", "4:4"])
def test_what_is_no_time_is_said(typed: str) -> None:
    with pytest.raises(ValueError, match="is no time"):
        read_time(typed)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("5/8 4:44 pm", datetime(2026, 5, 8, 16, 44, tzinfo=DETROIT)),
        ("t 1644", datetime(2026, 5, 20, 16, 44, tzinfo=DETROIT)),
        ("T 1644", datetime(2026, 5, 20, 16, 44, tzinfo=DETROIT)),
        ("Today 4 pm", datetime(2026, 5, 20, 16, 0, tzinfo=DETROIT)),
        ("-1 23:05", datetime(2026, 5, 19, 23, 5, tzinfo=DETROIT)),
        ("2026-05-08T16:44", datetime(2026, 5, 8, 16, 44, tzinfo=DETROIT)),
        ("  5/8   16:44  ", datetime(2026, 5, 8, 16, 44, tzinfo=DETROIT)),
    ],
)
def test_a_moment_is_local_and_aware(typed: str, moment: datetime) -> None:
    assert read_moment(typed, TODAY, DETROIT) == moment


def test_a_moment_without_a_time_is_a_day() -> None:
    found = read_moment("5/8", TODAY, DETROIT)
    assert found == date(2026, 5, 8)
    assert not isinstance(found, datetime)


def test_when_the_clocks_change() -> None:
    for typed, utc in [
        ("11/1/2026 1:30", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),  # comes twice: the first
        ("3/8/2026 2:30", datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),  # never comes: 3:30
    ]:
        found = read_moment(typed, TODAY, DETROIT)
        assert isinstance(found, datetime)
        assert found.astimezone(UTC) == utc
