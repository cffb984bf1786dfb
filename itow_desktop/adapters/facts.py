"""A case given as a JSON file, made into the events the engine reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from itow_desktop.domain.conditions import FACT_KINDS, FactName, FactValue
from itow_desktop.domain.errors import FactsTrouble
from itow_desktop.domain.events import Event, EventKind, EventSource
from itow_desktop.domain.vehicles import CustodyKind


class _FactsEvent(msgspec.Struct, forbid_unknown_fields=True):
    """An event as the file writes it; the keys are those of ``show CALL --json``."""

    kind: EventKind
    id: str | None = None
    at: str | None = None
    on: date | None = None
    data: Mapping[str, str | int | float | bool | None] = {}
    note: str | None = None
    source: EventSource | None = None
    supersedes: str | None = None
    recorded_at: str | None = None
    recorded_by: str | None = None


class _FactsFile(msgspec.Struct):
    """The file; more keys may stand beside these."""

    custody: CustodyKind
    events: list[_FactsEvent]
    state: str | None = None
    facts: dict[FactName, FactValue] = {}


@dataclass(frozen=True, slots=True)
class Facts:
    """A case: ``state`` is the postal code the file names, None where it names none."""

    custody: CustodyKind
    state: str | None
    events: tuple[Event, ...]
    facts: Mapping[FactName, FactValue] = field(default_factory=dict)


def load_facts(path: Path, zone: ZoneInfo) -> Facts:
    """Read a case; times without an offset are wall clock times of ``zone``. Raises ``FactsTrouble`` in one sentence."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise FactsTrouble(f"{path} cannot be read: {error.strerror}.") from error
    try:
        file = msgspec.json.decode(text, type=_FactsFile)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FactsTrouble(f"{path.name} is no case: {str(error).replace('`', '')}.") from error
    for fact, value in file.facts.items():
        if type(value) is not FACT_KINDS[fact]:
            raise FactsTrouble(f"{path.name}: {value} is no value of {fact}.")
    ids = [each.id or f"event {number}" for number, each in enumerate(file.events, start=1)]
    for number, (each, name) in enumerate(zip(file.events, ids, strict=True), start=1):
        if ids.count(name) > 1:
            raise FactsTrouble(f"{path.name}, event {number}: another event has the id {name} too.")
        if each.supersedes is not None and each.supersedes not in ids:
            raise FactsTrouble(f"{path.name}, event {number}: it supersedes {each.supersedes}, which is not in the file.")
    events = (_event(each, name, zone, path.name) for each, name in zip(file.events, ids, strict=True))
    return Facts(file.custody, file.state, tuple(events), file.facts)


def _event(each: _FactsEvent, name: str, zone: ZoneInfo, file: str) -> Event:
    data = {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in each.data.items() if value is not None}
    at = None if each.at is None else _time(each.at, zone, f"{file}, {name}")
    return Event(
        name, each.kind, at, each.on if at is None else None, data, each.note, each.source, None, each.recorded_by, each.supersedes
    )


def _time(text: str, zone: ZoneInfo, where: str) -> datetime:
    """An aware time; one that the clocks leave out or repeat stays as told, the trace says what became of it."""
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        raise FactsTrouble(f"{where}: {text} is no time; write it like 2026-03-02T10:00.") from None
    if len(text) <= len("2026-03-02"):
        raise FactsTrouble(f"{where}: {text} has no time of day; write it like 2026-03-02T10:00, or use on for a date.")
    return told if told.tzinfo else told.replace(tzinfo=zone)
