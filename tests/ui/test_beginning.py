"""The screens of the beginning on a real database: what is unsure, what is already done, today, two cars that may be one."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.vin_decoder import NhtsaDecoder
from itow_desktop.domain import past
from itow_desktop.domain.backups import BackupInfo, CountDifference, VerifyResult
from itow_desktop.domain.errors import BackupTrouble, DatabaseTrouble
from itow_desktop.domain.past import Answer, Fact, Word
from itow_desktop.domain.urgency import Urgency
from itow_desktop.services.desks.beginning import BeginningDesk
from itow_desktop.services.editing import add_car
from itow_desktop.services.importing.from_towbook import ImportPlan, run_import
from itow_desktop.services.law import Law
from itow_desktop.services.reminding import add_reminder
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import NOTHING, StepMemory
from itow_desktop.services.views import Person
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.beginning.already_done import AlreadyDoneWindow
from itow_desktop.ui.dialogs.beginning.answer_window import AnswerWindow
from itow_desktop.ui.dialogs.beginning.same_car import SameCarDialog
from itow_desktop.ui.dialogs.beginning.unsure_cars import UnsureWindow
from itow_desktop.ui.models.answers import Asked
from itow_desktop.ui.panes.today import TodayPane
from itow_desktop.ui.tasks import TaskRunner
from tests.builders import NOW, call
from tests.db.offices import OpenOffice
from tests.fakes import MemoryTowBook
from tests.law import michigan

BEGAN = date(2026, 3, 4)
OLD = {
    "plate": "OLD1", "plate_state": "MI", "vin": "1G1ZC5E13BF118341", "custody": "private_property", "towed_at": "2026-02-20 10:00",
    "towed_from": "123 Oak St, Burton, MI 48529", "jurisdiction": "Burton Police Department",
}  # fmt: skip
MILL = {"towed_from": "88 Mill Rd, Flint, MI 48503", "jurisdiction": "", "vin": "", "towed_at": "2026-03-03 23:00"}


class Shelf:
    """Copies as a port: ``wrong`` is what a test of the last one finds."""

    def __init__(self) -> None:
        self.folder = Path("/backups")
        self.made: BackupInfo | None = None
        self.tested: Any = None
        self.wrong: tuple[CountDifference, ...] = ()
        self.trouble: BackupTrouble | None = None

    def latest(self) -> BackupInfo | None:
        return self.made

    def last_tested(self) -> Any:
        return self.tested

    def verify(self, file: Path) -> VerifyResult:
        if self.trouble is not None:
            raise self.trouble
        assert self.made is not None
        self.tested = self.tested if self.wrong else NOW
        return VerifyResult(self.made, self.wrong, 1.0)


class Lost(BeginningDesk):
    """A desk whose database may be away."""

    away = False

    def answer_past(self, person: Person | None, custody_id: int, answers: Any) -> int:
        if self.away:
            raise DatabaseTrouble("The database does not answer.")
        return super().answer_past(person, custody_id, answers)


class Start:
    """The desk of an office that begins today, and how to wait for it."""

    def __init__(self, qtbot: QtBot, office: OpenOffice, runner: TaskRunner, bus: Bus) -> None:
        self.qtbot, self.runner, self.bus = qtbot, runner, bus
        self.shift: Shift = replace(office.shift, law=Law(michigan(), began_on=BEGAN), memory=StepMemory())
        self.shelf = Shelf()
        ports = SimpleNamespace(backups=self.shelf, at_start=NOTHING, vins=NhtsaDecoder())
        self.desk = Lost(cast("Any", ports), self.shift)
        self.told: list[frozenset[int]] = []
        bus.cars_changed.connect(self.told.append)

    def add(self, **changes: str) -> int:
        return add_car(self.shift, {**OLD, **changes}).custody_id

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.runner.busy)
        self.qtbot.wait(1)
        self.qtbot.waitUntil(lambda: not self.runner.busy)

    def past(self, *custody_ids: int) -> AlreadyDoneWindow:
        window = AlreadyDoneWindow(self.desk, self.shift.person, runner=self.runner, bus=self.bus, custody_ids=custody_ids or None)
        self._open(window)
        return window

    def unsure(self) -> UnsureWindow:
        window = UnsureWindow(self.desk, self.shift.person, runner=self.runner, bus=self.bus)
        self._open(window)
        return window

    def today(self) -> TodayPane:
        pane = TodayPane(self.runner, self.bus, work=self.desk)
        self.qtbot.addWidget(pane)
        pane.resize(1000, 640)
        pane.show()
        pane.refresh()
        self.settle()
        return pane

    def _open(self, window: Any) -> Any:
        self.qtbot.addWidget(window)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        window.show()
        self.settle()
        return window

    def kept(self, custody_id: int) -> dict[Fact, Answer]:
        (car,) = (car for car in self.desk.past().cars if car.case.custody_id == custody_id)
        return {fact: each.answer for fact, each in car.kept.items()}


@pytest.fixture
def start(qtbot: QtBot, office: OpenOffice, runner: TaskRunner, bus: Bus) -> Start:
    return Start(qtbot, office, runner, bus)


def typed(window: AnswerWindow, text: str, key: Qt.Key = Qt.Key.Key_Tab) -> None:
    """Type over the current cell as a person does, then leave it."""
    window.table.edit(window.table.currentIndex())
    editor = next(each for each in window.table.viewport().findChildren(QLineEdit) if each.isVisible())
    editor.selectAll()
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, key)


def shown(window: AnswerWindow, custody_id: int) -> list[str]:
    return [cell.text for row in window.model.rows if row.custody_id == custody_id for cell in row.cells]


# --- what is already done ----------------------------------------------------------------------------------------------


def test_tab_across_a_car_saves_each_cell_as_it_is_left(start: Start) -> None:
    car = start.add()
    window = start.past()
    assert window.say_progress() == "0 of 1 car is answered"
    for text in ("2/20", "d", "n", "", "080525"):
        typed(window, text)
        start.settle()
    assert start.kept(car) == {
        past.CALLED_IN: Answer(date(2026, 2, 20)),
        past.TOP_SENT: Answer(word=Word.NOT_KNOWN),
        past.LEIN: Answer(word=Word.NOT_DONE),
    }
    assert shown(window, car) == ["Fri 2/20", "don't know", "not done", "", "Tue 8/5/25"]
    assert window.model.wrong == ((car, 4),), "TR-52L cannot have come before the tow"
    assert "before the tow" in window.line.text()
    assert window.state.text() == "1 cell is not saved: F3 goes there"


def test_closing_keeps_everything_and_opening_again_goes_on(start: Start) -> None:
    first, second = start.add(), start.add(plate="OLD2", vin="")
    window = start.past()
    typed(window, "t")
    with start.qtbot.waitSignal(window.left):
        window.close_button.click()
    assert not window.isVisible()
    start.settle()
    assert start.kept(first) == {past.CALLED_IN: Answer(BEGAN)}
    assert frozenset({first}) in start.told, "everybody else asks again"
    again = start.past()
    assert shown(again, first) == ["Wed 3/4", "", "", "", ""]
    assert shown(again, second) == [""] * 5
    assert again.table.currentIndex().column() == 1, "the first cell that waits"


def test_what_cannot_be_read_is_not_thrown_away_unasked(start: Start) -> None:
    car = start.add()
    window = start.past()
    typed(window, "soon")
    assert window.model.wrong == ((car, 0),)
    assert "d for don't know" in window.line.text()
    window.close()
    assert window.isVisible()
    box = next(each for each in window.findChildren(QMessageBox) if each.isVisible())
    keep = next(button for button in box.buttons() if "Keep" in button.text())
    keep.click()
    assert window.isVisible()
    window.table.setCurrentIndex(window.model.index(0, 0))
    typed(window, "d")
    start.settle()
    with start.qtbot.waitSignal(window.left):
        QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert start.kept(car) == {past.CALLED_IN: Answer(word=Word.NOT_KNOWN)}


def test_a_lost_database_keeps_what_was_typed_and_saves_it_later(start: Start) -> None:
    car = start.add()
    window = start.past()
    start.desk.away = True
    typed(window, "2/20")
    start.settle()
    assert "does not answer" in window.news.text
    assert shown(window, car)[0] == "Fri 2/20"
    assert start.kept(car) == {}
    start.desk.away = False
    window.save_again()
    start.settle()
    assert start.kept(car) == {past.CALLED_IN: Answer(date(2026, 2, 20))}
    assert window.model.wrong == ()


def test_the_rest_of_a_car_and_a_whole_column_in_one_go(start: Start) -> None:
    cars = [start.add(plate=f"OLD{number}", vin="") for number in range(4)]
    window = start.past()
    typed(window, "2/21", Qt.Key.Key_Return)
    window.table.setCurrentIndex(window.model.index(0, 1))
    window.rest.click()
    start.settle()
    assert shown(window, cars[0]) == ["Sat 2/21", *["don't know"] * 4]
    window.table.selectColumn(0)
    window.table.filled_down.emit()
    start.settle()
    assert {start.kept(car)[past.CALLED_IN] for car in cars} == {Answer(date(2026, 2, 21))}
    window.model.take_back()
    start.settle()
    assert past.CALLED_IN not in start.kept(cars[-1])
    assert window.say_progress() == "1 of 4 cars are answered"


def test_other_kinds_have_closed_cells_and_some_cars_alone_can_be_asked(start: Start) -> None:
    start.add()
    hold = start.add(plate="PD1", vin="", custody="police_hold")
    window = start.past(hold)
    assert [window.model.headerData(place, Qt.Orientation.Horizontal) for place in range(window.model.columnCount())] == [
        "LEIN entry", "SOS notice date", "TR-52L in",
    ]  # fmt: skip
    both = start.past()
    assert [cell.asked for cell in both.model.rows[1].cells[:2]] == [Asked.CLOSED, Asked.CLOSED]
    assert not both.model.write((hold, 0), "t")
    QAbstractItemModelTester(both.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    both.ask_again()
    start.settle()


def test_an_office_without_a_past_is_told_so(start: Start) -> None:
    window = start.past()
    assert window.intro.text().startswith("No car stands here from before")


# --- what is unsure ----------------------------------------------------------------------------------------------------


def test_the_unsure_cars_are_fixed_one_after_the_other(start: Start) -> None:
    first = start.add(plate="AAA111", **MILL)
    second = start.add(plate="BBB222", **MILL)
    unsorted = start.add(plate="CCC333", custody="unknown", jurisdiction="")
    window = start.unsure()
    assert window.model.key(window.table.currentIndex()) == (unsorted, 0)
    typed(window, "not an", Qt.Key.Key_Return)
    start.settle()
    assert window.model.key(window.table.currentIndex()) == (first, 1)
    typed(window, "flint po", Qt.Key.Key_Return)
    start.settle()
    assert [shown(window, car)[1] for car in (first, second)] == ["Flint Police Department"] * 2, "one answer for the property"
    window.table.setCurrentIndex(window.model.index_of((first, 2)))
    typed(window, "1G1ZC5E13BF118341", Qt.Key.Key_Return)
    start.settle()
    assert window.model.key(window.table.currentIndex()) == (second, 2)
    typed(window, "none", Qt.Key.Key_Return)
    start.settle()
    assert start.desk.unsure().cars == ()
    assert (window.say_progress(), window.close_button.text()) == ("Nothing is missing any more", "&Done")
    assert len(window.model.rows) == 3, "nothing jumps away"


def test_a_department_is_added_only_when_it_is_meant(start: Start) -> None:
    car = start.add(plate="AAA111", **{**MILL, "vin": OLD["vin"]})
    window = start.unsure()
    typed(window, "Mill Road Constables", Qt.Key.Key_Return)
    assert "type + Mill Road Constables" in window.line.text()
    window.table.setCurrentIndex(window.model.index_of((car, 1)))
    typed(window, "township", Qt.Key.Key_Return)
    assert "Which one" in (window.model.cell((car, 1)).problem or "")  # type: ignore[union-attr]
    window.table.setCurrentIndex(window.model.index_of((car, 1)))
    typed(window, "+ Mill Road Constables", Qt.Key.Key_Return)
    start.settle()
    assert shown(window, car)[1] == "Mill Road Constables"
    assert start.desk.unsure().cars == ()


def test_a_vin_with_a_wrong_check_digit_is_saved_and_said(start: Start) -> None:
    car = start.add(vin="")
    window = start.unsure()
    typed(window, "1G1ZCSE04BF118341", Qt.Key.Key_Return)
    start.settle()
    assert "check digit is wrong" in window.news.text
    assert "Perhaps meant: 1G1ZC5E04BF118341 (2011 Chevrolet Malibu)" in window.news.text
    assert shown(window, car)[2] == "1G1ZCSE04BF118341"
    use = next(button for button in window.news.findChildren(QPushButton) if button.text() == "&Use 1G1ZC5E04BF118341")
    use.click()
    start.settle()
    assert shown(window, car)[2] == "1G1ZC5E04BF118341"


# --- today -------------------------------------------------------------------------------------------------------------


def test_today_counts_and_each_number_leads_to_its_cars(start: Start) -> None:
    start.add()
    start.add(plate="NEW1", vin="", towed_at="2026-03-03 23:00")
    add_reminder(start.shift, "call the bank", BEGAN + timedelta(days=1))
    pane = start.today()
    assert pane.headline.text() == "2 of 2 have a next step"
    assert {word: tile.text() for word, tile in pane.tiles.items()} == {
        Urgency.LATE: "0  Late", Urgency.TODAY: "1  Today", Urgency.ASK: "1  Questions", Urgency.WAITING: "0  Waiting",
        Urgency.CHASE: "0  Chase up",
    }  # fmt: skip
    assert pane.unsure.text == "1 car needs you Police department, VIN or kind is missing"
    assert pane.past.text.startswith("2 cars stood here before: what is already done?")
    assert pane.by_hand.text.startswith("2 cars entered by hand, not yet in TowBook")
    assert pane.imported.text == "Nothing was imported yet"
    assert pane.copied.text == "No copy yet. Copies go to /backups"
    assert "call the bank" in pane.reminders.item(0).text()
    with start.qtbot.waitSignal(pane.queue_asked) as asked:
        QTest.keyClick(pane.tiles[Urgency.TODAY], Qt.Key.Key_Return)
    assert asked.args == [Urgency.TODAY]
    with start.qtbot.waitSignal(pane.past_asked):
        pane.past.button.click()


def test_today_follows_what_happens(start: Start) -> None:
    pane = start.today()
    assert "No cars on the lot yet" in pane.empty.text
    car = start.add()
    start.bus.cars_changed.emit(frozenset({car}))
    start.settle()
    assert pane.headline.text() == "1 of 1 have a next step"
    start.desk.answer_past(start.shift.person, car, {fact: Answer(word=Word.NOT_KNOWN) for fact in past.USUAL})
    start.bus.cars_changed.emit(frozenset({car}))
    start.settle()
    assert not pane.past.isVisibleTo(pane)


def test_a_copy_is_proved_from_here(start: Start) -> None:
    start.add()
    start.shelf.made = BackupInfo(Path("/backups/a.dump"), NOW, "itow", "18", "0", 1, "0", ())
    pane = start.today()
    assert "Never tested" in pane.copied.text
    pane.copied.button.click()
    start.settle()
    assert "is good" in pane.news.text
    assert "Last tested" in pane.copied.text
    start.shelf.wrong = (CountDifference("itow.events", 7, 3),)
    pane.prove_copy()
    start.settle()
    assert "itow.events has 3 rows instead of 7" in pane.news.text
    start.shelf.made = None
    start.shelf.trouble = BackupTrouble("gone")
    pane.prove_copy()
    start.settle()
    assert "There is no copy" in pane.news.text
    assert pane.copied.button.isEnabled()


# --- two that may be one -----------------------------------------------------------------------------------------------


def test_both_cars_are_shown_side_by_side_and_joined(start: Start) -> None:
    hand = start.add(plate="ABC1234", vin="", color="Silver")
    for _ in run_import(start.shift, MemoryTowBook([call("900001", plate="ABC1234", color="Gray")]), ImportPlan((".PPI",)), lambda: False):
        pass
    found = start.desk.pair(hand)
    parent = start.today()
    dialog = SameCarDialog(found, start.desk, start.shift.person, runner=start.runner, parent=parent)
    texts = dialog._texts(found.hand), dialog._texts(found.told)
    assert (texts[0]["color"], texts[1]["color"]) == ("Silver", "Gray")
    dialog.show()
    with start.qtbot.waitSignal(dialog.done_with) as done:
        dialog.primary.click()
    assert done.args == [(hand, found.told.car.custody_id)]
    start.settle()
    parent.refresh()
    start.settle()
    assert not parent.by_hand.isVisibleTo(parent)


def test_different_cars_are_left_alone(start: Start) -> None:
    hand = start.add(plate="ABC1234", vin="")
    for _ in run_import(start.shift, MemoryTowBook([call("900001", plate="ABC1234")]), ImportPlan((".PPI",)), lambda: False):
        pass
    pane = start.today()
    assert pane.same.isVisibleTo(pane)
    dialog = SameCarDialog(start.desk.pair(hand), start.desk, start.shift.person, runner=start.runner, parent=pane)
    dialog.show()
    with start.qtbot.waitSignal(dialog.done_with):
        dialog.different.click()
    pane.refresh()
    start.settle()
    assert not pane.same.isVisibleTo(pane)
    assert pane.by_hand.text.startswith("1 car entered by hand")
