"""The wizard of the old database over a real database: files, choices, report, paper."""

from collections.abc import Iterator
from pathlib import Path
from threading import Lock

import pytest
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.files.old_database import read_old_file
from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.old_database.merging import Choice
from itow_desktop.domain.old_database.rules import OldRule
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.practice.old_database import snapshots
from itow_desktop.services.browsing import find_car
from itow_desktop.services.front_desk import FrontDesk
from itow_desktop.services.ports.printing import PrinterInfo
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.old_database.window import OldDatabaseWindow
from itow_desktop.ui.dialogs.paper import PaperDialog
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.rooms.old_database import OldDatabaseRoom
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.db.cars import card
from tests.db.offices import OpenOffice
from tests.ui.dragging import drag
from tests.ui.room_front import RoomFront, ports_of


class NoPrinter:
    """A computer without printers."""

    def printers(self) -> tuple[PrinterInfo, ...]:
        return ()

    def print_pdf(self, *_asked: object) -> None:
        raise AssertionError("nobody prints here")


class Front(RoomFront):
    """The room on an office."""

    def __init__(self, qtbot: QtBot, office: OpenOffice, house: House) -> None:
        super().__init__(qtbot, office, house)
        self.desk = FrontDesk(ports_of(office, renderer=PdfRenderer(Lock()), printer=NoPrinter()))
        self.photos: list[str] = []
        self.room = OldDatabaseRoom(house, self.desk.old_database, read=read_old_file, photos=lambda: self.photos.append("asked"))

    def shown(self) -> OldDatabaseWindow:
        window = self.room.show_window()
        self.settle()
        return window


@pytest.fixture
def front(qtbot: QtBot, office: OpenOffice, window: MainWindow, runner: TaskRunner, bus: Bus) -> Iterator[Front]:
    who = Who(office.shift.person)
    front = Front(qtbot, office, House(runner, bus, who, WindowMemory(NoMemory())))
    front.room.move_in(window)
    yield front
    front.settle()
    if front.room.window is not None:
        front.room.window.close()


def test_from_dropped_files_to_the_report_on_paper(qtbot: QtBot, front: Front, tmp_path: Path) -> None:
    window = front.shown()
    assert not window.files.read.isEnabled()
    paths = snapshots(tmp_path, 20)
    torn = tmp_path / "torn.db"
    torn.write_bytes(paths[0].read_bytes()[:-4096])
    assert drag(window, torn, *paths, paths[0], tmp_path)
    assert window.files.paths == (torn, *paths), "each once, a folder is none"
    with qtbot.waitSignal(window.moved_on) as ended:
        window.files.read.click()
    assert ended.args == ["failed"]
    assert "torn.db is cut off" in window.news.text
    window.files.list.choose(torn)
    window.files.out.click()
    with qtbot.waitSignal(window.moved_on) as ended:
        window.files.read.click()
    assert ended.args == ["read"]

    looks = window.looks
    assert looks.isVisible()
    assert looks.says.text() == "61 rows of 3 files are 20 cars: 20 new here (7 on the lot, 13 have left)."
    rules = {row.key: row.cells[1].text for row in looks.parts.rules.model.rows}
    assert (rules[OldRule.OUTCOME], rules[OldRule.TEST_ROW]) == ("2", "1")
    looks.parts.rules.choose(OldRule.TOP_BULK)
    assert (looks.newer.isVisible(), looks.parts.said.isVisible()) == (False, True)
    assert len(looks.parts.said.model.rows) == int(rules[OldRule.TOP_BULK])
    assert "no proof" in looks.parts.means.text()

    looks.parts.rules.choose(OldRule.OUTCOME)
    assert looks.waits.text().startswith("2 places where files disagree are not looked at yet.")
    looks.parts.lines.table.selectAll()
    cars = [conflict.car for conflict in looks.chosen]
    with qtbot.waitSignal(window.moved_on):
        looks.older.click()
    assert [conflict.choice for conflict in looks.chosen] == [Choice.OLDER] * 2, "the same lines stay chosen"
    assert looks.waits.text() == ""
    looks.parts.lines.table.choose(1)
    with qtbot.waitSignal(window.moved_on):
        looks.leave.click()

    window.close()
    window = front.shown()
    assert "vehicles.db" in window.files.goes_on.text
    window.files.goes_on.button.click()
    with qtbot.waitSignals([window.moved_on, front.house.bus.cars_changed, front.house.bus.queue_changed]):
        window.looks.take_over.click()
    assert window.report.isVisible()
    assert window.report.says.text().startswith("Import 1: 61 rows of 3 files are 20 cars")
    numbers = {row.cells[0].text: row.cells[1].text for row in window.report.numbers.model.rows}
    assert (numbers["Cars new here"], numbers["New cars on the lot"], numbers["Test rows skipped"]) == ("20", "8", "1")
    statuses = [card(front.office, find_car(front.office.shift.desk, each)).row.status for each in cars]
    assert statuses == [CustodyStatus.SOLD, CustodyStatus.ON_LOT]
    assert len(window.report.held.model.rows) == 16

    window.report.paper.click()
    dialog = front.dialog(PaperDialog, window)
    dialog.save_to(tmp_path / "report.pdf")
    front.settle()
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    dialog.done(0)

    window.report.photos.click()
    assert front.photos == ["asked"], "what lies beside the old database has a way onto its cars"
    window.report.more.click()
    front.settle()
    assert window.files.before.text.startswith("Taken over: vehicles.db")
    window.files.put(paths)
    with qtbot.waitSignal(window.moved_on):
        window.files.read.click()
    assert not window.looks.take_over.isEnabled()
    assert "everything is here already" in window.looks.says.text()


def test_nobody_takes_over_unsigned_and_a_window_is_one(front: Front, qtbot: QtBot, tmp_path: Path) -> None:
    front.house.who.become(None)
    window = front.shown()
    front.room.take(list(snapshots(tmp_path, 2)))
    assert front.room.window is window
    with qtbot.waitSignal(window.moved_on) as ended:
        window.files.read.click()
    assert ended.args == ["failed"]
    assert "Nobody is picked" in window.news.text
    assert window.files.paths
