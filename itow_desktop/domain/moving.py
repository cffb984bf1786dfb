"""Dates that a person moved later than the law asks."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from itow_desktop.domain.events import Event, EventKind, standing

MOVES, TO, CONFIRMS = "moves", "to", "confirms"
"""Keys of a note's data: the rule whose date is moved with the ISO day it is moved to; the event a second person stands for."""


@dataclass(frozen=True, slots=True)
class Move:
    """A later day that somebody asked for one rule's date; it counts only once another person confirmed it.

    ``event_id`` is the note it stands in, ``then`` a still later day that somebody asked for since and nobody confirmed.
    """

    to: dt.date
    reason: str
    by: str | None = None
    confirmed_by: str | None = None
    event_id: str = ""
    then: "Move | None" = None

    @property
    def waiting(self) -> "Move | None":
        """What of it a second person is asked to confirm."""
        return self.then if self.counts else self

    @property
    def counts(self) -> bool:
        """Whether a second person stands for it."""
        return self.confirmed_by is not None and self.confirmed_by != self.by


def confirmations(events: Iterable[Event]) -> Mapping[str, str]:
    """Who stands as the second person for which event, by its id; nobody confirms what is their own."""
    known = tuple(events)
    recorded_by = {event.id: event.recorded_by for event in known}
    return {
        event.data[CONFIRMS]: event.recorded_by
        for event in standing(known)
        if event.kind is EventKind.NOTE
        and event.recorded_by is not None
        and recorded_by.get(event.data.get(CONFIRMS, ""), event.recorded_by) not in {None, event.recorded_by}
    }


def moves_of(events: Iterable[Event]) -> Mapping[str, Move]:
    """The later day asked for each rule, by its id: of several the latest that counts, with one still later that waits."""
    known = tuple(events)
    if not any(event.kind is EventKind.NOTE and MOVES in event.data for event in known):
        return {}
    confirmed = confirmations(known)
    asked: dict[str, list[Move]] = {}
    for event in standing(known):
        rule = event.data.get(MOVES) if event.kind is EventKind.NOTE else None
        move = _move(event, confirmed)
        if rule and move is not None:
            asked.setdefault(rule, []).append(move)
    return {rule: _leading(sorted(moves, key=_rank)) for rule, moves in asked.items()}


def _leading(moves: Sequence[Move]) -> Move:
    """Of the moves of one rule, those that count last, the one that decides."""
    last = moves[-1]
    later = [move for move in moves if not move.counts and move.to > last.to]
    return replace(last, then=later[-1]) if last.counts and later else last


def _move(event: Event, confirmed: Mapping[str, str]) -> Move | None:
    try:
        to = dt.date.fromisoformat(event.data.get(TO, ""))
    except (ValueError, TypeError):
        return None
    return Move(to, event.note or "", event.recorded_by, confirmed.get(event.id), event.id)


def _rank(move: Move) -> tuple[bool, dt.date, str]:
    return move.counts, move.to, move.event_id
