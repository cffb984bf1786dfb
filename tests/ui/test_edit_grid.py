"""The grid: typed over like a spreadsheet, sends only what changed, loses nothing and empties nothing unasked."""

from dataclasses import replace
from datetime import UTC, datetime
from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from itow_desktop.domain.errors import DatabaseTrouble, ProblemsOfMany
from itow_desktop.domain.merging import ClashField
from itow_desktop.services.editing import entry_problem
from itow_desktop.services.ports.drafts import Draft
from itow_desktop.ui.dialogs.grid.columns import COLUMNS
from itow_desktop.ui.dialogs.grid.edits import cars_of
from itow_desktop.ui.dialogs.grid.window import GridWindow
from itow_desktop.ui.drafts import Unsaved
from itow_desktop.ui.models.grid import Mark
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.ui.lots import Lot
from tests.ui.yard import AGENCIES, KIM


@pytest.fixture
def lot() -> Lot:
    """Twelve cars."""
    return Lot(12)


@pytest.fixture
def grid(qtbot: QtBot, runner: TaskRunner, who: Who, lot: Lot) -> GridWindow:
    """The grid over them, on the screen."""
    return opened(qtbot, runner, who, lot)


def opened(qtbot: QtBot, runner: TaskRunner, who: Who, lot: Lot, unsaved: Unsaved | None = None) -> GridWindow:
    cars = tuple(lot.cars.values())
    window = GridWindow(runner, lot, who, cars=cars, agencies=AGENCIES, check=entry_problem, unsaved=unsaved or Unsaved())
    qtbot.addWidget(window, before_close_func=lambda window: window.model.take_back(window.model.typed))
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    window.show()
    return window


def at(grid: GridWindow, custody_id: int, field: str) -> None:
    grid.go_to((custody_id, field))


def shown(grid: GridWindow, custody_id: int, field: str) -> str:
    return str(grid.model.index_of((custody_id, field)).data())


def select(grid: GridWindow, field: str, first: int, last: int) -> None:
    selection = grid.table.selectionModel()
    at(grid, first, field)
    for custody_id in range(first, last + 1):
        selection.select(grid.model.index_of((custody_id, field)), selection.SelectionFlag.Select)


