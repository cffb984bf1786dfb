"""Taking over the first program's database at the terminal."""

import argparse
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from itow_desktop.cli.answers import say
from itow_desktop.cli.office import this_office
from itow_desktop.domain.old_database.merging import Choice
from itow_desktop.domain.old_database.report import OldReport, named, sentences
from itow_desktop.services.importing.from_old_database import OldProgress, import_old
from itow_desktop.services.turning_the_day import turn_day


def run_old(args: argparse.Namespace, paths: Sequence[Path]) -> int:
    """Take SQLite files over, all of them together; what was chosen in the window counts here too."""
    from itow_desktop.adapters.files.old_database import read_old_file

    began = time.monotonic()
    with this_office() as opened:
        with closing(import_old(opened.signed(args.person), read_old_file, paths)) as work:
            report = _finished(work)
        turn_day(opened.shift)
        seconds = time.monotonic() - began
        say(args, plain(report, seconds), lines(report, seconds))
    return 0


def plain(report: OldReport, seconds: float) -> dict[str, Any]:
    """The answer as JSON holds it."""
    counts = report.counts
    return {
        "run": report.run,
        "new": counts.created,
        "updated": counts.changed,
        "unchanged": counts.unchanged,
        "failed": 0,
        "failures": [],
        "seconds": round(seconds, 3),
        "skipped": counts.skipped,
        "read": counts.rows,
        "cars": counts.cars,
        "held": counts.held,
        "files": [{"name": file.name, "sha256": file.sha256, "vehicles": file.vehicles} for file in report.files],
        "rules": {each.rule.value: each.count for each in report.by_rule},
    }


def lines(report: OldReport, seconds: float) -> Iterator[str]:
    """The answer for people."""
    if report.run is None:
        yield "Everything in these files is here already. Nothing was changed."
    else:
        yield f"Import {report.run}: the old database was taken over in {seconds:.1f} s"
    for words, count in sentences(report.counts):
        yield f"  {words}: {count:,}"
    for each in report.by_rule:
        cars = named([flag for flag in report.flags if flag.rule is each.rule])
        yield f"{each.count:,} x {each.rule.label}. {each.rule.means}{f' ({cars})' if cars else ''}"
    undecided = sum(conflict.choice is None for conflict in report.conflicts)
    chosen = sum(conflict.choice is Choice.OLDER for conflict in report.conflicts)
    if report.conflicts:
        yield f"Where files disagree, {undecided} were not looked at (the newest file counts), {chosen} times the older one was chosen."


def _finished(work: Generator[OldProgress, None, OldReport]) -> OldReport:
    while True:
        try:
            next(work)
        except StopIteration as end:
            report: OldReport = end.value
            return report
