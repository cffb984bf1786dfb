"""How fast TowBook may be asked."""

from threading import Event, Lock

from pyrate_limiter import Decision, Rate, RateItem, StateBucket, TokenBucket

from itow_desktop.domain.errors import Cancelled
from itow_desktop.services.ports.clock import Clock


class Politeness:
    """A token bucket that all threads of one reader draw from.

    A second's worth of requests may come at once, then they come evenly. When
    TowBook names a time to wait (``Retry-After``), everybody waits.
    """

    def __init__(self, requests_per_second: float, clock: Clock) -> None:
        if not requests_per_second > 0:
            raise ValueError(f"requests per second must be more than 0, not {requests_per_second}")
        at_once = max(1, int(requests_per_second))
        self._bucket = StateBucket([Rate(at_once, round(1000 * at_once / requests_per_second))], TokenBucket())
        self._clock = clock
        self._lock = Lock()
        self._held_until = 0.0

    def wait_turn(self, stop: Event) -> None:
        """Return when one request may be sent; raises ``Cancelled`` when ``stop`` is set first."""
        while not stop.is_set():
            if (pause := self._pause()) <= 0:
                return
            self._clock.wait(pause, stop)
        raise Cancelled("Stopped before TowBook was asked.")

    def hold_back(self, seconds: float) -> None:
        """Let nobody ask for so many seconds from now."""
        with self._lock:
            self._held_until = max(self._held_until, self._clock.monotonic() + seconds)

    def _pause(self) -> float:
        """Take a token and answer 0, or answer after how many seconds to try again."""
        with self._lock:
            now = self._clock.monotonic()
            if now < self._held_until:
                return self._held_until - now
            decision = self._bucket.put_decision(RateItem("request", int(now * 1000)))
        if not isinstance(decision, Decision):
            raise TypeError("a bucket in memory decides at once")
        return 0.0 if decision.allowed else max(decision.retry_after_ms or 0, 1) / 1000
