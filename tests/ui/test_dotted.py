"""Dates whose rule nobody checked: dotted in lists and details, in words where no dots can be."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from itow_desktop.services.car_pages import CarPage, SaleDay
from itow_desktop.services.views import VehicleColumn, VehiclePage, VehicleRow
from itow_desktop.ui.models.vehicles import COLUMNS, UNVERIFIED, VehicleTable
from itow_desktop.ui.panes.vehicle_columns import VehicleColumns
from itow_desktop.ui.widgets.car_card import CarGlance
from itow_desktop.ui.widgets.dotted import DayLabel, DottedDelegate
from itow_desktop.ui.widgets.table import Table
from tests.ui.yard import TODAY, ZONE, Yard

DUE = next(place for place, column in enumerate(COLUMNS) if column.key is VehicleColumn.DUE)


def dotted_rows(widget: QWidget) -> list[int]:
    """Rows of the picture in which dark and light change from point to point, as in a dotted line only."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = []
    for y in range(image.height()):
        dark = [image.pixelColor(x, y).lightness() < 128 for x in range(image.width())]
        changes = sum(one != other for one, other in pairwise(dark))
        if changes > 25:
            rows.append(y)
    return rows


def the_rows(yard: Yard) -> tuple[VehicleRow, ...]:
    first, second = yard.rows[:2]
    return replace(first, due=date(2026, 6, 30), unverified=True), replace(second, due=date(2026, 6, 30), unverified=False)


@pytest.fixture
def model(yard: Yard) -> VehicleTable:
    """Two cars with one day, of which one is not checked."""
    made = VehicleTable(lambda: ZONE, lambda: TODAY)
    asked = []
    made.page_wanted.connect(lambda number, query: asked.append((number, query)))
    made.ask(made.query)
    made.put(asked[0][0], VehiclePage(asked[0][1], the_rows(yard), 2))
    return made


def test_a_day_label_has_dots_below_it_and_says_why(qtbot: QtBot) -> None:
    plain, marked = DayLabel("Tue 6/30", unverified=False), DayLabel("Tue 6/30", unverified=True)
    for label in (plain, marked):
        qtbot.addWidget(label)
        label.resize(label.sizeHint())
    assert dotted_rows(plain) == []
    assert len(dotted_rows(marked)) == 1
    assert "not yet checked" in marked.toolTip()
    assert marked.accessibleName() == "Tue 6/30, rule not yet checked"


def test_the_list_draws_dots_below_the_day_of_the_one_car(qtbot: QtBot, model: VehicleTable) -> None:
    table = Table(0)
    qtbot.addWidget(table)
    table.setModel(model)
    table.setAlternatingRowColors(False)
    table.setItemDelegateForColumn(DUE, DottedDelegate(table, UNVERIFIED))
    for place in range(len(COLUMNS)):
        table.setColumnHidden(place, place != DUE)
    table.resize(200, 200)
    (row,) = dotted_rows(table.viewport())
    first = table.visualRect(model.index(0, DUE))
    assert first.top() < row <= first.bottom()


def test_the_tip_tells_and_what_is_taken_along_says_it_in_words(qtbot: QtBot, model: VehicleTable) -> None:
    marked, plain = model.index(0, DUE), model.index(1, DUE)
    assert (marked.data(UNVERIFIED), plain.data(UNVERIFIED)) == (True, False)
    assert (marked.data(), plain.data()) == ("Tue 6/30", "Tue 6/30")
    assert "not yet checked" in marked.data(Qt.ItemDataRole.ToolTipRole)
    assert "not yet checked" not in plain.data(Qt.ItemDataRole.ToolTipRole)
    table = Table(0)
    qtbot.addWidget(table)
    table.setModel(model)
    columns = VehicleColumns(table, model.taken_along)
    keys = [VehicleColumn.PLATE, VehicleColumn.DUE]
    assert [row[1] for row in columns.cells(model.rows, keys)] == ["Tue 6/30 (not yet checked)", "Tue 6/30"]


def test_a_car_at_a_glance_marks_what_is_due_and_the_earliest_sale(qtbot: QtBot, yard: Yard) -> None:
    card = yard.card(1)
    marked = replace(card, row=replace(card.row, due=date(2026, 6, 1), unverified=True))
    glance = CarGlance(CarPage(marked, SaleDay(date(2026, 6, 30), checked=False)), ZONE, TODAY)
    qtbot.addWidget(glance)
    assert [(label.text(), label.unverified) for label in glance.findChildren(DayLabel)] == [("Mon 6/1", True), ("Tue 6/30", True)]
    sure = replace(card, row=replace(card.row, due=date(2026, 6, 1)))
    other = CarGlance(CarPage(sure, SaleDay(date(2026, 6, 30))), ZONE, TODAY)
    qtbot.addWidget(other)
    assert [label.unverified for label in other.findChildren(DayLabel)] == [False, False]
