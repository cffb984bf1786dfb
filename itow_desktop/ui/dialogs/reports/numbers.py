"""The table of numbers, each of which opens the cars behind it."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QAbstractItemView

from itow_desktop.ui.models.compliance import ComplianceNumbers
from itow_desktop.ui.widgets.places.fitted_table import FittedTable


class NumberTable(FittedTable):
    """One cell is chosen at a time, with the arrows or the mouse."""

    pointed = Signal(object)
    """The index of the cell that is chosen now."""

    def __init__(self, model: ComplianceNumbers) -> None:
        super().__init__(model, "Numbers", grow=(1,))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        super().currentChanged(current, previous)
        if current.isValid():
            self.pointed.emit(current)
