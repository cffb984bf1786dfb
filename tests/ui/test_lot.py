"""The lot on the screen, over a real database: moves by the keyboard, walks by the scanner, keys, spots."""

from threading import Lock
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.barcodes import car_barcode
from itow_desktop.domain.lot import row_of_spots
from itow_desktop.domain.walks import Finding, WalkState
from itow_desktop.services import lot
from itow_desktop.services.desks.lot import LotDesk
from itow_desktop.services.desks.office import OfficeDesk
from itow_desktop.services.editing import add_car
from itow_desktop.services.ports.office import Ports
from itow_desktop.services.working import PickUp, pick_up
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.lot.keys import KeysDialog
from itow_desktop.ui.dialogs.lot.records import MovesDialog, WalksDialog
from itow_desktop.ui.dialogs.lot.spots import SpotsDialog
from itow_desktop.ui.dialogs.lot.walk import WalkDialog
from itow_desktop.ui.models.lot import Head, Line, LotColumn, Show
from itow_desktop.ui.panes.lot import LotPane
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.builders import NOW
from tests.db.offices import OpenOffice

PLATES = ("AAA1111", "BBB2222", "CCC3333")


class Yard:
    """A pane over an office with three cars and rows C (four spots) and D (two)."""

    def __init__(self, qtbot: QtBot, office: OpenOffice, runner: TaskRunner, bus: Bus) -> None:
        self.qtbot, self.office, self.runner, self.bus = qtbot, office, runner, bus
        self.ids = [add_car(office.shift, {"plate": plate, "vin": f"1G1ZC5E05BF00000{n}"}).custody_id for n, plate in enumerate(PLATES)]
        lot.save_spots(office.shift, [*row_of_spots("C", 1, 4, position=0), *row_of_spots("D", 1, 2, position=4)])
        nothing = cast("Any", None)
        self.ports = Ports(
            desk=office.shift.desk, law=office.shift.law, clock=office.clock, renderer=PdfRenderer(Lock()), pictures=nothing,
            printer=nothing, secrets=nothing, drafts=nothing, settings=nothing, backups=nothing, changes=nothing, mend_database=nothing,
            open_towbook=nothing, check_login=nothing,
        )  # fmt: skip
        self.desk = LotDesk(self.ports, office.shift)
        self.settings = OfficeDesk(self.ports, office.shift)
        self.who = Who(office.shift.person)
        self.pane = LotPane(runner, bus, self.who, self.desk)
        qtbot.addWidget(self.pane)
        self.pane.resize(1100, 600)
        self.pane.show()
        self.read()

    def read(self) -> None:
        """Ask anew and wait for the answer."""
        self.pane.refresh()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.runner.busy)

    def choose(self, *custody_ids: int) -> None:
        """Select cars in the list."""
        rows = {each: row for row, each in enumerate(self.pane.model.ids()) if each is not None}
        selection = self.pane.table.selectionModel()
        selection.clear()
        for each in custody_ids:
            index = self.pane.model.index(rows[each], 0)
            selection.setCurrentIndex(index, selection.SelectionFlag.Select | selection.SelectionFlag.Rows)

    def lines(self) -> list[str]:
        """Heads, and spot with plate of each line."""
        told = []
        for row in self.pane.model.rows:
            if isinstance(row, Head):
                told.append(row.text)
            else:
                told.append(" ".join(filter(None, (self.text(row, LotColumn.SPOT), self.text(row, LotColumn.PLATE) or "-"))))
        return told

    def text(self, row: Line, column: LotColumn) -> str:
        return self.pane.model.text(row, column)

    def spot(self, custody_id: int) -> str | None:
        return next(car.spot for car in self.desk.lot().cars if car.custody_id == custody_id)


@pytest.fixture
def yard(qtbot: QtBot, office: OpenOffice, runner: TaskRunner, bus: Bus) -> Yard:
    return Yard(qtbot, office, runner, bus)


