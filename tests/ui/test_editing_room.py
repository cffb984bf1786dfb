"""The room of editing: which cars a menu entry is about, what is offered after a sudden end, nothing lost when the window closes."""

from collections.abc import Sequence
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from itow_desktop.domain.bin import Binned
from itow_desktop.services.views import Person
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.editing.bin import BinDialog
from itow_desktop.ui.dialogs.editing.change_many import ChangeManyDialog
from itow_desktop.ui.dialogs.editing.void import VoidDialog
from itow_desktop.ui.dialogs.grid.window import GridWindow
from itow_desktop.ui.drafts import Typed, Unsaved
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.panes.pane import Menu
from itow_desktop.ui.panes.vehicles import VehiclesPane
from itow_desktop.ui.rooms.editing import EditingRoom, grid_key
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.ui.lots import Lot
from tests.ui.yard import Notebook, Yard

D = TypeVar("D", bound=QDialog)


class Office(Lot):
    """The yard's cars as they are edited together, with a bin and the disk."""

    def __init__(self, drafts: Notebook) -> None:
        super().__init__(40)
        self.drafts = drafts
        self.voided: list[int] = []

    def void_car(self, person: Person | None, custody_ids: Sequence[int], reason: str) -> int:
        self.voided += custody_ids
        return len(custody_ids)

    def bin_content(self) -> tuple[Binned, ...]:
        return ()

    def restore(self, person: Person | None, things: Sequence[Binned]) -> int:
        return len(things)


@pytest.fixture
def work(yard: Yard) -> Office:
    """Forty cars."""
    return Office(yard.drafts)


@pytest.fixture
def room(qtbot: QtBot, runner: TaskRunner, bus: Bus, who: Who, work: Office) -> EditingRoom:
    """The room, not yet moved in."""
    return EditingRoom(House(runner, bus, who, WindowMemory(NoMemory())), work)


@pytest.fixture
def front(qtbot: QtBot, window: MainWindow, room: EditingRoom, pane: VehiclesPane) -> MainWindow:
    """The window with the room in it, its list read."""
    room.move_in(window)
    window.show()
    with qtbot.waitSignal(pane.model.rows_changed):
        pane.start()
    return window


def press(window: MainWindow, menu: Menu, words: str) -> None:
    """Choose a menu entry."""
    found = [action for each in window.menus if each.title() == menu for action in each.actions() if action.text() == words]
    assert len(found) == 1
    assert isinstance(found[0], QAction)
    found[0].trigger()


def dialog_of(kind: type[D]) -> D | None:
    return next((each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()), None)


def grid(qtbot: QtBot) -> GridWindow:
    qtbot.waitUntil(lambda: dialog_of(GridWindow) is not None)
    window = dialog_of(GridWindow)
    assert window is not None
    return window


def test_the_grid_is_about_the_selected_cars_or_the_whole_list(qtbot: QtBot, front: MainWindow, pane: VehiclesPane) -> None:
    pane.table.selectRow(0)
    press(front, Menu.VEHICLE, "Edit &in a grid...")
    whole = grid(qtbot)
    assert set(whole.ids) == {row.custody_id for row in pane.model.rows}
    assert len(whole.ids) > 30
    whole.close()
    qtbot.waitUntil(lambda: dialog_of(GridWindow) is None)
    ids = [row.custody_id for row in pane.model.rows[:3]]
    pane.table._select([0, 1, 2])
    press(front, Menu.VEHICLE, "Edit &in a grid...")
    assert list(grid(qtbot).ids) == ids
    grid(qtbot).close()


def test_the_same_cars_are_in_one_grid_only(qtbot: QtBot, front: MainWindow, room: EditingRoom, runner: TaskRunner) -> None:
    room.edit_in_grid()
    first = grid(qtbot)
    with qtbot.waitSignal(runner.idle):
        room.edit_in_grid()
    qtbot.waitUntil(lambda: not runner.busy)
    assert room.open_dialogs == (first,)
    first.close()


def test_a_saved_grid_is_told_to_everybody_and_its_draft_is_forgotten(
    qtbot: QtBot, front: MainWindow, room: EditingRoom, bus: Bus, yard: Yard
) -> None:
    room.edit_in_grid()
    window = grid(qtbot)
    key = grid_key(window.ids)
    window.model.write({(window.ids[0], "spot"): "D-9"})
    qtbot.waitUntil(lambda: key in yard.drafts.kept)
    with qtbot.waitSignal(bus.cars_changed) as changed:
        window.save()
    assert changed.args == [frozenset({window.ids[0]})]
    qtbot.waitUntil(lambda: key not in yard.drafts.kept)
    qtbot.waitUntil(lambda: shown(window, "spot") == "D-9")
    window.close()


