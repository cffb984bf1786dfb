"""The computer's own clock."""

import time
from datetime import UTC, datetime
from threading import Event


class SystemClock:
    """Implements the port ``Clock``."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since some moment, unmoved by changes of the time of day."""
        return time.monotonic()

    def wait(self, seconds: float, stop: Event) -> bool:
        """Wait, unless ``stop`` is set meanwhile."""
        return stop.wait(seconds)
