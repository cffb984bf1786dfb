"""Corrections that would let a sale come earlier: they count only once a second person confirmed them."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from itow_desktop.domain import traces
from itow_desktop.domain.deadlines import Deadline, State
from itow_desktop.domain.events import Event, EventKind
from itow_desktop.domain.moving import CONFIRMS, MOVES, confirmations

Compute = Callable[[tuple[Event, ...]], tuple[Deadline, ...]]
"""The deadlines that a custody's events give."""


@dataclass(frozen=True, slots=True)
class Guard:
    """What is guarded: the dates before which a car may not be sold, and the events that decide about them (None: any)."""

    rules: Collection[str]
    kinds: Collection[EventKind] | None


def guarded(events: Sequence[Event], guard: Guard, compute: Compute) -> tuple[Deadline, ...]:
    """The deadlines, with the later date wherever a correction that nobody else confirmed would give an earlier one."""
    found = compute(tuple(events))
    doubtful = unconfirmed(events, guard)
    if not doubtful:
        return found
    before = {event.id: {each.rule_id: each for each in compute(without(events, [event]))} for event in doubtful}
    return tuple(_latest(each, doubtful, before) if each.rule_id in guard.rules else each for each in found)


def unconfirmed(events: Sequence[Event], guard: Guard) -> tuple[Event, ...]:
    """The corrections nobody else confirmed of what decides about a guarded date; confirming a correction confirms those before it.

    Of a case that was written down whole, in no record, everything counts as it is told.
    """
    if not any(event.supersedes and event.recorded_at for event in events):
        return ()
    by_id = {event.id: event for event in events}
    settled: set[str] = set()
    for confirmed in confirmations(events):
        each = by_id.get(confirmed)
        while each is not None and each.id not in settled:
            settled.add(each.id)
            each = by_id.get(each.supersedes or "")
    corrections = [event for event in events if event.supersedes and event.recorded_at and event.id not in settled]
    return tuple(event for event in corrections if _decides(event, by_id, guard))


def without(events: Iterable[Event], gone: Iterable[Event]) -> tuple[Event, ...]:
    """The events as if these, and what corrected them later, had never been recorded."""
    known = tuple(events)
    next_word = {event.supersedes: event.id for event in known if event.supersedes}
    left_out: set[str] = set()
    for event in gone:
        each: str | None = event.id
        while each is not None and each not in left_out:
            left_out.add(each)
            each = next_word.get(each)
    return tuple(event for event in known if event.id not in left_out)


def _decides(event: Event, by_id: dict[str, Event], guard: Guard) -> bool:
    for each in (event, by_id.get(event.supersedes or "")):
        if each is None:
            continue
        if each.kind is EventKind.NOTE and (MOVES in each.data or CONFIRMS in each.data):
            return True
        if each.kind not in {EventKind.NOTE, EventKind.SUPERSEDED} and (guard.kinds is None or each.kind in guard.kinds):
            return True
    return False


def _latest(found: Deadline, doubtful: Sequence[Event], before: dict[str, dict[str, Deadline]]) -> Deadline:
    """The deadline as it stood before the corrections that would bring it forward."""
    now = _opens(found)
    if now is None:
        return found
    stood = [
        (event, each, day) for event in doubtful if (each := before[event.id].get(found.rule_id)) and (day := _opens(each)) and day > now
    ]
    if not stood:
        return found
    _, latest, _ = max(stood, key=lambda one: one[2])
    lines = tuple(traces.waits_for_second(event, found.first_day or now) for event, *_ in stood)
    ids = tuple(event.id for event, *_ in stood)
    return replace(latest, awaits=ids, corrected_day=found.first_day, trace=(*latest.trace[:-1], *lines, latest.trace[-1]))


def _opens(deadline: Deadline) -> dt.date | None:
    """From which day on it would let a car be sold; never, as far as anybody knows, while it stands still; None where it says no day."""
    if deadline.state is State.FROZEN:
        return dt.date.max
    return deadline.first_day if deadline.state is State.COMPUTED else None
