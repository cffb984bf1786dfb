"""Taking back what a person did: which deed comes next, and what of it can go back."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from itow_desktop.domain.cars import Provenance, Value
from itow_desktop.domain.events import Event, EventKind


@dataclass(frozen=True, slots=True)
class DoneDeed:
    """One deed in the order of doing; ``undoes`` is the deed it takes back. Taking back an undo does the first deed again."""

    id: UUID
    name: str
    at: datetime
    staff_id: int | None = None
    undoes: UUID | None = None


@dataclass(frozen=True, slots=True)
class UndoStep:
    """What one more step would take back: the id of the deed to be taken back, and the name people know it by."""

    deed_id: UUID
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class UndoState:
    """What Ctrl+Z takes back and what Ctrl+Y does again; None where there is nothing."""

    undo: UndoStep | None = None
    redo: UndoStep | None = None


def undo_state(deeds: Iterable[DoneDeed]) -> UndoState:
    """The state after these deeds of one person, oldest first: a new deed ends what could be done again."""
    roots: dict[UUID, DoneDeed] = {}
    taken_back: dict[UUID, bool] = {}
    done: list[UndoStep] = []
    undone: list[UndoStep] = []
    for deed in deeds:
        if deed.undoes is None:
            roots[deed.id], taken_back[deed.id] = deed, False
            done.append(UndoStep(deed.id, deed.name, deed.at))
            undone.clear()
        elif deed.undoes in roots:
            root = roots[deed.id] = roots[deed.undoes]
            taken_back[deed.id] = not taken_back[deed.undoes]
            source, target = (done, undone) if taken_back[deed.id] else (undone, done)
            source[:] = [step for step in source if step.deed_id != deed.undoes]
            target.append(UndoStep(deed.id, root.name, root.at))
    return UndoState(done[-1] if done else None, undone[-1] if undone else None)


# --- fields ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RowChange:
    """What a deed made of one row, by column and only where it changed; a missing value was empty. ``added``: the deed made the row."""

    table: str
    row_id: str
    added: bool
    before: Mapping[str, object]
    after: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class CarChange:
    """What a deed made of the fields of one car; where each of its values came from before it (``origins``) and after it."""

    custody_id: int
    added: bool
    before: Mapping[str, Value]
    after: Mapping[str, Value]
    origins: Mapping[str, Provenance]
    origins_after: Mapping[str, Provenance]


@dataclass(frozen=True, slots=True)
class DeedChanges:
    """Everything a deed changed but the events it recorded."""

    cars: tuple[CarChange, ...]
    rows: tuple[RowChange, ...]


_Some = TypeVar("_Some")


def goes_back(
    before: Mapping[str, _Some], after: Mapping[str, _Some], now: Mapping[str, _Some]
) -> tuple[Mapping[str, _Some | None], tuple[str, ...]]:
    """What goes back (a field that still says what the deed wrote gets what it said before), and what was changed since and stays."""
    back: dict[str, _Some | None] = {}
    left = []
    for name in {**before, **after}:
        if now.get(name) == after.get(name):
            back[name] = before.get(name)
        elif now.get(name) != before.get(name):
            left.append(name)
    return back, tuple(left)


# --- events ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TakenBack:
    """``news`` are the events to be recorded; ``left`` are events of the deed that were corrected since, which stay."""

    news: tuple[Event, ...]
    left: tuple[Event, ...]


def take_back_events(history: Sequence[Event], ids: Collection[str], note: str, new_id: Callable[[], str]) -> TakenBack:
    """What takes back the events ``ids`` of one custody's history.

    An event that corrected nothing is retracted; where it corrected or retracted another one, that other one is recorded
    anew, so that it counts again. So taking back what was taken back restores the first event. What was corrected since
    stays, unless the last word is just what the deed said.
    """
    known = {event.id: event for event in history}
    next_word = {event.supersedes: event for event in history if event.supersedes is not None}
    news, left = [], []
    for event in history:
        if event.id not in ids or (event.id in next_word and next_word[event.id].id in ids):
            continue
        last = event
        while last.id in next_word:
            last = next_word[last.id]
        if not _says_the_same(last, event):
            left.append(event)
            continue
        first = event
        while first.supersedes in ids:
            first = known[first.supersedes or ""]
        counted = known.get(first.supersedes or "")
        if counted is None or counted.kind is EventKind.SUPERSEDED:
            news.append(Event(new_id(), EventKind.SUPERSEDED, note=note, supersedes=last.id))
        else:
            news.append(replace(counted, id=new_id(), supersedes=last.id, recorded_at=None, recorded_by=None))
    return TakenBack(tuple(news), tuple(left))


def _says_the_same(one: Event, other: Event) -> bool:
    """Whether two events are one fact, recorded twice; of retractions it counts only that they are."""
    if one.kind is EventKind.SUPERSEDED:
        return other.kind is EventKind.SUPERSEDED
    return _fact(one) == _fact(other)


def _fact(event: Event) -> tuple[object, ...]:
    return event.kind, event.at, event.on, dict(event.data), event.note, event.source
