"""The law at the terminal."""

import argparse
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from itow_desktop.adapters.facts import load_facts
from itow_desktop.adapters.packs import find_pack, load_pack
from itow_desktop.domain.calendars import said_day, said_time
from itow_desktop.domain.deadlines import Deadline
from itow_desktop.domain.errors import FactsTrouble, RulesTrouble
from itow_desktop.domain.examples import failures
from itow_desktop.domain.lawbook import deadlines
from itow_desktop.domain.provisions import KINDS
from itow_desktop.domain.records import Plain, plain
from itow_desktop.domain.rules import RulePack
from itow_desktop.domain.urgency import Day, state_on, urgency


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``rules check``, ``rules compute``, ``rules preview``; each sets ``run``, a function of the arguments to the exit code."""
    rules = commands.add_parser("rules", help="rule packs: check one, compute a case, see what a changed one would move")
    deeds = rules.add_subparsers(metavar="check|compute|preview", required=True)
    checking = deeds.add_parser("check", help="validate a pack and run its worked examples")
    checking.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a pack; without it all packs of the program")
    checking.add_argument("--json", action="store_true", help="print JSON")
    checking.set_defaults(run=check)
    computing = deeds.add_parser("compute", help="the deadlines of a case given as a file; needs no database")
    computing.add_argument("facts", type=Path, metavar="FACTS.json")
    computing.add_argument("--pack", metavar="ID", help="the rule pack (us-mi unless the file names another state)")
    computing.add_argument("--today", type=date.fromisoformat, metavar="DATE", help="the day to say urgency and expired rights for")
    computing.add_argument("--json", action="store_true", help="print JSON")
    computing.set_defaults(run=compute)
    previewing = deeds.add_parser("preview", help="what a changed pack would move among the office's open cars; nothing is changed")
    previewing.add_argument("file", type=Path, metavar="FILE", help="the changed pack")
    previewing.add_argument("--json", action="store_true", help="print JSON")
    previewing.set_defaults(run=preview)


def check(args: argparse.Namespace) -> int:
    """Load and try packs; raises ``RulesTrouble`` at the first pack that cannot be read or whose examples do not come out."""
    paths = [args.file] if args.file else sorted(_folder().glob("*.toml"))
    packs = [(path, load_pack(path)) for path in paths]
    for path, pack in packs:
        if wrong := failures(pack):
            more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
            raise RulesTrouble(f"{path.name}, {wrong[0]}{more}.")
    if args.json:
        print(json.dumps({"packs": [_described(path, pack) for path, pack in packs]}, indent=2))
        return 0
    for path, pack in packs:
        state = "" if pack.enabled else ", disabled"
        print(
            f"{path.name}: {pack.name} {pack.version}{state}: {len(pack.rules)} rules, all {len(pack.examples)} worked examples come out."
        )
        if carried := _carried(pack):
            print(f"  carried for letters, charges and sales: {', '.join(f'{count} {name}' for name, count in carried.items())}")
        for confidence, ids in _unsure(pack).items():
            print(f"  confidence {confidence}, to be checked with the law: {', '.join(ids)}")
    return 0


def compute(args: argparse.Namespace) -> int:
    """Print every deadline of a case; what depends on today (``expired``, ``urgency``) only when today is given."""
    pack = find_pack(_folder(), args.pack or "us-mi")
    case = load_facts(args.facts, pack.tz)
    if case.state and case.state != pack.state:
        if args.pack is not None:
            raise FactsTrouble(f"{args.facts.name} is a case of {case.state}, the pack {pack.id} is for {pack.state}.")
        pack = find_pack(_folder(), f"us-{case.state.lower()}")
        case = load_facts(args.facts, pack.tz)
    found = deadlines(case.custody, case.events, pack, facts=case.facts)
    if args.json:
        used = {"id": pack.id, "version": pack.version, "enabled": pack.enabled}
        print(json.dumps({"deadlines": [_plain(each, pack, args.today) for each in found], "pack": used}, indent=2))
        return 0
    if not pack.enabled:
        print(f"The rules of {pack.name} are not reviewed: no office works by them.")
    for each in found:
        answer = _plain(each, pack, args.today)
        print(f"{each.rule_id}: {_when(each)} ({answer['state']}, {each.actor}, confidence {each.confidence or 'not stated'})")
        for line in each.trace:
            print(f"    {line}")
    return 0


def preview(args: argparse.Namespace) -> int:
    """What a changed pack would move; the only one of these commands that opens the office."""
    from itow_desktop.cli import rule_preview

    return rule_preview.run(args)


def _folder() -> Path:
    return Path(__file__).resolve().parents[2] / "resources" / "rules"


def _plain(deadline: Deadline, pack: RulePack, today: date | None) -> Mapping[str, Plain]:
    if today is None:
        return plain(deadline) | {"urgency": None}
    return plain(deadline) | {"state": state_on(deadline, today).value, "urgency": urgency(deadline, Day(today, pack.calendar))}


def _when(deadline: Deadline) -> str:
    if deadline.at is not None:
        return f"{deadline.kind.value} {said_time(deadline.at)}"
    if deadline.date is None:
        return f"needs {deadline.needs}" if deadline.needs else "no date"
    until = f" to {said_day(deadline.until)}" if deadline.until else ""
    return f"{deadline.kind.value} {said_day(deadline.date)}{until}"


def _described(path: Path, pack: RulePack) -> dict[str, object]:
    return {
        "file": path.name,
        "id": pack.id,
        "version": pack.version,
        "enabled": pack.enabled,
        "rules": len(pack.rules),
        "examples": len(pack.examples),
        "provisions": _carried(pack),
        "unsure": _unsure(pack),
    }


def _carried(pack: RulePack) -> dict[str, int]:
    """How many provisions of each kind there are."""
    counts = {name: sum(type(each) is kind for each in pack.provisions) for name, kind in KINDS.items()}
    return {name: count for name, count in counts.items() if count}


def _unsure(pack: RulePack) -> dict[str, list[str]]:
    """Ids of the rules that nobody checked and that are not read in an official text, by confidence."""
    unsure: dict[str, list[str]] = {}
    for rule in pack.rules:
        if rule.reviewed is None and rule.confidence is not None and rule.confidence >= "C":
            ids = unsure.setdefault(rule.confidence.value, [])
            if rule.id not in ids:
                ids.append(rule.id)
    return dict(sorted(unsure.items()))
