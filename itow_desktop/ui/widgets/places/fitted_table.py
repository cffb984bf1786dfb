"""A short table whose columns are as wide as their words, some of them sharing the room that is left."""

from collections.abc import Collection

from PySide6.QtCore import QAbstractTableModel
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView

from itow_desktop.ui.widgets.plain_table import PlainTable

_MOST, _LEAST = 240, 130
"""Points: no column takes more by itself; a growing one is never narrower."""


class FittedTable(PlainTable):
    """Where even the least is too much for the window, it scrolls sideways."""

    def __init__(self, model: QAbstractTableModel, name: str, *, grow: Collection[int]) -> None:
        super().__init__(model, name, stretch=0)
        self._grow = frozenset(grow)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setHorizontalScrollMode(PlainTable.ScrollMode.ScrollPerPixel)
        model.modelReset.connect(self.fit)

    def fit(self) -> None:
        """Give every column its width anew."""
        header, columns = self.horizontalHeader(), range(self.model().columnCount())
        wanted = [max(self.sizeHintForColumn(column), header.sectionSizeHint(column)) for column in columns]
        fixed = {column: min(wanted[column], _MOST) for column in columns if column not in self._grow}
        room = self.viewport().width() - sum(fixed.values())
        for column, width in fixed.items():
            self.setColumnWidth(column, width)
        for place, column in enumerate(sorted(self._grow)):
            share = max(room // (len(self._grow) - place), _LEAST)
            room -= share
            self.setColumnWidth(column, share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
