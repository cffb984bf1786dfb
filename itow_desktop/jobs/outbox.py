"""Sends what waits in the outbox, while the program runs."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from itow_desktop.domain.errors import Trouble
from itow_desktop.services.outbox.sending import Round

_log = logging.getLogger(__name__)

_LOOK_SECONDS = 20.0
"""How often it is looked whether something is due."""


class Sending:
    """Looks at the outbox now and then, and at once when it is asked to; of several programs that do so each message is sent by one.

    ``turn`` sends and ends soon after its argument says so; ``told`` is called on the scheduler's thread with what came of it,
    where anything did.
    """

    def __init__(
        self, turn: Callable[[Callable[[], bool]], Round], told: Callable[[Round], None], *, look_seconds: float = _LOOK_SECONDS
    ) -> None:
        self._turn, self._told = turn, told
        self._ending = threading.Event()
        self._lock = threading.Lock()
        self._trouble = ""
        """What kept it from looking last, so that it is not logged each time."""
        self._scheduler = BackgroundScheduler(jobstores={"default": MemoryJobStore()}, executors={"default": ThreadPoolExecutor(1)})
        self._job = self._scheduler.add_job(
            self._run,
            IntervalTrigger(seconds=look_seconds),
            next_run_time=datetime.now().astimezone(),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=2,  # who asks while a message is on its way is heard after it
        )

    def start(self) -> None:
        """Begin to look."""
        self._scheduler.start()

    def ask(self) -> None:
        """Look now: something was let go, or the settings are other ones."""
        with self._lock:
            if not self._ending.is_set():
                self._job.modify(next_run_time=datetime.now().astimezone())

    def close(self) -> None:
        """Send no further message; the one that is on its way is waited for."""
        with self._lock:
            self._ending.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def _run(self) -> None:
        if self._ending.is_set():
            return
        try:
            made = self._turn(self._ending.is_set)
        except Trouble as trouble:
            if str(trouble) != self._trouble:
                _log.warning("the outbox was not looked at: %s", trouble)
            self._trouble = str(trouble)
            return
        self._trouble = ""
        if made.trouble is not None:
            _log.warning("nothing was sent: %s", made.trouble)
        if made.happened and not self._ending.is_set():
            self._told(made)
