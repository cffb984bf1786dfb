"""The covered window: when, what still works, and back to the very same place."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QMainWindow, QMenu, QTableView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from itow_desktop.services.ports.people import PinAnswer
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.people.cover import Cover, CoverDialog
from itow_desktop.ui.idle import IdleLock
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.entries import LineEntry
from tests.fakes import SetClock

KIM = Person(1, "Kim", has_pin=True)
LEE = Person(2, "Lee")
PIN = "4071"
MINUTE = 60.0


class Shop:
    """A window with a field and a grid, the lock over it, a stopwatch that is set by hand."""

    def __init__(self, runner: TaskRunner) -> None:
        self.others = set(QApplication.topLevelWidgets())
        """Windows that are not of this test."""
        self.clock = SetClock()
        self.who = Who(KIM)
        self.window = QMainWindow()
        self.field = LineEntry(cleaned=lambda text: text.strip().upper())
        self.grid = QTableView()
        self.model = QStandardItemModel(3, 2)
        self.model.setItem(0, 0, QStandardItem("blue"))
        self.grid.setModel(self.model)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.addWidget(self.field)
        column.addWidget(self.grid)
        self.window.setCentralWidget(inside)
        self.lock = IdleLock(self.window, self.who, self.check, runner=runner, monotonic=self.clock.monotonic)
        self.window.resize(640, 400)
        self.tried: list[str] = []

    def check(self, _person: Person, pin: str) -> PinAnswer:
        """The database's answer."""
        self.tried.append(pin)
        return PinAnswer(pin == PIN, 0, 5 if pin == PIN else 4)

    @property
    def dialog(self) -> CoverDialog:
        """The way back."""
        assert self.lock.dialog is not None
        return self.lock.dialog

    def is_covered(self) -> bool:
        """Whether the window is covered now."""
        return self.lock.is_covered

    def covers(self) -> list[Cover]:
        """Everything that lies over a window of this test."""
        own = [widget for widget in QApplication.topLevelWidgets() if widget not in self.others]
        return [cover for widget in own for cover in widget.findChildren(Cover) if cover.isVisible()]


@pytest.fixture
def shop(qtbot: QtBot, runner: TaskRunner) -> Iterator[Shop]:
    """Kim at the field, half a word typed, the cursor in it."""
    shop = Shop(runner)
    qtbot.addWidget(shop.window)
    shop.window.show()
    shop.window.activateWindow()
    qtbot.waitUntil(shop.window.isActiveWindow)
    shop.field.setFocus()
    shop.field.setText("burton pd ")
    shop.field.setCursorPosition(3)
    shop.lock.know([KIM, LEE], pins=False, seconds=10 * MINUTE)
    yield shop
    if shop.lock.dialog is not None:
        shop.lock.dialog.back.emit(None)


def pass_by(shop: Shop, seconds: float) -> None:
    shop.clock.pass_by(seconds)
    shop.lock.look()


# --- when ------------------------------------------------------------------------------------------------------------


def test_it_covers_after_that_long_without_key_or_mouse(shop: Shop) -> None:
    pass_by(shop, 10 * MINUTE - 1)
    assert not shop.is_covered()
    pass_by(shop, 1)
    assert shop.is_covered()
    assert [cover.parentWidget() for cover in shop.covers()] == [shop.window]
    assert shop.covers()[0].rect() == shop.window.rect()


@pytest.mark.parametrize("sign", ["key", "mouse"])
def test_a_key_or_the_mouse_begins_the_time_anew(shop: Shop, sign: str) -> None:
    pass_by(shop, 9 * MINUTE)
    handle = shop.window.windowHandle()
    if sign == "key":
        QTest.keyClick(handle, Qt.Key.Key_Right)
    else:
        QTest.mouseMove(handle, QPoint(50, 60))
        QTest.mouseMove(handle, QPoint(90, 60))
    pass_by(shop, 9 * MINUTE)
    assert not shop.is_covered()
    pass_by(shop, MINUTE)
    assert shop.is_covered()


