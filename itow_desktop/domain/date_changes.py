"""Which dates of a custody another law moves, and whether it would let a car be sold earlier."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from itow_desktop.domain.calendars import said_day, said_time
from itow_desktop.domain.deadlines import Deadline, State
from itow_desktop.domain.events import CLOSING
from itow_desktop.domain.rules import Actor, DeadlineKind, RulePack
from itow_desktop.domain.sentences import fact_name


@dataclass(frozen=True, slots=True)
class DateChange:
    """One date that is another one: ``old`` and ``new`` in words, which say too why there is none; ``sells_earlier`` of a sale."""

    rule_id: str
    step: str
    old: str
    new: str
    old_day: dt.date | None
    new_day: dt.date | None
    sells_earlier: bool = False


def date_changes(before: Iterable[Deadline], after: Iterable[Deadline], opening: Collection[str] = ()) -> tuple[DateChange, ...]:
    """The dates that moved, vanished or appeared, in the order of the rules; what is done on both sides has none.

    ``opening`` are ids of the rules before whose date a car may not be sold.
    """
    old, new = {each.rule_id: each for each in before}, {each.rule_id: each for each in after}
    steps = {each.rule_id: each.step for each in (*old.values(), *new.values())}
    return tuple(
        DateChange(
            rule_id, step, said(was), said(now), _day(was), _day(now), sells_earlier=rule_id in opening and _opens(now) < _opens(was)
        )
        for rule_id, step in steps.items()
        for was, now in [(old.get(rule_id), new.get(rule_id))]
        if _dates(was) != _dates(now)
    )


def opening_rules(*packs: RulePack) -> frozenset[str]:
    """The rules of these packs before whose date a car may not be sold or scrapped."""
    return frozenset(
        rule.id
        for pack in packs
        for rule in pack.rules
        if rule.kind is DeadlineKind.NOT_BEFORE and rule.actor not in _REDEEMING and any(each.event in CLOSING for each in rule.done_by)
    )


def said(deadline: Deadline | None) -> str:
    """A deadline's date in words, or why it has none."""
    if deadline is None:
        return "not asked"
    if deadline.state is State.DONE:
        return "done"
    if deadline.state is State.FROZEN:
        return "stands still"
    if deadline.state is not State.COMPUTED:
        return f"needs {fact_name(deadline.needs)}" if deadline.needs else "not known"
    if deadline.at is not None:
        return said_time(deadline.at)
    until = f" to {said_day(deadline.until)}" if deadline.until else ""
    return f"{said_day(deadline.date)}{until}" if deadline.date else "not known"


_REDEEMING = {Actor.OWNER, Actor.LIENHOLDER}
_NONE = (None, None, None)


def _dates(deadline: Deadline | None) -> tuple[object, ...]:
    if deadline is None or deadline.state is not State.COMPUTED:
        return _NONE
    # Times of the hour that comes twice are never equal across zones, so that they are compared in one.
    return deadline.date, deadline.at and deadline.at.astimezone(dt.UTC), deadline.until


def _day(deadline: Deadline | None) -> dt.date | None:
    return deadline.first_day if deadline is not None and deadline.state is State.COMPUTED else None


def _opens(deadline: Deadline | None) -> dt.date:
    """From which day on this rule would let a car be sold: at once where it asks nothing, never while its day is not known."""
    if deadline is None or deadline.state is State.DONE:
        return dt.date.min
    return _day(deadline) or dt.date.max
