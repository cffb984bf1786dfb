"""Imports that begin by themselves, as the deeds see them: the schedule, what came of it, what waits for TowBook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Protocol

from itow_desktop.domain.calls import DateRange
from itow_desktop.domain.importing.schedules import Schedule, Try


@dataclass(frozen=True, slots=True)
class WaitingImport:
    """An import that somebody asked for while TowBook did not answer; ``days`` None: the cars on the lot."""

    id: int
    accounts: tuple[str, ...]
    days: DateRange | None
    asked_at: datetime
    by_id: int | None
    by: str | None


class ScheduleStore(Protocol):
    """The schedule counts as it was set last; tries are only added; what waits is ended once."""

    def schedule(self) -> Schedule | None:
        """None where nobody ever set one."""

    def set_schedule(self, times: Sequence[time], *, lot: bool, running: bool, at: datetime) -> None:
        """Keep another schedule; the database refuses whoever is no manager."""

    def tries(self, limit: int = 50) -> tuple[Try, ...]:
        """What came of it, the newest first."""

    def add_try(self, made: Try, run: int | None = None) -> None:
        """Write down how one ended."""

    def waiting(self) -> tuple[WaitingImport, ...]:
        """What waits for TowBook, the oldest first."""

    def wait_for(self, accounts: Sequence[str], days: DateRange | None, at: datetime) -> None:
        """Let an import wait."""

    def end(self, waiting: int, run: int | None) -> bool:
        """It was made in that run, or taken back with None; answers False where it does not wait any more."""
