"""Circular garbage is collected on the UI thread only."""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 100
"""So often that a round has little to look at also while a worker makes a million objects a second: rounds stand in the way of keys."""
_OLD_EVERY = 600
"""The oldest generation is looked at once a minute: everything long-lived is in it."""


class UiGarbage(QObject):
    """Python collects circles on whichever thread allocates next; a widget that dies on a worker takes the program along.

    While this lives Python's own collection is off, and a timer does it where
    widgets may die. What the start left behind is never looked at again, so a
    round costs little.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        """Made on the UI thread, after the window is built."""
        super().__init__(parent)
        self._rounds = 0
        gc.disable()
        gc.collect()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """One round: the young ones, and now and then the old."""
        self._rounds += 1
        gc.collect(2 if self._rounds % _OLD_EVERY == 0 else 1)

    def close(self) -> None:
        """Give the collection back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
