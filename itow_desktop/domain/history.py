"""What changed on a car, with before and after, as people tell it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from types import MappingProxyType
from typing import Any

_NOTHING: Mapping[Any, Any] = MappingProxyType({})

UNTOLD = frozenset(
    {
        "id", "custody_id", "vehicle_id", "version", "search", "provenance", "property_key", "property_id", "key", "towbook_id",
        "towbook_hash", "deed", "recorded_at", "recorded_by", "came_as", "sha256", "view_sha256", "thumb_sha256", "size",
        "set_at", "set_by", "party_id",
    }
)  # fmt: skip
"""What the program keeps for itself: it changes with other things, and says nothing to people."""
_UNTOLD_OF: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "pieces": frozenset({"run_id", "place", "address_id", "document_id"}),
        "events": frozenset({"piece", "party", "document"}),
    }
)


@dataclass(frozen=True, slots=True)
class Trace:
    """One row of the record about a car: a change of a table's row, an event, a paper, a phone call.

    ``table`` is where it lies; ``op`` is ``insert``, ``update``, ``delete``, or ``correct`` for an event or a call that
    takes the place of the one in ``before``. A key missing in ``before`` or ``after`` was empty.
    """

    at: datetime
    who: str | None
    deed: str | None
    deed_name: str | None
    table: str
    row_id: str
    op: str
    before: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    after: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one row before and after."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Step:
    """What one row tells: which, how, its changes; ``row`` is how it stood afterwards (a deleted one before)."""

    table: str
    row_id: str
    op: str
    changes: tuple[Change, ...]
    row: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a trace stands among all of a car, to read on from there: its time, the part of the record, its number in it."""

    at: datetime
    part: int
    number: int


@dataclass(frozen=True, slots=True)
class Traces:
    """Some traces of a car, newest first; ``rest`` is where the older ones begin, None where these are the last."""

    found: tuple[Trace, ...]
    rest: Place | None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One deed on a car: when, who, its name, what it changed."""

    at: datetime
    who: str | None
    deed_name: str | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Some entries, newest first; ``rest`` is where the older ones begin, None where these are the last.

    ``agencies`` and ``people`` are names by id, for values that are ids.
    """

    entries: tuple[HistoryEntry, ...]
    rest: Place | None = None
    agencies: Mapping[int, str] = field(default_factory=lambda: _NOTHING)
    people: Mapping[int, str] = field(default_factory=lambda: _NOTHING)


def entries(traces: Iterable[Trace]) -> tuple[HistoryEntry, ...]:
    """Traces, newest first, put together by the deed they belong to; rows that only changed what nobody reads are left out."""
    found = []
    for _, group in groupby(traces, key=lambda trace: trace.deed or f"{trace.at} {trace.table} {trace.row_id}"):
        rows = tuple(group)
        steps = tuple(step for trace in reversed(rows) if (step := _step(trace)) is not None)
        if steps:
            found.append(HistoryEntry(rows[0].at, rows[0].who, rows[0].deed_name, steps))
    return tuple(found)


def _step(trace: Trace) -> Step | None:
    untold = UNTOLD | _UNTOLD_OF.get(trace.table, frozenset())
    changes = tuple(_changes(trace.before, trace.after, untold))
    if trace.op == "update" and not changes:
        return None
    return Step(trace.table, trace.row_id, trace.op, changes, trace.after or trace.before)


def _changes(before: Mapping[str, Any], after: Mapping[str, Any], untold: frozenset[str]) -> Iterable[Change]:
    for name in dict.fromkeys((*before, *after)):
        if name not in untold and before.get(name) != after.get(name):
            yield Change(name, before.get(name), after.get(name))
