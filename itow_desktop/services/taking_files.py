"""Take photos and documents along that lie in a folder: each goes to the car whose call its name or its folder tells."""

import os
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePath, PureWindowsPath

from itow_desktop.domain.attachments import FileSource
from itow_desktop.domain.errors import Cancelled, UnreadableFile
from itow_desktop.domain.file_names import CallTold, call_told, numbers_in
from itow_desktop.domain.findings import Findable, Place
from itow_desktop.domain.old_database.papers import papers_named
from itow_desktop.domain.sentences import counted
from itow_desktop.services.attaching import AttachProgress, AttachResult, Wanted, attach_all
from itow_desktop.services.marking import cars_of_calls
from itow_desktop.services.ports.car_files import Pictures
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift

MOST = 20_000
"""Files that are looked at in one folder."""
_LEFT = frozenset({".tmp", ".part", ".crdownload", ".ini", ".db", ".lnk"})
"""Half of a file, or the system's own."""


class Fate(StrEnum):
    """What becomes of a file that was offered."""

    GOES = "goes"
    THERE = "there"
    """The car has this very file."""
    TWICE = "twice"
    """Another file of the same car that is offered is the very same."""
    NOWHERE = "nowhere"
    """Nothing tells the car, or it cannot be kept."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered: a folder with everything in it, single files, or both.

    ``calls`` are the only calls that files are looked for, None for every call on record. ``named`` are (file name, call
    number) as a list beside the files tells them; the folders in it are of another PC and do not count. What the old database
    lists is known without it. ``left`` are files that are something else, such as the list itself.
    """

    folder: Path | None = None
    files: tuple[Path, ...] = ()
    calls: frozenset[str] | None = None
    named: tuple[tuple[str, str], ...] = ()
    left: frozenset[Path] = frozenset()


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that was offered: ``name`` as it lies in its folder, where it goes, or ``why`` it does not."""

    path: Path
    name: str
    fate: Fate
    car: Findable | None = None
    why: str | None = None

    @property
    def call(self) -> str | None:
        """The call number of its car."""
        return self.car.text(Place.CALL_NUMBER) if self.car is not None else None


@dataclass(frozen=True, slots=True)
class FilesFound:
    """What lies there, in the order of the names; ``troubles`` are sentences about what could not be looked at."""

    files: tuple[FoundFile, ...] = ()
    troubles: tuple[str, ...] = ()
    stopped: bool = False

    def of(self, *fates: Fate) -> tuple[FoundFile, ...]:
        """Those that this becomes of."""
        return tuple(file for file in self.files if file.fate in fates)


@dataclass(frozen=True, slots=True)
class FilesTaken:
    """What was put on cars, on how many, and what could not be; ``there``: files that were on their cars already or lay there twice."""

    result: AttachResult
    custody_ids: frozenset[int] = frozenset()
    there: int = 0
    nowhere: int = 0


def look_for_files(shift: Shift, pictures: Pictures, offer: Offer) -> Generator[AttachProgress, None, FilesFound]:
    """Say of each file that is offered where it would go. Nothing is written; files are only read. Stopped, it answers none."""
    troubles: list[str] = []
    offered = _offered(offer, troubles)
    with shift.desk.look() as unit:
        files = _placed(unit, pictures, offer, offered)
    try:
        digests = yield from _digests(pictures, [file for file in files if file.fate is Fate.GOES])
    except Cancelled:
        return FilesFound(stopped=True)
    with shift.desk.look() as unit:
        there = unit.attachments.standing({digest for digest in digests.values() if not isinstance(digest, UnreadableFile)})
    return FilesFound(tuple(_judged(files, digests, there)), tuple(troubles))


def take_files(shift: Shift, pictures: Pictures, found: FilesFound) -> Generator[AttachProgress, None, FilesTaken]:
    """Put the files that have a car on it: one deed that one undo takes back; stopped, what was taken so far stays."""
    going = [(file.car.custody_id, file.path) for file in found.of(Fate.GOES) if file.car is not None]
    there, nowhere = len(found.of(Fate.THERE, Fate.TWICE)), len(found.of(Fate.NOWHERE))
    if not going:
        return FilesTaken(AttachResult((), (), ()), there=there, nowhere=nowhere)
    name = f"take along {counted(len(going), 'file', 'files')}"
    result = yield from attach_all(shift, pictures, [Wanted(*each) for each in going], FileSource.FILE, name)
    return FilesTaken(result, frozenset(custody_id for custody_id, _ in going), there, nowhere)


def send_to(found: FilesFound, files: Collection[Path], car: Findable) -> FilesFound:
    """The same with files that fitted nowhere on a car that a person named."""
    moved = [replace(file, fate=Fate.GOES, car=car, why=None) if file.path in files else file for file in found.files]
    return replace(found, files=tuple(moved))


# --- what is offered ---------------------------------------------------------------------------------------------------


def _offered(offer: Offer, troubles: list[str]) -> list[tuple[Path, tuple[str, ...]]]:
    """The files with the parts of their places that may tell a call, in the order of the names."""
    found: dict[Path, tuple[str, ...]] = {path: (path.parent.name, path.name) for path in offer.files if path.is_file()}
    if offer.folder is not None:
        found |= {path: path.relative_to(offer.folder).parts for path in _within(offer.folder, troubles)}
    known = {path: parts for path, parts in found.items() if path not in offer.left and not _is_left(path)}
    if len(known) > MOST:
        troubles.append(f"There are {len(known):,} files; the first {MOST:,} were looked at. Choose a folder inside for the rest.")
    return sorted(known.items(), key=lambda each: [part.casefold() for part in each[1]])[:MOST]


def _within(folder: Path, troubles: list[str]) -> Iterable[Path]:
    """Every file of a folder and the folders in it; what is only linked there is somewhere else and is left."""

    def not_read(error: OSError) -> None:
        troubles.append(f"The folder {error.filename} cannot be read ({error.strerror or error}).")

    for place, folders, names in os.walk(folder, onerror=not_read):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        yield from (path for name in names if not (path := Path(place, name)).is_symlink())


def _is_left(path: Path) -> bool:
    return path.name.startswith((".", "~")) or path.suffix.casefold() in _LEFT


# --- where it goes -----------------------------------------------------------------------------------------------------


def _placed(unit: UnitOfWork, pictures: Pictures, offer: Offer, offered: Sequence[tuple[Path, tuple[str, ...]]]) -> list[FoundFile]:
    """Each file with its car, as far as names tell it."""
    named = _by_name((*papers_named(unit.old_database.files(unit.old_database.taken())), *offer.named))
    numbers = {number for _, parts in offered for number in numbers_in(parts)} | {call for calls in named.values() for call in calls}
    cars = cars_of_calls(unit, numbers if offer.calls is None else numbers & offer.calls)
    files = []
    for path, parts in offered:
        name = str(PurePath(*parts))
        car = _car(path, parts, named, cars)
        refused = pictures.refusal(path.name)
        if isinstance(car, str) or refused is not None:
            files.append(FoundFile(path, name, Fate.NOWHERE, why=refused or str(car)))
        else:
            files.append(FoundFile(path, name, Fate.GOES, car))
    return files


def _by_name(named: Iterable[tuple[str, str]]) -> Mapping[str, set[str]]:
    """The calls that lists give to a file's name, whatever folder of whatever PC stands before it."""
    found: dict[str, set[str]] = {}
    for path, call in named:
        found.setdefault(PureWindowsPath(path).name.casefold(), set()).add(call)
    return found


