"""Rule packs: from TOML to the rules of the domain, or to a sentence that says what is wrong where."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

import msgspec

from itow_desktop.domain.calendars import CLOSED, Calendar, Holiday
from itow_desktop.domain.errors import RulesTrouble
from itow_desktop.domain.provisions import KINDS
from itow_desktop.domain.rules import Confidence, Example, Provision, Review, Rule, RulePack
from itow_desktop.domain.soundness import faults

_Made = TypeVar("_Made")
_Table = dict[str, Any]
_HEAD = ("id", "name", "state", "zone", "version")
_WORDS = ("custodies", "events", "conditions")
_TOP = {*_HEAD, *_WORDS, *KINDS, "enabled", "roll", "holiday", "rule", "example"}
_AT = re.compile(r" - at (?:`key` in )?`\$(.*)`$")
_PATTERNS = ("trigger", "done_by", "proof", "undone_by", "until", "again")


def load_pack(path: Path) -> RulePack:
    """Read and check one pack; raises ``RulesTrouble`` naming file, rule and field."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors begin a file with a mark
    except FileNotFoundError:
        raise RulesTrouble(f"There is no rule file {path}.") from None
    except UnicodeDecodeError as error:
        raise RulesTrouble(f"{path.name} cannot be read: it is not saved as text in UTF-8. The rules in use stay as they were.") from error
    except OSError as error:
        raise RulesTrouble(f"{path.name} cannot be read: {error.strerror}.") from error
    return read_pack(text, path.name)


def find_pack(folder: Path, pack_id: str) -> RulePack:
    """The pack ``pack_id`` of the folder; raises ``RulesTrouble`` where there is none or it is another one."""
    path = folder / f"{pack_id}.toml"
    if not re.fullmatch(r"[a-z0-9-]+", pack_id) or not path.is_file():
        known = ", ".join(sorted(each.stem for each in folder.glob("*.toml"))) or "none"
        raise RulesTrouble(f"There is no rule pack {pack_id}. There are: {known}.")
    pack = load_pack(path)
    if pack.id != pack_id:
        raise _File(path.name).trouble("id", f"it is {pack.id}, so the file must be called {pack.id}.toml")
    return pack


def pack_to_apply(folder: Path, pack_id: str) -> RulePack:
    """The pack an office works by; raises ``RulesTrouble`` for one that is disabled too: such a pack is shown, never applied."""
    pack = find_pack(folder, pack_id)
    if not pack.enabled:
        raise RulesTrouble(f"The rules of {pack.name} ({pack_id}) are not reviewed, so no office can work by them. Choose another pack.")
    return pack


def read_pack(text: str, name: str) -> RulePack:
    """Make a pack of TOML text; ``name`` is the file as errors name it."""
    try:
        raw = tomllib.loads(text, parse_float=Decimal)  # a float would not hold 24.95 dollars
    except tomllib.TOMLDecodeError as error:
        raise RulesTrouble(f"{name} is not whole TOML: {error}. The rules in use stay as they were; correct the file.") from error
    file = _File(name)
    if strangers := sorted(raw.keys() - _TOP):
        raise file.trouble(strangers[0], "this field is not known")
    words = {key: file.made(str, raw.get(key), key) for key in _HEAD}
    if empty := [key for key, word in words.items() if not word.strip()]:
        raise file.trouble(empty[0], "says nothing")
    roll = file.record(_RollLaw, file.table(raw, "roll"), "roll")
    spelling = _Spelling.of(raw, file)
    pack = RulePack(
        **words,
        enabled=file.made(bool, raw.get("enabled"), "enabled"),
        rules=_rules(raw, spelling, file),
        calendar=Calendar(tuple(file.record(Holiday, each, f"holiday {each.get('name', '?')}") for each in file.tables(raw, "holiday"))),
        roll_citation=roll.citation,
        roll_confidence=roll.confidence,
        roll_reviewed=roll.reviewed,
        examples=tuple(file.record(Example, each, f"example {each.get('name', '?')}") for each in file.tables(raw, "example")),
        provisions=_provisions(raw, spelling, file),
    )
    if wrong := tuple(faults(pack)):
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise file.trouble(wrong[0].field, wrong[0].what + more, wrong[0].place)
    return pack


