"""How long one field of 500 cars takes to change on 100,000 cars, and to take back."""

from collections.abc import Iterator
from itertools import count

import bench_yard
from bench_figures import Figure, Spent, processors, spent
from bench_office import BenchServer, OpenOffice

from itow_desktop.services.editing import Edit, change_many, preview_many
from itow_desktop.services.undoing import undo, undo_state

_CARS = 500
_FIELDS = {"spot": "a field of the stay", "color": "a field of the car"}
_LIMIT = 1.0


def editing(server: BenchServer, runs: int) -> Iterator[Figure]:
    """A field of the stay and one of the car itself, whose change also touches what is searched; each with its undo."""
    numbers = count(1)
    with server.office() as office:
        first = bench_yard.CARS - bench_yard.ON_LOT + 1
        cars = list(range(first, first + _CARS))
        for field, words in _FIELDS.items():
            changes, undos = [], []
            for _ in range(runs + 1):
                changes.append(spent(lambda: _change(office, cars, field, f"N-{next(numbers)}"), server.process))  # noqa: B023
                undos.append(spent(lambda: _undo(office), server.process))
            yield _figure(f"change {field} of {_CARS} cars at {bench_yard.CARS:,} ({words})", changes[1:])
            yield _figure("the same undone", undos[1:])


def _figure(name: str, taken: list[Spent]) -> Figure:
    """The first run, for which the server reads from disk, is not among them."""
    return Figure("edit", name, "s", tuple(each.wall for each in taken), _LIMIT, "", processors(taken))


def _change(office: OpenOffice, cars: list[int], field: str, text: str) -> None:
    """As the window does it: what would change, then the change over what was shown."""
    shown = preview_many(office.shift, cars, {field: text})
    edits = [Edit(each.custody_id, {field: text}, {field: each.before}) for each in shown]
    told = change_many(office.shift, edits, f"{field} of {len(cars)} cars")
    if told.changed != len(cars):
        raise RuntimeError(f"{told.changed} of {len(cars)} cars were changed")


def _undo(office: OpenOffice) -> None:
    last = undo_state(office.shift).undo
    if last is None or undo(office.shift, last.deed_id).left:
        raise RuntimeError("the change was not undone whole")
