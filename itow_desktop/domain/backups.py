"""Copies of the database, with what a check of one found."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class BackupInfo:
    """One whole copy."""

    file: Path
    """The dump; its manifest lies beside it."""
    made_at: datetime
    """UTC; the moment whose state the copy holds."""
    database: str
    server_version: str
    program_version: str
    size: int
    """Bytes of the dump."""
    sha256: str
    rows: tuple[tuple[str, int], ...]
    """How many rows each table held in that very moment, as ``schema.table``, in order of name."""


@dataclass(frozen=True)
class CountDifference:
    """A table that does not hold as many rows as the copy should; None where the table is missing on one side."""

    table: str
    expected: int | None
    found: int | None


@dataclass(frozen=True)
class VerifyResult:
    """What came out when a copy was restored aside and counted."""

    backup: BackupInfo
    differences: tuple[CountDifference, ...]
    seconds: float

    @property
    def ok(self) -> bool:
        return not self.differences


@dataclass(frozen=True)
class RestoreResult:
    """A copy that was put in place."""

    backup: BackupInfo
    database: str
    kept_as: str | None
    """The name under which the database that was there before is kept; None where there was none."""
    without_pin: tuple[str, ...] = ()
    """People who had a PIN that was not in the copy and have none now, by name."""


def compare_counts(expected: tuple[tuple[str, int], ...], found: tuple[tuple[str, int], ...]) -> tuple[CountDifference, ...]:
    """The tables whose numbers of rows differ, in order of name."""
    wanted, there = dict(expected), dict(found)
    return tuple(
        CountDifference(table, wanted.get(table), there.get(table))
        for table in sorted(wanted.keys() | there.keys())
        if wanted.get(table) != there.get(table)
    )
