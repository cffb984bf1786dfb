"""The window: places, menus, keys, memory, closing."""

from collections.abc import Iterator, Mapping
from uuid import uuid4

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QMessageBox, QToolButton
from pytestqt.qtbot import QtBot

from itow_desktop.domain.errors import SettingsTrouble, Trouble
from itow_desktop.domain.undo import UndoState, UndoStep
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.dialogs.car_forms import CarForms
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.panes.details import DetailsPanel
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.panes.vehicles import VehiclesPane
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.status_lights import Light
from tests.builders import NOW
from tests.ui.car_yard import YardFiles
from tests.ui.yard import KIM, PEOPLE, TODAY, ZONE, Yard


class Drawer(NoMemory):
    """Keeps what the window remembers."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def load(self) -> Mapping[str, str]:
        return self.kept

    def save(self, values: Mapping[str, str]) -> None:
        self.kept = dict(values)


class Other(Pane):
    """A second kind of work."""

    def __init__(self) -> None:
        super().__init__("&Queue", "list-dashes", key="queue")
        self.done: list[str] = []
        self.busy: str | None = None
        self.deed = self.add_menu_action(Menu.WORK, "&Call in", lambda: self.done.append("call-in"), shortcut="Ctrl+K")

    def refresh(self) -> None:
        self.done.append("refresh")

    def escape(self) -> bool:
        self.done.append("escape")
        return True

    def unfinished(self) -> str | None:
        return self.busy


@pytest.fixture
def other(qtbot: QtBot) -> Other:
    """The second pane."""
    pane = Other()
    qtbot.addWidget(pane)
    return pane


@pytest.fixture
def two(*, qtbot: QtBot, other: Other, pane: VehiclesPane, details: DetailsPanel, forms: CarForms, who: Who) -> Iterator[MainWindow]:
    """A window with two panes, the list second, on the screen and full of cars."""
    window = MainWindow([other, pane], details, forms, who=who, memory=WindowMemory(NoMemory()), version="0.0.test")
    qtbot.addWidget(window)
    window.offer_people(PEOPLE)
    with qtbot.waitExposed(window):
        window.show()
    with qtbot.waitSignal(pane.model.rows_changed):
        pane.start()
    yield window
    other.busy = None


def entry(window: MainWindow, words: str) -> QAction:
    for menu in window.menus:
        for action in menu.actions():
            if action.text().replace("&", "").startswith(words) and action.isVisible():
                return action
    raise AssertionError(f"no entry {words}")


def test_only_given_panes_and_menus_with_entries_are_there(two: MainWindow) -> None:
    assert [pane.key for pane in two.all_panes] == ["queue", "vehicles"]
    assert [menu.title() for menu in two.menus] == ["&File", "&Edit", "&View", "Vehi&cle", "&Work", "&Help"]
    two.show_pane("vehicles")
    assert [menu.title() for menu in two.menus] == ["&File", "&Edit", "&View", "Vehi&cle", "&Help"]


def test_every_entry_has_an_access_key_of_its_own_and_no_shortcut_is_taken_twice(two: MainWindow) -> None:
    for key in ("queue", "vehicles"):
        two.show_pane(key)
        shortcuts: list[str] = []
        for menu in two.menus:
            actions = [action for action in menu.actions() if action.isVisible() and not action.isSeparator()]
            keys = [QKeySequence.mnemonic(action.text()).toString() for action in actions]
            assert "" not in keys, (menu.title(), keys)
            assert len(set(keys)) == len(keys), (menu.title(), keys)
            shortcuts += [action.shortcut().toString() for action in actions if not action.shortcut().isEmpty()]
        assert len(set(shortcuts)) == len(shortcuts)
    titles = [QKeySequence.mnemonic(title).toString() for title in (*Menu, *(pane.title for pane in two.all_panes))]
    assert len(set(titles)) == len(titles)


def test_the_badge_stands_beside_the_pane(two: MainWindow, other: Other) -> None:
    other.set_badge(1234)
    assert [label.text() for label in two.findChildren(QToolButton) if label.accessibleName() == "Queue, 1234 waiting"] == [" &Queue"]


def test_keys_go_to_the_pane_in_front(two: MainWindow, other: Other) -> None:
    other.setFocus()
    QTest.keyClick(two, Qt.Key.Key_F5)
    QTest.keyClick(two, Qt.Key.Key_Escape)
    assert other.done == ["refresh", "escape"]
    QTest.keyClick(two, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert two.pane.key == "vehicles"


def test_an_entry_of_a_pane_behind_is_not_offered(two: MainWindow, other: Other) -> None:
    assert entry(two, "Call in").isEnabled()
    two.find_box.setFocus()
    QTest.keyClick(two.find_box, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert other.done == ["call-in"]
    two.show_pane("vehicles")
    assert not other.deed.isVisible()
    QTest.keyClick(two, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert other.done == ["call-in"]


def test_copy_and_select_all_in_the_find_box_mean_its_text(two: MainWindow, pane: VehiclesPane) -> None:
    two.show_pane("vehicles")
    pane.table.choose(0)
    two.find_box.setText("x")
    two.find_box.setFocus()
    QTest.keyClick(two.find_box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert two.find_box.selectedText() == "x"
    QTest.keyClick(two.find_box, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "x"


def test_typing_into_find_brings_the_list_and_searches_as_it_is_typed(qtbot: QtBot, two: MainWindow, pane: VehiclesPane) -> None:
    QTest.keyClick(two, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert two.find_box.hasFocus()
    QTest.keyClicks(two.find_box, "civi")
    assert two.pane is pane
    assert two.find_box.hasFocus()
    qtbot.waitUntil(lambda: pane.model.total == 6)
    QTest.keyClick(two.find_box, Qt.Key.Key_Down)
    assert pane.table.hasFocus()
    assert pane.table.selected_rows() == [0]
    QTest.keyClick(two, Qt.Key.Key_Escape)
    assert two.find_box.text() == ""
    qtbot.waitUntil(lambda: pane.model.total == 37)


def test_the_details_follow_the_selection_and_hide_with_f4(
    qtbot: QtBot, two: MainWindow, pane: VehiclesPane, details: DetailsPanel
) -> None:
    two.show_pane("vehicles")
    pane.table.choose(3)
    qtbot.waitUntil(lambda: details.card is not None)
    assert details.custody_id == pane.model.rows[3].custody_id
    QTest.keyClick(two, Qt.Key.Key_F4)
    assert not details.isVisible()
    pane.car_opened.emit(details.custody_id)
    assert details.isVisible()


def test_f2_edits_the_chosen_car_and_says_why_it_cannot(qtbot: QtBot, two: MainWindow, pane: VehiclesPane, forms: CarForms) -> None:
    edit = entry(two, "Edit...")
    assert not edit.isEnabled()
    assert edit.statusTip() == "choose a vehicle first."
    two.show_pane("vehicles")
    pane.table.choose(0)
    assert edit.isEnabled()
    QTest.keyClick(two, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: bool(forms.open_forms))
    assert forms.open_forms[0].windowTitle() == "Edit gray 2011 Chevrolet Malibu ABC1234"


def test_right_click_offers_what_the_menu_offers(qtbot: QtBot, two: MainWindow, pane: VehiclesPane) -> None:
    two.show_pane("vehicles")
    pane.table.choose(0)
    pane.table.customContextMenuRequested.emit(QPoint(5, 5))
    menu = next(child for child in pane.findChildren(QMenu) if child.isVisible())
    offered = {action for action in menu.actions() if not action.isSeparator()}
    vehicle = next(each for each in two.menus if each.title() == "Vehi&cle")
    assert {action for action in vehicle.actions() if action.isVisible()} <= offered
    assert set(pane.menu_actions[Menu.EDIT]) <= offered
    menu.close()


def test_lights_say_how_things_stand_in_words(qtbot: QtBot, two: MainWindow) -> None:
    two.lights.set_light("Database", Light.GREEN, "this PC, connected")
    two.lights.set_light("Database", Light.RED, "away since 9:12", tip="Nothing is lost.")
    assert two.lights.words("Database") == "Database: away since 9:12"
    button = next(each for each in two.lights.findChildren(QToolButton) if each.text().startswith("Database"))
    with qtbot.waitSignal(two.lights.clicked) as clicked:
        button.click()
    assert clicked.args == ["Database"]


def test_another_person_sits_down(qtbot: QtBot, two: MainWindow, who: Who) -> None:
    offered = [action for action in two.people.menu().actions() if action.isCheckable()]
    assert [action.text() for action in offered] == ["Kim", "Alexandria Fitzgerald-Montgomery"]
    assert who.person == KIM
    with qtbot.waitSignal(who.changed):
        offered[1].trigger()
    assert two.people.text() == "Alexandria Fitzgerald-Montgomery"
    assert who.person == PEOPLE[1]


def test_a_list_behind_does_not_change_the_details(
    qtbot: QtBot, two: MainWindow, other: Other, pane: VehiclesPane, details: DetailsPanel
) -> None:
    two.show_pane("vehicles")
    pane.table.choose(3)
    two.show_pane("queue")
    other.car_chosen.emit(7)
    assert details.custody_id == 7
    with qtbot.waitSignal(pane.model.rows_changed):
        pane.refresh()
    assert details.custody_id == 7
    two.show_pane("vehicles")
    assert details.custody_id == pane.model.rows[3].custody_id


def test_a_memory_that_cannot_be_written_keeps_no_window_open(
    qtbot: QtBot, pane: VehiclesPane, details: DetailsPanel, forms: CarForms, who: Who
) -> None:
    class Full(NoMemory):
        def save(self, values: Mapping[str, str]) -> None:
            raise SettingsTrouble("The disk is full.")

    window = MainWindow([pane], details, forms, who=who, memory=WindowMemory(Full()), version="0")
    qtbot.addWidget(window)
    window.show()
    assert window.close()
    assert not window.isVisible()


def test_undo_and_redo_are_offered_by_name_and_rest_while_one_is_done(qtbot: QtBot, two: MainWindow) -> None:
    calls, edit = UndoStep(uuid4(), "call-in, 4 cars", NOW), UndoStep(uuid4(), "edit A&B1", NOW)
    undo, redo = entry(two, "Undo"), entry(two, "Redo")
    assert not undo.isEnabled()
    assert not redo.isEnabled()
    two.undo.show_state(UndoState(calls, edit))
    assert (undo.text(), redo.text()) == ("&Undo: call-in, 4 cars", "&Redo: edit A&&B1")
    assert two.undo.button.isVisible()
    assert two.undo.button.text().replace("&", "") == "Undo: call-in, 4 cars"
    with qtbot.waitSignal(two.undo.undo_asked) as asked:
        QTest.keyClick(two, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == [calls]
    assert not undo.isEnabled()
    assert not redo.isEnabled()
    two.undo.show_state(UndoState(None, edit))
    with qtbot.waitSignal(two.undo.redo_asked) as asked:
        QTest.keyClick(two, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == [edit]


def test_a_text_field_keeps_its_own_undo_while_it_has_the_focus(two: MainWindow) -> None:
    asked: list[object] = []
    two.undo.undo_asked.connect(asked.append)
    two.undo.show_state(UndoState(UndoStep(uuid4(), "call-in, 4 cars", NOW)))
    field = two.find_box
    field.setFocus()
    QTest.keyClicks(field, "abc")
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ""
    assert asked == []


def test_the_window_comes_back_as_it_was(*, qtbot: QtBot, runner: TaskRunner, bus: Bus, yard: Yard, who: Who, forms: CarForms) -> None:
    drawer = Drawer()

    def made() -> MainWindow:
        pane = VehiclesPane(runner, bus, yard.pages, zone=lambda: ZONE, today=lambda: TODAY)
        panel = DetailsPanel(CarHouse(runner, bus, Who(), YardFiles(yard)))
        window = MainWindow([Other(), pane], panel, forms, who=who, memory=WindowMemory(drawer), version="0")
        qtbot.addWidget(window)
        return window

    first = made()
    first.resize(1111, 666)
    first.show_pane("vehicles")
    with qtbot.waitExposed(first):
        first.show()
    QTest.keyClick(first, Qt.Key.Key_F4)
    first.close()
    again = made()
    with qtbot.waitExposed(again):
        again.show()
    assert again.height() == 666  # the width is cut to that of the screen drawn into memory
    assert again.pane.key == "vehicles"
    assert not again.details.isVisible()


@pytest.mark.parametrize("height", [700, 1000])
def test_the_glance_has_two_thirds_until_the_divider_is_moved_and_that_is_remembered(
    height: int, *, qtbot: QtBot, runner: TaskRunner, bus: Bus, yard: Yard
) -> None:
    memory = WindowMemory(Drawer())

    def shown() -> DetailsPanel:
        panel = DetailsPanel(CarHouse(runner, bus, Who(), YardFiles(yard)))
        qtbot.addWidget(panel)
        panel.recall(memory)
        panel.resize(340, height)
        panel.show()
        panel.show_car(1)
        qtbot.waitUntil(lambda: panel.card is not None)
        return panel

    first = shown()
    assert first.view.share == pytest.approx(2 / 3, abs=0.02)
    first.view.divide(0.4)
    first.remember(memory)
    assert shown().view.share == pytest.approx(0.4, abs=0.02)


def test_the_details_stand_beside_panes_where_cars_are_chosen_as_somebody_wants_them(two: MainWindow, other: Other) -> None:
    other.chooses_cars = False
    two.show_pane("vehicles")
    assert two.details.isVisible()
    two.show_pane("queue")
    assert not two.details.isVisible()
    two.show_pane("vehicles")
    assert two.details.isVisible(), "a pane took them away, so a pane brings them back"
    QTest.keyClick(two, Qt.Key.Key_F4)
    two.show_pane("queue")
    two.show_pane("vehicles")
    assert not two.details.isVisible(), "a person took them away"
    two.show_pane("queue")
    two.open_car(1)
    assert two.details.isVisible(), "a car that is opened is seen anywhere"


def test_closing_in_the_middle_of_something_asks_first(two: MainWindow, other: Other) -> None:
    other.busy = "An import is running: 27 of 63 calls."
    two.close()
    assert two.isVisible()
    box = two.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert box.text() == "An import is running: 27 of 63 calls."
    assert box.defaultButton().text() == "&Keep iTow open"
    next(button for button in box.buttons() if button.text() == "Stop it and &close").click()
    assert not two.isVisible()


def test_closing_with_something_typed_asks_first(qtbot: QtBot, two: MainWindow, forms: CarForms) -> None:
    forms.edit(1)
    qtbot.waitUntil(lambda: bool(forms.open_forms))
    forms.open_forms[0].paper.put({"spot": "Z-9"})
    two.close()
    assert two.isVisible()
    box = forms.open_forms[0].findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    next(button for button in box.buttons() if button.text() == "&Discard what I typed").click()
    two.close()
    assert not two.isVisible()


def test_a_trouble_is_shown_with_its_number(two: MainWindow, caplog: pytest.LogCaptureFixture) -> None:
    two.tell_trouble(Trouble("The printer is gone. Nothing was recorded as printed."))
    box = two.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert box.text() == "The printer is gone. Nothing was recorded as printed."
    number = box.informativeText().removeprefix("Error ")
    assert number in caplog.text
    box.close()
