"""Undo and redo in the window over a real database: the offer follows the deeds, and says what came of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from itow_desktop.domain.events import EventKind
from itow_desktop.services import browsing
from itow_desktop.services.desks.editing import EditDesk
from itow_desktop.services.editing import Edit, add_car, add_person, change_car
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.working import CallIn, PickUp, call_in, pick_up
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.rooms.undoing import UndoRoom
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.theme import Theme
from tests.db.offices import OpenOffice
from tests.ui.test_on_postgresql import Front

CTRL = Qt.KeyboardModifier.ControlModifier


class Desk:
    """A window with undo in it on an office, and a person who does things elsewhere."""

    def __init__(self, qtbot: QtBot, office: OpenOffice, runner: TaskRunner, bus: Bus) -> None:
        self.office, self._qtbot, self._runner, self.bus = office, qtbot, runner, bus
        office.clock.time = _now(office)
        self.front = Front(office, runner, bus)
        self.window = self.front.window
        house = House(runner, bus, self.front.who, WindowMemory(NoMemory()))
        nothing = cast("Any", None)  # drafts are kept elsewhere
        self.room = UndoRoom(house, EditDesk(nothing, office.shift), zone=lambda: office.shift.law.zone, today=lambda: office.shift.today)
        self.room.move_in(self.window)
        self.window.resize(1280, 768)
        qtbot.addWidget(self.window)
        self.window.show()
        self.front.pane.start()
        self.settle()

    def settle(self) -> None:
        """Until everything that was asked is answered."""
        self._qtbot.wait(1)
        self._qtbot.waitUntil(lambda: not self._runner.busy)
        self._qtbot.wait(1)
        self._qtbot.waitUntil(lambda: not self._runner.busy)

    def did(self, deed: Callable[[], object]) -> None:
        """Something was done in a dialog, which tells the bus."""
        deed()
        self.bus.cars_changed.emit(frozenset())
        self.settle()

    def press(self, key: Qt.Key) -> str:
        """A key with Ctrl; what the window says afterwards."""
        self.window.activateWindow()
        self._qtbot.waitUntil(self.window.isActiveWindow)
        self.front.pane.setFocus()
        QTest.keyClick(self.window, key, CTRL)
        self.settle()
        return self.window.pane.news.text

    @property
    def offered(self) -> tuple[str, str]:
        """The two entries; in brackets what cannot be chosen."""
        undo, redo = self.window.undo.action, self.window.undo.redo
        first, second = (each.text().replace("&", "") if each.isEnabled() else f"({each.text().replace('&', '')})" for each in (undo, redo))
        return first, second

    def color(self, custody_id: int) -> str | None:
        return browsing.car_card(self.office.shift, custody_id).car.fields.color


def _now(office: OpenOffice) -> Any:
    """The database's own moment, by which deeds are dated."""
    with office.engine.connect() as connection:
        return connection.exec_driver_sql("SELECT now()").scalar_one()


@pytest.fixture
def desk(qtbot: QtBot, office: OpenOffice, runner: TaskRunner, bus: Bus, theme: Theme) -> Desk:
    return Desk(qtbot, office, runner, bus)


def test_the_keys_go_back_and_forth_through_what_was_done(desk: Desk) -> None:
    shift = desk.office.shift
    assert desk.offered == ("(Undo)", "(Redo)")
    car = add_car(shift, {"plate": "ABC1234", "color": "Gray", "towed_at": "t"}).custody_id
    desk.did(lambda: change_car(shift, Edit(car, {"color": "Silver"}, {})))
    desk.did(lambda: call_in(shift, [CallIn(car, on=shift.today)]))
    assert desk.offered == ("Undo: call-in", "(Redo)")
    assert desk.window.undo.button.isVisible()
    assert desk.window.undo.button.text().replace("&", "") == "Undo: call-in"

    assert desk.press(Qt.Key.Key_Z) == "Undone: call-in."
    assert desk.offered == ("Undo: edit ABC1234", "Redo: call-in")
    assert desk.press(Qt.Key.Key_Z) == "Undone: edit ABC1234."
    assert desk.color(car) == "Gray"
    assert desk.press(Qt.Key.Key_Y) == "Done again: edit ABC1234."
    assert desk.press(Qt.Key.Key_Y) == "Done again: call-in."
    assert desk.color(car) == "Silver"
    assert desk.offered == ("Undo: call-in", "(Redo)")


