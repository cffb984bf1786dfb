"""The nightly copy: made when it is due, told when it fails, waited for at the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Queue
from threading import Event

import pytest

from itow_desktop.domain.backups import BackupInfo, VerifyResult
from itow_desktop.domain.errors import BackupTrouble, Trouble
from itow_desktop.jobs.nightly import Nightly
from tests.builders import DETROIT
from tests.fakes import SetClock


class MemoryBackups:
    """Copies as a list."""

    folder = Path("copies")

    def __init__(self, *made: BackupInfo) -> None:
        self.made = list(made)
        self.trouble: Trouble | None = None
        self.gate: Event | None = None

    def make(self, folder: Path | None = None) -> BackupInfo:
        """Add one, unless told to fail."""
        if self.gate is not None:
            assert self.gate.wait(10)
        if self.trouble is not None:
            raise self.trouble
        self.made.append(copied())
        return self.made[-1]

    def verify(self, file: Path) -> VerifyResult:
        """As it should be."""
        return VerifyResult(self.made[-1], (), 0.1)

    def latest(self) -> BackupInfo | None:
        """The last of the list."""
        return self.made[-1] if self.made else None

    def last_tested(self) -> datetime | None:
        """None was ever tested."""
        return None


def copied(hours_ago: float = 0) -> BackupInfo:
    return BackupInfo(Path("copies/itow.dump"), datetime.now(UTC) - timedelta(hours=hours_ago), "itow", "18.6", "0.1.0", 1, "0" * 64, ())


@contextmanager
def nightly(backups: MemoryBackups) -> Iterator[tuple[Nightly, "Queue[BackupInfo | Trouble]"]]:
    told: Queue[BackupInfo | Trouble] = Queue()
    job = Nightly(backups, SetClock(datetime.now(UTC)), DETROIT, told.put)
    try:
        yield job, told
    finally:
        job.close()


@pytest.mark.parametrize("before", [(), (copied(21),)], ids=["none yet", "last night was missed"])
def test_an_overdue_copy_is_made_at_the_start(before: tuple[BackupInfo, ...]) -> None:
    backups = MemoryBackups(*before)
    with nightly(backups) as (job, told):
        job.start()
        assert told.get(timeout=10) is backups.made[-1]
    assert len(backups.made) == len(before) + 1


def test_a_fresh_copy_is_enough() -> None:
    backups = MemoryBackups(copied(3))
    with nightly(backups) as (job, told):
        job.start()
        job.close()
        assert told.empty()
    assert len(backups.made) == 1


def test_trouble_is_told_and_the_next_night_tries_again() -> None:
    backups = MemoryBackups()
    backups.trouble = BackupTrouble("The folder is full.")
    with nightly(backups) as (job, told):
        job.start()
        assert told.get(timeout=10) is backups.trouble
        backups.trouble = None
        job.copy()
        assert told.get(timeout=10) is backups.made[0]


def test_closing_waits_for_a_copy_that_is_being_made() -> None:
    backups = MemoryBackups()
    backups.gate = Event()
    with nightly(backups) as (job, _):
        job.start()
        backups.gate.set()
    assert len(backups.made) <= 1
    assert not job._scheduler.running
