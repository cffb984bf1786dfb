"""The vehicle list: pages, search, order, place, copies."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.views import VehicleColumn
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.models.vehicles import COLUMNS, PAGE, ROW_ID, SORT_KEY, VehicleTable
from itow_desktop.ui.panes.pane import Menu
from itow_desktop.ui.panes.vehicles import VehiclesPane
from itow_desktop.ui.tasks import TaskRunner
from tests.ui.yard import TODAY, ZONE, Yard, away


def place_of(key: VehicleColumn) -> int:
    return next(place for place, column in enumerate(COLUMNS) if column.key is key)


def started(qtbot: QtBot, pane: VehiclesPane) -> VehiclesPane:
    with qtbot.waitSignal(pane.model.rows_changed):
        pane.start()
    return pane


def shown(pane: VehiclesPane, key: VehicleColumn) -> list[str]:
    return [pane.model.index(row, place_of(key)).data() for row in range(pane.model.rowCount())]


# --- the model ---------------------------------------------------------------------------------------------------------


def test_the_model_keeps_qt_s_contract_through_pages_and_resets(qtbot: QtBot) -> None:
    yard, model = Yard(PAGE + 60), VehicleTable(lambda: ZONE, lambda: TODAY)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.page_wanted.connect(lambda number, query: model.put(number, yard.pages(query)), Qt.ConnectionType.QueuedConnection)
    model.ask(model.query)
    qtbot.waitUntil(lambda: model.rowCount() == PAGE + 60)  # the tester asks for more by itself
    assert not model.canFetchMore(QModelIndex())
    with qtbot.waitSignal(model.modelReset):
        model.ask_again()
    assert model.rowCount() == PAGE + 60
    with qtbot.waitSignal(model.rows_changed):
        model.ask(replace(model.query, search="civic"))
    assert model.rowCount() == (PAGE + 60) // 6  # every sixth car of the yard is one
    assert tester.model() is model


def test_fetching_more_only_asks(qtbot: QtBot) -> None:
    yard, model, asked = Yard(PAGE + 60), VehicleTable(lambda: ZONE, lambda: TODAY), []
    model.page_wanted.connect(lambda number, query: asked.append((number, query)))
    model.ask(model.query)
    model.put(asked[0][0], yard.pages(asked[0][1]))
    model.fetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    assert model.rowCount() == PAGE
    assert [query.offset for _, query in asked] == [0, PAGE]


def test_an_answer_to_an_older_question_is_dropped(qtbot: QtBot) -> None:
    yard, model, asked = Yard(20), VehicleTable(lambda: ZONE, lambda: TODAY), []
    model.page_wanted.connect(lambda number, query: asked.append((number, query)))
    model.ask(model.query)
    model.ask(model.query)
    (old, query), (new, _) = asked
    assert not model.put(old, yard.pages(query))
    assert model.rowCount() == 0
    assert model.put(new, yard.pages(query))
    assert not model.put(old, yard.pages(query))


def test_each_cell_has_a_text_a_sort_key_and_its_row_s_id(qtbot: QtBot) -> None:
    yard, model = Yard(1), VehicleTable(lambda: ZONE, lambda: TODAY)
    model.page_wanted.connect(lambda number, query: model.put(number, yard.pages(query)))
    model.ask(model.query)
    towed = model.index(0, place_of(VehicleColumn.TOWED_AT))
    assert towed.data() == "5/19/26 16:44"
    assert towed.data(SORT_KEY) == "2026-05-19T20:44:00+00:00"
    assert towed.data(ROW_ID) == yard.rows[0].custody_id
    assert towed.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert [model.index(0, place_of(each)).data() for each in (VehicleColumn.NEXT_STEP, VehicleColumn.DUE)] == ["Print TOP", "Wed 5/20"]
    assert model.index(0, place_of(VehicleColumn.DAYS)).data() == "1"
    due = model.index(0, place_of(VehicleColumn.DUE)).data(Qt.ItemDataRole.TextAlignmentRole)
    assert due & Qt.AlignmentFlag.AlignRight
    assert "check digit is wrong" in model.index(0, place_of(VehicleColumn.VIN)).data(Qt.ItemDataRole.ToolTipRole)


# --- the pane ----------------------------------------------------------------------------------------------------------


def test_it_starts_with_the_cars_on_the_lot(qtbot: QtBot, pane: VehiclesPane, yard: Yard) -> None:
    started(qtbot, pane)
    assert yard.asked[0].status is CustodyStatus.ON_LOT
    assert set(shown(pane, VehicleColumn.STATUS)) == {"On lot"}
    assert pane.count.text() == "37 cars"


def test_scrolling_to_the_end_reads_on(qtbot: QtBot, runner: TaskRunner, bus: Bus) -> None:
    yard = Yard(900)
    pane = VehiclesPane(runner, bus, yard.pages, zone=lambda: ZONE, today=lambda: TODAY)
    qtbot.addWidget(pane)
    pane.resize(1000, 500)
    pane.show()
    started(qtbot, pane)
    assert pane.model.rowCount() == PAGE
    with qtbot.waitSignal(pane.model.rowsInserted):
        pane.table.scrollToBottom()
    assert pane.model.rowCount() == 2 * PAGE
    assert len(set(shown(pane, VehicleColumn.CALL_NUMBER))) == 2 * PAGE


def test_an_answer_that_comes_late_does_not_replace_a_newer_one(qtbot: QtBot, pane: VehiclesPane, yard: Yard) -> None:
    started(qtbot, pane)
    gate = yard.gate("malibu")
    pane.look_for("malibu")
    qtbot.waitUntil(lambda: yard.asked[-1].search == "malibu")
    with qtbot.waitSignal(pane.model.rows_changed):
        pane.look_for("civic")
    assert set(shown(pane, VehicleColumn.MODEL)) == {"Civic"}
    with qtbot.waitSignal(pane._runner.idle):
        gate.set()
    assert set(shown(pane, VehicleColumn.MODEL)) == {"Civic"}


def test_search_takes_pieces_in_any_order_and_keeps_the_status(qtbot: QtBot, pane: VehiclesPane, yard: Yard) -> None:
    started(qtbot, pane)
    with qtbot.waitSignal(pane.model.rows_changed):
        pane.look_for("oak gray")
    assert yard.asked[-1].search == "oak gray"
    assert yard.asked[-1].status is CustodyStatus.ON_LOT
    assert pane.model.total == 6
    assert pane.count.text() == "6 cars match"


def test_the_old_rows_are_dimmed_while_new_ones_are_on_their_way(qtbot: QtBot, pane: VehiclesPane, yard: Yard) -> None:
    started(qtbot, pane)
    cell = pane.model.index(0, 0)
    plain = cell.data(Qt.ItemDataRole.ForegroundRole)
    gate = yard.gate("buick")
    with qtbot.waitSignal(pane.model.dataChanged):
        pane.look_for("buick")
    assert pane.model.rowCount() == 37
    assert cell.data(Qt.ItemDataRole.ForegroundRole) != plain
    with qtbot.waitSignal(pane.model.rows_changed):
        gate.set()
    assert pane.model.index(0, 0).data(Qt.ItemDataRole.ForegroundRole) == plain


def test_a_click_sorts_and_shift_adds_a_second_key(qtbot: QtBot, pane: VehiclesPane, yard: Yard) -> None:
    started(qtbot, pane)
    make, year = place_of(VehicleColumn.MAKE), place_of(VehicleColumn.YEAR)
    pane.table.sort_asked.emit(make, False)
    pane.table.sort_asked.emit(year, True)
    with qtbot.waitSignal(pane.model.rows_changed):
        pane.table.sort_asked.emit(year, True)
    assert yard.asked[-1].sort == ((VehicleColumn.MAKE, False), (VehicleColumn.YEAR, True))
    assert shown(pane, VehicleColumn.MAKE) == sorted(shown(pane, VehicleColumn.MAKE))
    headers = [pane.model.headerData(place, Qt.Orientation.Horizontal) for place in (make, year)]
    assert headers == ["Make \u25b4", "Year \u25be2"]


def test_refreshing_keeps_current_row_selection_and_scroll_place(qtbot: QtBot, pane: VehiclesPane, yard: Yard, bus: Bus) -> None:
    pane.resize(1000, 300)
    pane.show()
    started(qtbot, pane)
    pane.table.choose(20)
    chosen = pane.table.current_id()
    scroll = pane.table.verticalScrollBar().value()
    assert scroll > 0
    changes: list[int | None] = []
    pane.car_chosen.connect(changes.append)
    with qtbot.waitSignal(pane.model.rows_changed):
        bus.cars_changed.emit(frozenset())
    assert pane.table.current_id() == chosen
    assert pane.table.selected_ids() == [chosen]
    assert pane.table.verticalScrollBar().value() == scroll
    assert set(changes) == {chosen}


def test_copied_rows_paste_into_excel_with_headers_and_as_text(qtbot: QtBot, pane: VehiclesPane) -> None:
    started(qtbot, pane)
    for place in range(len(COLUMNS)):
        pane.table.setColumnHidden(place, COLUMNS[place].key not in {VehicleColumn.PLATE, VehicleColumn.VIN})
    pane.table.choose(0)
    copy = next(action for action in pane.menu_actions[Menu.EDIT] if action.text() == "&Copy rows")
    with qtbot.waitSignal(QGuiApplication.clipboard().dataChanged):
        copy.trigger()
    mime = QGuiApplication.clipboard().mimeData()
    row = pane.model.rows[0]
    assert mime.text() == f"Plate\tVIN\r\n{row.plate}\t{row.vin}\r\n"
    assert mime.html().count("mso-number-format:'\\@'") == 4
    assert f">{row.vin}</td>" in mime.html()


def test_printing_takes_every_match_and_the_columns_as_they_stand(qtbot: QtBot, runner: TaskRunner, bus: Bus) -> None:
    yard = Yard(PAGE + 100)
    printed: list[tuple[str, Sequence[str], Sequence[Sequence[str]]]] = []
    pane = VehiclesPane(runner, bus, yard.pages, zone=lambda: ZONE, today=lambda: TODAY, print_list=lambda *sheet: printed.append(sheet))
    qtbot.addWidget(pane)
    started(qtbot, pane)
    pane.filters.choose_status(None)
    for place in range(len(COLUMNS)):
        pane.table.setColumnHidden(place, COLUMNS[place].key not in {VehicleColumn.PLATE, VehicleColumn.MAKE})
    pane.table.horizontalHeader().moveSection(place_of(VehicleColumn.MAKE), 0)
    with qtbot.waitSignal(runner.idle):
        pane.print_shown()
    title, headers, rows = printed[0]
    assert title == "Vehicles, all"
    assert headers == ["Make", "Plate"]
    assert len(rows) == PAGE + 100
    assert rows[0] == ["Chevrolet", "ABC1234"]


def test_without_a_printer_the_entry_is_not_there(pane: VehiclesPane) -> None:
    assert [action.text() for action in pane.menu_actions[Menu.FILE]] == ["Save this list as CS&V..."]


def test_the_list_is_saved_as_csv_with_the_columns_shown(qtbot: QtBot, runner: TaskRunner, pane: VehiclesPane, tmp_path: Path) -> None:
    started(qtbot, pane)
    for place in range(len(COLUMNS)):
        pane.table.setColumnHidden(place, COLUMNS[place].key not in {VehicleColumn.PLATE, VehicleColumn.MAKE})
    with qtbot.waitSignal(runner.idle):
        pane.save_to(tmp_path / "list.csv")
    lines = (tmp_path / "list.csv").read_text("utf-8-sig").splitlines()
    assert lines[:2] == ["Plate,Make", "ABC1234,Chevrolet"]
    assert len(lines) == pane.model.total + 1
    assert pane.news.text.startswith("Saved as list.csv")


def test_selecting_all_reads_what_is_not_here_yet(qtbot: QtBot, runner: TaskRunner, bus: Bus) -> None:
    pane = VehiclesPane(runner, bus, Yard(PAGE + 100).pages, zone=lambda: ZONE, today=lambda: TODAY)
    qtbot.addWidget(pane)
    started(qtbot, pane)
    with qtbot.waitSignal(pane.model.rows_changed):
        pane.select_all()
    assert len(pane.table.selected_rows()) == pane.model.total
    assert pane.count.text() == f"{pane.model.total} cars, {pane.model.total} selected"


def test_column_choice_order_and_width_are_remembered(qtbot: QtBot, pane: VehiclesPane, runner: TaskRunner, bus: Bus, yard: Yard) -> None:
    pane.table.setColumnHidden(place_of(VehicleColumn.SPOT), True)
    pane.table.setColumnHidden(place_of(VehicleColumn.FILE_NUMBER), False)
    pane.table.setColumnWidth(place_of(VehicleColumn.MAKE), 222)
    pane.table.horizontalHeader().moveSection(place_of(VehicleColumn.MAKE), 0)
    memory = WindowMemory(NoMemory())
    pane.remember(memory)
    again = VehiclesPane(runner, bus, yard.pages, zone=lambda: ZONE, today=lambda: TODAY)
    qtbot.addWidget(again)
    again.recall(memory)
    columns = again.table.shown_columns()
    assert columns == pane.table.shown_columns()
    assert columns[0] == place_of(VehicleColumn.MAKE)
    assert again.table.columnWidth(place_of(VehicleColumn.MAKE)) == 222


def test_the_column_chooser_hides_and_shows(pane: VehiclesPane) -> None:
    menu = pane.table.column_menu()
    entry = next(action for action in menu.actions() if action.text() == "Spot")
    entry.setChecked(False)
    assert place_of(VehicleColumn.SPOT) not in pane.table.shown_columns()
    next(action for action in menu.actions() if action.text() == "Kind").setChecked(True)
    assert place_of(VehicleColumn.CUSTODY) in pane.table.shown_columns()


def test_an_empty_list_says_what_to_do_next(qtbot: QtBot, runner: TaskRunner, bus: Bus) -> None:
    pane = VehiclesPane(runner, bus, Yard(0).pages, zone=lambda: ZONE, today=lambda: TODAY)
    qtbot.addWidget(pane)
    started(qtbot, pane)
    assert pane.empty.text.startswith("No vehicles yet. Import from TowBook")
    assert pane.empty.isVisibleTo(pane)


def test_a_search_without_result_offers_to_look_everywhere(qtbot: QtBot, pane: VehiclesPane) -> None:
    started(qtbot, pane)
    with qtbot.waitSignal(pane.model.rows_changed):
        pane.look_for("ABC1246")  # picked up
    assert 'No vehicle on the lot matches "ABC1246".' in pane.empty.text
    with qtbot.waitSignal(pane.model.rows_changed):
        pane.empty.act()
    assert shown(pane, VehicleColumn.PLATE) == ["ABC1246"]


def test_a_database_that_is_away_leaves_the_list_standing(qtbot: QtBot, pane: VehiclesPane, yard: Yard) -> None:
    started(qtbot, pane)
    yard.trouble = away()
    with qtbot.waitSignal(pane._runner.idle):
        pane.refresh()
    assert pane.news.text == "The database does not answer. Nothing was lost."
    assert pane.model.rowCount() == 37
    yard.trouble = None
    with qtbot.waitSignal(pane.model.rows_changed):
        pane.refresh()
    assert pane.news.text == ""


def test_enter_opens_the_details_and_a_choice_shows_them(qtbot: QtBot, pane: VehiclesPane) -> None:
    started(qtbot, pane)
    pane.show()
    with qtbot.waitSignal(pane.car_chosen) as chosen:
        pane.table.choose(2)
    assert chosen.args == [pane.model.rows[2].custody_id]
    with qtbot.waitSignal(pane.car_opened) as opened:
        QTest.keyClick(pane.table, Qt.Key.Key_Return)
    assert opened.args == [pane.model.rows[2].custody_id]


def test_the_entries_for_rows_say_why_they_are_off(qtbot: QtBot, pane: VehiclesPane) -> None:
    started(qtbot, pane)
    copy = next(action for action in pane.menu_actions[Menu.EDIT] if action.text() == "&Copy rows")
    assert not copy.isEnabled()
    assert copy.toolTip() == "Copy rows: choose a row first."
    pane.table.choose(0)
    assert copy.isEnabled()


def test_a_big_list_is_searched_page_by_page(qtbot: QtBot, runner: TaskRunner, bus: Bus) -> None:
    yard = Yard(2_000)
    pane = VehiclesPane(runner, bus, yard.pages, zone=lambda: ZONE, today=lambda: TODAY)
    qtbot.addWidget(pane)
    started(qtbot, pane)
    with qtbot.waitSignal(pane.model.rows_changed):
        pane.look_for("ford")
    assert {query.limit for query in yard.asked} == {PAGE}
    assert len(pane.model.rows) == PAGE
