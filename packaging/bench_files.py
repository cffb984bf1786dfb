"""How long files take from being dropped until their calls stand in Check import, how much memory a big one needs."""

import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from statistics import quantiles
from typing import TypeVar

import psutil
from bench_figures import Figure, Spent, processors, spent
from bench_office import BenchServer, OpenOffice

from itow_desktop.adapters.files.reader import FileReader
from itow_desktop.adapters.towbook.pages import report_table
from itow_desktop.practice.impounds import COLUMNS, current_impounds_csv
from itow_desktop.practice.office import make_office
from itow_desktop.services.importing.from_files import import_file, look_at, preview_file
from itow_desktop.services.importing.from_towbook import ImportProgress
from itow_desktop.services.importing.reading_files import FilePlan

_INVENTED = 2_500
"""Calls that are invented; a bigger file has each of them more than once, under other numbers."""
_LOOK_EVERY = 0.05
_WINDOW = Path(__file__).with_name("bench_files_window.py")
_FILES = FileReader(report_table)
Result = TypeVar("Result")


def files(server: BenchServer, runs: int) -> Iterator[Figure]:
    """10,000 rows in this program, 100,000 at the terminal, whose memory is looked at meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        path = export(Path(folder) / "10000.csv", 10_000)
        previews, imports, again = [], [], []
        for _ in range(runs):
            with server.new_office() as office:
                previews.append(_measured(server, office, path, preview=True))
                imports.append(_measured(server, office, path))
                again.append(_measured(server, office, path))
        first = "15.3 s for 1,000 into a database of 10,000"
        yield _figure("10,000 rows of a CSV, dropped until the preview stands", previews, 5.0)
        yield _figure("10,000 rows of a CSV, dropped until they are in Check import", imports, 5.0, first)
        yield _figure("the same 10,000 rows again", again, None, "4.7 s for 1,000")
        big = export(Path(folder) / "100000.csv", 100_000)
        yield from _dropped(server, path, big)
        yield from _big(server, big)


def export(path: Path, rows: int) -> Path:
    """An export of TowBook's impounds with so many rows, each of another call and another car."""
    office = make_office(calls=_INVENTED, today=datetime.now(UTC).date() - timedelta(days=1), days=300)
    told = list(csv.reader(StringIO(current_impounds_csv(office, office.calls).body.decode(), newline="")))
    above, cars = told[:3], told[3:]
    call, stock, vin, plate = (COLUMNS.index(name) for name in ("Call #", "Stock #", "VIN", "Plate"))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerows(above)
        for number in range(rows):
            row = list(cars[number % len(cars)])
            row[call], row[stock] = str(100_000 + number), str(20_000_000 + number)
            if len(row[vin]) == 17:
                row[vin] = f"{row[vin][:11]}{number:06}"
            if row[plate]:
                row[plate] = f"{row[plate][:2]}{number:05}"
            writer.writerow(row)
    return path


def _measured(server: BenchServer, office: OpenOffice, path: Path, *, preview: bool = False) -> Spent:
    def work() -> None:
        offer = look_at(office.shift, _FILES, path)
        if offer.mapping is None or offer.asks:
            raise RuntimeError(f"the file is not known: {offer.look.trouble} {offer.problems}")
        plan = FilePlan(offer.look, offer.mapping)
        if preview:
            lines = _end(preview_file(office.shift, _FILES, plan)).lines
            told = (len(lines), 0)
        else:
            run = _end(import_file(office.shift, _FILES, plan)).run
            told = (run.new + run.unchanged, run.failed)
        if told != (10_000, 0):
            raise RuntimeError(f"not what is measured: {told}")

    return spent(work, server.process)


def _end(steps: Generator[ImportProgress, None, Result]) -> Result:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result


def _figure(name: str, taken: list[Spent], limit: float | None, first: str = "") -> Figure:
    return Figure("files", name, "s", tuple(each.wall for each in taken), limit, first, processors(taken))


def _dropped(server: BenchServer, *paths: Path) -> Iterator[Figure]:
    """Each file is dropped on the real window, which must live on until the preview stands there."""
    with server.office():
        pass
    backup = [sys.executable, "-m", "itow_desktop", "backup"]
    subprocess.run(backup, env=server.environment, check=True, stdout=subprocess.DEVNULL)
    for path in paths:
        words = [sys.executable, str(_WINDOW), str(path)]
        done = subprocess.run(words, env=server.environment, stdout=subprocess.PIPE, text=True, check=True, timeout=300)
        told = json.loads(done.stdout.splitlines()[-1])
        gaps = sorted(told["gaps_ms"])
        extra = f"{len(gaps):,} beats, p99 {quantiles(gaps, n=100)[98]:.1f} ms; {told['seconds']:.1f} s, {told['rss_mb']:.0f} MB"
        name = f"event loop stands still from the drop of {told['rows']:,} rows to their preview, longest"
        yield Figure("files", name, "ms", (gaps[-1],), 50.0, "", extra)


def _big(server: BenchServer, path: Path) -> Iterator[Figure]:
    """The terminal imports it into the folder's own office; from the call of the program to its end."""
    with tempfile.TemporaryFile() as answer:
        words = [sys.executable, "-m", "itow_desktop", "import", "--file", str(path), "--json"]
        peak = 0

        def run() -> None:
            nonlocal peak
            with subprocess.Popen(words, env=server.environment, stdout=answer) as program:
                process = psutil.Process(program.pid)
                while program.poll() is None:
                    peak = max(peak, process.memory_info().rss)
                    try:
                        program.wait(_LOOK_EVERY)
                    except subprocess.TimeoutExpired:
                        continue

        taken = spent(run)
        answer.seek(0)
        told = json.loads(answer.read())
    if (told["new"], told["failed"]) != (100_000, 0):
        raise RuntimeError(f"{told['new']} of 100,000 came: {told['failures'][:3]}")
    extra = f"a file of {path.stat().st_size / 2**20:.0f} MB; with the start of the program {taken.wall:.1f} s"
    yield Figure("files", "100,000 rows of a CSV imported at the terminal", "s", (told["seconds"],), 40.0, "", extra)
    yield Figure("files", "memory of that program, most", "MB", (peak / 2**20,), 500.0)
