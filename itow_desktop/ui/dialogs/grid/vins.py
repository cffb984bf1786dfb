"""Offers below the grid what the VIN of the current row says, or which one may be meant."""

from collections.abc import Mapping

from PySide6.QtCore import QObject

from itow_desktop.ui.dialogs.editing.vin_watch import SPOKEN_OF, Advise, VinWatch
from itow_desktop.ui.models.grid import Cell, GridModel
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.edit_table import EditTable
from itow_desktop.ui.widgets.offers import Offered, OfferRow


class GridVins(QObject):
    """Only while the current cell is one that a VIN speaks of; what is taken is typed, not saved."""

    def __init__(self, runner: TaskRunner, advise: Advise, table: EditTable, model: GridModel) -> None:
        super().__init__(table)
        self._table, self._model = table, model
        self._watch = VinWatch(runner, advise, self._texts, self)
        self.row = OfferRow()
        self._watch.advised.connect(lambda lead, offers: self.row.put(lead, offers, table))
        self.row.taken.connect(self._take)
        table.cell_changed.connect(self._watch.look)
        model.edited.connect(self._watch.look)

    @property
    def _cell(self) -> Cell | None:
        index = self._table.currentIndex()
        return self._model.cell(index) if index.isValid() else None

    def _texts(self) -> Mapping[str, str]:
        cell = self._cell
        if cell is None or cell[1] not in SPOKEN_OF:
            return {}
        return {name: self._model.text((cell[0], name)) for name in SPOKEN_OF}

    def _take(self, offer: Offered) -> None:
        cell = self._cell
        if cell is not None:
            self._model.write({(cell[0], name): text for name, text in offer.texts})
            self._table.setFocus()
