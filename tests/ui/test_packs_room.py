"""Rules in use in the window, over a real database."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.packs import read_pack
from itow_desktop.domain.people import Rights
from itow_desktop.services.front_desk import FrontDesk
from itow_desktop.services.law import Law
from itow_desktop.services.people import add_person, set_pin, staff
from itow_desktop.services.shift import Shift
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.packs.confirm import ConfirmPackDialog
from itow_desktop.ui.dialogs.packs.take import TakeDialog
from itow_desktop.ui.dialogs.packs.window import PacksWindow
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.rooms.packs import PackRoom
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.db.logins import signed_in
from tests.db.offices import OpenOffice
from tests.db.test_changing_packs import LATER, SHIPPED, SOONER, WHY, in_garage, noticed
from tests.law import michigan
from tests.ui.room_front import RoomFront, ports_of


class Front(RoomFront):
    """The room on an office with a noticed car and one in the garage."""

    def __init__(self, qtbot: QtBot, office: OpenOffice, window: MainWindow, house: House) -> None:
        super().__init__(qtbot, office, house)
        self.law = Law(michigan(), read=read_pack)
        self.desk = FrontDesk(ports_of(office, law=self.law))
        self.room = PackRoom(house, self.desk.packs)
        self.room.move_in(window)
        self.window = window
        self.cars = noticed(office), in_garage(office)

    def beside(self, shift: Shift) -> "Front":
        """The same of the person who signs in there."""
        (person,) = staff(shift).offered
        office = replace(self.office, shift=shift.by(person))
        return Front(self._qtbot, office, self.window, replace(self.house, who=Who(person)))

    def rules(self) -> PacksWindow:
        window = self.room.show_rules()
        self.settle()
        return window

    def look_at(self, window: PacksWindow, file: Path, made: str) -> None:
        file.write_text(made, "utf-8")
        window.try_file(file)
        self.settle()

    def take(self, window: PacksWindow) -> None:
        window.take.click()
        dialog = self.dialog(TakeDialog, window)
        assert not dialog.primary.isEnabled(), "without a reason nobody takes a law into use"
        dialog.reason.setPlainText(WHY)
        dialog.primary.click()
        self.settle()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "us-mi changed.toml"


@pytest.fixture
def front(qtbot: QtBot, office: OpenOffice, window: MainWindow, runner: TaskRunner, bus: Bus) -> Iterator[Front]:
    front = Front(qtbot, office, window, House(runner, bus, Who(office.shift.person), WindowMemory(NoMemory())))
    with qtbot.waitExposed(window):
        window.show()
    yield front
    front.settle()
    if front.room.window is not None:
        front.room.window.close()


def cells(window: PacksWindow) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in window.moves.model.rows]


def test_what_a_file_would_move_is_seen_then_taken_then_taken_back(qtbot: QtBot, front: Front, file: Path) -> None:
    window = front.rules()
    assert "as iTow brings it" in window.under.text()
    assert not window.take.isEnabled()
    front.look_at(window, file, LATER)
    (row,) = cells(window)
    assert row[2:] == ["Request TR-52L", "Sun 29 Mar 2026", "Fri 3 Apr 2026"]
    assert "would move 1 date of 1 car of 2 that are open" in window.says.text()
    assert not window.earlier.isVisible()
    with qtbot.waitSignals([front.house.bus.office_changed, front.house.bus.queue_changed, front.house.bus.cars_changed]):
        front.take(window)
    front.settle()
    assert front.law.pack.version == "2027.1"
    assert "by version 2027.1, taken into use by Kim on" in window.under.text()
    assert window.under.text().endswith(f": {WHY}")
    assert cells(window) == []
    window.before.choose(0)
    window.back.click()
    front.settle()
    assert [row[4] for row in cells(window)] == ["Sun 29 Mar 2026"]
    front.take(window)
    assert front.law.pack.version == "2026.1"
    assert [row.cells[0].text for row in window.before.model.rows] == ["2026.1, as iTow brings it", "2027.1", "2026.1"]


def test_a_law_that_sells_earlier_is_red_and_waits_for_the_second_person(front: Front, file: Path) -> None:
    pat = add_person(front.office.shift, "Pat", Rights.CLERK)
    set_pin(front.office.shift, pat, "2468")
    window = front.rules()
    front.look_at(window, file, SOONER)
    assert cells(window)[0][2] == "Schedule sale: SOLD EARLIER"
    assert window.earlier.isVisible()
    assert "1 car here could be sold earlier" in window.earlier.text()
    front.take(window)
    assert front.law.pack.version == "2026.1"
    assert window.waits.isVisible()
    window.waits.button.click()
    dialog = front.dialog(ConfirmPackDialog, window)
    assert [dialog.second.itemText(each) for each in range(dialog.second.count())] == ["Pat"], "never who took it"
    dialog.entry.pin.setText("1111")
    dialog.entry.try_it()
    front.settle()
    assert "not the PIN of Pat" in dialog.entry.verdict.text()
    assert front.law.pack.version == "2026.1"
    dialog.entry.pin.setText("2468")
    dialog.entry.try_it()
    front.settle()
    assert front.law.pack.version == "2027.2"
    assert not window.waits.isVisible()
    assert "confirmed by Pat" in window.under.text()


def test_at_a_shared_database_somebody_elses_sign_in_confirms_with_one_click(front: Front, file: Path) -> None:
    with signed_in(front.office, "manager", "Mia") as mia, signed_in(front.office, "clerk", "Ned") as ned:
        taking, confirming = front.beside(mia), front.beside(ned)
        rules = taking.rules()
        taking.look_at(rules, file, SOONER)
        taking.take(rules)
        rules.waits.button.click()
        dialog = taking.dialog(ConfirmPackDialog, rules)
        assert dialog.hint.text() == "Somebody other than Mia signs in and confirms it here."
        assert not dialog.plain.isVisible()
        dialog.reject()
        theirs = confirming.rules()
        theirs.waits.button.click()
        dialog = confirming.dialog(ConfirmPackDialog, theirs)
        assert not dialog.entry.isVisible(), "a sign-in of one's own is proof enough"
        dialog.plain.click()
        confirming.settle()
        assert confirming.law.pack.version == "2027.2"
        assert "confirmed by Ned" in theirs.under.text()
        for each in (rules, theirs):
            each.close()
        confirming.settle()


def test_a_file_that_is_no_law_is_refused_in_a_sentence_and_nothing_is_offered(front: Front, file: Path) -> None:
    window = front.rules()
    front.look_at(window, file, SHIPPED.replace("enabled = true", "enabled = false"))
    assert "us-mi changed.toml is disabled" in window.news.text
    assert not window.take.isEnabled()
    assert window.look.isEnabled()


def test_looking_can_be_stopped_and_changes_nothing(front: Front, file: Path) -> None:
    window = front.rules()
    file.write_text(LATER, "utf-8")
    window.try_file(file)
    window.stop.click()
    front.settle()
    assert window.shown is None
    assert window.news.text == "Stopped. Nothing was changed."
    assert window.look.isEnabled()


def test_a_clerk_looks_but_takes_nothing(front: Front, file: Path) -> None:
    front.house.who.become(add_person(front.office.shift, "Lee", Rights.CLERK))
    window = front.rules()
    front.look_at(window, file, LATER)
    assert len(cells(window)) == 1
    assert not window.take.isEnabled()
    assert window.take.toolTip() == "needs a manager"
