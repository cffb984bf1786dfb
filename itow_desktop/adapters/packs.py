"""Rule packs: from TOML to the rules of the domain, or to a sentence that says what is wrong where."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from itow_desktop.domain.calendars import Calendar, Holiday
from itow_desktop.domain.errors import RulesTrouble
from itow_desktop.domain.rules import Confidence, Example, Rule, RulePack

_Made = TypeVar("_Made")
_Table = dict[str, Any]
_TOP = {"id", "name", "state", "zone", "version", "enabled", "roll", "custodies", "events", "holiday", "rule", "example"}
_PATTERNS = ("trigger", "done_by", "proof", "undone_by")


def load_pack(path: Path) -> RulePack:
    """Read and check one pack; raises ``RulesTrouble`` naming file, rule and field."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise RulesTrouble(f"There is no rule file {path}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise RulesTrouble(f"{path.name} cannot be read: {error}.") from error
    return read_pack(text, path.name)


def find_pack(folder: Path, pack_id: str) -> RulePack:
    """The pack ``pack_id`` of the folder; raises ``RulesTrouble`` where there is none or it is another one."""
    path = folder / f"{pack_id}.toml"
    if not re.fullmatch(r"[a-z0-9-]+", pack_id) or not path.is_file():
        known = ", ".join(sorted(each.stem for each in folder.glob("*.toml"))) or "none"
        raise RulesTrouble(f"There is no rule pack {pack_id}. There are: {known}.")
    return load_pack(path)


def read_pack(text: str, name: str) -> RulePack:
    """Make a pack of TOML text; ``name`` is the file as errors name it."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RulesTrouble(f"{name} is not whole TOML: {error}. The rules in use stay as they were; correct the file.") from error
    file = _File(name)
    if strangers := sorted(raw.keys() - _TOP):
        raise file.trouble(strangers[0], "this field is not known")
    words = {key: file.made(str, raw.get(key), key) for key in ("id", "name", "state", "zone", "version")}
    roll = file.table(raw, "roll")
    pack = RulePack(
        **words,
        enabled=file.made(bool, raw.get("enabled"), "enabled"),
        rules=_rules(raw, file),
        calendar=Calendar(tuple(file.record(Holiday, each, f"holiday {each.get('name', '?')}") for each in file.tables(raw, "holiday"))),
        roll_citation=file.made(str, roll.get("citation"), "roll.citation"),
        roll_confidence=file.made(Confidence, roll.get("confidence"), "roll.confidence"),
        examples=tuple(file.record(Example, each, f"example {each.get('name', '?')}") for each in file.tables(raw, "example")),
    )
    _check_zone(pack, file)
    _check_versions(pack.rules, file)
    _check_dependence(pack.rules, file)
    _check_examples(pack, file)
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
        what, _, path = message.partition(" - at `$")
        if missing := re.search(r"missing required field `(\w+)`", what):
            return self.trouble(f"{path.strip('.`')}.{missing[1]}".strip("."), "is missing", place)
        if not path and (own := re.match(r"(\w+): (.+)", what)):
            return self.trouble(own[1], own[2], place)
        return self.trouble(path.strip(".`") or "?", what.replace("`", ""), place)


def _rules(raw: _Table, file: _File) -> tuple[Rule, ...]:
    custodies, events = file.table(raw, "custodies"), file.table(raw, "events")
    made = []
    for number, each in enumerate(file.tables(raw, "rule"), start=1):
        place = f"rule {each.get('id', f'number {number}')}"
        if case := each.get("case"):
            place += f" ({case})"
        try:
            spelled = _spelled_out(each, custodies, events)
        except TypeError as error:
            raise file.trouble(str(error), "must be a list", place) from error
        made.append(file.record(Rule, spelled, place))
    if not made:
        raise file.trouble("rule", "there is none")
    return tuple(made)


def _spelled_out(rule: _Table, custodies: _Table, events: _Table) -> _Table:
    """The rule with groups replaced by their members and single words by the tables they stand for."""
    full = dict(rule)
    if "applies_to" in full:
        full["applies_to"] = _members(full["applies_to"], custodies, "applies_to")
    for key in _PATTERNS:
        if key in full:
            full[key] = _patterns(full[key], events, key)
    for key in ("when", "frozen"):
        if key in full:
            full[key] = [_condition(each, events) for each in _listed(full[key], key)]
    for key in ("since", "missed_by", "requires"):
        if key in full:
            full[key] = _members(full[key], events, key)
    return full


def _condition(raw: object, events: _Table) -> object:
    if not isinstance(raw, dict):
        return raw
    keys = [key for key in ("events", "answered_by") if key in raw]
    return raw | {key: _patterns(raw[key], events, key) for key in keys}


def _patterns(raw: object, events: _Table, key: str) -> list[object]:
    found: list[object] = []
    for each in _listed(raw, key):
        if isinstance(each, dict):
            lists = {name: {word: _some(value) for word, value in each[name].items()} for name in ("where", "unless") if name in each}
            found.append(each | lists)
        else:
            found += [{"event": word} for word in _members([each], events, key)]
    return found


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


def _check_zone(pack: RulePack, file: _File) -> None:
    try:
        ZoneInfo(pack.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise file.trouble("zone", f"there is no time zone {pack.zone}") from error


def _check_versions(rules: tuple[Rule, ...], file: _File) -> None:
    """Rules of one id must be told apart by their case or by the time they are in force."""
    seen: dict[tuple[str, str], list[Rule]] = {}
    for rule in rules:
        for other in seen.setdefault((rule.id, rule.case), []):
            first, second = sorted((rule, other), key=lambda each: each.effective_from or date.min)
            if first.effective_until is None and second.effective_from is None:
                raise file.trouble("id", "two rules have this id; give each its case or the time it is in force", f"rule {rule.id}")
            if first.effective_until is None or first.effective_until >= (second.effective_from or date.min):
                raise file.trouble("effective_from", "two versions of this rule are in force at the same time", f"rule {rule.id}")
        seen[rule.id, rule.case].append(rule)


def _check_dependence(rules: tuple[Rule, ...], file: _File) -> None:
    needs: dict[str, set[str]] = {}
    for rule in rules:
        needs.setdefault(rule.id, set()).update(rule.after)
    for rule_id, others in needs.items():
        if unknown := sorted(others - needs.keys()):
            raise file.trouble("after", f"there is no rule {unknown[0]}", f"rule {rule_id}")
        reached, ahead = set(), set(others)
        while ahead:
            reached |= ahead
            ahead = set().union(*(needs[each] for each in ahead)) - reached
        if rule_id in reached:
            raise file.trouble("after", "the rule depends on itself", f"rule {rule_id}")


def _check_examples(pack: RulePack, file: _File) -> None:
    """Each rule has a worked example; without the last lines of its file a pack has rules nobody tried."""
    ids = {rule.id for rule in pack.rules}
    shown: set[str] = set()
    for example in pack.examples:
        if unknown := sorted(example.expect.keys() - ids):
            raise file.trouble("expect", f"there is no rule {unknown[0]}", f"example {example.name}")
        shown |= {rule_id for rule_id, expected in example.expect.items() if not expected.left_out}
    if untried := sorted(ids - shown):
        raise file.trouble("example", f"no worked example computes rule {untried[0]}; is the file whole?", f"rule {untried[0]}")
