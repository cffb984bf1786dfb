"""Imports that nobody starts, while the program runs."""

import logging
from collections.abc import Callable, Generator

from itow_desktop.domain.errors import Trouble
from itow_desktop.jobs.looking import LOOK_SECONDS, Looking
from itow_desktop.services.importing.from_towbook import ImportProgress
from itow_desktop.services.importing.own_imports import OwnResult

_log = logging.getLogger(__name__)

_END_SECONDS = 10.0
"""How long the end of the program waits for an import to let go; a daemon thread does not outlive the program."""

OwnImport = Callable[[Callable[[], bool]], Generator[ImportProgress, None, OwnResult | None]]


class OwnImports(Looking):
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
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        super().__init__(
            "own imports", look_seconds=look_seconds, end_seconds=_END_SECONDS, still="an import that nobody started was still at work"
        )
        self._work, self._progress, self._told = work, progress, told

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
