"""Copies of the database: the port the backup adapter meets."""

from datetime import datetime
from pathlib import Path
from typing import Protocol

from itow_desktop.domain.backups import BackupInfo, VerifyResult


class Backups(Protocol):
    """Makes copies of the open database in one folder, and proves them. All methods may raise ``BackupTrouble``."""

    @property
    def folder(self) -> Path:
        """Where copies are made."""

    def make(self, folder: Path | None = None) -> BackupInfo:
        """Make a copy now; may take minutes. ``folder`` is another one than usual, for this copy alone."""

    def verify(self, file: Path) -> VerifyResult:
        """Restore a copy into a scratch database and count its rows; the scratch database is dropped again."""

    def latest(self) -> BackupInfo | None:
        """The newest whole copy in the folder."""

    def last_tested(self) -> datetime | None:
        """When a copy of the folder was last restored as a test and held what it should."""
