"""The troubles the stand-in makes when a test or a lesson tells it to."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from fnmatch import fnmatchcase
from types import MappingProxyType

from itow_desktop.practice.wire import HTML, JSON, Answer


class Fault(StrEnum):
    """What can go wrong with one request."""

    SERVER_ERROR = "server_error"  # 500
    TOO_MANY_REQUESTS = "too_many_requests"  # 429, with Retry-After where seconds are given
    NOT_FOUND = "not_found"  # 404
    GARBAGE = "garbage"  # 200, called JSON, bytes that are no text
    HTML = "html"  # 200, an HTML page where JSON is due
    CUT_SHORT = "cut_short"  # Content-Length of the whole body, half of it, connection closed
    CUT_JSON = "cut_json"  # right Content-Length, half of the JSON
    DROPPED = "dropped"  # connection closed without an answer


class ExpiredAs(StrEnum):
    """How the stand-in tells an API request that its session has ended (TowBook facts, section 1)."""

    UNAUTHORIZED = "unauthorized"  # 401 with TowBook's message
    FORBIDDEN = "forbidden"  # 403
    REDIRECT = "redirect"  # 302 to the login page
    LOGIN_PAGE = "login_page"  # 200 with the login form where JSON was due


@dataclass(frozen=True, slots=True)
class Planned:
    """One planned trouble: which requests it meets, how many of them still (None: all of them)."""

    pattern: str
    left: int | None
    fault: Fault | None = None
    retry_after: int | None = None
    seconds: float = 0.0

    def meets(self, path: str) -> bool:
        """Whether a request of this lower-case path is met."""
        return self.left != 0 and fnmatchcase(path, self.pattern)

    def used(self) -> "Planned":
        """The plan after one more request."""
        return self if self.left is None else replace(self, left=self.left - 1)


class Faults:
    """The plan of troubles of one stand-in; may be changed while it runs, from any thread.

    Path patterns are shell patterns on the path without its query, upper and lower case alike:
    ``*``, ``/api/reports``, ``/api/calls/*``.
    """

    def __init__(self) -> None:
        self.expired_as = ExpiredAs.UNAUTHORIZED
        self._lock = threading.Lock()
        self._plans: list[Planned] = []
        self._session_length: int | None = None
        self._session_left: int | None = None

    def fail(self, fault: Fault, path: str = "*", times: int | None = 1, *, retry_after: int | None = None) -> None:
        """Let the next ``times`` requests of a path go wrong, or all of them where ``times`` is None."""
        with self._lock:
            self._plans.append(Planned(path.lower(), times, fault, retry_after))

    def fail_call(self, call_id: int, fault: Fault = Fault.SERVER_ERROR) -> None:
        """Let one call never be read."""
        self.fail(fault, f"/api/calls/{call_id}", None)

    def slow(self, seconds: float, path: str = "*", times: int | None = None) -> None:
        """Let requests of a path take so much longer, in seconds."""
        with self._lock:
            self._plans.append(Planned(path.lower(), times, seconds=seconds))

    def expire_after(self, api_requests: int, *, again: bool = False) -> None:
        """End every session when so many API requests were answered; ``again``: each time anew."""
        with self._lock:
            self._session_left = api_requests
            self._session_length = api_requests if again else None

    def clear(self) -> None:
        """All is well again."""
        with self._lock:
            self._plans.clear()
            self._session_left = self._session_length = None
            self.expired_as = ExpiredAs.UNAUTHORIZED

    def meet(self, path: str) -> tuple[float, Planned | None]:
        """What happens to a request now: seconds of delay, and the trouble if there is one; counts it."""
        delay, trouble = 0.0, None
        with self._lock:
            for index, plan in enumerate(self._plans):
                if not plan.meets(path) or (plan.fault is not None and trouble is not None):
                    continue
                self._plans[index] = plan.used()
                delay += plan.seconds
                trouble = plan if plan.fault is not None else trouble
        return delay, trouble

    def session_ends(self) -> bool:
        """Count one API request that had a session; True when the sessions have ended before it."""
        with self._lock:
            if self._session_left is None:
                return False
            self._session_left -= 1
            if self._session_left >= 0:
                return False
            self._session_left = self._session_length
            return True


_SORRY = b"<!DOCTYPE html><html><head><title>Towbook</title></head><body><h1>%s</h1></body></html>"
_REPLACED = MappingProxyType(
    {
        Fault.SERVER_ERROR: Answer(500, _SORRY % b"Server Error in '/' Application.", HTML),
        Fault.TOO_MANY_REQUESTS: Answer(429, b"Too many requests", "text/plain"),
        Fault.NOT_FOUND: Answer(404, _SORRY % b"Not found", HTML),
        Fault.GARBAGE: Answer(200, bytes(range(256)) * 4, JSON),
        Fault.HTML: Answer(200, _SORRY % b"We'll be right back", HTML),
        Fault.DROPPED: Answer(0, dropped=True),
    }
)


def spoil(plan: Planned, proper: Callable[[], Answer]) -> Answer:
    """The answer under a planned trouble; ``proper`` gives the right one and is asked only where needed."""
    if plan.fault is Fault.CUT_SHORT:
        answer = proper()
        return replace(answer, cut=len(answer.body) // 2)
    if plan.fault is Fault.CUT_JSON:
        answer = proper()
        return replace(answer, body=answer.body[: len(answer.body) // 2])
    if plan.fault is None:
        return proper()
    answer = _REPLACED[plan.fault]
    if plan.retry_after is not None:
        answer = answer.with_headers(("Retry-After", str(plan.retry_after)))
    return answer
