"""What an import found, call by call: the lines of Check import."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from itow_desktop.domain.cars import Origin, Value


class LineKind(StrEnum):
    """What came of a call; each line has one, the first that fits in the order of asking for a person."""

    FAILED = "failed"
    DIFFERS = "differs"
    GONE = "gone"
    NOT_IMPOUND = "not_impound"
    NEW = "new"
    CHANGED = "updated"
    UNCHANGED = "unchanged"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return _LABELS[self]


_LABELS: Mapping[LineKind, str] = MappingProxyType(
    {
        LineKind.FAILED: "Failed",
        LineKind.DIFFERS: "Doesn't match",
        LineKind.GONE: "Not in TowBook's list now",
        LineKind.NOT_IMPOUND: "Not an impound",
        LineKind.NEW: "New",
        LineKind.CHANGED: "Changed",
        LineKind.UNCHANGED: "Unchanged",
    }
)


class LineState(StrEnum):
    """Where a line stands: ``taken`` by the import itself, or what a person made of it."""

    TAKEN = "taken"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    KEPT = "kept"
    LATER = "later"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class FieldSays:
    """One field of a line: what the source says and what the desk says, and where the desk's value came from.

    ``at`` is ISO 8601, ``by`` a person; ``taken``: the import put ``theirs`` in the place of ``ours``.
    """

    field: str
    theirs: Value
    ours: Value
    origin: Origin | None = None
    at: str | None = None
    by: str | None = None
    taken: bool = False


@dataclass(frozen=True, slots=True)
class TrayLine:
    """One call in Check import; ``key`` is its TowBook id, ``label`` what people tell the car by, ``reason`` why it is what it is."""

    key: str
    kind: LineKind
    state: LineState
    call_number: str | None
    label: str
    custody_id: int | None = None
    reason: str | None = None
    fields: tuple[FieldSays, ...] = ()
    decided_by: str | None = None
    decided_at: datetime | None = None
