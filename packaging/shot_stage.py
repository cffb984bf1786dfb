"""The open office with its dialogs, as whoever pictures it needs it."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from itow_desktop.app import OfficeWindow

D = TypeVar("D", bound=QDialog)

_TICK_MS = 10
_SHORT_MS = 250
"""A window gathers its news or lets a field rest this long at most; what waits longer (drafts, clocks) is no part of a picture."""


class Stage:
    """The open office, and how to wait for it."""

    def __init__(self, office: OfficeWindow) -> None:
        self.office = office
        self.window = office.window

    def settle(self) -> None:
        """Turn the event loop until, twice in a row, nothing is under way and no short timer of a window is still to fire."""
        loop, calm = QEventLoop(), 0

        def look() -> None:
            nonlocal calm
            calm = 0 if self.office.runner.busy or _soon() else calm + 1
            if calm == 2:
                loop.quit()

        ticks = QTimer()
        ticks.setInterval(_TICK_MS)
        ticks.timeout.connect(look)
        ticks.start()
        loop.exec()

    def dialog(self, kind: type[D]) -> D:
        """The open dialog of a kind."""
        self.settle()
        return next(each for each in self.dialogs() if isinstance(each, kind))

    def dialogs(self) -> list[QDialog]:
        """Every dialog on the screen."""
        return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QDialog) and widget.isVisible()]


def _soon() -> bool:
    """Is a window about to do something that it put off for a moment?"""
    timers = (timer for window in QApplication.topLevelWidgets() for timer in window.findChildren(QTimer))
    return any(timer.isActive() and timer.isSingleShot() and timer.interval() <= _SHORT_MS for timer in timers)


Screen = Callable[[Stage], Iterator[tuple[str, QWidget]]]
"""Brings things about, yields a name and the widget to be pictured, tidies up."""
