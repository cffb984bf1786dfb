"""Michigan's pack and its events, as the tests of the law write them down."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis.strategies import SearchStrategy, datetimes, just

from itow_desktop.adapters.packs import load_pack, read_pack
from itow_desktop.domain.calendars import local_time
from itow_desktop.domain.deadlines import Deadline
from itow_desktop.domain.events import Event, EventKind
from itow_desktop.domain.lawbook import deadlines
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


HEAD = """
id = "us-xx"
name = "Nowhere"
state = "XX"
zone = "America/Detroit"
version = "1"
enabled = false

[roll]
citation = "Day Act"
confidence = "A"

[custodies]
impound = ["private_property", "public_abandoned"]

[events]
closing = ["released", "redeemed"]

[[holiday]]
name = "Founders' Day"
month = 5
day = 1
"""


def rule_text(rule: str = "x.notice", **fields: str) -> str:
    """One rule as TOML; ``fields`` are TOML values that replace or add to a plain ten-day rule."""
    plain = {
        "step": '"Send notice"',
        "why": '"Notice not sent"',
        "sentence": '"A notice is sent."',
        "applies_to": '["impound"]',
        "trigger": '["towed"]',
        "kind": '"not_after"',
        "count": "10",
        "actor": '"us"',
        "done_by": '["letter_sent"]',
        "citation": '"Act 1"',
        "confidence": '"A"',
    }
    lines = [f'id = "{rule}"', *(f"{key} = {value}" for key, value in (plain | fields).items() if value)]
    return "\n".join(["\n[[rule]]", *lines, ""])


def example_text(*rules: str, custody: str = "private_property", events: str = "[]") -> str:
    """A worked example that names the rules and asks nothing of them."""
    asked = "\n".join(f'"{rule}" = {{}}' for rule in rules or ("x.notice",))
    return f'\n[[example]]\nname = "all"\ncustody = "{custody}"\nevents = {events}\n[example.expect]\n{asked}\n'


def pack_of(*rules: str) -> RulePack:
    """A pack of such rules, with the example each rule must have."""
    ids = dict.fromkeys(line.split('"')[1] for rule in rules for line in rule.splitlines() if line.startswith("id = "))
    return read_pack(HEAD + "".join(rules) + example_text(*ids), "us-xx.toml")
