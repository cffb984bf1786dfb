"""The copies of one database in one folder."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from itow_desktop.adapters.db.backup_files import last_tested, latest_backup, mark_tested
from itow_desktop.adapters.db.backups import make_backup, verify_backup
from itow_desktop.adapters.db.engine import Address
from itow_desktop.domain.backups import BackupInfo, VerifyResult
from itow_desktop.services.ports.clock import Clock


@dataclass(frozen=True, slots=True)
class DatabaseCopies:
    """Implements the port ``Backups``.

    ``address`` is of a role that may read everything and make scratch databases;
    ``where`` answers the folder, which a person may set while the office is open;
    ``tools`` is the folder of PostgreSQL's programs by the setting.
    """

    address: Address
    where: Callable[[], Path]
    clock: Clock
    tools: Path | None = None

    @property
    def folder(self) -> Path:
        """Where copies are made now."""
        return self.where()

    def make(self, folder: Path | None = None) -> BackupInfo:
        """Copy the database now; raises ``BackupTrouble``."""
        return make_backup(self.address.conninfo(), folder or self.folder, self.clock.now(), tools=self.tools)

    def verify(self, file: Path) -> VerifyResult:
        """Restore a copy aside and count; remembers beside it that it was good. Raises ``BackupTrouble``."""
        found = verify_backup(file, self.address.conninfo(), tools=self.tools)
        if found.ok:
            mark_tested(file, self.clock.now())
        return found

    def latest(self) -> BackupInfo | None:
        """The newest whole copy."""
        return latest_backup(self.folder)

    def last_tested(self) -> datetime | None:
        """The newest test of a copy that is still there."""
        return last_tested(self.folder)
