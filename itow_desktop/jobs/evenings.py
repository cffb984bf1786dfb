"""The papers of the evening, while the program runs."""

import logging
import threading
from collections.abc import Callable
from time import monotonic

from itow_desktop.domain.errors import Trouble
from itow_desktop.services.office_papers.keeping import EveningPapers

_log = logging.getLogger(__name__)

_LOOK_SECONDS = 20.0
"""How often it is looked whether they are due; the clock is read each time, as a PC may sleep and its clock be set."""
_AGAIN_SECONDS = 600.0
"""How long after a trouble they are tried again."""
_END_SECONDS = 10.0


class Evenings:
    """Looks now and then whether the papers of the evening are due, and writes them on a thread of its own.

    ``work`` writes them where they are due. ``told`` is called on that thread with what was written, or with a trouble,
    once as long as it is the same one.
    """

    def __init__(
        self,
        work: Callable[[], EveningPapers | None],
        told: Callable[[EveningPapers | Trouble], None],
        *,
        look_seconds: float = _LOOK_SECONDS,
        again_seconds: float = _AGAIN_SECONDS,
    ) -> None:
        self._work, self._told = work, told
        self._look_seconds, self._again_seconds = look_seconds, again_seconds
        self._ending = threading.Event()
        self._soon = threading.Event()
        self._trouble = ""
        self._rests_until = 0.0
        self._thread = threading.Thread(target=self._run, name="evening papers", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def ask(self) -> None:
        """Look now, also where a trouble was told shortly before: the plan was changed, or somebody wants another try."""
        self._rests_until, self._trouble = 0.0, ""
        self._soon.set()

    def close(self) -> None:
        """End, and wait for papers that are being written."""
        self._ending.set()
        self._soon.set()
        if self._thread.is_alive():
            self._thread.join(_END_SECONDS)
            if self._thread.is_alive():
                _log.warning("the papers of the evening were still being written when the program closed")

    def _run(self) -> None:
        while not self._ending.is_set():
            self._soon.clear()
            if monotonic() >= self._rests_until:
                self._look()
            self._soon.wait(self._look_seconds)

    def _look(self) -> None:
        try:
            written = self._work()
        except Trouble as trouble:
            _log.warning("the papers of the evening were not written: %s", trouble)
            self._rests_until = monotonic() + self._again_seconds
            before, self._trouble = self._trouble, str(trouble)
            if self._trouble != before:
                self._tell(trouble)
            return
        self._trouble = ""
        if written is not None:
            self._tell(written)

    def _tell(self, outcome: EveningPapers | Trouble) -> None:
        if not self._ending.is_set():
            self._told(outcome)
