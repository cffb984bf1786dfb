"""Importing calls from TowBook at the terminal."""

import argparse
from contextlib import closing
from pathlib import Path

from itow_desktop.cli.answers import Commands, a_date, command, say, signed
from itow_desktop.cli.import_runs import ImportCutShort, counts, interrupted, lines, plain, shown
from itow_desktop.cli.importing_files import run_files
from itow_desktop.cli.office import Office, this_office
from itow_desktop.cli.undoing_imports import undo
from itow_desktop.domain.calls import DateRange
from itow_desktop.services.browsing import office
from itow_desktop.services.importing.from_towbook import ImportPlan, ImportResult, run_import
from itow_desktop.services.ports.towbook import TowBook
from itow_desktop.services.shift import Shift
from itow_desktop.services.turning_the_day import turn_day
from itow_desktop.services.views import RunState


def register(commands: Commands) -> None:
    """Add ``import``."""
    parser = signed(command(commands, "import", run, "read calls from TowBook; running it again never doubles a car"))
    parser.add_argument("--from", dest="first", type=a_date, metavar="DATE", help="the first day of the calls, like 2026-03-02")
    parser.add_argument("--to", dest="last", type=a_date, metavar="DATE", help="the last day")
    parser.add_argument("--lot", action="store_true", help="the cars on the lot now instead")
    parser.add_argument("--account", action="append", metavar="NAME", help="a TowBook account (without it: the office's accounts)")
    parser.add_argument("--record", type=Path, metavar="DIR", help="keep a recording of TowBook's answers, names masked, no passwords")
    parser.add_argument("--undo", type=int, metavar="RUN", help="take that import back, as far as nobody built on it")
    parser.add_argument(
        "--file", type=Path, nargs="+", metavar="PATH", help="files instead: CSV, XLSX, saved report pages, the old database"
    )
    parser.add_argument("--preview", action="store_true", help="with --file: only say what it would change; nothing is written")
    parser.set_defaults(wrong=parser.error)


def run(args: argparse.Namespace) -> int:
    """Import; exits 1 when it could not run to its end, and what was read is kept all the same."""
    if args.undo is not None:
        return undo(args)
    if args.file is not None:
        return run_files(args)
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
    with interrupted() as stopped, closing(run_import(shift, towbook, plan, stopped)) as work:
        return shown(work, lambda result: counts(result.run), always=always_shown)


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