def test_the_rows_of_the_list_follow_an_undo(desk: Desk) -> None:
    shift = desk.office.shift
    car = add_car(shift, {"plate": "ABC1234", "color": "Gray"}).custody_id
    desk.did(lambda: change_car(shift, Edit(car, {"color": "Silver"}, {})))
    assert "Silver" in _cells(desk)
    desk.press(Qt.Key.Key_Z)
    assert "Gray" in _cells(desk)


def test_what_was_left_alone_is_told(desk: Desk) -> None:
    shift = desk.office.shift
    car = add_car(shift, {"plate": "ABC1234", "color": "Gray"}).custody_id
    lee = shift.by(add_person(shift, "Lee"))
    desk.did(lambda: change_car(shift, Edit(car, {"color": "Silver"}, {})))
    change_car(lee, Edit(car, {"color": "Black"}, {}))
    assert desk.press(Qt.Key.Key_Z) == "Undone: edit ABC1234. 1 of 1 was changed since and left alone: ABC1234 Black."


def test_a_refusal_is_said_and_the_offer_stays(desk: Desk) -> None:
    shift = desk.office.shift
    car = add_car(shift, {"plate": "ABC1234", "towed_at": "t"}).custody_id
    desk.did(lambda: pick_up(shift, car, PickUp(shift.today, "Pat Example", "driver's license")))
    desk.press(Qt.Key.Key_Z)
    held = Entry(EventKind.HOLD_PLACED, on=shift.today, data={"hold": "police"})
    record(shift.by(add_person(shift, "Lee")), car, held)
    assert "The car is on hold: police. Lift the hold first. Nothing was changed." in desk.press(Qt.Key.Key_Y)
    assert desk.offered[1].startswith("Redo: pick-up")


def test_another_person_at_the_desk_has_other_deeds(desk: Desk) -> None:
    shift = desk.office.shift
    desk.did(lambda: add_car(shift, {"plate": "ABC1234"}))
    assert desk.offered[0] == "Undo: add ABC1234"
    lee = add_person(shift, "Lee")
    desk.front.who.become(lee)
    desk.settle()
    assert desk.offered == ("(Undo)", "(Redo)")
    desk.front.who.become(shift.person)
    desk.settle()
    assert desk.offered[0] == "Undo: add ABC1234"


def test_what_was_done_on_another_day_is_asked_about(desk: Desk) -> None:
    shift = desk.office.shift
    desk.did(lambda: add_car(shift, {"plate": "ABC1234"}))
    desk.office.clock.time += timedelta(days=3)
    desk.press(Qt.Key.Key_Z)
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    assert box.text().startswith("add ABC1234 was done ")
    assert box.defaultButton().text() == "&Leave it"
    QTest.mouseClick(_button(box, "&Leave it"), Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.offered[0] == "Undo: add ABC1234"
    desk.press(Qt.Key.Key_Z)
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    QTest.mouseClick(_button(box, "&Undo it"), Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.window.pane.news.text == "Undone: add ABC1234."


def test_a_lost_database_offers_nothing_and_comes_back(desk: Desk) -> None:
    shift = desk.office.shift
    desk.did(lambda: add_car(shift, {"plate": "ABC1234"}))
    name = desk.office.database
    with desk.office.server.connect() as admin:
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        admin.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        desk.room.refresh()
        desk.settle()
        assert desk.offered == ("(Undo)", "(Redo)")
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    desk.bus.cars_changed.emit(frozenset())  # as the watch does when the database is back
    desk.settle()
    assert desk.offered[0] == "Undo: add ABC1234"


def _cells(desk: Desk) -> set[str]:
    model = desk.front.pane.model
    return {str(model.index(row, column).data()) for row in range(model.rowCount()) for column in range(model.columnCount())}


def _button(box: QMessageBox, text: str) -> QPushButton:
    return next(each for each in box.findChildren(QPushButton) if each.text() == text)