def pasted(grid: GridWindow, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(grid.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def typed(grid: GridWindow, text: str, then: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type over the current cell, then press a key in the editor."""
    QTest.keyClicks(grid.table, text[:1])
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, text[1:])
    QTest.keyClick(editor, then)


def edits(lot: Lot) -> dict[int, dict[str, str]]:
    return {edit.custody_id: dict(edit.values) for _, sent, _ in lot.sent for edit in sent}


def test_the_model_keeps_qt_s_rules_whatever_is_done_to_it(grid: GridWindow, lot: Lot) -> None:
    tester = QAbstractItemModelTester(grid.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    at(grid, 1, "color")
    grid.cells.paste([["red", "Ford"], ["", "Kia"]])
    grid.model.undo()
    grid.model.empty([(1, "spot")])
    lot.stored_elsewhere(1, spot="D-4")
    grid.model.renew([grid._grid_car(lot.cars[1])])
    grid.model.put_cars(grid.model.cars[:3])
    assert grid.model.rowCount() == 3
    assert tester.model() is grid.model


def test_typing_goes_across_with_tab_and_down_with_enter(grid: GridWindow) -> None:
    at(grid, 1, "year")
    typed(grid, "2014", Qt.Key.Key_Tab)
    assert grid._cell == (1, "color")
    typed(grid, "red")
    assert grid._cell == (2, "color")
    assert {cell: each.text for cell, each in grid.model.typed.items()} == {(1, "year"): "2014", (1, "color"): "red"}


def test_only_what_changed_is_sent_in_one_deed_with_what_it_was_typed_over(
    qtbot: QtBot, grid: GridWindow, lot: Lot, runner: TaskRunner
) -> None:
    for custody_id in (2, 5):
        at(grid, custody_id, "color")
        typed(grid, "red")
    at(grid, 7, "color")
    typed(grid, "gray")  # as it is stored
    with qtbot.waitSignal(grid.saved) as saved:
        grid.save()
    (person, sent, name), = lot.sent  # fmt: skip
    assert person == KIM
    assert name == "change color of 2 cars"
    assert [(edit.custody_id, edit.values, edit.base) for edit in sent] == [
        (2, {"color": "red"}, {"color": "gray"}), (5, {"color": "red"}, {"color": "gray"}),
    ]  # fmt: skip
    assert saved.args == [frozenset({2, 5})]
    assert grid.model.typed == {}


def test_a_cell_that_was_opened_and_left_changes_nothing(grid: GridWindow) -> None:
    for column in COLUMNS:
        at(grid, 1, column.field)
        QTest.keyClick(grid.table, Qt.Key.Key_F2)
        editor = QApplication.focusWidget()
        assert isinstance(editor, QLineEdit), column.field
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert grid.model.typed == {}


def test_a_column_is_filled_down(grid: GridWindow) -> None:
    at(grid, 1, "spot")
    typed(grid, "D-7")
    select(grid, "spot", 1, 4)
    QTest.keyClick(grid.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [shown(grid, each, "spot") for each in range(1, 6)] == ["D-7", "D-7", "D-7", "D-7", "C-1"]
    at(grid, 5, "spot")
    grid.cells.fill_down()  # of one cell: from the one above
    assert shown(grid, 5, "spot") == "D-7"


def test_filling_from_an_empty_cell_empties_nothing(grid: GridWindow, lot: Lot) -> None:
    grid.model.empty([(1, "year")])
    select(grid, "year", 1, 6)
    grid.cells.fill_down()
    assert [shown(grid, each, "year") for each in (1, 2, 6)] == ["(empty)", "2011", "2011"]
    assert "To empty cells" in grid.news.text


def test_a_block_from_excel_is_understood_as_people_write_it(grid: GridWindow) -> None:
    at(grid, 1, "towed_at")
    pasted(grid, "5/8\r\n050826\r\n2026-05-08\r\nt\r\n-1 4:44p\r\n5/8/2026 4:44 PM\r\n")
    assert [shown(grid, each, "towed_at") for each in range(1, 7)] == [
        "5/8/26", "5/8/26", "5/8/26", "5/20/26", "5/19/26 16:44", "5/8/26 16:44",
    ]  # fmt: skip
    at(grid, 1, "plate")
    pasted(grid, "xyz 123\tmi\r\nq-1\toh\r\n")
    assert [shown(grid, each, "plate") for each in (1, 2)] == ["XYZ123", "Q1"]
    assert [shown(grid, each, "plate_state") for each in (1, 2)] == ["MI", "OH"]
    at(grid, 1, "custody")
    pasted(grid, "Police tow\nshop\nPrivate")
    assert [grid.model.text((each, "custody")) for each in (1, 2, 3)] == ["police_ordinary", "garage_lien", "private_property"]
    at(grid, 1, "jurisdiction")
    pasted(grid, "flint\ngenesee")
    assert [shown(grid, each, "jurisdiction") for each in (1, 2)] == ["Flint Township Police Department", "Genesee County Sheriff"]


def test_what_is_copied_here_can_be_pasted_here(grid: GridWindow) -> None:
    grid.model.write({(1, "color"): "red", (2, "color"): "blue"})
    select(grid, "color", 1, 2)
    QTest.keyClick(grid.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "red\r\nblue\r\n"
    at(grid, 5, "color")
    QTest.keyClick(grid.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [shown(grid, each, "color") for each in (5, 6, 7)] == ["red", "blue", "gray"]


def test_one_copied_cell_goes_into_all_selected_ones(grid: GridWindow) -> None:
    select(grid, "spot", 2, 4)
    pasted(grid, "Z-1")
    assert [shown(grid, each, "spot") for each in range(1, 6)] == ["C-1", "Z-1", "Z-1", "Z-1", "C-1"]


def test_a_blank_leaves_a_cell_as_it_is_until_a_person_says_empty_it(grid: GridWindow, qtbot: QtBot, lot: Lot) -> None:
    at(grid, 1, "year")
    pasted(grid, "2014\r\n\r\nN/A\r\n2016\r\n")
    assert [shown(grid, each, "year") for each in range(1, 5)] == ["2014", "2011", "2011", "2016"]
    assert grid.news.text == "2 cells pasted. 2 blank cells were left as they are."
    grid.news._action.click()
    assert [shown(grid, each, "year") for each in range(1, 5)] == ["2014", "(empty)", "(empty)", "2016"]
    assert grid.model.mark((2, "year")) is Mark.EMPTIED
    with qtbot.waitSignal(grid.saved):
        grid.save()
    assert edits(lot) == {1: {"year": "2014"}, 2: {"year": ""}, 3: {"year": ""}, 4: {"year": "2016"}}


def test_three_thousand_pasted_rows_with_blanks_and_wrong_dates(qtbot: QtBot, runner: TaskRunner, who: Who) -> None:
    lot = Lot(3000)
    grid = opened(qtbot, runner, who, lot)
    column = ["" if number % 10 == 0 else f"31/{number}" if number % 10 == 1 else "4/2/2026 9:15" for number in range(3000)]
    at(grid, 1, "towed_at")
    QGuiApplication.clipboard().setText("\r\n".join(column) + "\r\n")
    began = perf_counter()
    grid.table.paste()
    grid.table.viewport().repaint()
    assert perf_counter() - began < 1.0
    assert len(grid.model.typed) == 2700
    assert len(grid.troubles.model.rows) == 300
    first = grid.troubles.model.rows[0]
    assert (first.cell, first.car, first.title) == ((2, "towed_at"), "ABC1001  gray 2011 Malibu", "Towed")
    assert first.sentence == "'31/1' is not in the calendar."
    assert grid.news.text == "2,700 cells pasted. 300 blank cells were left as they are."
    assert grid.save_button.text() == "&Save the 2,400 right ones"
    with qtbot.waitSignal(grid.saved) as saved:
        grid.save()
    assert len(saved.args[0]) == 2400
    assert set(edits(lot)[3]) == {"towed_at"}
    assert len(grid.model.typed) == 300  # the wrong ones are still here
    assert shown(grid, 2, "towed_at") == "31/1"
    grid.next_trouble()
    assert grid._cell == (2, "towed_at")
    assert grid.line.words == "'31/1' is not in the calendar."
    typed(grid, "4/3/26")
    assert len(grid.troubles.model.rows) == 299


def test_more_rows_than_cars_are_said_and_not_lost_silently(grid: GridWindow) -> None:
    at(grid, 11, "spot")
    pasted(grid, "A\nB\nC\nD\n")
    assert [shown(grid, each, "spot") for each in (11, 12)] == ["A", "B"]
    assert grid.news.text == "2 cells pasted. 2 rows more than there are cars below: not pasted."


def test_changed_and_wrong_cells_are_marked_by_more_than_colour(grid: GridWindow) -> None:
    grid.model.write({(1, "year"): "20144", (2, "year"): "2014"})
    for custody_id, mark in ((1, Mark.WRONG), (2, Mark.CHANGED)):
        index = grid.model.index_of((custody_id, "year"))
        assert grid.model.mark((custody_id, "year")) is mark
        assert index.data(Qt.ItemDataRole.DecorationRole) is not None
        assert index.data(Qt.ItemDataRole.FontRole).bold()
    wrong = grid.model.index_of((1, "year")).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert wrong == "A model year has four digits, like 2011."
    assert grid.model.index_of((3, "year")).data(Qt.ItemDataRole.DecorationRole) is None


def test_what_was_typed_is_taken_back_step_by_step(grid: GridWindow) -> None:
    at(grid, 1, "color")
    pasted(grid, "red\nblue\ngreen")
    at(grid, 2, "color")
    typed(grid, "pink")
    for wanted in (["red", "blue", "green"], ["gray", "gray", "gray"]):
        QTest.keyClick(grid.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert [shown(grid, each, "color") for each in (1, 2, 3)] == wanted
    assert grid.model.typed == {}


def test_delete_shows_that_the_cell_will_be_empty(grid: GridWindow) -> None:
    select(grid, "spot", 1, 2)
    QTest.keyClick(grid.table, Qt.Key.Key_Delete)
    assert [shown(grid, each, "spot") for each in (1, 2, 3)] == ["(empty)", "(empty)", "C-1"]
    at(grid, 1, "spot")
    assert grid.line.words == "Not saved yet: the spot will be emptied. Stored now: C-1."
    grid.line.back.click()
    assert shown(grid, 1, "spot") == "C-1"


def test_words_are_offered_while_typing(grid: GridWindow) -> None:
    grid.model.put_cars(
        [replace(car, texts={**car.texts, "make": make}) for car, make in zip(grid.model.cars, ("Ford", "Dodge"), strict=False)]
    )
    at(grid, 1, "make")
    typed(grid, "Dod")
    assert shown(grid, 1, "make") == "Dodge"


def test_a_clash_is_shown_in_its_cell_and_nothing_is_chosen_for_anybody(
    qtbot: QtBot, grid: GridWindow, lot: Lot, runner: TaskRunner
) -> None:
    grid.model.write({(1, "color"): "red", (2, "color"): "red", (2, "spot"): "D-1", (3, "color"): "red"})
    when = datetime(2026, 5, 20, 13, 14, tzinfo=UTC)
    for custody_id in (1, 2):
        lot.clashes[custody_id] = (ClashField("color", "red", "blue", "Lee", when),)
        lot.stored_elsewhere(custody_id, color="blue")
    with qtbot.waitSignal(grid.saved) as saved:
        grid.save()
    assert saved.args == [frozenset({3})]
    assert grid.model.clashes == {(1, "color"), (2, "color")}
    assert grid._cell == (1, "color")
    assert grid.line.words == "Lee changed it to blue meanwhile, Wed 5/20 09:14. You typed red. Which one counts?"
    grid.line.theirs.click()
    assert shown(grid, 1, "color") == "blue"
    assert (1, "color") not in grid.model.typed
    at(grid, 2, "color")
    grid.line.mine.click()
    with qtbot.waitSignal(grid.saved):
        grid.save()
    (last,) = lot.sent[-1][1]
    assert (last.custody_id, last.values, last.base) == (2, {"color": "red", "spot": "D-1"}, {"color": "blue", "spot": "C-1"})


def test_a_save_elsewhere_shows_at_once_and_touches_nothing_typed(qtbot: QtBot, grid: GridWindow, lot: Lot, runner: TaskRunner) -> None:
    grid.model.write({(1, "color"): "red", (2, "spot"): "D-9"})
    lot.stored_elsewhere(1, color="blue", make="Kia")
    lot.stored_elsewhere(2, spot="D-9")
    with qtbot.waitSignal(runner.idle):
        grid.look_again(frozenset({1, 2, 99}))
    assert shown(grid, 1, "make") == "Kia"
    assert shown(grid, 1, "color") == "red"
    assert grid.model.mark((1, "color")) is Mark.CLASH
    assert grid.model.typed.keys() == {(1, "color")}  # both wrote D-9: nothing is left to save


def test_what_the_office_refuses_is_marked_and_the_rest_can_be_saved(qtbot: QtBot, grid: GridWindow, lot: Lot, runner: TaskRunner) -> None:
    grid.model.write({(1, "towed_at"): "t 23:59", (2, "color"): "red"})
    lot.trouble = ProblemsOfMany(((1, "towed_at", "t 23:59 has not come yet. Enter when the car was towed."),))
    with qtbot.waitSignal(runner.idle):
        grid.save()
    assert [row.cell for row in grid.troubles.model.rows] == [(1, "towed_at")]
    lot.trouble = None
    with qtbot.waitSignal(grid.saved):
        grid.save()
    assert edits(lot) == {2: {"color": "red"}}
    assert grid.model.typed.keys() == {(1, "towed_at")}


def test_a_lost_database_loses_nothing_typed(qtbot: QtBot, grid: GridWindow, lot: Lot, runner: TaskRunner) -> None:
    grid.model.write({(1, "color"): "red"})
    lot.trouble = DatabaseTrouble("The database does not answer.")
    with qtbot.waitSignal(runner.idle):
        grid.save()
    assert "What you typed is still here. It is kept on this PC too; press Save again in a moment." in grid.news.text
    lot.trouble = None
    with qtbot.waitSignal(grid.saved):
        grid.save()
    assert edits(lot) == {1: {"color": "red"}}


def test_a_draft_is_taken_up_and_can_be_thrown_away(qtbot: QtBot, runner: TaskRunner, who: Who, lot: Lot, grid: GridWindow) -> None:
    grid.model.write({(1, "color"): "red", (2, "towed_at"): "31/31"})
    kept = Unsaved.read(Draft("grid", grid.unsaved.texts(), datetime(2026, 5, 20, tzinfo=UTC)))
    assert cars_of(kept) == tuple(range(1, 13))
    again = opened(qtbot, runner, who, lot, kept)
    assert again.model.typed == grid.model.typed
    assert [row.cell for row in again.troubles.model.rows] == [(2, "towed_at")]
    assert again.news.text == "Here is what was typed before and not saved: 2 cells."
    again.news._action.click()
    assert again.model.typed == {}
    assert again.unsaved.texts() == {}


def test_closing_asks_and_saving_closes(qtbot: QtBot, grid: GridWindow, lot: Lot) -> None:
    grid.model.write({(1, "color"): "red"})
    grid.close()
    assert grid.isVisible()
    box = grid.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert box.text() == "1 cell is changed and not saved yet."
    with qtbot.waitSignal(grid.closed):
        next(button for button in box.buttons() if button.text() == "&Save").click()
    assert edits(lot) == {1: {"color": "red"}}


def test_the_menu_of_a_cell_offers_what_the_keys_do(grid: GridWindow) -> None:
    grid.model.write({(1, "spot"): "D-7"})
    select(grid, "spot", 1, 3)
    offered = {action.text().split("\t")[0]: action for action in grid.cells.cell_actions(grid)}
    offered["Fill &down"].trigger()
    assert [shown(grid, each, "spot") for each in (1, 2, 3, 4)] == ["D-7", "D-7", "D-7", "C-1"]
    offered["Put &back what is stored"].trigger()
    assert grid.model.typed == {}
    offered["&Empty"].trigger()
    assert shown(grid, 3, "spot") == "(empty)"
    offered["&Copy"].trigger()
    assert QGuiApplication.clipboard().text() == "\r\n\r\n\r\n"


def test_a_block_pasted_into_an_open_editor_goes_into_the_cells(grid: GridWindow) -> None:
    at(grid, 1, "color")
    QTest.keyClick(grid.table, Qt.Key.Key_F2)
    QGuiApplication.clipboard().setText("red\nblue\n")
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    QTest.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [shown(grid, each, "color") for each in (1, 2, 3)] == ["red", "blue", "gray"]


def test_tab_leaves_the_table_behind_its_last_cell(grid: GridWindow) -> None:
    at(grid, 12, COLUMNS[-1].field)
    QTest.keyClick(grid.table, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not grid.table
    at(grid, 1, COLUMNS[-1].field)
    QTest.keyClick(grid.table, Qt.Key.Key_Tab)
    assert grid._cell == (2, COLUMNS[0].field)