def press(widget: QWidget, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(widget, key)


# --- the pane --------------------------------------------------------------------------------------------------------


def test_the_lot_stands_row_by_row_with_cars_without_a_spot_first(yard: Yard) -> None:
    assert yard.lines() == [
        "No spot yet   3 cars", "AAA1111", "BBB2222", "CCC3333",
        "C   0 cars, 4 empty", "C-1 -", "C-2 -", "C-3 -", "C-4 -",
        "D   0 cars, 2 empty", "D-1 -", "D-2 -",
    ]  # fmt: skip
    assert yard.pane.count.text() == "3 cars"


def test_cars_are_moved_with_the_keyboard_alone(yard: Yard) -> None:
    yard.pane.entered()
    yard.choose(yard.ids[0], yard.ids[1])
    press(yard.pane.table, Qt.Key.Key_M)
    assert QApplication.focusWidget() is yard.pane.bar.place
    QTest.keyClicks(yard.pane.bar.place, "row d")
    assert yard.pane.bar.button.text() == "Move 2 cars"
    assert yard.pane.bar.hint.text() == "Row D: D-1, D-2 empty"
    with yard.qtbot.waitSignal(yard.bus.cars_changed) as told:
        press(yard.pane.bar.place, Qt.Key.Key_Return)
    assert told.args == [frozenset(yard.ids[:2])]
    yard.settle()
    assert [yard.spot(each) for each in yard.ids] == ["D", "D", None]
    assert yard.pane.bar.place.text() == ""
    assert yard.pane.chosen_cars() == tuple(yard.ids[:2])
    assert "D AAA1111" in yard.lines()


def test_two_on_one_spot_are_marked_and_told_and_found_by_their_chip(yard: Yard) -> None:
    for custody_id in yard.ids[:2]:
        yard.choose(custody_id)
        yard.pane.bar.place.setText("c2")
        yard.pane.bar.button.click()
        yard.settle()
    assert "2 cars are on C-2 now: AAA1111, BBB2222." in yard.pane.news.text
    look = [yard.text(row, LotColumn.LOOK) for row in yard.pane.model.rows if isinstance(row, Line) and row.car]
    assert look == ["", "2 cars on this spot", "2 cars on this spot"]
    yard.pane.chips.choose(Show.CROWDED)
    assert yard.lines() == ["C   2 cars, 3 empty", "C-2 AAA1111", "C-2 BBB2222"]
    yard.pane.chips.choose(Show.NO_SPOT)
    assert yard.lines() == ["No spot yet   1 car", "CCC3333"]
    yard.pane.chips.choose(Show.EMPTY)
    assert yard.lines() == ["C   2 cars, 3 empty", "C-1 -", "C-3 -", "C-4 -", "D   0 cars, 2 empty", "D-1 -", "D-2 -"]
    assert yard.pane.escape()
    assert yard.pane.chips.value is Show.ALL


def test_what_cannot_be_moved_is_said_and_what_was_typed_stays(yard: Yard) -> None:
    yard.choose(yard.ids[0])
    pick_up(yard.office.shift, yard.ids[0], PickUp(NOW.date(), "Pat Doe", "MI license"))
    yard.pane.bar.place.setText("C-1")
    yard.pane.bar.button.click()
    yard.settle()
    assert "not on the lot" in yard.pane.news.text
    assert yard.pane.bar.place.text() == "C-1"
    assert yard.pane.bar.isEnabled()


def test_an_empty_field_says_that_nobody_knows_the_spot(yard: Yard) -> None:
    lot.move_cars(yard.office.shift, yard.ids[:1], "C-1")
    yard.read()
    yard.choose(yard.ids[0])
    assert yard.pane.bar.button.text() == "Spot not known: AAA1111"
    yard.pane.bar.button.click()
    yard.settle()
    assert yard.spot(yard.ids[0]) is None


def test_the_find_box_narrows_the_lot(yard: Yard) -> None:
    assert yard.pane.look_for("bbb")
    assert yard.lines() == ["No spot yet   3 cars", "BBB2222"]
    yard.pane.look_for("nothing like it")
    assert 'matches "nothing like it"' in yard.pane.empty.text


# --- dialogs ---------------------------------------------------------------------------------------------------------


def test_keys_are_kept_for_all_that_were_chosen(yard: Yard) -> None:
    cars = [car for car in yard.desk.lot().cars if car.custody_id in yard.ids[:2]]
    dialog = KeysDialog(yard.desk, yard.who.person, cars, runner=yard.runner, parent=yard.pane)
    yard.qtbot.addWidget(dialog)
    QTest.keyClicks(dialog.tag, "hook 7")
    assert dialog.answers.checkedId() == 0
    assert dialog.touched()
    with yard.qtbot.waitSignal(dialog.done_with) as told:
        dialog.primary.click()
    assert told.args == [tuple(yard.ids[:2])]
    assert [(car.keys, car.key_tag) for car in yard.desk.lot().cars] == [(True, "hook 7"), (True, "hook 7"), (None, None)]


def test_where_a_car_stood_is_listed_newest_first(yard: Yard) -> None:
    lot.move_cars(yard.office.shift, yard.ids[:1], "C-1")
    lot.move_cars(yard.office.shift, yard.ids[:1], "D-2")
    car = yard.desk.lot().cars[0]
    dialog = MovesDialog(car, yard.desk.moves(car.custody_id), yard.desk, yard.pane)
    yard.qtbot.addWidget(dialog)
    model = dialog.table.model()
    assert [[model.index(row, column).data() for column in (1, 2, 3)] for row in range(2)] == [
        ["C-1", "D-2", "Kim"], ["no spot", "C-1", "Kim"],
    ]  # fmt: skip


def test_the_list_of_spots_is_written_in_a_few_strokes(yard: Yard) -> None:
    dialog = SpotsDialog(yard.settings, yard.who.person, runner=yard.runner, parent=yard.pane)
    yard.qtbot.addWidget(dialog)
    yard.settle()
    assert not dialog.primary.isEnabled()
    dialog.row.setText("E")
    dialog.spots.setText("1 to 3, Gate")
    dialog.add.click()
    dialog.row.setText("C")
    dialog.spots.setText("4-5")
    dialog.add.click()
    assert "On the list already: C-4." in dialog.problems.text
    dialog.list.clearSelection()
    dialog.list.item(0).setSelected(True)
    dialog.down.click()
    dialog.spots.setText("x to y, -")
    dialog.row.clear()
    dialog.add.click()
    assert dialog.problems.text == "Give the row a name, such as C."
    dialog.spots.clear()
    with yard.qtbot.waitSignal(dialog.done_with):
        dialog.primary.click()
    assert [spot.name for spot in yard.settings.spots()] == ["C-2", "C-1", "C-3", "C-4", "C-5", "D-1", "D-2", "E-1", "E-2", "E-3", "Gate"]


# --- walks -----------------------------------------------------------------------------------------------------------


def begin(yard: Yard) -> WalkDialog:
    dialog = WalkDialog(yard.desk, yard.who.person, None, runner=yard.runner, parent=yard.pane)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    yard.qtbot.addWidget(dialog)
    dialog.show()
    yard.settle()
    return dialog


def answer(qtbot: QtBot, dialog: WalkDialog, verb: str) -> None:
    """Press a button of the question that stands over the dialog."""
    qtbot.waitUntil(lambda: bool(dialog.findChildren(QMessageBox)))
    box = dialog.findChildren(QMessageBox)[-1]
    next(button for button in box.buttons() if button.text().replace("&", "") == verb).click()


def counts(dialog: WalkDialog) -> list[int]:
    assert dialog.sheet is not None
    return [dialog.sheet.count(finding) for finding in (Finding.MISSING, Finding.RIGHT, Finding.WRONG_SPOT, Finding.SURPLUS)]


def test_a_walk_by_scanner_and_by_hand_from_its_start_to_the_corrected_spot(yard: Yard) -> None:
    lot.move_cars(yard.office.shift, yard.ids[:1], "C-1")
    lot.move_cars(yard.office.shift, yard.ids[1:2], "D-1")
    dialog = begin(yard)
    assert counts(dialog) == [3, 0, 0, 0]
    dialog.place.setText("row C")
    dialog.mark.setFocus()
    QTest.keyClicks(dialog.mark, "aaa1111")
    press(dialog.mark, Qt.Key.Key_Return)
    yard.settle()
    assert dialog.isVisible()
    assert counts(dialog) == [2, 1, 0, 0]
    assert dialog.said.text() == "AAA1111: here, listed on C-1."
    assert dialog.take_scan(car_barcode(yard.ids[1]))
    yard.settle()
    assert counts(dialog) == [1, 1, 1, 0]
    dialog.take_scan("ZZZ 999")
    yard.settle()
    assert counts(dialog) == [1, 1, 1, 1]
    assert "no car on the list" in dialog.said.text()

    dialog.primary.click()
    answer(yard.qtbot, dialog, "Finish the walk")
    yard.qtbot.waitUntil(lambda: not dialog.going)
    yard.settle()
    assert dialog.chips.value is Finding.MISSING
    assert dialog.primary.text() == "&Correct 1 spot"
    with yard.qtbot.waitSignal(dialog.cars_moved) as told:
        dialog.primary.click()
    assert told.args == [frozenset({yard.ids[1]})]
    assert yard.spot(yard.ids[1]) == "C"
    assert not dialog.primary.isVisible()
    assert not dialog.take_scan("AAA1111")
    assert yard.desk.walks()[0].state is WalkState.FINISHED


def test_a_walk_that_is_left_is_told_in_the_pane_and_goes_on_where_it_was(yard: Yard) -> None:
    dialog = begin(yard)
    dialog.activateWindow()
    dialog.table.setFocus()
    dialog.table.selectRow(0)
    press(dialog.table, Qt.Key.Key_Space)
    yard.settle()
    dialog.close()
    yard.read()
    assert "A lot walk is open, started" in yard.pane.news.text
    again = begin(yard)
    assert counts(again) == [2, 1, 0, 0]
    again.chips.choose(Finding.RIGHT)
    again.tick.click()
    yard.settle()
    assert counts(again) == [3, 0, 0, 0]
    again.give_up.click()
    answer(yard.qtbot, again, "Give it up")
    yard.qtbot.waitUntil(lambda: yard.desk.lot().walk is None)
    yard.read()
    assert yard.pane.news.text == ""


def test_a_mark_that_fits_several_cars_is_asked_again(yard: Yard) -> None:
    add_car(yard.office.shift, {"plate": "AAA1112", "vin": "2G1ZC5E05BF000000"})
    dialog = begin(yard)
    dialog.take_scan("000000")
    yard.settle()
    assert "fits AAA1111, AAA1112" in dialog.said.text()
    assert dialog.mark.text() == "000000"
    assert counts(dialog) == [4, 0, 0, 0]


def test_a_mark_is_not_lost_when_the_walk_was_ended_elsewhere(yard: Yard) -> None:
    dialog = begin(yard)
    assert dialog.sheet is not None
    yard.desk.finish_walk(yard.who.person, dialog.sheet.walk.id)
    dialog.take_scan("AAA1111")
    yard.settle()
    assert "has ended" in dialog.problems.text
    assert dialog.mark.text() == "AAA1111"


def test_walks_are_listed_and_opened(yard: Yard) -> None:
    walk = yard.desk.start_walk(yard.who.person)
    yard.desk.finish_walk(yard.who.person, walk.id)
    dialog = WalksDialog(yard.desk.walks(), yard.desk, yard.pane)
    yard.qtbot.addWidget(dialog)
    with yard.qtbot.waitSignal(dialog.chosen) as told:
        dialog.open_walk.click()
    assert told.args == [walk.id]


def test_the_papers_of_the_lot_are_drawn(yard: Yard) -> None:
    name, pdf = yard.desk.list_paper()
    assert name.startswith("LOT-LIST_")
    assert pdf.startswith(b"%PDF")
    walk = yard.desk.start_walk(yard.who.person)
    sheet = yard.desk.walk_paper(walk.id)
    yard.desk.finish_walk(yard.who.person, walk.id)
    result = yard.desk.walk_paper(walk.id)
    assert (sheet[0][:9], result[0][:15]) == ("LOT-WALK_", "LOT-WALK-RESULT")
