"""Imports that nobody starts, while the program runs."""

import logging
import threading
from collections.abc import Callable, Generator

from itow_desktop.domain.errors import Trouble
from itow_desktop.services.importing.from_towbook import ImportProgress
from itow_desktop.services.importing.own_imports import OwnResult

_log = logging.getLogger(__name__)

_LOOK_SECONDS = 20.0
"""How often it is looked whether an import is due; the clock is read each time, as a PC may sleep and its clock be set."""

_END_SECONDS = 10.0
"""How long the end of the program waits for an import to let go; a daemon thread does not outlive the program."""

OwnImport = Callable[[Callable[[], bool]], Generator[ImportProgress, None, OwnResult | None]]


class OwnImports:
    """Looks now and then whether an import is to begin by itself, and makes it on a thread of its own.

    ``work`` makes it and ends soon after its argument says so. ``progress`` and ``told`` are called on that thread with
    each step and with what came of it; with None where it ended without a result.
    """

    def __init__(
        self,
        work: OwnImport,
        progress: Callable[[ImportProgress], None],
        told: Callable[[OwnResult | None], None],
        *,
        look_seconds: float = _LOOK_SECONDS,
    ) -> None:
        self._work, self._progress, self._told, self._look_seconds = work, progress, told, look_seconds
        self._ending = threading.Event()
        self._soon = threading.Event()
        self._thread = threading.Thread(target=self._run, name="own imports", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def ask(self) -> None:
        """Look now: something waits, or the times were set anew."""
        self._soon.set()

    def close(self) -> None:
        """End what is under way, and wait for that; what was read is kept."""
        self._ending.set()
        self._soon.set()
        if self._thread.is_alive():
            self._thread.join(_END_SECONDS)
            if self._thread.is_alive():
                _log.warning("an import that nobody started was still at work when the program closed")

    def _run(self) -> None:
        while not self._ending.is_set():
            self._soon.clear()
            self._look()
            self._soon.wait(self._look_seconds)

    def _look(self) -> None:
        begun, result = False, None
        steps = self._work(self._ending.is_set)
        try:
            while True:
                step = next(steps)
                begun = True
                if not self._ending.is_set():
                    self._progress(step)
        except StopIteration as end:
            result = end.value
        except Trouble as trouble:
            _log.warning("an import that nobody started was not made: %s", trouble)
        if (begun or result is not None) and not self._ending.is_set():
            self._told(result)
