"""The first five minutes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from itow_desktop.domain.errors import Problems
from itow_desktop.services.founding import Founding
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.first_run import FirstRunSheet
from itow_desktop.ui.tasks import TaskRunner
from tests.ui.dragging import drag
from tests.ui.queue_fakes import FakeOffice

Settle = Callable[[], None]


@pytest.fixture
def office() -> FakeOffice:
    return FakeOffice()


@pytest.fixture
def settle(qtbot: QtBot, runner: TaskRunner) -> Settle:
    return lambda: qtbot.waitUntil(lambda: not runner.busy)


@pytest.fixture
def sheet(qtbot: QtBot, runner: TaskRunner, office: FakeOffice, tmp_path: Path) -> FirstRunSheet:
    sheet = FirstRunSheet(office, runner=runner, parent=None, folder=tmp_path)
    qtbot.addWidget(sheet)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    sheet.open()
    return sheet


def fill(sheet: FirstRunSheet) -> None:
    sheet.person.setText("Kim")
    sheet.company.setText("Example Towing & Recovery, LLC")
    sheet.address.setPlainText("1200 Example Road\nBurton, MI 48529")
    sheet.phone.setText("810-555-0100")


def test_it_says_which_phone_is_meant_and_no_database_words(sheet: FirstRunSheet) -> None:
    words = " ".join(label.text() for label in sheet.findChildren(QLabel)).casefold()
    assert "as registered with the secretary of state" in words
    for word in ("database", "postgres", "server", "sql"):
        assert word not in words


def test_the_office_is_set_up_then_the_cars_are_asked_for(
    qtbot: QtBot, sheet: FirstRunSheet, office: FakeOffice, tmp_path: Path, settle: Settle
) -> None:
    fill(sheet)
    sheet.folder.setText(str(tmp_path / "copies"))
    with qtbot.waitSignal(sheet.founded) as founded:
        sheet.commit()
    settle()
    assert founded.args == [Person(7, "Kim")]
    assert office.said("found") == [
        Founding("Kim", "Example Towing & Recovery, LLC", "1200 Example Road\nBurton, MI 48529", "810-555-0100")
    ]
    assert office.folder == tmp_path / "copies"
    assert sheet.sign_in.isVisibleTo(sheet)
    assert not sheet.primary.isVisibleTo(sheet)
    with qtbot.waitSignal(sheet.sign_in_asked):
        sheet.sign_in.click()
    assert not sheet.isVisible()


def test_practice_and_the_old_database_are_the_other_ways(qtbot: QtBot, sheet: FirstRunSheet, settle: Settle) -> None:
    fill(sheet)
    sheet.commit()
    settle()
    for button, asked in (
        (sheet.practise, sheet.practise_asked), (sheet.old_database, sheet.old_database_asked), (sheet.file, sheet.file_asked),
    ):  # fmt: skip
        with qtbot.waitSignal(asked):
            button.click()


def test_a_file_can_be_dropped_once_the_office_is_set_up(qtbot: QtBot, sheet: FirstRunSheet, settle: Settle, tmp_path: Path) -> None:
    assert not drag(sheet, tmp_path / "impounds.csv")
    fill(sheet)
    sheet.commit()
    settle()
    with qtbot.waitSignal(sheet.dropped) as told:
        assert drag(sheet, tmp_path / "impounds.csv")
    assert told.args == [[tmp_path / "impounds.csv"]]
    assert not sheet.isVisible()


def test_what_is_missing_is_said_and_nothing_is_lost(sheet: FirstRunSheet, office: FakeOffice, settle: Settle) -> None:
    office.trouble = Problems((("company", "Enter the company's name."), ("phone", "Enter the phone number.")))
    office.failing = "found"
    sheet.person.setText("Kim")
    sheet.commit()
    settle()
    assert sheet.problems.text == "Enter the company's name.\nEnter the phone number."
    assert sheet.person.text() == "Kim"
    assert sheet.touched()
