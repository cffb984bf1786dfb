"""Michigan's pack and its events, as the tests of the law write them down."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis.strategies import SearchStrategy, datetimes, just

from itow_desktop.adapters.packs import load_pack
from itow_desktop.domain.calendars import local_time
from itow_desktop.domain.deadlines import Deadline, deadlines
from itow_desktop.domain.events import Event, EventKind
from itow_desktop.domain.rules import RulePack
from itow_desktop.domain.vehicles import CustodyKind

RULES = Path(__file__).parents[1] / "resources" / "rules"
DETROIT = ZoneInfo("America/Detroit")


@cache
def michigan() -> RulePack:
    """The pack as it ships."""
    return load_pack(RULES / "us-mi.toml")


def clock(text: str) -> datetime:
    """A wall clock time without a zone: ``2026-03-02T10:00``."""
    return datetime.fromisoformat(text)


def moments(first: str, last: str) -> SearchStrategy[datetime]:
    """Moments between two wall clock times, as UTC."""
    return datetimes(clock(first), clock(last), timezones=just(UTC))


def event(kind: str, when: str | None = None, *, name: str = "", supersedes: str | None = None, **data: str) -> Event:
    """An event on a day (``2026-03-09``) or at a wall clock time of Detroit (``2026-03-02T10:00``)."""
    at = on = None
    if when and "T" in when:
        at = local_time(datetime.fromisoformat(when), DETROIT)[0]
    elif when:
        on = date.fromisoformat(when)
    return Event(name or f"{kind} {when} {sorted(data.items())}", EventKind(kind), at, on, data, supersedes=supersedes)


def computed(custody: str, *events: Event, pack: RulePack | None = None, **days: int) -> dict[str, Deadline]:
    """The deadlines of a case by rule id."""
    office = {name.replace("_", ".", 1): count for name, count in days.items()}
    return {each.rule_id: each for each in deadlines(CustodyKind(custody), events, pack or michigan(), office=office)}
