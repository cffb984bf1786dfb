"""The window's parts over a yard in memory."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from itow_desktop.ui.assets import Styles
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.dialogs.car_forms import CarForms
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.panes.details import DetailsPanel
from itow_desktop.ui.panes.vehicles import VehiclesPane
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.theme import Theme
from itow_desktop.ui.who import Who
from tests.db import offices, servers
from tests.db.offices import OpenOffice
from tests.ui.car_yard import YardFiles
from tests.ui.yard import PEOPLE, TODAY, ZONE, Yard

STYLES = Path(__file__).resolve().parents[2] / "resources" / "styles"


@pytest.fixture(autouse=True)
def garbage_on_this_thread() -> Iterator[None]:
    """As in the program, no worker collects a circle of widgets."""
    gc.disable()
    yield
    gc.enable()
    gc.collect(1)


@pytest.fixture(autouse=True)
def no_key_held(qapp: QApplication) -> Iterator[None]:
    """A shortcut that closes its window never hears that its Ctrl was let go; the next test would click with Ctrl held."""
    yield
    QTest.keyRelease(QWindow(), Qt.Key.Key_unknown)
    assert qapp.keyboardModifiers() == Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="session", autouse=True)
def empty_clipboard(qapp: QApplication) -> Iterator[None]:
    """The screen in memory keeps what was copied until after Python's end, and then falls over it."""
    yield
    qapp.clipboard().clear()


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    """Threads of this test; all ended with it."""
    runner = TaskRunner()
    yield runner
    assert runner.close(10)


@pytest.fixture
def bus(qtbot: QtBot) -> Bus:
    """The bus of this test."""
    return Bus()


@pytest.fixture
def yard() -> Yard:
    """Forty cars."""
    return Yard()


@pytest.fixture
def who() -> Who:
    """Kim sits here."""
    return Who(PEOPLE[0])


@pytest.fixture
def forms(runner: TaskRunner, bus: Bus, yard: Yard, who: Who) -> CarForms:
    """Opens car forms."""
    return CarForms(runner, bus, yard.deeds(), who)


@pytest.fixture
def car_files(yard: Yard) -> YardFiles:
    """The files of the yard's cars."""
    return YardFiles(yard)


@pytest.fixture
def cars(runner: TaskRunner, bus: Bus, who: Who, car_files: YardFiles) -> CarHouse:
    """What cars' pages stand on."""
    return CarHouse(runner, bus, who, car_files)


@pytest.fixture
def details(qtbot: QtBot, cars: CarHouse) -> DetailsPanel:
    """The details panel."""
    panel = DetailsPanel(cars)
    qtbot.addWidget(panel)
    return panel


@pytest.fixture
def pane(qtbot: QtBot, runner: TaskRunner, bus: Bus, yard: Yard) -> VehiclesPane:
    """The vehicle list, not started."""
    pane = VehiclesPane(runner, bus, yard.pages, zone=lambda: ZONE, today=lambda: TODAY)
    pane.resize(1100, 600)
    qtbot.addWidget(pane)
    return pane


@pytest.fixture
def window(qtbot: QtBot, pane: VehiclesPane, details: DetailsPanel, forms: CarForms, who: Who) -> MainWindow:
    """The whole window with one pane."""
    window = MainWindow([pane], details, forms, who=who, memory=WindowMemory(NoMemory()), version="0.0.test")
    qtbot.addWidget(window)
    window.offer_people(PEOPLE)
    return window


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The program dressed, undressed afterwards."""
    yield Theme(qapp, Styles(STYLES))
    qapp.setStyleSheet("")


@pytest.fixture(scope="session")
def ground() -> Iterator[tuple[servers.DatabaseServer, str]]:
    """One private server with a migrated office, for the tests of the window that want a real database."""
    with servers.embedded_server() as server, offices.template(server) as template:
        yield server, template


@pytest.fixture
def office(ground: tuple[servers.DatabaseServer, str]) -> Iterator[OpenOffice]:
    """A fresh office on it."""
    with offices.open_office(*ground) as opened:
        yield opened
