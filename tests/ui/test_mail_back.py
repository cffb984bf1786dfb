"""Mail that comes in, receipts, mail made elsewhere: their windows over a real database."""

from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.errors import DatabaseTrouble
from itow_desktop.domain.mail.coming_back import Outcome, Side
from itow_desktop.domain.mail.pieces import MailClass, PieceState, ReturnReason
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.services.desks.mail import MailDesk
from itow_desktop.services.mail.looking import mail_of_car
from itow_desktop.services.mail.views import Returned, ReturnEffect
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.rooms.mail_back import MailBackRoom
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.builders import call
from tests.db.cars import bring
from tests.db.offices import OpenOffice
from tests.db.stakes import furnish
from tests.db.test_mail_back import PICTURES, mailed, number, receipt, state
from tests.pictures import photo
from tests.ui.room_front import RoomFront, ports_of


class LosingDesk(MailDesk):
    """The real one, but that the database may be away."""

    lost = False

    def returned(self, person: Any, told: Returned) -> ReturnEffect:
        if self.lost:
            raise DatabaseTrouble("The database does not answer.")
        return super().returned(person, told)


class Front(RoomFront):
    """The room on an office."""

    def __init__(self, qtbot: QtBot, office: OpenOffice, house: House) -> None:
        super().__init__(qtbot, office, house)
        self.renderer = PdfRenderer(Lock())
        self.desk = LosingDesk(ports_of(office, renderer=self.renderer, pictures=PICTURES), office.shift)
        self.opened: list[int] = []
        self.room = MailBackRoom(house, self.desk, open_car=self.opened.append)


@pytest.fixture
def front(qtbot: QtBot, runner: TaskRunner, bus: Bus, office: OpenOffice) -> Iterator[Front]:
    made = Front(qtbot, office, House(runner, bus, Who(), WindowMemory(NoMemory())))
    yield made
    made.settle()
    for window in (made.room.brought, made.room.elsewhere):
        if window is not None:
            window.close()


def picture(folder: Path, name: str, shade: int) -> Path:
    path = folder / name
    path.write_bytes(photo(shade=shade))
    return path


def button(inside: QWidget, words: str) -> QPushButton:
    return next(each for each in inside.findChildren(QPushButton) if words in each.text().replace("&", ""))


def kept(path: Path, *lines: str) -> Path:
    path.write_bytes(receipt(*lines))
    return path


def test_a_stack_of_mail_is_gone_through_with_scanner_and_keyboard(front: Front, qtbot: QtBot, tmp_path: Path) -> None:
    office = front.office
    first, second, third = mailed(office, "42001", "42002", "42003")
    window = front.room.show()
    with qtbot.waitExposed(window):
        window.activateWindow()
    window.identify(first.code)
    qtbot.waitUntil(lambda: window.row is not None)
    assert first.block[0] in window.letter.text()
    assert not window.record.isEnabled()
    QTest.keyClicks(window.form.day, "t")
    window.form.reason.put(ReturnReason.MOVED.value)
    qtbot.waitUntil(lambda: "No legal effect" in window.form.effect.text())
    assert window.form.bad.isChecked()
    assert window.form.reminds.isChecked()
    window.form.files.take([picture(tmp_path, "front.jpg", 1), picture(tmp_path, "back.jpg", 2)])
    front.desk.lost = True
    window.record.click()
    qtbot.waitUntil(lambda: "does not answer" in window.news.text)
    assert window.form.why is ReturnReason.MOVED, "what was typed stays"
    front.desk.lost = False
    with qtbot.waitSignal(window.recorded) as told:
        QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.args == [first.custody_id]
    assert state(office, first.id).returned_for is ReturnReason.MOVED
    (row,) = mail_of_car(office.shift, first.custody_id)
    assert [side for _, side, _ in row.proofs] == [Side.FRONT, Side.BACK]
    with office.shift.desk.look() as unit:
        assert not unit.parties.get(first.party_id or 0).addresses[0].good
        assert [each.custody_id for each in unit.reminders.open()] == [first.custody_id]

    window.identify(f"42048502{second.number}")
    qtbot.waitUntil(lambda: window.row is not None and window.row.piece.id == second.id)
    assert window.form.reason.text() == "", "the next one begins anew"
    window.form.outcome.choose(Outcome.DELIVERED)
    QTest.keyClicks(window.form.day, "t")
    QTest.keyClicks(window.form.signer, "D. Practice")
    with qtbot.waitSignal(window.recorded):
        window.record.click()
    there = state(office, second.id)
    assert (there.state, there.signed_by) == (PieceState.DELIVERED, "D. Practice")
    window.identify(second.code)
    qtbot.waitUntil(lambda: window.row is not None)
    assert not window.form.isEnabled()
    window.undo.click()
    asking = front.dialog(ReasonDialog, window)
    asking.reason.setText("another letter")
    with qtbot.waitSignal(window.recorded):
        asking.primary.click()
    assert state(office, second.id).state is PieceState.HANDED_OVER

    window.identify("torn off")
    qtbot.waitUntil(lambda: "No letter here" in window.facts.text())
    window.form.outcome.choose(Outcome.RETURNED)
    QTest.keyClicks(window.form.day, "t")
    window.form.reason.put(ReturnReason.REFUSED.value)
    window.keep.click()
    qtbot.waitUntil(lambda: window.tray.model.rowCount() == 1)
    window.identify(third.code)
    qtbot.waitUntil(lambda: window.row is not None and window.row.piece.id == third.id)
    with qtbot.waitSignal(window.recorded):
        button(window.tray, "It is this").click()
    qtbot.waitUntil(lambda: window.tray.model.rowCount() == 0)
    assert state(office, third.id).returned_for is ReturnReason.REFUSED


