"""Sends what waits in the outbox, while the program runs."""

import logging
import threading
from collections.abc import Callable

from itow_desktop.domain.errors import Trouble
from itow_desktop.services.outbox.sending import Round

_log = logging.getLogger(__name__)

_LOOK_SECONDS = 20.0
"""How often it is looked whether something is due."""

_END_SECONDS = 10.0
"""How long the end of the program waits for a mail server; a message it ends in the middle of is sent again as the same one."""


class Sending:
    """Looks at the outbox now and then, and at once when it is asked to; of several programs that do so each message is sent by one.

    ``turn`` sends and ends soon after its argument says so; ``told`` is called on this one's own thread with what came of it,
    where anything did.
    """

    def __init__(
        self, turn: Callable[[Callable[[], bool]], Round], told: Callable[[Round], None], *, look_seconds: float = _LOOK_SECONDS
    ) -> None:
        self._turn, self._told, self._look_seconds = turn, told, look_seconds
        self._ending = threading.Event()
        self._soon = threading.Event()
        self._trouble = ""
        """What kept it from looking last, so that it is not logged each time."""
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def ask(self) -> None:
        """Look now: something was let go, or the settings are other ones."""
        self._soon.set()

    def close(self) -> None:
        """Send no further message; the one that is on its way is waited for, not for long."""
        self._ending.set()
        self._soon.set()
        if self._thread.is_alive():
            self._thread.join(_END_SECONDS)
            if self._thread.is_alive():
                _log.warning("a message was still on its way when the program closed")

    def _run(self) -> None:
        while not self._ending.is_set():
            self._soon.clear()
            self._look()
            self._soon.wait(self._look_seconds)

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