def test_a_clock_that_is_set_does_nothing(shop: Shop) -> None:
    shop.clock.time = shop.clock.time.replace(year=2031)
    shop.lock.look()
    assert not shop.is_covered()
    shop.clock.time = shop.clock.time.replace(year=2019)
    pass_by(shop, 10 * MINUTE)
    assert shop.is_covered()


def test_zero_minutes_never_cover(shop: Shop) -> None:
    shop.lock.know([KIM, LEE], pins=False, seconds=0)
    pass_by(shop, 100 * MINUTE)
    assert not shop.is_covered()


def test_the_timer_itself_covers(qtbot: QtBot, shop: Shop) -> None:
    shop.clock.pass_by(1000)  # the stopwatch stands for the time that the timer waits
    with qtbot.waitSignal(shop.lock.covered):
        shop.lock.know([KIM, LEE], pins=False, seconds=0.2)
        shop.clock.pass_by(1)


# --- what still works ------------------------------------------------------------------------------------------------


def test_nothing_reaches_what_is_covered(shop: Shop) -> None:
    shop.lock.know([KIM, LEE], pins=True, seconds=10 * MINUTE)
    shop.lock.cover()
    QTest.keyClicks(shop.field, "xyz")
    QTest.mouseClick(shop.grid.viewport(), Qt.MouseButton.LeftButton)
    assert not shop.window.close(), "the cross does not close a covered window"
    assert shop.window.isVisible()
    assert shop.field.text() == "burton pd "
    assert shop.is_covered()


def test_work_under_way_goes_on(qtbot: QtBot, shop: Shop, runner: TaskRunner) -> None:
    shop.lock.cover()
    answers: list[int] = []
    runner.start(lambda: 63, owner=shop.window, done=answers.append)
    qtbot.waitUntil(lambda: answers == [63])
    assert shop.is_covered()


def test_what_comes_up_meanwhile_is_covered_too(qtbot: QtBot, shop: Shop) -> None:
    shop.lock.cover()
    late = QDialog(shop.window)
    late.setWindowTitle("The printer is gone")
    qtbot.addWidget(late)
    late.open()
    assert late in [cover.parentWidget() for cover in shop.covers()]
    late.reject()


def test_every_open_window_is_covered_and_menus_close(qtbot: QtBot, shop: Shop) -> None:
    other = QWidget()
    QLabel("A car's page", other)
    qtbot.addWidget(other)
    other.show()
    menu = QMenu(shop.window)
    menu.addAction("Copy")
    menu.popup(QPoint(10, 10))
    shop.lock.cover()
    assert {cover.parentWidget() for cover in shop.covers()} == {shop.window, other}
    assert not menu.isVisible()


# --- back --------------------------------------------------------------------------------------------------------------


class Ears(QObject):
    """Hears whether a field was told that it lost the focus."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self.left = 0
        field.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Count."""
        self.left += event.type() == QEvent.Type.FocusOut
        return False


def test_any_key_brings_back_to_the_same_field_cursor_and_text(qtbot: QtBot, shop: Shop) -> None:
    ears = Ears(shop.field)
    shop.lock.cover()
    qtbot.waitUntil(shop.dialog.isActiveWindow)
    QTest.keyClick(shop.dialog, Qt.Key.Key_Shift)
    assert shop.is_covered(), "a key that types nothing is not meant"
    QTest.keyClick(shop.dialog, Qt.Key.Key_X)
    assert not shop.is_covered()
    qtbot.waitUntil(shop.field.hasFocus)
    assert (shop.field.text(), shop.field.cursorPosition(), shop.field.selectedText()) == ("burton pd ", 3, "")
    assert ears.left == 0
    assert shop.covers() == []
    assert shop.who.person == KIM
    QTest.keyClicks(shop.field, "!")
    assert shop.field.text() == "bur!ton pd "


