"""A row that the program chooses, not a person."""

from PySide6.QtWidgets import QTableView


def choose_row(table: QTableView, row: int) -> None:
    """Make one row the current and only chosen one.

    ``selectRow`` alone does as a click would: while Ctrl is held, as for a shortcut, it turns the row's mark around.
    """
    table.selectRow(row)
    chosen = table.selectionModel()
    chosen.select(table.model().index(row, 0), chosen.SelectionFlag.ClearAndSelect | chosen.SelectionFlag.Rows)
