"""What becomes of a record that two people changed at once: a three-way merge, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from itow_desktop.domain.cars import Value

Said = Value | datetime | date
"""What one field says; a tow time is a moment or only a local day."""


@dataclass(frozen=True, slots=True)
class Merge:
    """``changes`` are to be stored, ``clashes`` were changed by both to different values, ``others`` only by somebody else."""

    changes: Mapping[str, Said]
    clashes: tuple[str, ...]
    others: tuple[str, ...]


def merged(base: Mapping[str, Said], mine: Mapping[str, Said], now: Mapping[str, Said]) -> Merge:
    """Put what one person wants over what stands now.

    ``base`` is what that person had read, ``mine`` what was typed over it, ``now`` what is stored. A field that was
    never read counts as read now. What both changed alike is no clash, and nothing to store.
    """
    changes: dict[str, Said] = {}
    clashes, others = [], []
    for field in dict.fromkeys((*base, *mine)):
        stands = now[field]
        read = base.get(field, stands)
        wanted = mine.get(field, read)
        if wanted == stands:
            continue
        if wanted == read:
            others.append(field)
        elif stands == read:
            changes[field] = wanted
        else:
            clashes.append(field)
    return Merge(changes, tuple(clashes), tuple(others))


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that somebody else changed; texts as they would be typed, ``by`` None where nobody signed."""

    field: str
    before: str
    now: str
    by: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ClashField:
    """A field that two people changed to different values; texts as they would be typed."""

    field: str
    mine: str
    theirs: str
    by: str | None
    at: datetime | None