def test_receipts_dropped_together_are_confirmed_by_a_person(front: Front, qtbot: QtBot, tmp_path: Path) -> None:
    first, second = mailed(front.office, "43001", "43002")
    today = front.desk.today()
    day = f"{today:%B} {today.day}, {today.year}"
    files = [
        kept(tmp_path / "a.pdf", f"Item {number(0)} was delivered on {day}.", "Signed by: D. Practice"),
        kept(tmp_path / "b.pdf", f"Item {number(1)}"),
        kept(tmp_path / "c.pdf", "no number"),
    ]
    front.room.show()
    dialog = front.room.read_receipts()
    assert dialog is not None
    dialog.take(files)
    qtbot.waitUntil(lambda: dialog.list.count() == 3)
    assert [each.piece_id for each in dialog.chosen] == [first.id]
    QTest.keyClicks(dialog.day, "t")
    dialog.day.settle()
    dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    dialog.day.left.emit()
    assert [each.piece_id for each in dialog.chosen] == [second.id], "what somebody unticked stays so"
    dialog.list.item(0).setCheckState(Qt.CheckState.Checked)
    assert [each.piece_id for each in dialog.chosen] == [first.id, second.id]
    with qtbot.waitSignal(dialog.done_with):
        dialog.primary.click()
    assert {state(front.office, each.id).state for each in (first, second)} == {PieceState.DELIVERED}
    assert state(front.office, first.id).signed_by == "D. Practice"


def test_mail_made_elsewhere_is_recorded_as_one_deed(front: Front, qtbot: QtBot, tmp_path: Path) -> None:
    (car,) = bring(front.office, call(call_number="44001", vin=None, plate="E44001"))
    furnish(front.office, car)
    window = front.room.show_elsewhere()
    with qtbot.waitExposed(window):
        window.activateWindow()
    form = window.form
    window.add.click()
    assert "Enter the vehicle" in window.problems.text
    assert "the day it was mailed" in window.problems.text

    def fill(mark: str) -> None:
        form.mark.setText(mark)
        form.kind.put(NoticeKind.COURTESY_OWNER.value)
        form.way.put(MailClass.CERTIFIED.value)
        form.to.put("ALEX SAMPLE\n9 INVENTED AVE\nFLINT MI  48503")
        form.number.setText(number(44001))
        form.mailed.setText("t")
        form.carrier.setText("Lee")

    fill("nothing like it")
    window.add.click()
    qtbot.waitUntil(lambda: window.list.model.rowCount() == 1 and "Nothing here" in window.list.model.index(0, 4).data())
    assert not window.record.isEnabled()
    button(window.list, "Correct").click()
    assert form.mark.text() == "nothing like it"
    form.mark.setText("44001")
    form.files.take([picture(tmp_path, "receipt.jpg", 3)])
    window.add.click()
    qtbot.waitUntil(lambda: "enter why it is right" in window.list.model.index(0, 4).data())
    assert not window.record.isEnabled(), "nobody of that name is on record"
    button(window.list, "Correct").click()
    assert form.files.files
    form.reason.setText("the title came in his name")
    window.add.click()
    qtbot.waitUntil(window.record.isEnabled)
    with qtbot.waitSignal(window.recorded) as told:
        window.record.click()
    assert told.args == [frozenset({car})]
    (row,) = mail_of_car(front.office.shift, car)
    assert (row.piece.mailed_elsewhere, row.piece.number, row.piece.handed_over_on) == (True, number(44001), front.desk.today())
    assert [side for _, side, _ in row.proofs] == [Side.PROOF]
    form.mark.setText("begun")
    window.close()
    assert front.room.elsewhere is window, "nothing typed is thrown away unasked"
    window.leave()
    assert front.room.elsewhere is None
