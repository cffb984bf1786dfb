"""How long the vehicle list takes to answer on 100,000 cars; the queue on 2,000 open ones."""

from collections.abc import Iterator
from statistics import median

import bench_yard
from bench_figures import Figure, spent
from bench_office import OpenOffice

from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.browsing import vehicle_page
from itow_desktop.services.views import VehicleColumn, VehicleQuery
from itow_desktop.services.working import work_queue

SORTED_BY = (
    VehicleColumn.TOWED_AT,
    VehicleColumn.PLATE,
    VehicleColumn.MAKE,
    VehicleColumn.CALL_NUMBER,
    VehicleColumn.TOWED_FROM,
    VehicleColumn.JURISDICTION,
)


def pages(office: OpenOffice, runs: int) -> Iterator[Figure]:
    """The first page of all cars in several orders, one deep in the list."""
    medians: dict[VehicleColumn, float] = {}
    for column in SORTED_BY:
        medians[column] = median(_asked(office, VehicleQuery(status=None, sort=((column, False),)), runs))
    slowest = max(medians, key=lambda column: medians[column])
    said = ", ".join(f"{column.value} {taken:.0f}" for column, taken in medians.items())
    name = f"first of {bench_yard.CARS:,} vehicles, each of {len(SORTED_BY)} orders"
    yield Figure("list", name, "ms", tuple(medians.values()), 150.0, "1.9 s (50,000 cars)", f"{said}; slowest {slowest.value}")
    due = _asked(office, VehicleQuery(status=None, sort=((VehicleColumn.DUE, False),)), runs)
    yield Figure("list", f"the same by due date, which is computed for {bench_yard.ON_LOT:,} cars", "ms", tuple(due), 150.0)
    on_lot = _asked(office, VehicleQuery(status=CustodyStatus.ON_LOT), runs)
    yield Figure("list", f"first page of the {bench_yard.ON_LOT:,} on the lot", "ms", tuple(on_lot), 150.0)
    deep = _asked(office, VehicleQuery(status=None, offset=bench_yard.CARS - 1_000), runs)
    yield Figure("list", "a page 99,000 rows down", "ms", tuple(deep))


def queue(office: OpenOffice, runs: int) -> Iterator[Figure]:
    """The whole work of a day."""
    lines: set[int] = set()
    taken = [spent(lambda: lines.add(len(work_queue(office.shift).lines))).wall * 1000 for _ in range(runs)]
    if lines != {bench_yard.ON_LOT}:
        raise RuntimeError(f"the queue has {lines} lines")
    yield Figure("queue", f"the queue of {bench_yard.ON_LOT:,} open cases", "ms", tuple(taken), None, "139 ms (1,000), 814 ms (10,000)")


def _asked(office: OpenOffice, query: VehicleQuery, runs: int) -> list[float]:
    """Milliseconds of each run; the first answer, for which the server reads from disk, does not count."""
    vehicle_page(office.shift, query)
    return [spent(lambda: vehicle_page(office.shift, query)).wall * 1000 for _ in range(runs)]
