"""What was dropped, sorted by where it goes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from itow_desktop.domain.importing.incoming import SourceKind
from itow_desktop.services.importing.from_files import Offer

_OF_CARS = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic", ".heif", ".webp", ".bmp", ".gif", ".pdf"})
"""Photos, scans, papers: they belong to single cars."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """``calls`` are lists of calls, also what cannot be read; ``old`` the old database; ``folders`` and ``papers`` belong to cars."""

    calls: tuple[Offer, ...] = ()
    old: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    papers: tuple[Path, ...] = ()


def sorted_out(look_at: Callable[[Path], Offer], paths: Sequence[Path]) -> Sorted:
    """Look at each; lists and databases are told by their bytes, whatever they are called. For a worker thread."""
    calls: list[Offer] = []
    old: list[Path] = []
    folders: list[Path] = []
    papers: list[Path] = []
    for path in dict.fromkeys(paths):
        if path.is_dir():
            folders.append(path)
        elif path.suffix.casefold() in _OF_CARS:
            papers.append(path)
        elif (offer := look_at(path)).look.kind is SourceKind.OLD_DATABASE:
            old.append(path)
        else:
            calls.append(offer)
    return Sorted(tuple(calls), tuple(old), tuple(folders), tuple(papers))
