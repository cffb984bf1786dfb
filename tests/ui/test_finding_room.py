"""The room of finding in a window over a real database: find, open, mark, scan, command, print."""

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from threading import Lock
from types import SimpleNamespace

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.barcodes import car_barcode
from itow_desktop.services.desks.finding import FindingDesk
from itow_desktop.services.ports.printing import PrinterInfo
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.finding.pick import PickDialog
from itow_desktop.ui.dialogs.paper import PaperDialog
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.rooms.finding import FindingRoom
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.builders import call
from tests.db.cars import bring
from tests.db.offices import OpenOffice
from tests.ui.yard import Yard, vin

CARS = tuple(call(call_number=str(51001 + number), plate=f"QRS{100 + number}", vin=vin(400 + number)) for number in range(3))


class Moved:
    """The room, moved into a window whose lists are invented and whose finding is real."""

    def __init__(self, office: OpenOffice, window: MainWindow, runner: TaskRunner, bus: Bus, who: Who) -> None:
        renderer = PdfRenderer(Lock())
        ports = SimpleNamespace(desk=office.shift.desk, renderer=renderer)
        self.office, self.window, self.runner = office, window, runner
        self.desk = FindingDesk(ports, office.shift)  # type: ignore[arg-type]  # of the ports it needs these two
        self.sent: list[bytes] = []
        self.room = FindingRoom(
            House(runner, bus, who, WindowMemory(NoMemory())),
            self.desk,
            zone=lambda: office.shift.law.zone,
            today=lambda: office.shift.today,
            pages=renderer.page_images,
            printers=lambda: (PrinterInfo("FrontDesk", default=True),),
            send=lambda pdf, _choice, _title: self.sent.append(pdf),
        )
        self.room.move_in(window)


@pytest.fixture
def ids(office: OpenOffice) -> list[int]:
    """Three cars."""
    return bring(office, *CARS)


@pytest.fixture
def moved(*, qtbot: QtBot, office: OpenOffice, ids: list[int], window: MainWindow, runner: TaskRunner, bus: Bus) -> Iterator[Moved]:
    """The window on the screen; it is closed before the test ends, as its scanner watches the whole program."""
    moved = Moved(office, window, runner, bus, Who(office.shift.person))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield moved
    window.close()


def stands(line: QLineEdit, text: str) -> bool:
    return line.text() == text


def scan(widget: QLineEdit, text: str) -> None:
    """As fast as QTest types, which is faster than any scanner."""
    QTest.keyClicks(widget, text)
    QTest.keyClick(widget, Qt.Key.Key_Return)


