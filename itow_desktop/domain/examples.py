"""Worked examples of a rule pack, held against what the engine computes."""

from datetime import tzinfo

from itow_desktop.domain.calendars import local_time, said_day, said_time
from itow_desktop.domain.deadlines import Deadline
from itow_desktop.domain.events import Event
from itow_desktop.domain.lawbook import deadlines
from itow_desktop.domain.rules import Example, Expected, RulePack


def failures(pack: RulePack) -> tuple[str, ...]:
    """One sentence for each answer that is not the expected one; empty when all examples come out."""
    return tuple(failure for example in pack.examples for failure in _failures(example, pack))


def events_of(example: Example, zone: tzinfo) -> tuple[Event, ...]:
    """The example's events, numbered, their wall clock times made times of the zone."""
    return tuple(
        Event(str(number), each.kind, local_time(each.at, zone)[0] if each.at else None, each.on, each.data)
        for number, each in enumerate(example.events, start=1)
    )


def _failures(example: Example, pack: RulePack) -> list[str]:
    computed = {each.rule_id: each for each in deadlines(example.custody, events_of(example, pack.tz), pack, facts=example.facts)}
    return [
        f"example {example.name}, rule {rule_id}: {wrong}"
        for rule_id, expected in example.expect.items()
        for wrong in _wrong(expected, computed.get(rule_id), pack.tz)
    ]


def _wrong(expected: Expected, found: Deadline | None, zone: tzinfo) -> list[str]:
    if found is None or expected.left_out:
        is_right = (found is None) is expected.left_out
        return [] if is_right else ["it is left out" if found is None else "it should be left out"]
    at = local_time(expected.at, zone)[0] if expected.at else None
    pairs = (
        ("date", expected.date and said_day(expected.date), found.date and said_day(found.date)),
        ("at", at and said_time(at), found.at and said_time(found.at)),
        ("until", expected.until and said_day(expected.until), found.until and said_day(found.until)),
        ("state", expected.state, found.state.value),
        ("needs", expected.needs, found.needs),
        ("confidence", expected.confidence, found.confidence),
    )
    return [f"{name} should be {asked}, computed is {got or 'nothing'}" for name, asked, got in pairs if asked is not None and asked != got]