class _File:
    """Turns tables of one file into records, and says what is wrong in its name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def trouble(self, field: str, what: str, place: str = "") -> RulesTrouble:
        where = f"{self.name}, {place}" if place else self.name
        return RulesTrouble(f"{where}, field {field}: {what}. The rules in use stay as they were; correct the file.")

    def table(self, raw: _Table, key: str) -> _Table:
        value = raw.get(key, {})
        if not isinstance(value, dict):
            raise self.trouble(key, "must be a table")
        return value

    def tables(self, raw: _Table, key: str) -> list[_Table]:
        value = raw.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.trouble(key, f"must be tables, each headed [[{key}]]")
        return value

    def made(self, kind: type[_Made], value: object, field: str) -> _Made:
        try:
            return msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            what = "is missing" if value is None else str(error)
            raise self.trouble(field, what) from error

    def record(self, kind: type[_Made], raw: _Table, place: str) -> _Made:
        """One frozen dataclass of a table; every key must be one of its fields."""
        if stranger := _stranger(kind, raw):
            raise self.trouble(stranger, "this field is not known", place)
        try:
            return msgspec.convert(raw, kind, builtin_types=(date, datetime))
        except msgspec.ValidationError as error:
            raise self._explained(str(error), place) from error

    def _explained(self, message: str, place: str) -> RulesTrouble:
        """msgspec says "Expected `int`, got `str` - at `$.count`"; a record of the domain says "field: what"."""
        told = _AT.search(message)
        what, path = (message[: told.start()], told[1]) if told else (message, "")
        if missing := re.search(r"missing required field `(\w+)`", what):
            return self.trouble(f"{path.strip('.`')}.{missing[1]}".strip("."), "is missing", place)
        if not path and (own := re.match(r"(\w+): (.+)", what)):
            return self.trouble(own[1], own[2], place)
        return self.trouble(path.strip(".`") or "?", what.replace("`", ""), place)


def _rules(raw: _Table, spelling: "_Spelling", file: _File) -> tuple[Rule, ...]:
    made = []
    for number, each in enumerate(file.tables(raw, "rule"), start=1):
        place = f"rule {each.get('id', f'number {number}')}"
        if case := each.get("case"):
            place += f" ({case})"
        made.append(file.record(Rule, spelling.spelled_out(each, file, place), place))
    if not made:
        raise file.trouble("rule", "there is none")
    return tuple(made)


def _provisions(raw: _Table, spelling: "_Spelling", file: _File) -> tuple[Provision, ...]:
    return tuple(
        file.record(kind, spelling.spelled_out(each, file, place), place)
        for name, kind in KINDS.items()
        for number, each in enumerate(file.tables(raw, name), start=1)
        for place in [f"{name} {each.get('id', f'number {number}')}"]
    )


@dataclass(frozen=True, slots=True)
class _RollLaw:
    """What the pack's head says of last days that fall on closed ones."""

    citation: str
    confidence: Confidence
    reviewed: Review | None = None


@dataclass(frozen=True, slots=True)
class _Spelling:
    """The pack's own words: names of groups of custodies and events, names of conditions."""

    custodies: _Table
    events: _Table
    conditions: _Table

    @classmethod
    def of(cls, raw: _Table, file: _File) -> "_Spelling":
        return cls(*(file.table(raw, key) for key in _WORDS))

    def spelled_out(self, raw: _Table, file: _File, place: str) -> _Table:
        """A rule or provision with groups replaced by their members, words by what they stand for."""
        try:
            full = _in_days(raw)
            if "applies_to" in full:
                full["applies_to"] = _members(full["applies_to"], self.custodies, "applies_to")
            for key in _PATTERNS:
                if key in full and not isinstance(full[key], int):  # until may be the last day of a window
                    full[key] = _patterns(full[key], self.events, key)
            for key in ("when", "frozen"):
                if key in full:
                    full[key] = [self._condition(each) for each in _listed(full[key], key)]
            for key in ("since", "missed_by", "requires"):
                if key in full:
                    full[key] = _members(full[key], self.events, key)
        except TypeError as error:
            raise file.trouble(str(error), "must be a list", place) from error
        except KeyError as error:
            raise file.trouble(key, f"there is no condition {error.args[0]}; name one of [conditions]", place) from error
        return full

    def _condition(self, raw: object) -> object:
        told = self.conditions[raw] if isinstance(raw, str) else raw
        if not isinstance(told, dict):
            return told
        lists = [key for key in ("events", "answered_by") if key in told]
        return told | {key: _patterns(told[key], self.events, key) for key in lists}


def _in_days(rule: _Table) -> _Table:
    """A copy with business days written as what they are: days that leave out the closed ones."""
    if rule.get("unit") != "business_days":
        return dict(rule)
    return rule | {"unit": "days", "not_counted": [*_listed(rule.get("not_counted", []), "not_counted"), *CLOSED]}


def _patterns(raw: object, events: _Table, key: str) -> list[object]:
    return [_pattern(each) for each in _members(raw, events, key)]


def _pattern(raw: object) -> object:
    if not isinstance(raw, dict):
        return {"event": raw}
    lists = {name: {word: _some(value) for word, value in raw[name].items()} for name in ("where", "unless") if name in raw}
    return raw | lists


def _members(raw: object, groups: _Table, key: str) -> list[object]:
    members: list[object] = []
    for word in _listed(raw, key):
        group = groups.get(word) if isinstance(word, str) else None
        members += group if isinstance(group, list) else [word]
    return members


def _listed(raw: object, key: str) -> list[object]:
    if not isinstance(raw, list):
        raise TypeError(key)
    return raw


def _some(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _stranger(kind: Any, raw: Mapping[str, object]) -> str | None:
    """The first key, at any depth, that is no field of the dataclass it stands in."""
    hints = get_type_hints(kind)
    known = {each.name for each in fields(kind)}
    for key, value in raw.items():
        if key not in known:
            return key
        for inner in _dataclasses_in(hints[key]):
            tables: Iterable[object] = value if isinstance(value, list) else [value]
            if isinstance(value, dict) and not is_dataclass(hints[key]):
                tables = [value] if hints[key] == inner | None else value.values()
            for table in tables:
                if isinstance(table, dict) and (found := _stranger(inner, table)):
                    return f"{key}.{found}"
    return None


def _dataclasses_in(hint: Any) -> list[Any]:
    if is_dataclass(hint):
        return [hint]
    return [found for part in get_args(hint) for found in _dataclasses_in(part)]
