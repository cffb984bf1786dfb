"""What time brought since the last working day, and other rules since they were taken up."""

from collections.abc import Callable
from datetime import date

from itow_desktop.domain.snapshots import TOLD, DayNews, moved_words, news_words
from itow_desktop.domain.urgency import Urgency
from itow_desktop.services.turning_the_day import DayTurn
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.text import day_text
from itow_desktop.ui.widgets.standing_line import StandingLine


class SinceLine(StandingLine):
    """Hidden while there is nothing to tell; its button shows what presses most of it."""

    def __init__(self, show: Callable[[Urgency], None]) -> None:
        super().__init__("calendar-blank", "Which o&nes?", lambda: show(self._presses))
        self._presses = Urgency.LATE
        self._moved: tuple[date | None, int] = (None, 0)
        self.hide()

    def tell(self, turn: DayTurn) -> None:
        """Another turn of the day; what other rules moved is told until the day is over."""
        if turn.recomputed.moved or self._moved[0] != turn.today:
            self._moved = turn.today, turn.recomputed.moved
        news, moved = turn.news, moved_words(self._moved[1])
        anything = news is not None and news.anything
        self.setVisible(bool(anything or moved))
        if news is not None and anything:
            self._presses = _pressing(news)
            since = f"Since {day_text(news.since, turn.today)}: {news_words(news)}"
            self.say(since, moved or "What time alone brought; cars towed since are not counted", _tone(news))
        elif moved:
            self.say(moved, tone=Tone.TODAY, offer=False)


def _pressing(news: DayNews) -> Urgency:
    if news.opened and not news.became.get(Urgency.LATE):
        return Urgency.TODAY
    return next((word for word in TOLD if news.became.get(word)), Urgency.TODAY)


def _tone(news: DayNews) -> Tone:
    if news.became.get(Urgency.LATE):
        return Tone.LATE
    return Tone.TODAY if news.opened or news.became.get(Urgency.TODAY) else Tone.ACCENT
