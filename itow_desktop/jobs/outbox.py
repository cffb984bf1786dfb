"""Sends what waits in the outbox, while the program runs."""

import logging
from collections.abc import Callable

from itow_desktop.domain.errors import Trouble
from itow_desktop.jobs.looking import LOOK_SECONDS, Looking
from itow_desktop.services.outbox.sending import Round

_log = logging.getLogger(__name__)

_END_SECONDS = 10.0
"""How long the end of the program waits for a mail server; a message it ends in the middle of is sent again as the same one."""


class Sending(Looking):
    """Looks at the outbox now and then, and at once when it is asked to; of several programs that do so each message is sent by one.

    ``turn`` sends and ends soon after its argument says so; ``told`` is called on this one's own thread with what came of it,
    where anything did.
    """

    def __init__(
        self, turn: Callable[[Callable[[], bool]], Round], told: Callable[[Round], None], *, look_seconds: float = LOOK_SECONDS
    ) -> None:
        super().__init__("outbox", look_seconds=look_seconds, end_seconds=_END_SECONDS, still="a message was still on its way")
        self._turn, self._told = turn, told
        self._trouble = ""
        """What kept it from looking last, so that it is not logged each time."""

    def _look(self) -> None:
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
