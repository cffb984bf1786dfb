"""The turn of each day, while the program runs."""

import logging
import threading
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from itow_desktop.domain.errors import Trouble
from itow_desktop.services.turning_the_day import DayTurn

_log = logging.getLogger(__name__)

HOUR, MINUTE = 0, 5
_LOOK_SECONDS = 20.0
"""How often the calendar is looked at. A PC asleep at midnight, or whose clock is set, would keep the scheduler waiting for years."""


class Daily:
    """Turns the day at the start, at five past midnight, whenever it is asked to, and as soon as the office's date is another one.

    ``turn`` does it, and breaks off soon after its argument says so; ``told`` is called on the scheduler's thread with what came
    of it, or with the trouble that kept it from being done. ``today`` is the office's date.
    """

    def __init__(
        self,
        turn: Callable[[Callable[[], bool]], DayTurn],
        told: Callable[[DayTurn | Trouble], None],
        *,
        today: Callable[[], date],
        zone: ZoneInfo,
        look_seconds: float = _LOOK_SECONDS,
    ) -> None:
        self._turn, self._told, self._today, self._look_seconds = turn, told, today, look_seconds
        self._ending = threading.Event()
        self._lock = threading.Lock()
        self._asked = True
        """Whether a turn is on its way that has not begun."""
        self._turned: date | None = None
        """The day that was turned last; None where it is still to be done."""
        self._trouble = ""
        """What was told last, and is not told again each time the calendar is looked at."""
        # One thread: whoever asks while a day is being turned waits for the next one.
        self._scheduler = BackgroundScheduler(
            jobstores={"default": MemoryJobStore()}, executors={"default": ThreadPoolExecutor(1)}, timezone=zone
        )
        self._job = self._scheduler.add_job(
            self._run,
            CronTrigger(hour=HOUR, minute=MINUTE, timezone=zone),
            next_run_time=datetime.now(zone),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=2,
        )
        self._calendar = threading.Thread(target=self._look, name="calendar", daemon=True)

    def start(self) -> None:
        """Begin with a turn, beside the work."""
        self._scheduler.start()
        self._calendar.start()

    def ask(self) -> None:
        """Turn the day soon, as after an import; several wishes are one."""
        with self._lock:
            if self._asked or self._ending.is_set():
                return
            self._asked = True
            self._job.modify(next_run_time=datetime.now(self._scheduler.timezone))

    def close(self) -> None:
        """Break off what is under way, and wait for that."""
        with self._lock:
            self._ending.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
        if self._calendar.is_alive():
            self._calendar.join()

    def _run(self) -> None:
        with self._lock:
            self._asked = False
        if self._ending.is_set():
            return
        try:
            turn = self._turn(self._ending.is_set)
        except Trouble as trouble:
            _log.warning("the day was not turned: %s", trouble)
            self._turned, before, self._trouble = None, self._trouble, str(trouble)
            if self._trouble != before:
                self._tell(trouble)
            return
        self._turned, self._trouble = None if turn.elsewhere else turn.today, ""
        self._tell(turn)

    def _tell(self, outcome: DayTurn | Trouble) -> None:
        if not self._ending.is_set():
            self._told(outcome)

    def _look(self) -> None:
        while not self._ending.wait(self._look_seconds):
            if self._turned != self._today():
                self.ask()
