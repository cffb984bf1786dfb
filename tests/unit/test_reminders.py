"""Days to come as people say them."""

from datetime import date, timedelta

import pytest

from itow_desktop.domain.reminders import day_ahead, understood

FRIDAY = date(2026, 5, 15)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("tuesday", date(2026, 5, 19)),
        ("Tue", date(2026, 5, 19)),
        ("next tuesday", date(2026, 5, 19)),
        ("friday", date(2026, 5, 22)),  # today's weekday is the one in a week
        ("thurs", date(2026, 5, 21)),
        ("tomorrow", date(2026, 5, 16)),
        ("today", FRIDAY),
        ("t", FRIDAY),
        ("+3", date(2026, 5, 18)),
        ("next week", date(2026, 5, 22)),
        ("8/5", date(2026, 8, 5)),
        ("4/1", date(2027, 4, 1)),  # has passed this year
        ("0401", date(2027, 4, 1)),
        ("2026-12-24", date(2026, 12, 24)),
    ],
)
def test_a_day_ahead(typed: str, day: date) -> None:
    assert day_ahead(typed, FRIDAY) == day


@pytest.mark.parametrize("typed", ["yesterday", "-1", "4/1/2026", "soon", "", "31/31"])
def test_what_is_no_day_ahead_says_so(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\w+"):
        day_ahead(typed, FRIDAY)


def test_every_weekday_is_within_the_coming_week() -> None:
    for offset in range(7):
        today = FRIDAY + timedelta(days=offset)
        for name in ("mon", "tuesday", "wed", "thu", "friday", "sat", "sunday"):
            found = day_ahead(name, today)
            assert today < found <= today + timedelta(days=7)
            assert f"{found:%A}".casefold().startswith(name[:3])


@pytest.mark.parametrize(
    ("line", "what", "day"),
    [
        ("call the bank Tuesday", "call the bank", date(2026, 5, 19)),
        ("call the bank on tuesday", "call the bank", date(2026, 5, 19)),
        ("pay the fee by 8/5", "pay the fee", date(2026, 8, 5)),
        ("order labels next friday", "order labels", date(2026, 5, 22)),
        ("ask for the title +3", "ask for the title", date(2026, 5, 18)),
        ("call   the bank", "call the bank", None),
        ("tuesday", "tuesday", None),  # a day alone says nothing to be reminded of
        ("pick up part 12", "pick up part 12", None),
        ("", "", None),
    ],
)
def test_a_line_as_it_is_spoken(line: str, what: str, day: date | None) -> None:
    assert understood(line, FRIDAY) == (what, day)
