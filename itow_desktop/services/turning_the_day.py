"""The turn of the day: every date as the law in use gives it, the day's numbers kept, what time brought; no legal step by itself."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from itow_desktop.domain.errors import NotAllowed
from itow_desktop.domain.snapshots import DayNews, moved_words, news_of, news_words, snapshot_of
from itow_desktop.services.ports.stores import Deed
from itow_desktop.services.ports.towbook import never
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import NOTHING, Recomputed, day_queue, lead_steps, recompute

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DayTurn:
    """What came of it: for which day, what was computed anew here, what time brought since the last day that was kept.

    ``elsewhere``: another program is at it just now. ``kept``: this program wrote the numbers of the day.
    """

    today: date
    recomputed: Recomputed = NOTHING
    news: DayNews | None = None
    kept: bool = False
    elsewhere: bool = False

    @property
    def words(self) -> str:
        """What changed, for people; empty where nothing did."""
        return ". ".join(part for part in (moved_words(self.recomputed.moved), news_words(self.news) if self.news else "") if part)


def turn_day(shift: Shift, stopped: Callable[[], bool] = never) -> DayTurn:
    """Bring the dates up to the law in use and keep the day's numbers, unless another program of the office is at it.

    May be asked at any time, any number of times: what is done already is not done again, and what is broken off is gone on
    with the next time. A sign-in that may only read leaves all of it to others and hears what time brought.
    """
    today = shift.today
    with shift.desk.look() as unit:
        shift.law.follow(unit)
    recomputed, kept = NOTHING, False
    with shift.desk.alone() as mine:
        if mine:
            try:
                recomputed = recompute(shift.desk, shift.law, stopped)
                kept = not stopped() and _keep(shift, today)
            except NotAllowed:
                _log.info("this sign-in only reads; the turn of the day is left to others")
    return DayTurn(today, recomputed, None if stopped() else day_news(shift, today), kept, elsewhere=not mine)


def day_news(shift: Shift, today: date) -> DayNews | None:
    """What time alone made of the cars that stood here on the last day that was kept; None where there is no such day."""
    with shift.desk.look() as unit:
        since = unit.snapshots.last_before(today)
        cases = unit.deadlines.open_cases() if since else ()
    if since is None:
        return None
    old = [case for case in cases if case.towed_at is None or shift.law.today(case.towed_at) <= since]
    now = shift.memory.lead_steps(shift.law, cases, today)
    return news_of(
        lead_steps(shift.law, old, since), {case.custody_id: now[case.custody_id] for case in old if case.custody_id in now}, since
    )


def _keep(shift: Shift, today: date) -> bool:
    """The numbers of the day, written down once; the first ones stay."""
    with shift.desk.look() as unit:
        if unit.snapshots.has(today):
            return False
        cases = unit.deadlines.open_cases()
    queue = day_queue(cases, shift.memory.lead_steps(shift.law, cases, today), today)
    with shift.desk.begin(Deed("keep the day's numbers", undoable=False)) as unit:
        kept = unit.snapshots.keep(snapshot_of(queue))
        unit.commit()
    return kept
