"""Copies of the database at the terminal."""

import argparse
from pathlib import Path
from typing import Any

from itow_desktop.cli.answers import Commands, command, say
from itow_desktop.cli.office import this_machine
from itow_desktop.domain.backups import BackupInfo
from itow_desktop.domain.errors import BackupTrouble


def register(commands: Commands) -> None:
    """Add ``backup``, ``restore``, ``verify``."""
    copying = command(commands, "backup", backup, "copy the database now")
    copying.add_argument("--to", type=Path, metavar="DIR", help="another folder than usual")
    restoring = command(commands, "restore", restore, "put a copy in the place of the database, which is kept under another name")
    restoring.add_argument("file", type=Path, metavar="FILE")
    verifying = command(commands, "verify", verify, "restore a copy aside, count its rows, drop it again")
    verifying.add_argument("file", type=Path, metavar="FILE")


def backup(args: argparse.Namespace) -> int:
    """Make a copy."""
    from itow_desktop import opening

    with this_machine() as machine, opening.administrator(machine) as address:
        made = opening.copies_of(machine, address).make(args.to)
    say(args, _plain(made), [f"{made.file} ({made.size / 1e6:.1f} MB, {sum(count for _, count in made.rows)} rows)"])
    return 0


def restore(args: argparse.Namespace) -> int:
    """Restore a copy; nothing is lost, as what was there is kept."""
    from itow_desktop import opening

    with this_machine() as machine:
        done = opening.restore(machine, args.file)
    kept = f" What was there before is kept as {done.kept_as}." if done.kept_as else ""
    said = [f"The copy of {done.backup.made_at.astimezone():%Y-%m-%d %H:%M} is the database {done.database} now.{kept}"]
    if done.without_pin:
        said.append(f"PINs were not in this copy, and nobody is asked for one: set new ones at once for {', '.join(done.without_pin)}.")
    plain = {"backup": _plain(done.backup), "database": done.database, "kept_as": done.kept_as, "without_pin": list(done.without_pin)}
    say(args, plain, said)
    return 0


def verify(args: argparse.Namespace) -> int:
    """Prove a copy; exits 1 where it does not hold what it should."""
    from itow_desktop import opening

    with this_machine() as machine, opening.administrator(machine) as address:
        found = opening.copies_of(machine, address).verify(args.file)
        differences = [{"table": each.table, "expected": each.expected, "found": each.found} for each in found.differences]
        answer = {"ok": found.ok, "backup": _plain(found.backup), "differences": differences, "seconds": round(found.seconds, 3)}
        rows = sum(count for _, count in found.backup.rows)
        say(args, answer, [f"{args.file}: whole, {rows} rows restored and counted in {found.seconds:.1f} s"] if found.ok else [])
        if not found.ok:
            first = found.differences[0]
            raise BackupTrouble(
                f"The copy {args.file} cannot be relied on: {first.table} has {first.found} rows instead of {first.expected}."
            )
    return 0


def _plain(info: BackupInfo) -> dict[str, Any]:
    return {
        "file": str(info.file),
        "made_at": info.made_at.isoformat(),
        "database": info.database,
        "size": info.size,
        "sha256": info.sha256,
        "rows": dict(info.rows),
    }
