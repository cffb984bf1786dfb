"""Taking an import back at the terminal."""

import argparse
from collections.abc import Iterator
from typing import Any

from itow_desktop.cli.answers import say
from itow_desktop.cli.office import this_office
from itow_desktop.services.importing.undoing import ImportUndo, undo_import


def undo(args: argparse.Namespace) -> int:
    """Take one import back as far as nobody built on it; exits 0 also where something is left."""
    with this_office() as opened:
        undone = undo_import(opened.signed(args.person), args.undo)
        say(args, _plain(undone), _lines(undone))
    return 0


def _plain(undone: ImportUndo) -> dict[str, Any]:
    left = [{"car": each.label, "why": each.why, "fields": list(each.fields)} for each in undone.left]
    return {"run": undone.run.id, "voided": undone.voided, "put_back": undone.put_back, "left": left}


def _lines(undone: ImportUndo) -> Iterator[str]:
    yield f"Import {undone.run.id} is undone: {undone.voided} new cars voided, {undone.put_back} put back, {len(undone.left)} left."
    for each in undone.left:
        fields = f" ({', '.join(each.fields)})" if each.fields else ""
        yield f"Left: {each.label}: {each.why}{fields}"
