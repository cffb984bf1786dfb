"""What was typed on this PC and is not saved yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Draft:
    """Typed texts under a key such as ``car 17``, ``new car`` or ``grid 2026-11-23``; ``by`` is who sat at the desk."""

    key: str
    texts: Mapping[str, str]
    kept_at: datetime
    by: str | None = None


@dataclass(frozen=True, slots=True)
class KeptDrafts:
    """Every draft that can be read, the newest first; ``broken`` tells in a sentence of each that cannot."""

    drafts: tuple[Draft, ...]
    broken: tuple[str, ...] = ()


class Drafts(Protocol):
    """Drafts in the data folder of this PC: there after a kill, needed by no database. Safe to use from several threads.

    Every method takes about the time of one small file; all may raise ``DraftTrouble``.
    """

    def keep(self, key: str, texts: Mapping[str, str], by: str | None = None) -> None:
        """Keep these texts in the place of what the key had; no texts forget it. When this returns they outlive a kill."""

    def get(self, key: str) -> Draft | None:
        """What the key has; one that cannot be read is moved aside and told by ``DraftTrouble`` once."""

    def drop(self, key: str) -> None:
        """Forget what the key has: it was saved, or thrown away by a person."""

    def all(self) -> KeptDrafts:
        """Everything that was typed and never saved."""
