"""How long the Today page takes over a big yard: its first answer, after a change, on the screen."""

from collections.abc import Iterator
from dataclasses import replace

import bench_yard
from bench_figures import Figure, spent
from bench_office import BenchServer, OpenOffice
from bench_programs import window

from itow_desktop.services.editing import Edit, change_car
from itow_desktop.services.shift import Shift
from itow_desktop.services.starting_the_day import start_of_day
from itow_desktop.services.stepping import StepMemory

_LIMIT = 300.0


def today(server: BenchServer, runs: int) -> Iterator[Figure]:
    """The page over the open cars: when nothing is remembered, after somebody changed a car, then in the window itself."""
    where = f"{bench_yard.ON_LOT:,} open cars of {bench_yard.CARS:,}"
    with server.office() as warm_up:
        start_of_day(warm_up.shift)
    first = [_first(server) for _ in range(runs)]
    yield Figure("today", f"Today, first answer of a program, {where}", "ms", tuple(first), _LIMIT)
    with server.office() as office:
        start_of_day(office.shift)
        changed = [_after_a_change(office, number) for number in range(runs)]
    yield Figure("today", "Today, after one car changed", "ms", tuple(changed), _LIMIT)
    told = window("today", server.environment)["today_ms"]
    yield Figure("today", "Today on the screen", "ms", tuple(told), _LIMIT)


def _first(server: BenchServer) -> float:
    """Milliseconds with a new desk that remembers nothing."""
    with server.office() as office:
        shift = replace(office.shift, memory=StepMemory())
        return spent(lambda: _counted(shift)).wall * 1000


def _after_a_change(office: OpenOffice, number: int) -> float:
    change_car(office.shift, Edit(bench_yard.CARS - number, {"spot": f"T-{number}"}, {}))
    return spent(lambda: _counted(office.shift)).wall * 1000


def _counted(shift: Shift) -> None:
    day = start_of_day(shift)
    if day.active != bench_yard.ON_LOT:
        raise RuntimeError(f"{day.active} cars stand on the lot")
