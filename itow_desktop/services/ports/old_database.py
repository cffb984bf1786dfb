"""The first program's database as the deeds see it: files that are read, rows that are kept, what was chosen."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from itow_desktop.domain.old_database.files import OldFile
from itow_desktop.domain.old_database.merging import Choice, Choices, Mark
from itow_desktop.domain.old_database.report import OldReport
from itow_desktop.domain.old_database.story import Party

ReadOldFile = Callable[[Path], OldFile]
"""Reads a file without changing it; raises ``OldFileTrouble``."""


@dataclass(frozen=True, slots=True)
class Here:
    """The custody that a car of the old database is or became; ``voided`` by hand, so that it does not come again."""

    custody_id: int
    voided: bool = False


class OldDatabaseStore(Protocol):
    """Kept files and rows, choices, which car became what, reports."""

    def keep(self, file: OldFile) -> None:
        """Keep a file with its rows as they were read; one that is here already stays as it is."""

    def files(self, fingerprints: Collection[str]) -> tuple[OldFile, ...]:
        """Kept files by their SHA-256."""

    def latest(self) -> tuple[str, ...]:
        """The fingerprints of the files kept last, together with those of the same deed."""

    def taken(self) -> Collection[str]:
        """The fingerprints of files that were taken over by an import nobody undid."""

    def choices(self) -> Choices: ...
    def choose(self, marks: Iterable[Mark], choice: Choice) -> None: ...
    def here(self, calls: Mapping[str, str | None]) -> Mapping[str, Here]:
        """What is here already of these cars, by their keys; ``calls`` are their call numbers."""

    def vehicles(self, vins: Collection[str]) -> Mapping[str, int]:
        """A custody that stands for the vehicle with each of these VINs, the newest."""

    def numbers(self) -> Mapping[str, str]:
        """Every file number in use here, with the key of the car that has it."""

    def parties(self, custody_ids: Sequence[int]) -> Collection[tuple[int, str, str]]:
        """Custody, role and name of everybody who is known to have a stake in these cars."""

    def add_parties(self, parties: Iterable[tuple[int, Party]]) -> None: ...
    def remember(self, run: int, cars: Mapping[str, int]) -> None:
        """Which car, by its key, is which custody from now on."""

    def continue_after(self, highest: Mapping[int, int]) -> None:
        """Let our own file numbers of each year go on after these."""

    def keep_report(self, report: OldReport) -> None: ...
    def report(self, run: int) -> OldReport:
        """The report of a run as it was shown; raises ``NotFound``."""

    def reports(self) -> tuple[int, ...]:
        """The runs that have one, the newest first."""
