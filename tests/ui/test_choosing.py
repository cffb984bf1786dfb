"""What the program chooses is chosen alone, also while somebody holds a key."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from itow_desktop.ui.models.text_rows import Cell, TextRow, TextRows
from itow_desktop.ui.widgets.plain_table import PlainTable

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize("held", [CONTROL, SHIFT, Qt.KeyboardModifier.NoModifier])
@pytest.mark.parametrize("before", [(), (0, 1, 2), (1,)])
def test_a_row_is_chosen_alone(qtbot: QtBot, held: Qt.KeyboardModifier, before: tuple[int, ...]) -> None:
    model = TextRows(("Car",))
    model.put([TextRow(number, (Cell(f"car {number}"),)) for number in range(4)])
    table = PlainTable(model, "cars", stretch=0)
    table.setSelectionMode(PlainTable.SelectionMode.ExtendedSelection)
    qtbot.addWidget(table)
    chosen = table.selectionModel()
    for row in before:
        chosen.select(model.index(row, 0), chosen.SelectionFlag.Select | chosen.SelectionFlag.Rows)
    QTest.keyPress(table, Qt.Key.Key_F9, held)
    assert QGuiApplication.keyboardModifiers() == held

    table.choose(1)

    assert [index.row() for index in chosen.selectedRows()] == [1]
    assert table.currentIndex().row() == 1