def _car(path: Path, parts: Sequence[str], named: Mapping[str, set[str]], cars: Mapping[str, Sequence[Findable]]) -> Findable | str:
    """The car a file belongs to, else why that is not known: by what is listed of it, else by its name and folders."""
    listed = sorted(call for call in named.get(path.name.casefold(), ()) if call in cars)
    if len(listed) > 1:
        return f"It is listed for more than one call: {', '.join(listed[:3])}."
    told = CallTold(listed[0]) if listed else call_told(parts, cars.keys())
    if told.call is None:
        return told.why or ""
    found = cars[told.call]
    return found[0] if len(found) == 1 else f"{len(found)} cars here have call number {told.call}."


def _digests(pictures: Pictures, files: Sequence[FoundFile]) -> Generator[AttachProgress, None, Mapping[Path, str | UnreadableFile]]:
    digests: dict[Path, str | UnreadableFile] = {}
    for place, file in enumerate(files):
        yield AttachProgress(place, len(files), file.name)
        try:
            digests[file.path] = pictures.digest(file.path)
        except UnreadableFile as trouble:
            digests[file.path] = trouble
    yield AttachProgress(len(files), len(files), "")
    return digests


def _judged(
    files: Iterable[FoundFile], digests: Mapping[Path, str | UnreadableFile], there: Mapping[str, frozenset[int]]
) -> Iterable[FoundFile]:
    seen: set[tuple[int, str]] = set()
    for file in files:
        digest = digests.get(file.path)
        if digest is None or file.car is None:
            yield file
        elif isinstance(digest, UnreadableFile):
            yield replace(file, fate=Fate.NOWHERE, car=None, why=str(digest))
        elif file.car.custody_id in there.get(digest, ()):
            yield replace(file, fate=Fate.THERE, why="The car has this very file already.")
        elif (file.car.custody_id, digest) in seen:
            yield replace(file, fate=Fate.TWICE, why="The very same file lies here twice.")
        else:
            seen.add((file.car.custody_id, digest))
            yield file
