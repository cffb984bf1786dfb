"""How long it takes to take the first program's database over."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench_figures import Figure, Spent, processors, spent
from bench_import import as_in_window
from bench_office import BenchServer, OpenOffice

from itow_desktop.adapters.files.old_database import read_old_file
from itow_desktop.domain.old_database.report import OldReport
from itow_desktop.practice.old_database import snapshots
from itow_desktop.services.importing.from_old_database import import_old

_CARS = 70


def taking_over(server: BenchServer, runs: int) -> Iterator[Figure]:
    """Three files of 70 vehicles each, read, merged and stored; then the same again."""
    new: list[Spent] = []
    again: list[Spent] = []
    with tempfile.TemporaryDirectory() as folder:
        paths = snapshots(Path(folder), _CARS)
        for _ in range(runs):
            with server.new_office() as office, as_in_window():
                reports: list[OldReport] = []
                new.append(spent(lambda: reports.append(_taken(office, paths)), server.process))  # noqa: B023  # called at once
                again.append(spent(lambda: reports.append(_taken(office, paths)), server.process))  # noqa: B023
                told = [(report.counts.created, report.counts.unchanged) for report in reports]
                if told != [(_CARS, 0), (0, _CARS)]:
                    raise RuntimeError(f"the old database was not taken over as is measured: {told}")
    for taken, words in ((new, "taken over"), (again, "taken over again, all here")):
        yield Figure(
            "old", f"Three old files of {_CARS} vehicles {words}", "s", tuple(each.wall for each in taken), 3.0, extra=processors(taken)
        )


def _taken(office: OpenOffice, paths: tuple[Path, ...]) -> OldReport:
    steps = import_old(office.shift, read_old_file, paths)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            report: OldReport = end.value
            return report
