"""Errors as people meet them: a sentence, and a number that finds the lines in the log."""

import logging
import sys
from collections.abc import Callable
from types import TracebackType

from itow_desktop.domain.errors import Trouble
from itow_desktop.services.error_numbers import new_error_number

log = logging.getLogger(__name__)


class OurMistake(Trouble):
    """The program did something wrong; ``number`` stands beside the trace in the log."""

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(
            f"The program made a mistake (error {number}). What you typed is still here and everything saved before stands. "
            "Try once more; if it comes back, quote the number."
        )


def reported(error: BaseException) -> OurMistake:
    """Log a bug with its trace under a new number."""
    mistake = OurMistake(new_error_number())
    log.error("error %s", mistake.number, exc_info=error)
    return mistake


def numbered(trouble: Trouble) -> str:
    """The number of a trouble that is about to be shown; the world's own is logged under a new one."""
    if isinstance(trouble, OurMistake):
        return trouble.number
    number = new_error_number()
    log.warning("error %s: %s: %s", number, type(trouble).__name__, trouble, exc_info=trouble.__cause__)
    return number


class ExceptionHook:
    """The net under everything on the UI thread: no trace on the floor, no window closed, a sentence shown."""

    def __init__(self, show: Callable[[Trouble], None]) -> None:
        """``show`` is called on the thread of the error with the trouble to be told."""
        self._show = show
        self._before: Callable[[type[BaseException], BaseException, TracebackType | None], object] | None = None
        self._showing = False

    def install(self) -> None:
        """Take the place of ``sys.excepthook``."""
        self._before = sys.excepthook
        sys.excepthook = self.caught

    def remove(self) -> None:
        """Give ``sys.excepthook`` back."""
        if self._before is not None:
            sys.excepthook = self._before
            self._before = None

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Tell one error; an error while telling goes to the log only."""
        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        trouble = error if isinstance(error, Trouble) else reported(error)
        if self._showing:
            return
        self._showing = True
        try:
            self._show(trouble)
        except Exception as again:  # the net must not tear; the log has both
            log.error("could not show %s", trouble, exc_info=again)
        finally:
            self._showing = False
