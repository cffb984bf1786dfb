"""Catching up with paper, typed as a person types it, over a real database."""

import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.drafts import DraftFolder
from itow_desktop.domain.events import EventKind, EventSource
from itow_desktop.services.desks.catching_up import CatchUpDesk
from itow_desktop.services.undoing import undo, undo_state
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.catch_up.window import CatchUpWindow
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.rooms.catching_up import KEY, CatchUpRoom
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.builders import call
from tests.db import offices
from tests.db.cars import bring, counting
from tests.db.offices import OpenOffice
from tests.db.servers import DatabaseServer

LATER = datetime.fromisoformat("2026-03-20T15:00:00+00:00")
Settle = Callable[[], None]


@pytest.fixture(scope="module")
def lot(ground: tuple[DatabaseServer, str]) -> Iterator[OpenOffice]:
    """One office for all tests here; each brings cars of its own."""
    with offices.open_office(*ground) as opened:
        opened.clock.time = LATER
        yield opened


@pytest.fixture
def settle(qtbot: QtBot, runner: TaskRunner) -> Settle:
    """Until every check and every write of what is typed is through."""
    return lambda: qtbot.waitUntil(lambda: not runner.busy)


@pytest.fixture
def room(qtbot: QtBot, lot: OpenOffice, runner: TaskRunner, bus: Bus, tmp_path: Path) -> Iterator[CatchUpRoom]:
    """The room with its drafts in a folder."""
    ports = cast("Any", SimpleNamespace(drafts=DraftFolder(tmp_path, lot.clock)))
    yield (made := CatchUpRoom(House(runner, bus, Who(lot.shift.person), WindowMemory(NoMemory())), CatchUpDesk(ports, lot.shift)))
    if made.window is not None:
        made.window.close()


def opened(qtbot: QtBot, room: CatchUpRoom) -> CatchUpWindow:
    room.open()
    qtbot.waitUntil(lambda: room.window is not None)
    assert room.window is not None
    with qtbot.waitExposed(room.window):
        room.window.activateWindow()
    return room.window


def typed(window: CatchUpWindow, *keys: str) -> None:
    """Type cells one after the other with Tab between; ``\\n`` is Enter."""
    for text in keys:
        for letter in text:
            target = QApplication.focusWidget() or window.table
            QTest.keyClick(target, Qt.Key.Key_Return) if letter == "\n" else QTest.keyClicks(target, letter)
        if not text.endswith("\n"):
            QTest.keyClick(QApplication.focusWidget() or window.table, Qt.Key.Key_Tab)


def checked(qtbot: QtBot, window: CatchUpWindow) -> None:
    """Until the lines as they stand were checked."""
    window.check()
    qtbot.waitUntil(lambda: all(window.sheet.state(line) is not None for line in window.sheet.lines))


def told(window: CatchUpWindow) -> list[str]:
    """The list of what is not right."""
    return [f"{row.car}, {row.title}: {row.sentence}" for row in window.troubles.model.rows]


def test_lines_are_typed_checked_and_recorded_and_one_undo_takes_them_back(qtbot: QtBot, lot: OpenOffice, room: CatchUpRoom) -> None:
    first, second = bring(lot, call(call_number="88001", plate="KEY1"), call(call_number="88002", plate=None, vin=None))
    window = opened(qtbot, room)
    typed(window, "88001", "called", "3/2", "905", "Sgt. Lee", "26-77\n", "KEY1", "TR-52L i", "t\n", "88002", "hearing a", "-1\n")
    checked(qtbot, window)
    sheet = window.sheet
    assert str(sheet.headerData(0, Qt.Orientation.Vertical)) == "1  KEY1, Gray 2011 Chevrolet Malibu, call 88001"
    assert [sheet.index(0, column).data() for column in range(6)] == ["88001", "Called in", "Mon 3/2", "09:05", "Sgt. Lee", "26-77"]
    assert told(window) == [
        "Line 2, needs a word: No SOS notice date is recorded; a TR-52L comes after it.",
        "Line 3, needs a word: No SOS notice date is recorded; a petition answers that notice.",
    ]
    window.record.click()  # nothing is recorded while a word is missing
    qtbot.waitUntil(lambda: "Nothing is recorded yet" in window.news.text)
    assert [event.kind for event in counting(lot, first)] == [EventKind.TOWED]
    assert window.sheet.cell(window.table.currentIndex()) == (2, "word")  # it leads there
    window.activateWindow()  # a screen in memory forgets which window is in front when a list of words closes
    qtbot.waitUntil(window.table.hasFocus)
    QTest.keyClicks(window.table, "f")
    QTest.keyClicks(QApplication.focusWidget() or window.table, "ax")
    window.sheet.show_again()  # an answer that comes while somebody types takes nothing away
    typed(window, " lost\n")
    window.go_to((3, "mark"))
    window.leave_out()
    with qtbot.waitSignal(window.recorded) as recorded:
        window.record.click()
    assert recorded.args == [frozenset({first})]
    called, tr52l = counting(lot, first)[1:]
    assert (called.at, called.source) == (datetime.fromisoformat("2026-03-02T14:05:00+00:00"), EventSource.PAPER)
    assert (tr52l.kind, tr52l.on, tr52l.data["reason"]) == (EventKind.BILL_OF_SALE_RECEIVED, date(2026, 3, 20), "fax lost")
    assert "1 line was left out and is still here." in window.news.text
    assert [sheet.index(0, column).data() for column in range(2)] == ["88002", "Hearing asked for"]
    step = undo_state(lot.shift).undo
    assert step is not None
    undo(lot.shift, step.deed_id)
    assert [event.kind for car in (first, second) for event in counting(lot, car)] == [EventKind.TOWED, EventKind.TOWED]


