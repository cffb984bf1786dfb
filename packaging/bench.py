"""The figures of this machine: what is promised, what it takes, what the first program took."""

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import bench_checking
import bench_edit
import bench_files
import bench_find
import bench_import
import bench_law
import bench_lists
import bench_mail
import bench_old
import bench_page
import bench_papers
import bench_printing
import bench_programs
import bench_queue
import bench_reports
import bench_today
import bench_yard
from bench_figures import Figure, machine
from bench_office import BenchServer, serving

Part = Callable[[BenchServer, int], Iterator[Figure]]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Parts that share a server; ``on_lot``: they need the 100,000 cars, so many of them on the lot."""

    parts: Mapping[str, Part]
    on_lot: int | None = None


def main(argv: list[str]) -> int:
    """Measure, print the table; 1 when a limit was not kept."""
    options = command_line().parse_args(argv)
    wanted = set(options.parts or NAMES)
    figures: list[Figure] = []
    started = time.monotonic()
    gc.freeze()  # as the window does with what its start left behind
    told: dict[str, str | int | float] = {}
    for chapter in CHAPTERS:
        parts = {name: part for name, part in chapter.parts.items() if name in wanted}
        if not parts:
            continue
        with serving() as server:
            told = told or machine(server.version)
            if chapter.on_lot is not None:
                say(f"Writing {bench_yard.CARS:,} invented cars, {chapter.on_lot:,} on the lot...")
                with server.office() as office:
                    bench_yard.fill(office, chapter.on_lot)
            for name, part in parts.items():
                say(f"Measuring {name}...")
                figures += part(server, options.runs)
    seconds = time.monotonic() - started
    print("\n".join(table(told, figures, seconds)))
    if options.json:
        options.json.write_text(json.dumps(plain(told, figures, seconds), indent=2) + "\n", "utf-8")
    return int(any(figure.kept is False for figure in figures))


def command_line() -> argparse.ArgumentParser:
    """Parts by name, how often, where to."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *NAMES], metavar="PART", help=f"some of: {', '.join(NAMES)} (all without it)")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="how often each is measured (5); the table shows medians")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to this file")
    return parser


def _pages(server: BenchServer, runs: int) -> Iterator[Figure]:
    with server.office() as office:
        yield from bench_lists.pages(office, runs)


def _queue(server: BenchServer, runs: int) -> Iterator[Figure]:
    with server.office() as office:
        yield from bench_lists.queue(office, runs)


def _find(server: BenchServer, runs: int) -> Iterator[Figure]:
    with server.office() as office:
        yield from bench_find.finding(office, runs)


def _filter(server: BenchServer, runs: int) -> Iterator[Figure]:
    with server.office() as office:
        yield from bench_find.filters(office, runs)


def _window(server: BenchServer, _runs: int) -> Iterator[Figure]:
    yield from bench_programs.look(server, bench_yard.CARS)


def _gaps(server: BenchServer, _runs: int) -> Iterator[Figure]:
    yield from bench_programs.gaps(server)


def _fetch(server: BenchServer, _runs: int) -> Iterator[Figure]:
    yield from bench_import.fetching(server, 1)  # half a minute of waiting each, and nearly the same each time


CHAPTERS = (
    Chapter(
        MappingProxyType(
            {
                "store": bench_import.storing,
                "papers": bench_papers.papers,
                "mail": bench_mail.mail,
                "printing": bench_printing.printing,
                "terminal": bench_programs.terminal,
                "start": bench_programs.start,
                "fetch": _fetch,
                "gaps": _gaps,
                "old": bench_old.taking_over,
            }
        )
    ),
    Chapter(MappingProxyType({"checking": bench_checking.checking})),
    Chapter(
        MappingProxyType(
            {
                "list": _pages,
                "filter": _filter,
                "find": _find,
                "queue": _queue,
                "window": _window,
                "today": bench_today.today,
                "page": bench_page.page,
                "reports": bench_reports.reports,
                "edit": bench_edit.editing,
            }
        ),
        on_lot=bench_yard.ON_LOT,
    ),
    Chapter(MappingProxyType({"files": bench_files.files})),
    Chapter(MappingProxyType({"busy": bench_queue.busy, "law": bench_law.law}), on_lot=bench_yard.BUSY_LOT),
)
NAMES = tuple(name for chapter in CHAPTERS for name in chapter.parts)


def table(told: Mapping[str, str | int | float], figures: list[Figure], seconds: float) -> Iterator[str]:
    """The machine, a line for each figure, what else is worth knowing."""
    yield ""
    yield (
        f"{told['processor']}, {told['cores']} cores, {told['memory_gib']} GiB, {told['system']}, "
        f"Python {told['python']}, PostgreSQL {told['postgresql']}; load at the start {told['load_at_start']}"
    )
    yield ""
    width = max(len(figure.name) for figure in figures)
    yield f"{'':{width}}  {'median':>10}  {'worst':>10}  {'limit':>8}  {'':7}  first program"
    for figure in figures:
        unit = figure.unit
        limit = "" if figure.limit is None else f"{figure.limit:g} {unit}"
        word = {None: "", True: "kept", False: "MISSED"}[figure.kept]
        yield (
            f"{figure.name:{width}}  {amount(figure.median, unit):>10}  {amount(figure.worst, unit):>10}  {limit:>8}  {word:7}  "
            f"{figure.first_program}"
        ).rstrip()
    yield ""
    yield from (f"{figure.name}: {figure.extra}" for figure in figures if figure.extra)
    yield f"All of this took {seconds:.0f} s."


def amount(value: float, unit: str) -> str:
    """A value with as many digits as it deserves."""
    return f"{value:.2f} {unit}" if value < 10 else f"{value:.0f} {unit}"


def plain(told: Mapping[str, str | int | float], figures: list[Figure], seconds: float) -> dict[str, object]:
    """The same for programs."""
    return {
        "machine": dict(told),
        "seconds": round(seconds, 1),
        "figures": [
            {
                "part": figure.part,
                "name": figure.name,
                "unit": figure.unit,
                "median": round(figure.median, 4),
                "worst": round(figure.worst, 4),
                "runs": len(figure.values),
                "limit": figure.limit,
                "kept": figure.kept,
                "first_program": figure.first_program or None,
                "extra": figure.extra or None,
            }
            for figure in figures
        ],
    }


def say(text: str) -> None:
    """What happens now; beside the table, so that the table alone can be piped."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
