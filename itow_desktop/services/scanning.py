"""Find scans that wait to be put on a car."""

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from stat import S_ISREG

from itow_desktop.domain.errors import UnreadableFile
from itow_desktop.services.ports.car_files import Pictures
from itow_desktop.services.shift import Shift

log = logging.getLogger(__name__)

_DAYS = 30
"""Older files are not new: a folder may hold the scans of years when somebody begins to watch it."""
_QUIET_SECONDS = 2.0
"""A file that grew so short a time ago may still be under the scanner."""

FileState = tuple[Path, int, int]
"""A file as it lay there at one look: path, size, time of its last change in nanoseconds."""
Digests = dict[FileState, str]


def new_scans(shift: Shift, pictures: Pictures, folder: Path, digests: Digests) -> tuple[Path, ...]:
    """The files of a folder that are on no car yet and were not left out, the oldest first.

    A file is counted once it lies still: it has not grown for two seconds and can be
    opened, which on Windows its writer prevents. ``digests`` remembers what was read at
    earlier looks, so that each file is read once. A folder that is away has no scans.
    """
    now = shift.clock.now().timestamp()
    read: dict[str, Path] = {}
    seen: Digests = {}
    for state in sorted(_still(folder, now), key=lambda each: each[2]):
        try:
            digest = digests.get(state) or pictures.digest(state[0])
        except UnreadableFile as trouble:
            log.info("a scan waits for its writer: %s", trouble)
            continue
        seen[state] = digest
        read.setdefault(digest, state[0])
    digests.clear()
    digests.update(seen)
    if not read:
        return ()
    with shift.desk.look() as unit:
        known = unit.attachments.known(tuple(read))
    return tuple(file for digest, file in read.items() if digest not in known)


def leave_out(shift: Shift, pictures: Pictures, files: Sequence[Path]) -> None:
    """These scans belong to no car: they are not offered again, the files stay where they are. Raises ``UnreadableFile``."""
    left = {pictures.digest(file): file.name for file in files}
    with shift.desk.begin(shift.deed("leave out a scan" if len(files) == 1 else f"leave out {len(files)} scans")) as unit:
        unit.attachments.leave_out(left)
        unit.commit()


def _still(folder: Path, now: float) -> Iterator[FileState]:
    """Files of the last weeks that nobody is writing just now."""
    try:
        found = [path for path in folder.iterdir() if not path.name.startswith((".", "~")) and path.suffix.casefold() not in _UNFINISHED]
    except OSError as error:
        log.info("the scan folder cannot be read now: %s", error)
        return
    for path in found:
        try:
            told = path.stat()
        except OSError:
            continue  # taken away between two looks
        age = now - told.st_mtime
        if S_ISREG(told.st_mode) and told.st_size and _QUIET_SECONDS <= age <= _DAYS * 86_400:
            yield path, told.st_size, told.st_mtime_ns


_UNFINISHED = frozenset({".tmp", ".part", ".crdownload", ".ini", ".db", ".lnk"})
"""Half of a file, or the system's own."""
