"""What an import found, call by call: the lines of Check import."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from itow_desktop.domain.cars import TOWBOOK_FIELDS, Car, CarFields, Origin, Value


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
    """Where a line stands: ``taken`` by the import itself, or what a person made of it.

    ``overtaken``: nobody decided it, and a later import brought another word about the same call.
    """

    TAKEN = "taken"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    KEPT = "kept"
    LATER = "later"
    UNDONE = "undone"
    OVERTAKEN = "overtaken"

    @property
    def label(self) -> str:
        """The words on the screen."""
        return _STATES[self]


_STATES: Mapping[LineState, str] = MappingProxyType(
    {
        LineState.TAKEN: "Taken",
        LineState.WAITING: "Waiting",
        LineState.ACCEPTED: "Accepted",
        LineState.KEPT: "Kept ours",
        LineState.LATER: "Decide later",
        LineState.UNDONE: "Undone",
        LineState.OVERTAKEN: "A later import asks",
    }
)

OPEN = frozenset({LineState.WAITING, LineState.LATER})
"""The states of lines that nobody decided yet."""


class Decision(StrEnum):
    """What a person makes of a line; the value is the state it gets."""

    ACCEPT = LineState.ACCEPTED.value
    KEEP = LineState.KEPT.value
    LATER = LineState.LATER.value

    @property
    def label(self) -> str:
        """The words on the button."""
        return _DECISIONS[self]


_DECISIONS: Mapping[Decision, str] = MappingProxyType(
    {Decision.ACCEPT: "Accept", Decision.KEEP: "Keep ours", Decision.LATER: "Decide later"}
)


@dataclass(frozen=True, slots=True)
class FieldSays:
    """One field of a line: what the source says and what the desk says, and where the desk's value came from.

    ``at`` is ISO 8601, ``by`` a person, ``file`` the name of a file that told it; ``taken``: the import put ``theirs`` in
    the place of ``ours``.
    """

    field: str
    theirs: Value
    ours: Value
    origin: Origin | None = None
    at: str | None = None
    by: str | None = None
    taken: bool = False
    file: str | None = None


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

    @property
    def open(self) -> bool:
        """Whether a person may still decide it; a call that could not be read has nothing to decide."""
        return self.state in OPEN and self.kind is not LineKind.FAILED


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which lines of a run: of these kinds and states (none named: all), whose car or call has the text in it."""

    kinds: frozenset[LineKind] = frozenset()
    states: frozenset[LineState] = frozenset()
    text: str = ""


def says_of_new(told: CarFields, *, taken: bool) -> tuple[FieldSays, ...]:
    """What a source says of a call that is not here, or was not before it."""
    values = ((name, getattr(told, name)) for name in TOWBOOK_FIELDS)
    return tuple(FieldSays(name, value, None, taken=taken) for name, value in values if value is not None)


def says_of_known(before: Car, after: Car) -> tuple[FieldSays, ...]:
    """What became of a car's fields when a source spoke: those that were taken, and those where the value here stands and asks."""
    taken = (_says(name, getattr(after.fields, name), before) for name in TOWBOOK_FIELDS if _moved(name, before, after))
    return (*(replace(each, taken=True) for each in taken), *says_standing(after))


def _moved(name: str, before: Car, after: Car) -> bool:
    return bool(getattr(before.fields, name) != getattr(after.fields, name))


def says_standing(car: Car) -> tuple[FieldSays, ...]:
    """The fields in which TowBook's last word is another one and nobody said yet which is right."""
    return tuple(_says(name, mark.towbook, car) for name, mark in car.provenance.items() if mark.asks)


def _says(name: str, theirs: Value, car: Car) -> FieldSays:
    return _now(FieldSays(name, theirs, None), car)


def says_now(fields: tuple[FieldSays, ...], car: Car) -> tuple[FieldSays, ...]:
    """The same fields with what the desk says by now where the import took nothing."""
    return tuple(each if each.taken else _now(each, car) for each in fields)


def _now(says: FieldSays, car: Car) -> FieldSays:
    mark = car.provenance.get(says.field)
    origin, at, by, file = (mark.origin, mark.at, mark.by, mark.file) if mark is not None else (None, None, None, None)
    return replace(says, ours=getattr(car.fields, says.field), origin=origin, at=at, by=by, file=file)
