"""What was typed into a grid, as the office takes it and as the disk keeps it; what became of it, in words."""

from collections.abc import Mapping, Sequence

from itow_desktop.services.editing import Edit, ManyChanged
from itow_desktop.ui.dialogs.editing.elsewhere import lower
from itow_desktop.ui.drafts import Typed, Unsaved
from itow_desktop.ui.models.grid import Cell, Filled
from itow_desktop.ui.text import counted

_CARS = "cars"


def edits_of(cells: Mapping[Cell, Typed]) -> list[Edit]:
    """One edit for each car, with the values its fields were typed over."""
    by_car: dict[int, dict[str, Typed]] = {}
    for (custody_id, field), typed in cells.items():
        by_car.setdefault(custody_id, {})[field] = typed
    return [
        Edit(custody_id, {name: each.text for name, each in typed.items()}, {name: each.base for name, each in typed.items()})
        for custody_id, typed in by_car.items()
    ]


def deed_name(edits: Sequence[Edit]) -> str:
    """``change color of 12 cars`` where it is one field, so that its undo says what it takes back."""
    fields = {name for edit in edits for name in edit.values}
    cars = counted(len(edits), "car", "cars")
    return f"change {lower(fields.pop())} of {cars}" if len(fields) == 1 else f"edit {cars} in the grid"


def unsaved_of(custody_ids: Sequence[int], cells: Mapping[Cell, Typed], by: str | None) -> Unsaved:
    """The grid's cells as they are kept, with the cars it shows."""
    fields = {f"{custody_id}.{field}": typed for (custody_id, field), typed in cells.items()}
    return Unsaved(fields, by, {_CARS: ",".join(map(str, custody_ids))})


def cells_of(unsaved: Unsaved) -> dict[Cell, Typed]:
    """The cells that were kept."""
    parts = ((name.partition("."), typed) for name, typed in unsaved.fields.items())
    return {(int(custody_id), field): typed for (custody_id, _, field), typed in parts}


def cars_of(unsaved: Unsaved) -> tuple[int, ...]:
    """The cars of the grid in which this was typed."""
    return tuple(int(each) for each in unsaved.facts.get(_CARS, "").split(",") if each)


def filled_words(filled: Filled) -> str:
    """What became of a pasted block."""
    said = [f"{counted(filled.cells, 'cell', 'cells')} pasted."]
    if filled.blanks:
        said.append(f"{counted(len(filled.blanks), 'blank cell was', 'blank cells were')} left as they are.")
    if filled.rows_over:
        said.append(f"{counted(filled.rows_over, 'row', 'rows')} more than there are cars below: not pasted.")
    if filled.columns_over:
        said.append(f"{counted(filled.columns_over, 'column', 'columns')} more than there are here: not pasted.")
    return " ".join(said)


def save_words(right: int, *, wrong: bool) -> str:
    """What the button saves: with something wrong beside it, that it saves the right ones only."""
    if not right:
        return "&Save"
    if wrong:
        return "&Save the right one" if right == 1 else f"&Save the {right:,} right ones"
    return f"&Save {counted(right, 'change', 'changes')}"


def saved_words(changed: ManyChanged, left: int) -> str:
    """What became of a save; ``left`` cells are still in the grid without a clash."""
    said = [f"{counted(changed.changed, 'car is', 'cars are')} saved."]
    if changed.clashes:
        cars = counted(len(changed.clashes), "car was", "cars were")
        said.append(f"{cars} changed by somebody else meanwhile and not saved: choose below which value counts, then save again.")
    if left:
        said.append(f"{counted(left, 'cell is', 'cells are')} still here and not saved.")
    return " ".join(said)