def test_a_sheet_is_pasted_scanned_repeated_and_outlives_the_window(
    qtbot: QtBot, lot: OpenOffice, room: CatchUpRoom, settle: Settle
) -> None:
    bring(lot, call(call_number="88011", plate=None, vin=None), call(call_number="88012", plate="SCAN12", vin=None))
    window = opened(qtbot, room)
    QGuiApplication.clipboard().setText(
        "88011\tPicked up\t3/18/2026 16:20\t\tJo\n88011\tPut on hold\t?\t\tBurton PD\tpol\n99999\tPhotos taken\t4/1/26\n"
    )
    window.table.paste()
    assert window.take_scan("SCAN12")
    typed(window, '"', "t\n")
    window.go_to((5, "mark"))
    checked(qtbot, window)
    assert [window.sheet.index(0, column).data() for column in (2, 3)] == ["Wed 3/18", "16:20"]
    assert [window.sheet.index(1, column).data() for column in (2, 5)] == ["not known", "pol"]
    assert [window.sheet.index(3, column).data() for column in range(3)] == ["SCAN12", "Photos taken", "Fri 3/20"]
    assert told(window) == [
        "Line 1, Detail: Picked up needs its detail: ID seen.",
        'Line 3, Call, plate, barcode: Nothing here is called "99999". Look at the number again, or add the vehicle first.',
    ]
    window.close()
    settle()
    assert room.window is None
    newly = CatchUpRoom(room._house, room._work)  # the program of the next day, with this PC's disk
    again = opened(qtbot, newly)
    assert again.news.text == "Kim typed 4 lines before; they are not recorded yet."
    assert [again.sheet.index(row, 0).data() for row in range(5)] == ["88011", "88011", "99999", "SCAN12", ""]
    again._throw_away()
    settle()
    qtbot.waitUntil(lambda: room._work.drafts.get(KEY) is None)
    again.close()
    settle()


def test_what_waits_from_before_a_sudden_end_is_offered_at_the_start(qtbot: QtBot, room: CatchUpRoom, window: MainWindow) -> None:
    room._work.drafts.keep(KEY, {"typed.1.mark": "88021", "base.1.mark": ""}, "Lee")
    room.move_in(window)
    qtbot.waitUntil(lambda: window.pane.news.text == "Lee typed lines in Catch up that are not recorded yet.")
    entry = next(action for menu in window.menus for action in menu.actions() if action.text() == "Catch &up...")
    entry.trigger()
    qtbot.waitUntil(lambda: room.window is not None)
    assert room.window is not None
    assert room.window.sheet.index(0, 0).data() == "88021"


def test_five_hundred_lines_stay_quick(qtbot: QtBot, lot: OpenOffice, room: CatchUpRoom) -> None:
    marks = [str(number) for number in range(89_000, 89_020)]
    bring(lot, *(call(call_number=mark, plate=None, vin=None) for mark in marks))
    window = opened(qtbot, room)
    window.cells.paste([[marks[row % 20], "note", "t", "", "", "", f"line {row}"] for row in range(500)])
    checked(qtbot, window)
    began = time.perf_counter()
    window.go_to((501, "mark"))
    typed(window, marks[0], "note", "t")
    assert time.perf_counter() - began < 2.0  # fourteen keys; a person types four a second
    assert window.record.text() == "&Record 501 lines"
