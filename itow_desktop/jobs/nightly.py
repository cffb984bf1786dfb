"""What happens every night the program runs: a copy of the database."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from itow_desktop.domain.backups import BackupInfo
from itow_desktop.domain.errors import Trouble
from itow_desktop.services.ports.backups import Backups
from itow_desktop.services.ports.clock import Clock

HOUR, MINUTE = 2, 10
_LATE = timedelta(hours=20)
_GRACE_SECONDS = 6 * 60 * 60


class Nightly:
    """Copies the database at ten past two, and at the start when the last night was missed.

    ``told`` is called on the scheduler's thread with the copy, or with the
    trouble that kept it from being made.
    """

    def __init__(self, backups: Backups, clock: Clock, zone: ZoneInfo, told: Callable[[BackupInfo | Trouble], None]) -> None:
        self._backups, self._clock, self._told = backups, clock, told
        # One thread: two copies at a time would only be in each other's way.
        self._scheduler = BackgroundScheduler(
            jobstores={"default": MemoryJobStore()}, executors={"default": ThreadPoolExecutor(1)}, timezone=zone
        )
        self._started = False
        # One recurring job, also for the start: APScheduler 3 stumbles over a one-time job that ends while it shuts down.
        self._scheduler.add_job(
            self._night,
            CronTrigger(hour=HOUR, minute=MINUTE, timezone=zone),
            next_run_time=clock.now(),
            misfire_grace_time=_GRACE_SECONDS,
            coalesce=True,
        )

    def start(self) -> None:
        """Begin; a copy that is overdue is made at once, beside the work."""
        self._scheduler.start()

    def close(self) -> None:
        """Stop, and wait for a copy that is being made."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def copy(self) -> None:
        """Make a copy now and tell what came of it."""
        try:
            made = self._backups.make()
        except Trouble as trouble:
            self._told(trouble)
        else:
            self._told(made)

    def _night(self) -> None:
        if self._started:
            self.copy()
            return
        self._started = True
        try:
            last = self._backups.latest()
        except Trouble as trouble:
            self._told(trouble)
            return
        if last is None or self._clock.now() - last.made_at > _LATE:
            self.copy()
