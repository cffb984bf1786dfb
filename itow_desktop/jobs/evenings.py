"""The papers of the evening, while the program runs."""

import logging
from collections.abc import Callable
from time import monotonic

from itow_desktop.domain.errors import Trouble
from itow_desktop.jobs.looking import LOOK_SECONDS, Looking
from itow_desktop.services.office_papers.keeping import EveningPapers

_log = logging.getLogger(__name__)

_AGAIN_SECONDS = 600.0
"""How long after a trouble they are tried again."""
_END_SECONDS = 10.0


class Evenings(Looking):
    """Looks now and then whether the papers of the evening are due, and writes them on a thread of its own.

    ``work`` writes them where they are due. ``told`` is called on that thread with what was written, or with a trouble,
    once as long as it is the same one.
    """

    def __init__(
        self,
        work: Callable[[], EveningPapers | None],
        told: Callable[[EveningPapers | Trouble], None],
        *,
        look_seconds: float = LOOK_SECONDS,
        again_seconds: float = _AGAIN_SECONDS,
    ) -> None:
        super().__init__(
            "evening papers", look_seconds=look_seconds, end_seconds=_END_SECONDS, still="the evening papers were still being written"
        )
        self._work, self._told, self._again_seconds = work, told, again_seconds
        self._trouble = ""
        self._rests_until = 0.0

    def ask(self) -> None:
        """Look now, also where a trouble was told shortly before: the plan was changed, or somebody wants another try."""
        self._rests_until, self._trouble = 0.0, ""
        super().ask()

    def _look(self) -> None:
        if monotonic() < self._rests_until:
            return
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