def test_an_open_cell_of_a_grid_stays_open(qtbot: QtBot, shop: Shop) -> None:
    shop.grid.setCurrentIndex(shop.model.index(0, 0))
    shop.grid.edit(shop.model.index(0, 0))
    editor = shop.grid.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.setText("blue green")
    editor.setCursorPosition(4)
    shop.lock.cover()
    qtbot.waitUntil(shop.dialog.isActiveWindow)
    QTest.keyClick(shop.dialog, Qt.Key.Key_Space)
    qtbot.waitUntil(editor.hasFocus)
    assert (editor.text(), editor.cursorPosition(), editor.isVisible()) == ("blue green", 4, True)
    assert shop.model.item(0, 0).text() == "blue", "nothing was taken over that nobody finished"


def test_where_there_are_pins_a_key_is_not_enough(qtbot: QtBot, shop: Shop) -> None:
    shop.lock.know([KIM, LEE], pins=True, seconds=10 * MINUTE)
    shop.lock.cover()
    qtbot.waitUntil(shop.dialog.isActiveWindow)
    assert shop.dialog.asks_pin
    QTest.keyClick(shop.dialog, Qt.Key.Key_X)
    QTest.keyClick(shop.dialog, Qt.Key.Key_Escape)
    assert shop.is_covered()
    QTest.keyClicks(shop.dialog.entry.pin, "9999\r")
    qtbot.waitUntil(lambda: "not the PIN of Kim" in shop.dialog.entry.verdict.text())
    with qtbot.waitSignal(shop.lock.uncovered):
        QTest.keyClicks(shop.dialog.entry.pin, f"{PIN}\r")
    assert shop.tried == ["9999", PIN]
    qtbot.waitUntil(shop.field.hasFocus)
    assert (shop.field.text(), shop.field.cursorPosition()) == ("burton pd ", 3)


def test_somebody_else_may_take_over_and_what_is_typed_stays(qtbot: QtBot, shop: Shop) -> None:
    shop.lock.know([KIM, LEE], pins=True, seconds=10 * MINUTE)
    shop.lock.cover()
    shop.dialog.who.setCurrentIndex(shop.dialog.who.findText("Lee"))
    assert not shop.dialog.asks_pin, "Lee has none"
    with qtbot.waitSignal(shop.who.changed):
        shop.dialog.come.click()
    assert shop.who.person == LEE
    assert shop.field.text() == "burton pd "


def test_who_was_disabled_meanwhile_cannot_come_back(shop: Shop) -> None:
    shop.lock.cover()
    shop.lock.know([LEE], pins=False, seconds=10 * MINUTE)
    assert [shop.dialog.who.itemText(place) for place in range(shop.dialog.who.count())] == ["Lee"]
    shop.dialog.come.click()
    assert shop.who.person == LEE


def test_a_dialog_that_was_open_is_where_one_comes_back_to(qtbot: QtBot, shop: Shop) -> None:
    dialog = QDialog(shop.window)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    field = QLineEdit("half a na", dialog)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    field.setFocus()
    field.setCursorPosition(4)
    shop.lock.cover()
    assert {cover.parentWidget() for cover in shop.covers()} == {shop.window, dialog}
    qtbot.waitUntil(shop.dialog.isActiveWindow)
    QTest.keyClick(shop.dialog, Qt.Key.Key_X)
    qtbot.waitUntil(field.hasFocus)
    assert (field.text(), field.cursorPosition()) == ("half a na", 4)
    dialog.reject()


def test_the_time_counts_anew_after_coming_back(shop: Shop) -> None:
    pass_by(shop, 10 * MINUTE)
    shop.dialog.come.click()
    pass_by(shop, 9 * MINUTE)
    assert not shop.is_covered()
    pass_by(shop, MINUTE)
    assert shop.is_covered()