def shown(window: GridWindow, field: str) -> str:
    return str(window.model.index_of((window.ids[0], field)).data())


def test_a_grid_that_was_killed_is_offered_at_the_start(
    qtbot: QtBot, room: EditingRoom, window: MainWindow, pane: VehiclesPane, yard: Yard
) -> None:
    unsaved = Unsaved({"2.color": Typed("silver", "gray")}, "Kim", {"cars": "2,3"})
    yard.drafts.keep(grid_key((2, 3)), unsaved.texts(), "Kim")
    room.move_in(window)
    qtbot.waitUntil(lambda: bool(pane.news.text))
    assert pane.news.text == "Kim typed something that was not saved when iTow ended."
    pane.news._action.click()
    offered = grid(qtbot)
    assert offered.ids == (2, 3)
    assert {cell: typed.text for cell, typed in offered.model.typed.items()} == {(2, "color"): "silver"}
    offered._discard()


def test_a_form_that_was_killed_is_offered_at_the_start(
    qtbot: QtBot, room: EditingRoom, window: MainWindow, pane: VehiclesPane, yard: Yard
) -> None:
    yard.drafts.keep("car 4", Unsaved({"notes": Typed("dent", "")}).texts(), "Lee")
    yard.drafts.keep("car 5", Unsaved({"notes": Typed("scratch", "")}).texts(), "Lee")
    room.move_in(window)
    qtbot.waitUntil(lambda: bool(pane.news.text))
    assert pane.news.text.endswith("1 other is waiting: open those vehicles to see them.")
    pane.news._action.click()
    qtbot.waitUntil(lambda: bool(window.forms.open_forms))
    assert window.forms.open_forms[0].changes == {"notes": "dent"}
    window.forms.open_forms[0]._discard()


def test_the_window_does_not_close_over_an_unsaved_grid(qtbot: QtBot, front: MainWindow, room: EditingRoom, work: Office) -> None:
    room.edit_in_grid()
    window = grid(qtbot)
    window.model.write({(window.ids[0], "spot"): "D-9"})
    front.close()
    assert front.isVisible()
    box = window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    with qtbot.waitSignal(window.closed):
        next(button for button in box.buttons() if button.text() == "&Save").click()
    assert work.cars[window.ids[0]].texts["spot"] == "D-9"
    front.close()
    assert not front.isVisible()


def test_what_another_pc_saved_shows_in_the_open_grid(qtbot: QtBot, front: MainWindow, room: EditingRoom, bus: Bus, work: Office) -> None:
    room.edit_in_grid()
    window = grid(qtbot)
    work.stored_elsewhere(window.ids[0], color="red")
    bus.cars_changed.emit(frozenset({window.ids[0]}))
    qtbot.waitUntil(lambda: shown(window, "color") == "red")
    window.close()


def test_change_many_void_and_bin_open_over_the_chosen_cars(
    qtbot: QtBot, front: MainWindow, pane: VehiclesPane, work: Office, bus: Bus
) -> None:
    pane.table._select([0, 1])
    press(front, Menu.VEHICLE, "&Change for many...")
    qtbot.waitUntil(lambda: dialog_of(ChangeManyDialog) is not None)
    many = dialog_of(ChangeManyDialog)
    assert many is not None
    assert many.windowTitle() == "Change 2 cars"
    many.reject()
    press(front, Menu.VEHICLE, "&Void...")
    qtbot.waitUntil(lambda: dialog_of(VoidDialog) is not None)
    void = dialog_of(VoidDialog)
    assert void is not None
    void.reason.setEditText("Entered twice")
    with qtbot.waitSignal(bus.cars_changed):
        void.commit()
    assert work.voided == [row.custody_id for row in pane.model.rows[:2]]
    assert pane.news.text == "2 cars are void and in the bin."
    pane.news._action.click()
    qtbot.waitUntil(lambda: dialog_of(BinDialog) is not None)
    content = dialog_of(BinDialog)
    assert content is not None
    assert content.windowModality() is Qt.WindowModality.WindowModal
    content.close()


def test_without_a_car_a_word_says_what_to_do(qtbot: QtBot, front: MainWindow, pane: VehiclesPane) -> None:
    pane.table.clearSelection()
    front.details.show_car(None)
    press(front, Menu.VEHICLE, "&Void...")
    assert pane.news.text == "Choose one or more vehicles first."
