"""A thread of its own that looks now and then whether something is to be done."""

import logging
import threading
from abc import ABC, abstractmethod

_log = logging.getLogger(__name__)

LOOK_SECONDS = 20.0
"""How often is looked; the clock is read each time, as a PC may sleep and its clock be set."""


class Looking(ABC):
    """Looks now and then, and at once when it is asked to, from ``start`` to ``close``.

    ``name`` is the thread's. ``end_seconds`` is how long the end of the program waits for what is being done; ``still`` says
    in the log what was cut short then.
    """

    def __init__(self, name: str, *, look_seconds: float, end_seconds: float, still: str) -> None:
        self._look_seconds, self._end_seconds, self._still = look_seconds, end_seconds, still
        self._ending = threading.Event()
        self._soon = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def ask(self) -> None:
        """Look now: something waits, or the settings are other ones."""
        self._soon.set()

    def close(self) -> None:
        """Begin nothing more, and wait for what is being done, not for long."""
        self._ending.set()
        self._soon.set()
        if self._thread.is_alive():
            self._thread.join(self._end_seconds)
            if self._thread.is_alive():
                _log.warning("%s when the program closed", self._still)

    @abstractmethod
    def _look(self) -> None:
        """See whether something is to be done, and do it; on the thread of this one."""

    def _run(self) -> None:
        while not self._ending.is_set():
            self._soon.clear()
            self._look()
            self._soon.wait(self._look_seconds)
