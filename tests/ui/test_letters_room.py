"""Letters in the window, over a real database: written, printed, their words changed."""

from collections.abc import Iterator
from io import BytesIO
from threading import Lock

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.letters.standard import STANDARD
from itow_desktop.domain.mail.pieces import MailClass, PieceState
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.front_desk import FrontDesk
from itow_desktop.services.people import add_person
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.working import sort_cars
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.letters.letter_list import LetterList
from itow_desktop.ui.dialogs.letters.words import WordsWindow
from itow_desktop.ui.dialogs.letters.work import Ways
from itow_desktop.ui.dialogs.letters.write import WriteLettersDialog
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.rooms.letters import LetterRoom
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.builders import call
from tests.db.cars import bring
from tests.db.offices import OpenOffice
from tests.db.stakes import furnish
from tests.ui.room_front import RoomFront, ports_of


class Tray:
    """A printer that keeps what it got."""

    def __init__(self) -> None:
        self.papers: list[tuple[str, bytes]] = []

    def printers(self) -> tuple[PrinterInfo, ...]:
        return (PrinterInfo("Front desk", default=True),)

    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None:
        self.papers.append((title, pdf))


class Front(RoomFront):
    """The room on an office with one car that can be written about, and one of whose owner nothing is known."""

    def __init__(self, qtbot: QtBot, office: OpenOffice, window: MainWindow, house: House) -> None:
        super().__init__(qtbot, office, house)
        self.qtbot, self.window, self.tray, self.gone = qtbot, window, Tray(), list[tuple[str, object]]()
        self.desk = FrontDesk(ports_of(office, renderer=PdfRenderer(Lock()), printer=self.tray))
        self.room = LetterRoom(house, self.desk.letters, self.desk.printing, self._ways())
        self.room.move_in(window)
        self.car, self.bare = bring(office, call(call_number="41001"), call(call_number="41002"))
        (self.owner,) = furnish(office, self.car)

    def _ways(self) -> Ways:
        def way(name: str) -> object:
            return lambda custody_id=None: self.gone.append((name, custody_id))

        return Ways(car=way("car"), parties=way("parties"), charges=way("charges"), office=way("office"))  # type: ignore[arg-type]

    def write(self, *custody_ids: int) -> WriteLettersDialog:
        """The dialog with its letters read, its printers known."""
        dialog = self.room.write(custody_ids)
        self.qtbot.waitUntil(lambda: bool(dialog.letters.letters) and dialog.printer.choice is not None)
        return dialog

    def words(self) -> WordsWindow:
        """The words, read."""
        window = self.room.show_words()
        self.qtbot.waitUntil(lambda: window.form.words is not None)
        return window


@pytest.fixture
def front(qtbot: QtBot, office: OpenOffice, runner: TaskRunner, bus: Bus, window: MainWindow) -> Iterator[Front]:
    house = House(runner, bus, Who(office.shift.person), WindowMemory(NoMemory()))
    front = Front(qtbot, office, window, house)
    yield front
    front.settle()


def shown(letters: LetterList) -> list[QPushButton]:
    """The buttons that can be pressed now."""
    return [button for button in letters.findChildren(QPushButton) if button.isVisible()]


def test_a_letter_is_written_printed_and_said_to_have_come_out(front: Front) -> None:
    dialog = front.write(front.car, front.bare)
    letters = dialog.letters
    assert [(each.draft.call, each.goes) for each in letters.letters] == [("41001", True), ("41002", False)]
    assert letters.current is letters.letters[1], "what lacks something is shown first"
    way = "Owner && &lienholder..."
    front.qtbot.waitUntil(lambda: any(button.text() == way for button in shown(letters)))
    next(button for button in shown(letters) if button.text() == way).click()
    assert front.gone == [("parties", front.bare)]
    letters.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert not dialog.primary.isEnabled()
    letters.list.item(0).setCheckState(Qt.CheckState.Checked)
    letters.list.setCurrentRow(0)
    front.qtbot.waitUntil(lambda: dialog.preview.pages == 2)
    assert letters.mail is not None
    letters.mail.setCurrentIndex(letters.mail.findData(MailClass.FIRST_CLASS))
    letters.mail.activated.emit(letters.mail.currentIndex())
    assert dialog.primary.text() == "&Print 1 letter"
    dialog.primary.click()
    front.qtbot.waitUntil(lambda: dialog.asking)
    ((name, pdf),) = front.tray.papers
    assert name.startswith("COURTESY-OWNER_41001_")
    assert f"PAT PRACTICE {front.car}" in PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert "courtesy letter to owner" in dialog.came_out.list.item(0).text()
    with front.qtbot.waitSignal(dialog.done_with):
        dialog.primary.click()
    with front.office.shift.desk.look() as unit:
        (piece,) = unit.mail.of(front.car)
    assert (piece.state, piece.mail_class) == (PieceState.PRINTED, MailClass.FIRST_CLASS)
    assert front.room.writing is None

    second = front.write(front.car)
    assert second.letters.again is not None
    assert not second.primary.isEnabled()
    second.letters.again.setChecked(True)
    assert second.primary.isEnabled()
    second.leave()


def test_letters_of_a_kind_alone_take_the_place_of_those_nobody_waits_for(front: Front) -> None:
    sort_cars(front.office.shift, [front.bare], CustodyKind.POLICE_HOLD)
    first = front.write(front.car)
    dialog = front.room.write([front.bare], [NoticeKind.ENTRY_REQUEST])
    assert dialog is not first
    assert not first.isVisible()
    front.qtbot.waitUntil(lambda: bool(dialog.letters.letters))
    assert [each.draft.wish.kind for each in dialog.letters.letters] == [NoticeKind.ENTRY_REQUEST]
    assert front.room.write([front.bare], [NoticeKind.ENTRY_REQUEST]) is dialog
    dialog.leave()


def test_a_manager_changes_the_words_and_everybody_reads_them(front: Front) -> None:
    words = front.words()
    assert words.version.currentText() == "1, brought by iTow"
    assert not words.save.isEnabled()
    words.form.choose("where")
    words.form.text.setPlainText("It stands at {ofice_address}.")
    assert "no field {ofice_address}" in words.problems.text
    assert not words.save.isEnabled()
    words.form.text.setPlainText("It stands at {office_address}. ")
    words.form.fields.setCurrentIndex(words.form.fields.findData("office_phone"))
    words.form.fields.activated.emit(words.form.fields.currentIndex())
    assert words.problems.text == ""
    words.close()
    box = front.dialog(QMessageBox, words)
    assert box.text() == "What you typed here is not saved."
    next(button for button in box.buttons() if button.text() == "&Keep typing").click()
    with front.qtbot.waitSignal(words.saved):
        words.save.click()
    front.qtbot.waitUntil(lambda: words.version.currentText().startswith("2, saved"))
    assert words.form.words is not None
    kept = words.form.words.block("where")
    assert kept is not None
    assert "{office_phone}" in kept.text
    words.version.setCurrentIndex(1)
    words.version.activated.emit(1)
    assert words.form.words == STANDARD[NoticeKind.COURTESY_OWNER]
    assert words.save.isEnabled(), "an older version can come into use again"

    lou = add_person(front.office.shift, "Lou")
    front.house.who.become(lou)
    front.qtbot.waitUntil(words.form.title.isReadOnly)
    assert not words.save.isEnabled()
    words.close()
    assert front.room.words is None
