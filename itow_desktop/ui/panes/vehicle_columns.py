"""The columns of the vehicle list: as a view keeps them, as wide as they were drawn, as they are taken along."""

from collections.abc import Callable, Sequence

from itow_desktop.services.saved_views import SavedView, ViewColumn, ViewDefinition
from itow_desktop.services.views import VehicleColumn, VehicleRow
from itow_desktop.ui import text
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.models.vehicles import COLUMNS
from itow_desktop.ui.widgets.table import Table

_USUAL = tuple(column.key for column in COLUMNS if column.shown)
_PLACES = {column.key: place for place, column in enumerate(COLUMNS)}


class VehicleColumns:
    """Which columns a table shows, in which order, how wide."""

    def __init__(self, table: Table, cell: Callable[[VehicleRow, VehicleColumn], str]) -> None:
        """``cell`` answers what stands in a row's column."""
        self._table = table
        self._cell = cell

    @property
    def shown(self) -> list[VehicleColumn]:
        """From left to right."""
        return [COLUMNS[place].key for place in self._table.shown_columns()]

    def kept(self) -> tuple[ViewColumn, ...]:
        """As a view keeps them; the usual ones are not worth keeping."""
        shown = self.shown
        return () if tuple(shown) == _USUAL else tuple(ViewColumn(key, self._table.columnWidth(_PLACES[key])) for key in shown)

    def arrange(self, definition: ViewDefinition) -> None:
        """Show those of a view."""
        columns = definition.columns or tuple(ViewColumn(key) for key in _USUAL)
        self._table.arrange([(_PLACES[column.key], column.width) for column in columns])

    def keep_widths(self, memory: WindowMemory, view: SavedView) -> None:
        """Columns stay as wide as they were drawn on this PC, for each view."""
        widths = (self._table.columnWidth(place) for place in range(len(COLUMNS)))
        memory.keep(f"vehicles.widths.{view.id}", " ".join(map(str, widths)))

    def take_widths(self, memory: WindowMemory, view: SavedView) -> None:
        """Draw them as wide as they were left, if they were."""
        kept = (memory.text(f"vehicles.widths.{view.id}") or "").split()
        widths = [int(width) for width in kept if width.isdigit()]
        for place, width in enumerate(widths if len(widths) == len(COLUMNS) else ()):
            if width:
                self._table.setColumnWidth(place, width)

    def titles(self, keys: Sequence[VehicleColumn]) -> list[str]:
        """What stands over these columns."""
        return [text.COLUMN[key] for key in keys]

    def cells(self, rows: Sequence[VehicleRow], keys: Sequence[VehicleColumn]) -> list[list[str]]:
        """What stands in these columns, row by row."""
        return [[self._cell(row, key) for key in keys] for row in rows]
