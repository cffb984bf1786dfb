"""Which facts of a line have room."""

from collections.abc import Set as AbstractSet

from PySide6.QtWidgets import QTreeView

from itow_desktop.ui.models.queue import Column, QueueModel
from itow_desktop.ui.panes.queue_paint import TEXT_FROM

_STRETCH = {Column.CAR: 35, Column.PLACE: 25, Column.WHAT: 40}
_HIDE_FIRST = (Column.VIN, Column.CALL, Column.PLACE, Column.DAYS, Column.WHO)
_STRETCH_LEAST = 116
_PAD = 10
_MEASURED = 40
"""Lines of each group whose words are measured; they speak for all."""


class QueueColumns:
    """Short facts get what they need, the others share the rest; where that is too little, facts that the details show step back."""

    def __init__(self, view: QTreeView, model: QueueModel) -> None:
        self._view = view
        self._model = model
        self._widths = {column: 64 for column in Column if column not in _STRETCH}

    def measure(self) -> None:
        """Other lines are shown."""
        metrics = self._view.fontMetrics()
        lines = [line for part in self._model.groups for line in part.lines[:_MEASURED]]
        for column in self._widths:
            texts = {self._model.text(line, column) for line in lines}
            widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
            self._widths[column] = widest + _PAD if widest else 0
        self._widths[Column.URGENCY] += TEXT_FROM
        self._widths[Column.PLATE] = round(self._widths[Column.PLATE] * 1.12)  # bold

    def fit(self) -> None:
        """Another width of the view."""
        hidden: set[Column] = {column for column, width in self._widths.items() if not width}
        rest = self._rest(hidden)
        for column in _HIDE_FIRST:
            if rest >= _STRETCH_LEAST * len(_STRETCH.keys() - hidden):
                break
            hidden.add(column)
            rest = self._rest(hidden)
        shares = sum(share for column, share in _STRETCH.items() if column not in hidden)
        for column in Column:
            self._view.setColumnHidden(column, column in hidden)
            if column not in hidden:
                share = _STRETCH.get(column)
                self._view.setColumnWidth(column, self._widths[column] if share is None else max(48, rest * share // shares))

    def _rest(self, hidden: AbstractSet[Column]) -> int:
        """What the columns that stretch have to share."""
        return self._view.viewport().width() - sum(width for column, width in self._widths.items() if column not in hidden)