def test_find_open_and_find_again_among_the_last_ones(qtbot: QtBot, moved: Moved, ids: list[int]) -> None:
    box, results = moved.window.find_box, moved.window.find_box.results
    assert results is not None
    QTest.keyClick(moved.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(box.hasFocus)
    for place, letter in enumerate("qrs101", 1):  # each when the one before stands there, as a person would
        QTest.keyClicks(box, letter)
        qtbot.waitUntil(partial(stands, box, "qrs101"[:place]))
    qtbot.waitUntil(lambda: results._answered == "qrs101")
    with qtbot.waitSignal(moved.room.keeper.changed):
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert moved.window.details.custody_id == ids[1]
    assert [car.custody_id for car in moved.room.keeper.own.recent] == [ids[1]]


def test_a_scan_in_a_dialog_opens_its_car_behind_it(qtbot: QtBot, moved: Moved, ids: list[int]) -> None:
    dialog = QDialog(moved.window)
    line = QLineEdit()
    QVBoxLayout(dialog).addWidget(line)
    dialog.open()
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    scan(line, car_barcode(ids[2]))
    qtbot.waitUntil(lambda: moved.window.details.custody_id == ids[2])
    assert line.text() == ""
    assert dialog.isVisible()
    dialog.close()


def test_an_unknown_vin_is_added_with_one_click(qtbot: QtBot, moved: Moved, yard: Yard) -> None:
    unknown = vin(777)
    moved.window.find_box.setFocus()
    qtbot.waitUntil(moved.window.find_box.hasFocus)
    scan(moved.window.find_box, unknown)
    news = moved.window.pane.news
    qtbot.waitUntil(lambda: news.text == f"VIN {unknown}: no car here has it.")
    assert moved.window.find_box.text() == ""
    news._action.click()
    qtbot.waitUntil(lambda: bool(moved.window.forms.open_forms))
    form = moved.window.forms.open_forms[0]
    assert form.paper.texts()["vin"] == unknown
    form.paper.put({"vin": ""})
    form.close()


def test_the_vin_field_of_a_form_takes_a_scan_itself(qtbot: QtBot, moved: Moved, ids: list[int]) -> None:
    moved.window.forms.add()
    qtbot.waitUntil(lambda: bool(moved.window.forms.open_forms))
    form = moved.window.forms.open_forms[0]
    field = form.paper.entry("vin")
    assert isinstance(field, QLineEdit)
    with qtbot.waitActive(form):
        form.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    scan(field, f"I{vin(400)}")
    assert field.text() == vin(400)
    assert form.isVisible()
    assert moved.window.details.custody_id is None
    form.paper.put({"vin": ""})
    form.close()


def test_a_window_that_works_on_marks_gets_the_scan(qtbot: QtBot, moved: Moved, ids: list[int]) -> None:
    class Walk(QDialog):
        """Takes every mark."""

        def __init__(self) -> None:
            super().__init__(moved.window)
            self.taken: list[str] = []

        def take_scan(self, scanned: str) -> bool:
            self.taken.append(scanned)
            return True

    walk = Walk()
    walk.show()
    qtbot.waitUntil(walk.isVisible)
    before = moved.window.details.custody_id
    moved.room.scanner.scanned.emit(car_barcode(ids[0]))
    assert walk.taken == [car_barcode(ids[0])]
    assert moved.window.details.custody_id == before
    walk.close()


def test_the_star_follows_the_car_and_is_kept(qtbot: QtBot, moved: Moved, ids: list[int]) -> None:
    moved.window.details.show_car(ids[0])
    with qtbot.waitSignal(moved.room.keeper.changed):
        moved.room.star.click()
    assert [car.custody_id for car in moved.desk.own_cars(moved.office.shift.person).starred] == [ids[0]]
    moved.window.details.show_car(ids[1])
    assert not moved.room.star.marked
    moved.window.details.show_car(None)
    assert not moved.room.star.isVisible()


def test_ctrl_k_finds_a_command_and_the_last_cars(qtbot: QtBot, moved: Moved, ids: list[int]) -> None:
    with qtbot.waitSignal(moved.room.keeper.changed):
        moved.room.keeper.opened(ids[1])
    QTest.keyClick(moved.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: moved.window.findChild(PickDialog) is not None)
    picking = moved.window.findChild(PickDialog)
    assert isinstance(picking, PickDialog)
    assert any(words.startswith("QRS101") for words in picking.shown)
    picking.line.setText("qrs101")
    QTest.keyClick(picking.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: moved.window.details.custody_id == ids[1])


def test_the_shortcut_card_is_printed_as_it_is_shown(qtbot: QtBot, moved: Moved) -> None:
    moved.room.show_card()
    dialog = moved.window.findChild(PaperDialog)
    assert isinstance(dialog, PaperDialog)
    qtbot.waitUntil(dialog.primary.isEnabled)
    dialog.primary.click()
    qtbot.waitUntil(lambda: bool(moved.sent))
    words = "\n".join(page.extract_text() for page in PdfReader(BytesIO(moved.sent[0])).pages)
    for expected in ("Ctrl+F", "Find anything", "Ctrl+K", "Find a command", "F4", "Details", "Ctrl+Enter"):
        assert expected in words
