"""The open cases as they were last read, so that only those that moved are read again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from itow_desktop.services.ports.stores import OpenCase


@dataclass(frozen=True, slots=True)
class StampedCase:
    """A case with the stamp of the rows it was read from."""

    stamp: str
    case: OpenCase


@dataclass(frozen=True, slots=True)
class _Kept:
    life: str
    cases: Mapping[int, StampedCase]


class CaseMemory:
    """What the last question about all open cases found, never more; safe to share between threads.

    A stamp is worth nothing outside one ``life`` of a database, that is one run of one server: after a
    restore the same numbers may stand for other rows. A late thread can at worst put back an older
    answer whole; the stamps of the next question then differ.
    """

    def __init__(self) -> None:
        self._kept = _Kept("", MappingProxyType({}))

    def still(self, life: str, stamps: Mapping[int, str]) -> dict[int, StampedCase]:
        """The cases that bear these stamps, by custody id."""
        kept = self._kept
        if kept.life != life:
            return {}
        return {each: known for each, stamp in stamps.items() if (known := kept.cases.get(each)) and known.stamp == stamp}

    def keep(self, life: str, cases: Iterable[StampedCase]) -> None:
        """Remember these and nothing else."""
        self._kept = _Kept(life, MappingProxyType({each.case.custody_id: each for each in cases}))
