"""How soon the queue of a big yard is there: its first lines, all of it, on the screen."""

from collections.abc import Iterator
from dataclasses import replace

import bench_yard
from bench_figures import Figure, spent
from bench_office import BenchServer
from bench_programs import window

from itow_desktop.domain.urgency import Urgency
from itow_desktop.services.stepping import StepMemory
from itow_desktop.services.working import first_lines, work_queue

_LIMIT = 150.0
_FIRST_PROGRAM = "1,000 ms (10,000 cars)"


def busy(server: BenchServer, runs: int) -> Iterator[Figure]:
    """10,000 open cars of 100,000: a program that remembers nothing, then one that does, then the window itself."""
    where = f"{bench_yard.BUSY_LOT:,} open cars of {bench_yard.CARS:,}"
    with server.office() as warm_up:
        first_lines(warm_up.shift)
    first, whole = zip(*(_opened(server) for _ in range(runs)), strict=True)
    yield Figure("busy", f"queue opened, first lines, {where}", "ms", first, _LIMIT, _FIRST_PROGRAM)
    yield Figure("busy", "queue opened, every line, nothing remembered", "ms", whole)
    with server.office() as office:
        work_queue(office.shift)
        again = tuple(spent(lambda: work_queue(office.shift)).wall * 1000 for _ in range(runs))
    yield Figure("busy", "queue asked again, every line", "ms", again)
    told = window("queue", server.environment)
    yield Figure("busy", "going to the queue in the window, lines on the screen", "ms", tuple(told["opened_ms"]), _LIMIT)
    yield Figure("busy", "F5 in the queue, every line on the screen", "ms", tuple(told["refreshed_ms"]))


def _opened(server: BenchServer) -> tuple[float, float]:
    """Milliseconds to the first lines, then to all of them, with a new desk that remembers nothing."""
    with server.office() as office, office.shift.desk.look():
        shift = replace(office.shift, memory=StepMemory())
        shift.law.day(shift.today)
        found = []
        first = spent(lambda: found.append(first_lines(shift))).wall * 1000
        whole = spent(lambda: found.append(work_queue(shift))).wall * 1000
    if not found[0].lines or len(found[1].lines) != bench_yard.BUSY_LOT:
        raise RuntimeError(f"the queue has {len(found[0].lines)} first and {len(found[1].lines)} lines")
    pressing = {line.item.urgency for line in found[1].lines} & {Urgency.LATE, Urgency.TODAY}
    if pressing and found[0].lines[0].item.urgency not in pressing:
        raise RuntimeError(f"the first line is {found[0].lines[0].item.urgency}")
    return first, whole
