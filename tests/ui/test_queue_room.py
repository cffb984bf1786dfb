"""The queue's own windows over a real database: the look-up list, one answer for all cars of somebody past their time."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from itow_desktop.domain.events import EventKind, EventSource
from itow_desktop.domain.urgency import Urgency
from itow_desktop.services import phoning
from itow_desktop.services.desks.queue import QueueDesk
from itow_desktop.services.ports.office import Ports
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.working import QueueLine, work_queue
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.queue.chase import ChaseDialog
from itow_desktop.ui.dialogs.queue.look_up import FOUND, VIN, LookUpWindow
from itow_desktop.ui.tasks import TaskRunner
from tests.builders import NOW
from tests.db.cars import agency_id, bring_one, counting, step
from tests.db.offices import OpenOffice

TODAY = NOW.date()


class Room:
    """The desk of the queue with a window to open dialogs over."""

    def __init__(self, qtbot: QtBot, office: OpenOffice, runner: TaskRunner, bus: Bus) -> None:
        self.office, self.runner, self.bus, self._qtbot = office, runner, bus, qtbot
        ports: Ports | None = None
        self.desk = QueueDesk(ports, office.shift)  # type: ignore[arg-type]  # nothing here asks for the ports
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.show()

    def car(self, **changes: object) -> int:
        """Towed twelve days ago, called in, its TOP printed; the police told nothing since."""
        then = NOW - timedelta(days=12)
        car = bring_one(self.office, called_at=then, arrived_at=then, completed_at=then, **changes)
        record(self.office.shift, car, Entry(EventKind.POLICE_NOTIFIED, at=then, source=EventSource.MY_CALL))
        record(self.office.shift, car, Entry(EventKind.LETTER_PRINTED, on=then.date(), data={"letter": "top"}))
        return car

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: not self.runner.busy)
        self._qtbot.wait(1)
        self._qtbot.waitUntil(lambda: not self.runner.busy)

    def look_up(self) -> LookUpWindow:
        window = LookUpWindow(self.desk, self.office.shift.person, runner=self.runner, bus=self.bus, parent=self.window)
        window.show()
        self.settle()
        return window

    def lines(self) -> list[QueueLine]:
        return [line for line in work_queue(self.office.shift).lines if line.item.urgency is Urgency.CHASE]

    def chase(self) -> ChaseDialog:
        dialog = ChaseDialog(self.desk, self.office.shift.person, self.lines(), runner=self.runner, parent=self.window)
        dialog.show()
        return dialog


@pytest.fixture
def room(qtbot: QtBot, office: OpenOffice, runner: TaskRunner, bus: Bus) -> Iterator[Room]:
    made = Room(qtbot, office, runner, bus)
    yield made
    made.settle()


# --- the look-up list ----------------------------------------------------------------------------------------------------


def test_each_answer_of_a_look_up_is_saved_as_one_goes_on(room: Room) -> None:
    first, second = room.car(), room.car()
    window = room.look_up()
    assert [row.custody_id for row in window.model.rows] == [first, second]
    assert window.model.key(window.table.currentIndex()) == (first, FOUND)
    window.model.write((first, FOUND), "n")
    window.model.write((second, FOUND), "-2")
    room.settle()
    assert counting(room.office, first)[-1].data["answer"] == "not_listed"
    assert step(room.office, second) == "waiting: Wait for owner"
    assert window.progress.text() == "2 of 2 cars are looked up"
    texts = [(cell.text, cell.problem) for row in window.model.rows for cell in row.cells[FOUND:]]
    assert texts[0] == ("not listed", None)
    assert texts[1][1] is None
    window.close()
    room.settle()
    again = room.look_up()
    assert [row.cells[2].text.endswith("not listed") for row in again.model.rows] == [True]
    again.close()


def test_the_vin_goes_onto_the_clipboard_and_the_place_stays(qtbot: QtBot, room: Room) -> None:
    car, bare = room.car(vin="1G1ZC5E13BF118341"), room.car(vin=None)
    window = room.look_up()
    assert [row.cells[VIN].text for row in window.model.rows] == ["1G1ZC5E13BF118341", "no VIN"]
    window.copy_vin.click()
    assert QGuiApplication.clipboard().text() == "1G1ZC5E13BF118341"
    assert window.model.key(window.table.currentIndex()) == (car, FOUND)
    window.table.setCurrentIndex(window.model.index_of((bare, FOUND)))
    window.copy_vin.click()
    assert QGuiApplication.clipboard().text() == "1G1ZC5E13BF118341"
    assert "no VIN" in window.news.text
    window.close()


@pytest.mark.parametrize(("typed", "said"), [("+1", "has not come yet"), ("soon", "is no date"), ("13/40", "calendar")])
def test_what_is_no_answer_is_said_and_not_saved(room: Room, typed: str, said: str) -> None:
    car = room.car()
    before = counting(room.office, car)
    window = room.look_up()
    window.model.write((car, FOUND), typed)
    room.settle()
    cell = window.model.cell((car, FOUND))
    assert cell is not None
    assert said in (cell.problem or "")
    assert counting(room.office, car) == before
    window._leave()


def test_a_doubted_date_takes_its_reason_behind_it(room: Room) -> None:
    car = room.car()
    window = room.look_up()
    record(room.office.shift, car, Entry(EventKind.SOS_NOTICE_DATED, on=TODAY - timedelta(days=5)))  # at another PC
    window.model.write((car, FOUND), "-3")
    room.settle()
    cell = window.model.cell((car, FOUND))
    assert cell is not None
    assert "give the reason" in (cell.problem or "")
    window.model.write((car, FOUND), "-3 read wrongly before")
    room.settle()
    dated = [event for event in counting(room.office, car) if event.kind is EventKind.SOS_NOTICE_DATED]
    assert [event.on for event in dated] == [TODAY - timedelta(days=3)]
    window.close()


# --- asking again --------------------------------------------------------------------------------------------------------


def test_one_answer_is_kept_for_every_ticked_car(qtbot: QtBot, room: Room) -> None:
    asked, left_out = room.car(), room.car()
    dialog = room.chase()
    assert not dialog.primary.isEnabled()
    dialog.said.setText("tonight")
    dialog.spoke_with.setText("Sgt. Ives")
    row = next(row for place in range(dialog.cars.count()) if (row := dialog.cars.item(place)).data(Qt.ItemDataRole.UserRole) == left_out)
    row.setCheckState(Qt.CheckState.Unchecked)
    with qtbot.waitSignal(dialog.done_with) as told:
        dialog.primary.click()
    assert told.args == [(asked,)]
    assert [call.said for call in phoning.phone_calls(room.office.shift, asked)] == ["tonight"]
    assert phoning.phone_calls(room.office.shift, left_out) == ()
    assert {line.case.custody_id: line.asleep for line in room.lines()} == {asked: True, left_out: False}


def test_the_day_on_which_they_did_it_closes_all_of_them(qtbot: QtBot, room: Room) -> None:
    cars = {room.car(), room.car()}
    dialog = room.chase()
    dialog.entered.setChecked(True)
    assert not dialog.primary.isEnabled()
    assert dialog.done_on.text() == ""  # a legal day is never filled in
    dialog.done_on.setText("-1")
    with qtbot.waitSignal(dialog.done_with):
        dialog.primary.click()
    assert {step(room.office, car) for car in cars} == {"waiting: Enter SOS notice date"}


def test_nothing_said_is_thrown_away_unasked(room: Room) -> None:
    room.car()
    dialog = room.chase()
    assert not dialog.touched()
    dialog.said.setText("nobody answered")
    assert dialog.touched()
    dialog.leave()


def test_the_day_to_ask_again_is_a_working_day(room: Room) -> None:
    room.car()
    assert agency_id(room.office, "Burton Police Department")
    dialog = room.chase()
    day = dialog.again_on.day()
    assert day is not None
    assert TODAY < day <= TODAY + timedelta(days=5)
    assert day.weekday() < 5
    dialog.leave()
