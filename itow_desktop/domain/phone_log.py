"""Phone calls about a car: who called whom, what was said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Direction(StrEnum):
    """Who called."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class PhoneCall:
    """One call as it was recorded.

    ``supersedes`` is the id of the call it corrects. ``withdrawn_because`` is None while it
    counts; a correction that is taken back lets the call it corrected count again.
    """

    id: int
    custody_id: int
    at: datetime
    direction: Direction
    name: str | None
    number: str | None
    said: str
    recorded_at: datetime
    recorded_by: str | None
    supersedes: int | None = None
    withdrawn_because: str | None = None


def standing_calls(calls: Iterable[PhoneCall]) -> tuple[PhoneCall, ...]:
    """The calls that count: neither corrected nor withdrawn, in the order given."""
    kept = [call for call in calls if call.withdrawn_because is None]
    corrected = {call.supersedes for call in kept}
    return tuple(call for call in kept if call.id not in corrected)
