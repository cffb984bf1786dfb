"""Windows about single cars: one for each, which comes to the front where it is open already."""

from collections.abc import Callable
from typing import Generic, TypeVar

from itow_desktop.ui.dialogs.own_window import OwnWindow
from itow_desktop.ui.showing import to_front

W = TypeVar("W", bound=OwnWindow)


class CarWindows(Generic[W]):
    """``make`` makes the window of a car, whose key is its custody id, and listens to it."""

    def __init__(self, make: Callable[[int], W]) -> None:
        self._make = make
        self._open: dict[int, W] = {}

    @property
    def open(self) -> tuple[W, ...]:
        """Those that are open."""
        return tuple(self._open.values())

    def show(self, custody_id: int) -> W:
        """The window of a car, in front; a new one reads what it shows."""
        window = self._open.get(custody_id)
        if window is None:
            window = self._open[custody_id] = self._make(custody_id)
            window.closed.connect(self._open.pop)
            window.refresh()
        to_front(window)
        return window

    def close(self) -> None:
        """Close all of them."""
        for window in self.open:
            window.close()
