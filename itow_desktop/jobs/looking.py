"""A thread of its own that looks now and then whether something is to be done."""

import logging
import threading
from abc import ABC, abstractmethod

_log = logging.getLogger(__name__)

LOOK_SECONDS = 20.0
"""How often is looked; the clock is read each time, as a PC may sleep and its clock be set."""
_MISTAKE_SECONDS = 600.0
"""How long it rests after a mistake of ours, which will most likely be made again."""


class Looking(ABC):
    """Looks now and then, and at once when it is asked to, from ``start`` to ``close``.

    ``name`` is the thread's. A mistake of ours (no ``Trouble``) ends the thread, and is told as such; another one goes on
    looking. ``end_seconds`` is how long the end of the program waits for what is being done; ``still`` says
    in the log what was cut short then.
    """

    def __init__(self, name: str, *, look_seconds: float, end_seconds: float, still: str) -> None:
        self._name, self._look_seconds, self._end_seconds, self._still = name, look_seconds, end_seconds, still
        self._ending = threading.Event()
        self._soon = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, rest_seconds: float = 0.0) -> None:
        """Begin to look, after a rest unless it is asked to."""
        self._thread = threading.Thread(target=self._run, args=(rest_seconds,), name=self._name, daemon=True)
        self._thread.start()

    def ask(self) -> None:
        """Look now: something waits, or the settings are other ones."""
        self._soon.set()

    def close(self) -> None:
        """Begin nothing more, and wait for what is being done, not for long."""
        self._ending.set()
        self._soon.set()
        if self._thread is not None and self._thread.is_alive():
            self._thread.join(self._end_seconds)
            if self._thread.is_alive():
                _log.warning("%s when the program closed", self._still)

    @abstractmethod
    def _look(self) -> None:
        """See whether something is to be done, and do it; on the thread of this one."""

    def _run(self, rest_seconds: float) -> None:
        self._soon.wait(rest_seconds)
        try:
            while not self._ending.is_set():
                self._soon.clear()
                self._look()
                self._soon.wait(self._look_seconds)
        except Exception:
            self.start(_MISTAKE_SECONDS)
            raise
