"""Importing calls from TowBook at the terminal."""

import argparse
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Any

from itow_desktop.cli.answers import Commands, a_date, command, say, signed
from itow_desktop.cli.ending import on_signals
from itow_desktop.cli.office import Office, this_office
from itow_desktop.cli.undoing_imports import undo
from itow_desktop.domain.calls import DateRange
from itow_desktop.domain.errors import TowBookTrouble
from itow_desktop.services.browsing import office
from itow_desktop.services.importing import ImportPlan, ImportProgress, ImportResult, run_import
from itow_desktop.services.ports.towbook import TowBook
from itow_desktop.services.shift import Shift
from itow_desktop.services.turning_the_day import turn_day
from itow_desktop.services.views import ImportRun, RunState


class ImportCutShort(TowBookTrouble):
    """The import could not run to its end; says why and what was kept."""


def register(commands: Commands) -> None:
    """Add ``import``."""
    parser = signed(command(commands, "import", run, "read calls from TowBook; running it again never doubles a car"))
    parser.add_argument("--from", dest="first", type=a_date, metavar="DATE", help="the first day of the calls, like 2026-03-02")
    parser.add_argument("--to", dest="last", type=a_date, metavar="DATE", help="the last day")
    parser.add_argument("--lot", action="store_true", help="the cars on the lot now instead")
    parser.add_argument("--account", action="append", metavar="NAME", help="a TowBook account (without it: the office's accounts)")
    parser.add_argument("--record", type=Path, metavar="DIR", help="keep a recording of TowBook's answers, names masked, no passwords")
    parser.add_argument("--undo", type=int, metavar="RUN", help="take that import back, as far as nobody built on it")
    parser.set_defaults(wrong=parser.error)


def run(args: argparse.Namespace) -> int:
    """Import; exits 1 when it could not run to its end, and what was read is kept all the same."""
    if args.undo is not None:
        return undo(args)
    days = _days(args)
    with this_office() as opened:
        _refuse_without_credentials(opened)
        accounts = tuple(args.account or office(opened.ports.desk).accounts)
        shift = opened.signed(args.person)
        with closing(_towbook(opened, args.record, accounts)) as towbook:
            result = import_calls(shift, towbook, ImportPlan(accounts, days))
        turn = turn_day(opened.shift)
        say(args, plain(result) | {"changed": turn.words}, (*lines(result), *([f"{turn.words}."] if turn.words else [])))
        if result.run.state is not RunState.DONE:
            raise ImportCutShort(result.run.message or "The import did not run to its end. What was read is kept.")
    return 0


def import_calls(shift: Shift, towbook: TowBook, plan: ImportPlan, *, always_shown: bool = False) -> ImportResult:
    """Run an import with a progress bar on standard error where somebody looks at it; Ctrl+C ends it cleanly."""
    # Closed here at the latest, where the database is still open: what the last batch holds is stored.
    with _interrupted() as stopped, closing(run_import(shift, towbook, plan, stopped)) as work:
        return _shown(work, always_shown)


def plain(result: ImportResult) -> dict[str, Any]:
    """The answer as JSON holds it."""
    run = result.run
    return {
        "run": run.id,
        "new": run.new,
        "updated": run.updated,
        "unchanged": run.unchanged,
        "failed": run.failed,
        "failures": [{"call": failure.call, "reason": failure.reason} for failure in result.failures],
        "seconds": round(result.seconds, 3),
        "skipped": run.skipped,
        "state": run.state.value,
        "message": run.message,
        "effect": run.effect,
    }


def lines(result: ImportResult) -> Iterator[str]:
    """The answer for people."""
    run = result.run
    yield f"Import {run.id}: {_counts(run)} in {result.seconds:.1f} s"
    if run.skipped:
        yield f"{run.skipped} cancelled calls were left out."
    if run.effect:
        yield f"For the queue: {run.effect}."
    for failure in result.failures:
        yield f"Not read: call {failure.call}: {failure.reason}"


def _counts(found: ImportRun | ImportProgress) -> str:
    return f"{found.new} new, {found.updated} updated, {found.unchanged} unchanged, {found.failed} failed"


def _days(args: argparse.Namespace) -> DateRange | None:
    if args.lot:
        if args.first or args.last:
            args.wrong("--lot reads the cars on the lot now and takes no dates")
        return None
    if not args.first or not args.last:
        args.wrong("say which calls: --from DATE --to DATE, or --lot")
    if args.first > args.last:
        args.wrong("--from lies after --to")
    return DateRange(args.first, args.last)


def _refuse_without_credentials(opened: Office) -> None:
    """Before anything is begun, so that the history shows no import that never was."""
    from itow_desktop.opening import credentials

    credentials(opened.machine)


def _towbook(opened: Office, record_dir: Path | None, accounts: tuple[str, ...]) -> TowBook:
    from itow_desktop.opening import open_towbook

    return open_towbook(opened.machine, opened.ports.law.zone, opened.ports.clock, record_dir=record_dir, known_names=accounts)


def _shown(work: Generator[ImportProgress, None, ImportResult], always: bool) -> ImportResult:
    from tqdm import tqdm

    with tqdm(unit="call", disable=False if always else None, leave=True, dynamic_ncols=True) as bar:
        while True:
            try:
                progress = next(work)
            except StopIteration as end:
                result: ImportResult = end.value
                bar.set_description("Done", refresh=False)
                bar.set_postfix_str(_counts(result.run))
                return result
            bar.total = progress.total
            bar.set_description(progress.phase, refresh=False)
            bar.set_postfix_str(_counts(progress), refresh=False)
            bar.update(progress.done - bar.n)


@contextmanager
def _interrupted() -> Iterator[Callable[[], bool]]:
    """Whether somebody wants the import to end; told once it stops where it stands, told twice it is broken off."""
    told = Event()

    def note(_number: int, _frame: FrameType | None) -> None:
        if told.is_set():
            raise KeyboardInterrupt
        told.set()

    with on_signals(note):
        yield told.is_set
