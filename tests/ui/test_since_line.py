"""What time brought, on the Today page."""

from datetime import date, timedelta

import pytest
from pytestqt.qtbot import QtBot

from itow_desktop.domain.queue import Item
from itow_desktop.domain.rules import Actor
from itow_desktop.domain.snapshots import DayNews, news_of, news_words
from itow_desktop.domain.urgency import Urgency
from itow_desktop.services.stepping import Recomputed
from itow_desktop.services.turning_the_day import DayTurn
from itow_desktop.ui.widgets.since_line import SinceLine

TODAY, FRIDAY = date(2026, 3, 9), date(2026, 3, 6)


@pytest.fixture
def line(qtbot: QtBot) -> tuple[SinceLine, list[Urgency]]:
    asked: list[Urgency] = []
    line = SinceLine(asked.append)
    qtbot.addWidget(line)
    return line, asked


def step(car: int, urgency: Urgency, until: date | None = None) -> Item:
    return Item(car, str(car), "Call in", urgency, "", Actor.US, until=until)


def test_only_what_is_other_than_it_was_is_news() -> None:
    then = {1: step(1, Urgency.TODAY), 2: step(2, Urgency.LATE), 3: step(3, Urgency.UPCOMING), 4: step(4, Urgency.SOON, TODAY)}
    now = {
        1: step(1, Urgency.LATE), 2: step(2, Urgency.LATE), 3: step(3, Urgency.SOON), 4: step(4, Urgency.TODAY, TODAY),
        5: step(5, Urgency.CHASE),
    }  # fmt: skip
    news = news_of(then, now, FRIDAY)
    assert news == DayNews(FRIDAY, {Urgency.LATE: 1, Urgency.CHASE: 1}, opened=1)
    assert news_words(news) == "1 car became late, 1 car must be chased up, 1 window opened"
    assert news_words(news_of(then, then, FRIDAY)) == ""


def test_it_says_what_time_brought_and_shows_what_presses_most(line: tuple[SinceLine, list[Urgency]]) -> None:
    shown, asked = line
    shown.tell(DayTurn(TODAY, Recomputed(), DayNews(FRIDAY, {Urgency.LATE: 3, Urgency.READY: 1}, 2)))
    assert shown.words.text() == "Since Fri 3/6: 3 cars became late, 1 car reached the end of a wait, 2 windows opened"
    shown.button.click()
    shown.tell(DayTurn(TODAY, Recomputed(), DayNews(FRIDAY, {Urgency.CHASE: 1}, 1)))
    shown.button.click()
    shown.tell(DayTurn(TODAY, Recomputed(), DayNews(FRIDAY, {Urgency.CHASE: 1})))
    shown.button.click()
    assert asked == [Urgency.LATE, Urgency.TODAY, Urgency.CHASE]


def test_where_time_brought_nothing_it_is_hidden_and_moved_dates_are_told(line: tuple[SinceLine, list[Urgency]]) -> None:
    shown, _ = line
    for turn in (DayTurn(TODAY), DayTurn(TODAY, Recomputed(40, 0), DayNews(FRIDAY, {}))):
        shown.tell(turn)
        assert shown.isHidden()
    shown.tell(DayTurn(TODAY, Recomputed(40, 12), DayNews(FRIDAY, {})))
    assert not shown.isHidden()
    assert shown.words.text() == "Other rules moved dates of 12 cars"
    assert shown.button.isHidden()
    shown.tell(DayTurn(TODAY, Recomputed(), DayNews(FRIDAY, {})))
    assert shown.words.text() == "Other rules moved dates of 12 cars", "an import that day turns it again and moves nothing"
    shown.tell(DayTurn(TODAY + timedelta(days=1), Recomputed(), DayNews(TODAY, {})))
    assert shown.isHidden()
