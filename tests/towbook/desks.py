"""A reader on a clock of its own, and what a test asks of it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event, Lock
from typing import Any
from zoneinfo import ZoneInfo

from itow_desktop.adapters.towbook.reader import TowBookReader
from itow_desktop.domain.calls import CallRead, CallRef, DateRange
from itow_desktop.practice.login import PASSWORD, USERNAME
from itow_desktop.practice.server import StandIn

TODAY = date(2026, 11, 20)
WEEK = DateRange(date(2026, 11, 13), TODAY)
DETROIT = ZoneInfo("America/Detroit")
PPI = (".PPI",)


def never() -> bool:
    return False


class FakeClock:
    """Time that passes only when somebody waits, and then at once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._passed = 0.0
        self.waits: list[float] = []

    def now(self) -> datetime:
        return datetime(2026, 11, 20, 15, 0, tzinfo=UTC) + timedelta(seconds=self._passed)

    def monotonic(self) -> float:
        return 1000.0 + self._passed

    def wait(self, seconds: float, stop: Event) -> bool:
        with self._lock:
            self.waits.append(seconds)
            self._passed += seconds
        return stop.is_set()

    def pass_by(self, span: timedelta) -> None:
        with self._lock:
            self._passed += span.total_seconds()


@dataclass
class Desk:
    """What a test asks readers with: each ``reader`` is like a program started anew on the same PC."""

    stand_in: StandIn
    state_dir: Path
    clock: FakeClock = field(default_factory=FakeClock)
    password: str = PASSWORD
    username: str = USERNAME
    readers: list[TowBookReader] = field(default_factory=list)

    def reader(self, **options: Any) -> TowBookReader:
        settings: dict[str, Any] = {"clock": self.clock, "state_dir": self.state_dir, **options}
        made = TowBookReader(self.stand_in.url, lambda: (self.username, self.password), DETROIT, **settings)
        self.readers.append(made)
        return made

    def sign_ins(self) -> int:
        return sum(request.method == "POST" and request.path.startswith("/Security/Login") for request in self.stand_in.requests)

    def asked_for(self, path: str) -> int:
        return sum(request.path.partition("?")[0] == path for request in self.stand_in.requests)


def read_all(reader: TowBookReader, refs: tuple[CallRef, ...]) -> dict[str, CallRead]:
    """All reads by TowBook's id."""
    return {read.ref.towbook_id: read for read in reader.read_calls(refs, never)}
