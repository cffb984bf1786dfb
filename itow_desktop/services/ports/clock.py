"""Time as the deeds and adapters ask for it, so that tests need not wait."""

from datetime import datetime
from threading import Event
from typing import Protocol


class Clock(Protocol):
    """The time of day, a stopwatch, a wait that can be broken off."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds of a stopwatch that nobody can set."""

    def wait(self, seconds: float, stop: Event) -> bool:
        """Wait so many seconds, or less when ``stop`` is set; answers whether it was."""
