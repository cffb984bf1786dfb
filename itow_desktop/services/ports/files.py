"""What the program asks of files that somebody wants imported: the port their reader meets."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from itow_desktop.domain.errors import UnreadableFile
from itow_desktop.domain.importing.cells import Cell
from itow_desktop.domain.importing.incoming import FileLook
from itow_desktop.services.ports.towbook import never


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of a table; ``number`` counts from 1 as people see it, ``read`` is how much of the file (0 to 1) was read by then."""

    number: int
    cells: tuple[Cell, ...]
    read: float


class ImportFiles(Protocol):
    """Files on this PC; they are only ever read, and nothing in them is run."""

    def look(self, path: Path) -> FileLook:
        """What a file is and how it begins; a file that cannot be read is told by its ``trouble``, never raised."""

    def fingerprint(self, path: Path, stopped: Callable[[], bool] = never) -> str:
        """SHA-256 (hex) of the bytes; raises ``UnreadableFile``, and ``Cancelled`` once ``stopped`` says so."""

    def rows(self, look: FileLook, sheet: str | None, stopped: Callable[[], bool] = never) -> Iterator[FileRow]:
        """The rows of a table from the very first one, a few in memory at a time; rows without any text are left out.

        Raises ``FileBreaksOff`` behind the last row that is whole, ``UnreadableFile`` where the file is gone or changed
        since the look, and ``Cancelled`` once ``stopped`` says so.
        """


class NoFiles:
    """Where no files can be read: each one says so."""

    def look(self, path: Path) -> FileLook:
        """Nothing of it."""
        return FileLook(path, 0, None, trouble=f"{path.name} cannot be read here.")

    def fingerprint(self, path: Path, _stopped: Callable[[], bool] = never) -> str:
        """Never."""
        raise UnreadableFile(f"{path.name} cannot be read here. Nothing was changed.")

    def rows(self, _look: FileLook, _sheet: str | None, _stopped: Callable[[], bool] = never) -> Iterator[FileRow]:
        """None."""
        return iter(())
