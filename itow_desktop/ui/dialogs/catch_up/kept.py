"""A sheet of paper lines as this PC's disk keeps it."""

from collections.abc import Collection, Mapping

from itow_desktop.ui.drafts import Typed, Unsaved
from itow_desktop.ui.models.grid import Cell

_OUT = "out"


def unsaved_of(cells: Mapping[Cell, Typed], out: Collection[int], by: str | None) -> Unsaved:
    """What is typed, by line and field, with the lines that are left out."""
    fields = {f"{line}.{field}": typed for (line, field), typed in cells.items()}
    return Unsaved(fields, by, {_OUT: ",".join(map(str, sorted(out)))})


def cells_of(unsaved: Unsaved) -> dict[Cell, Typed]:
    """The cells that were kept."""
    parts = ((name.partition("."), typed) for name, typed in unsaved.fields.items())
    return {(int(line), field): typed for (line, _, field), typed in parts}


def out_of(unsaved: Unsaved) -> tuple[int, ...]:
    """The lines that were left out."""
    return tuple(int(line) for line in unsaved.facts.get(_OUT, "").split(",") if line)
