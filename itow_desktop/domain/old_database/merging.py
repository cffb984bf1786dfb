"""Several rows about one car become one: the newest file wins, older ones fill gaps, every conflict is listed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum

from itow_desktop.domain.agencies import agency_key
from itow_desktop.domain.entry import written_date
from itow_desktop.domain.old_database.files import BEFORE_THE_RESET
from itow_desktop.domain.old_database.rows import OldReading, Said
from itow_desktop.domain.old_database.rules import Flag, OldRule
from itow_desktop.domain.vehicles import CustodyStatus

OUTCOME = "outcome"
_ENDING = ("status", "release_day", "release_time", "recipient", "release_reason", "auction_day", "scrap_day")
"""What belongs to how it ended; never put together from files that say it ended differently."""
_LOOSE = frozenset({"towed_from", "make", "model", "color", "requested_by", "body_type", "reason", "notes", "officer", "driver"})


class Choice(StrEnum):
    """What a person makes of a conflict."""

    NEWER = "newer"
    OLDER = "older"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two files say different things of one field of a car, or of how it ended (``OUTCOME``); ``choice`` None: nobody chose yet."""

    key: str
    car: str
    field: str
    newer: str
    older: str
    newer_file: str
    older_file: str
    choice: Choice | None = None

    @property
    def rule(self) -> OldRule:
        """By which rule it is counted."""
        return OldRule.OUTCOME if self.field == OUTCOME else OldRule.CONFLICT

    @property
    def mark(self) -> "Mark":
        """What a choice is remembered by: the same two words of the same field are never asked twice."""
        return self.key, self.field, self.newer, self.older


Mark = tuple[str, str, str, str]
Choices = Mapping[Mark, Choice]


@dataclass(frozen=True, slots=True)
class OldCar:
    """One car of all files; ``rows`` says how many rows became it, ``outcome`` None that it is left open on purpose."""

    key: str
    call: str | None
    car: str
    values: Mapping[str, Said]
    told: Mapping[str, str]
    outcome: CustodyStatus | None
    rows: int
    conflicts: tuple[Conflict, ...]
    flags: tuple[Flag, ...]


def merge_cars(readings: Iterable[OldReading], choices: Choices) -> tuple[OldCar, ...]:
    """All readings of all files, the newest file first, as cars in the order they were first met."""
    by_key: dict[str, list[OldReading]] = defaultdict(list)
    for each in readings:
        by_key[each.key].append(each)
    return tuple(_merged(sorted(rows, key=lambda row: row.file), choices) for rows in by_key.values())


def _merged(rows: Sequence[OldReading], choices: Choices) -> OldCar:
    first = rows[0]
    car = next((row.call or str(row.values["plate"]) for row in rows if row.call or "plate" in row.values), first.car)
    conflicts: list[Conflict] = []
    ending = _ending(rows, car, choices, conflicts)
    values: dict[str, Said] = {}
    for name in dict.fromkeys(name for row in rows for name in row.values):
        if name not in _ENDING and (said := _field(name, rows, car, choices, conflicts)) is not None:
            values[name] = said
    told: dict[str, str] = {}
    for row in reversed(rows):
        told |= row.told
    same = [row for row in rows if ending is not None and row.outcome is ending.outcome]
    for name in _ENDING:
        said = next((row.values[name] for row in ([ending, *same] if ending else []) if name in row.values), None)
        if said is not None:
            values[name] = said
    flags = list(dict.fromkeys(flag for row in rows[:1] for flag in row.flags))
    flags += [flag for row in rows[1:] for flag in row.flags if flag.rule in _ANY_FILE]
    if len(rows) > len({row.file for row in rows}):
        twice = next(row for row in rows if sum(other.file == row.file for other in rows) > 1)
        flags.append(Flag(OldRule.CALL_TWICE, car, f"{sum(other.file == twice.file for other in rows)} rows.", twice.name))
    if first.call is None:
        flags.append(Flag(OldRule.NO_CALL, car, "No call number.", first.name))
    outcome = None if ending is None else ending.outcome
    return OldCar(first.key, first.call, car, values, told, outcome, len(rows), tuple(conflicts), tuple(flags))


_ANY_FILE = frozenset({OldRule.BAD_DATE, OldRule.NO_YEAR, OldRule.LEFT_RAW})
"""Said of older files too: what they alone have would be lost without a word."""


def _ending(rows: Sequence[OldReading], car: str, choices: Choices, conflicts: list[Conflict]) -> OldReading | None:
    """The row that says how it ended; None where somebody wants it left open.

    Where the newest file says otherwise than an older one, the file of before the reset is the one that is offered,
    else the newest of the others.
    """
    newest = rows[0]
    others = [row for row in rows if row.outcome is not newest.outcome and row.outcome is not CustodyStatus.ON_LOT]
    if not others:
        return newest
    older = next((row for row in others if row.width == BEFORE_THE_RESET), others[0])
    conflict = _conflict(OUTCOME, (newest, ending_words(newest)), (older, ending_words(older)), car, choices)
    conflicts.append(conflict)
    if conflict.choice is Choice.LEAVE:
        return None
    return older if conflict.choice is Choice.OLDER else newest


def ending_words(row: OldReading) -> str:
    """``Scrapped 6/2/2025``."""
    status = str(row.values.get("status", "New"))
    day = row.values.get("release_day")
    return f"{status} {written(day)}" if day is not None and row.outcome is not CustodyStatus.ON_LOT else status


def _field(name: str, rows: Sequence[OldReading], car: str, choices: Choices, conflicts: list[Conflict]) -> Said | None:
    """The newest word of a field; where an older file says something else, what somebody chose."""
    said = [(row, row.values[name]) for row in rows if name in row.values]
    newest = said[0]
    other = next((each for each in said if not _alike(name, each[1], newest[1])), None)
    if other is None:
        return newest[1]
    conflict = _conflict(name, (newest[0], written(newest[1])), (other[0], written(other[1])), car, choices)
    conflicts.append(conflict)
    if conflict.choice is Choice.LEAVE:
        return None
    return other[1] if conflict.choice is Choice.OLDER else newest[1]


def _conflict(name: str, newer: tuple[OldReading, str], older: tuple[OldReading, str], car: str, choices: Choices) -> Conflict:
    found = Conflict(newer[0].key, car, name, newer[1], older[1], newer[0].name, older[0].name)
    return replace(found, choice=choices.get(found.mark))


def _alike(name: str, one: Said, other: Said) -> bool:
    """Whether two words mean the same: case, blanks, dots and other spellings of a department aside."""
    if one == other:
        return True
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    if name == "department":
        return agency_key(one) == agency_key(other)
    if name in _LOOSE:
        return "".join(filter(str.isalnum, one.casefold())) == "".join(filter(str.isalnum, other.casefold()))
    return one.casefold() == other.casefold()


def written(said: object) -> str:
    """A value in words: ``6/2/2025``, ``13:05``."""
    if isinstance(said, date):
        return written_date(said)
    if isinstance(said, time):
        return f"{said.hour}:{said.minute:02}"
    return str(said)
