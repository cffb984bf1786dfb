"""The mail run in the window, over a real database: printed, numbered, put on the sheet, handed over."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Lock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.mail.numbers import check_digit
from itow_desktop.domain.mail.pieces import MailClass, Piece, PieceState
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.services.front_desk import FrontDesk
from itow_desktop.services.letters.writing import LetterWish, write_letters
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.dialogs.car_forms import CarForms
from itow_desktop.ui.dialogs.mail.another_way import AnotherWayDialog
from itow_desktop.ui.dialogs.mail.hand_over import HandOverDialog
from itow_desktop.ui.dialogs.printing.print_papers import PrintPapers
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.models.mail import Show
from itow_desktop.ui.panes.details import DetailsPanel
from itow_desktop.ui.panes.pane import Pane
from itow_desktop.ui.panes.vehicles import VehiclesPane
from itow_desktop.ui.rooms.mail import MailRoom
from itow_desktop.ui.rooms.printing import PrintRoom
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.builders import call
from tests.db.cars import bring, counting
from tests.db.offices import OpenOffice
from tests.db.stakes import furnish
from tests.ui.room_front import RoomFront, ports_of


def number(serial: int) -> str:
    """A certified number as on a label."""
    digits = f"7020316000012345{serial:03d}"
    return f"{digits}{check_digit(digits)}"


class Tray:
    """A printer that takes everything."""

    def __init__(self) -> None:
        self.titles: list[str] = []

    def printers(self) -> tuple[PrinterInfo, ...]:
        return (PrinterInfo("Front desk", default=True),)

    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None:
        assert pdf.startswith(b"%PDF")
        self.titles.append(title)


class Front(RoomFront):
    """The window with the pane, on an office in which three certified letters and a plain one wait to be printed."""

    def __init__(self, qtbot: QtBot, office: OpenOffice, house: House) -> None:
        super().__init__(qtbot, office, house)
        self.qtbot, self.tray = qtbot, Tray()
        self.desk = FrontDesk(ports_of(office, renderer=PdfRenderer(Lock()), printer=self.tray))
        self.prints = PrintRoom(house, self.desk.printing)
        self.written: list[object] = []
        self.room = MailRoom(house, self.desk.mail, self.prints, self.written.append)
        self.pane = self.room.pane
        self.cars = bring(office, *(call() for _ in range(4)))
        owners = furnish(office, *self.cars)
        ways = (MailClass.CERTIFIED, MailClass.CERTIFIED, MailClass.CERTIFIED, MailClass.FIRST_CLASS)
        wishes = [
            LetterWish(car, NoticeKind.COURTESY_OWNER, owner, mail_class=way)
            for car, owner, way in zip(self.cars, owners, ways, strict=True)
        ]
        papers = write_letters(office.shift, PdfRenderer(Lock()), wishes)
        with office.shift.desk.look() as unit:
            pieces = unit.mail.of_documents([paper.document.id for paper in papers])
        self.ids = [pieces[paper.document.id].id for paper in papers]

    def enter(self, window: MainWindow) -> None:
        """The room in its window."""
        self.window = window
        self.prints.move_in(window)
        self.room.move_in(window)
        self.read()

    def read(self) -> None:
        """The list as it is now."""
        self.pane.refresh()
        self.settle()

    def pieces(self) -> list[Piece]:
        with self.office.shift.desk.look() as unit:
            return list(unit.mail.some(self.ids))

    def point(self, place: int) -> None:
        self.pane.table.choose(self.pane.model.ids().index(self.ids[place]))

    def scan(self, read: str) -> None:
        """As the scanner hands it on, wherever the focus is."""
        assert self.window.take_scan(read)
        self.settle()

    def print_all(self) -> None:
        self.pane.print.click()
        self.settle()
        dialog = self.dialog(PrintPapers, self.window)
        self.qtbot.waitUntil(dialog.primary.isEnabled)
        dialog.primary.click()
        self.qtbot.waitUntil(lambda: dialog.asking)
        with self.qtbot.waitSignal(dialog.done_with):
            dialog.primary.click()
        self.settle()


@pytest.fixture
def house(office: OpenOffice, runner: TaskRunner, bus: Bus) -> House:
    return House(runner, bus, Who(office.shift.person), WindowMemory(NoMemory()))


@pytest.fixture
def frame(pane: VehiclesPane, details: DetailsPanel, forms: CarForms, house: House) -> Callable[[Pane], MainWindow]:
    return lambda other: MainWindow([pane, other], details, forms, who=house.who, memory=house.memory, version="0.0.test")


@pytest.fixture
def front(qtbot: QtBot, office: OpenOffice, house: House, frame: Callable[[Pane], MainWindow]) -> Iterator[Front]:
    front = Front(qtbot, office, house)
    window = frame(front.pane)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    front.enter(window)
    yield front
    front.settle()


def test_letters_are_printed_numbered_put_on_the_sheet_and_handed_over(front: Front) -> None:
    pane, bar = front.pane, front.pane.bar
    assert pane.model.rowCount() == pane.badge == 4
    assert pane.print.text() == "Prin&t 4 letters..."
    assert not pane.mailed.isEnabled(), "printed is not mailed, and these are not even printed"
    front.print_all()
    assert len(front.tray.titles) == 4
    assert {piece.state for piece in front.pieces()} == {PieceState.PRINTED}
    assert pane.mailed.text() == "Maile&d: 1 piece...", "those that are certified lack their numbers"

    assert front.window.pane is not pane
    front.scan(f"pc{front.ids[1]:06d}")
    assert front.window.pane is pane
    assert pane.current is not None
    assert pane.current.piece.id == front.ids[1]
    assert "Now scan the number" in pane.news.text
    front.scan(f"420485021234{number(2)}")
    assert front.pieces()[1].number == number(2), "the ZIP code of the barcode is left out"
    assert pane.current.piece.id == front.ids[2], "on to the next that wants one"
    assert not pane.sheet.isVisible()
    front.scan(number(2))
    assert pane.current.piece.id == front.ids[1]
    assert "is on a letter already" in pane.news.text
    front.point(2)
    wrong = number(3)[:-1] + str((int(number(3)[-1]) + 1) % 10)
    bar.field.setText(wrong)
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    front.settle()
    assert "last digit does not fit" in bar.hint.text()
    assert front.pieces()[2].number is None
    bar.keep.click()
    front.settle()
    assert front.pieces()[2].number == wrong
    front.point(3)
    assert front.window.take_scan("PC999999")
    front.scan(number(1))
    assert "no letter of this office" in bar.hint.text()
    assert front.pieces()[3].number is None, "whose the number behind it is nobody knows"
    assert front.window.take_scan(f"PC{front.ids[0]:06d}")
    front.scan(number(1))
    assert [piece.number for piece in front.pieces()] == [number(1), number(2), wrong, None], "faster than the barcode is looked up"
    bar.field.setText(number(4))
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    front.settle()
    assert bar.hint.text().startswith("Choose the letter"), "no letter wants one"
    bar.clear()

    assert pane.sheet.isVisible(), "from three pieces"
    pane.sheet.click()
    front.settle()
    sheet = front.dialog(PrintPapers, front.window)
    assert sheet.going[0].document.kind == NoticeKind.FIRM_SHEET
    sheet.leave()
    front.settle()
    pane.chips.choose(Show.RUN)
    assert [pane.model.mail_at(row).piece.place for row in range(3)] == [1, 2, 3]
    assert "In the run: 3 pieces" in pane.run.text()

    pane.mailed.click()
    handing = front.dialog(HandOverDialog, pane)
    assert set(handing.chosen) == set(front.ids[:3]), "what is in the run went along; the plain one somebody ticks"
    handing.list.item(3).setCheckState(Qt.CheckState.Checked)
    assert not handing.primary.isEnabled(), "the day is never filled in"
    handing.day.setText("+1")
    assert not handing.primary.isEnabled(), "nor is it one to come"
    QTest.keyClick(handing.day, Qt.Key.Key_Return)
    handing.day.setText("t")
    assert handing.primary.text() == "&Mailed: 4 pieces"
    with front.qtbot.waitSignal(handing.done_with):
        handing.primary.click()
    front.settle()
    today = front.office.shift.today
    assert [(piece.state, piece.handed_over_on) for piece in front.pieces()] == [(PieceState.HANDED_OVER, today)] * 4
    for car in front.cars:
        (mailed,) = [event for event in counting(front.office, car) if event.kind is EventKind.LETTER_HANDED_OVER]
        assert mailed.on == today
    assert pane.badge == 0
    assert "4 pieces mailed on" in pane.news.text
    asked: list[object] = []
    pane.back_asked.connect(asked.append)
    front.scan(number(1))
    assert pane.chips.value is Show.MAILED
    assert pane.current.piece.id == front.ids[0]
    pane.news._action.click()
    assert asked == [pane.current]


def test_a_piece_goes_another_way_out_of_the_run_counts_no_more_or_was_not_mailed(front: Front) -> None:
    pane, room = front.pane, front.room
    front.print_all()
    front.point(0)
    front.scan(number(1))
    front.point(0)
    pane.print_asked.emit(pane.selected)  # spoiled: the same letter once more
    again = front.dialog(PrintPapers, front.window)
    front.qtbot.waitUntil(again.primary.isEnabled)
    again.primary.click()
    front.qtbot.waitUntil(lambda: again.asking)
    with front.qtbot.waitSignal(again.done_with):
        again.primary.click()
    front.settle()
    once = front.pieces()[0]
    assert (once.state, once.number, once.place) == (PieceState.PRINTED, number(1), 1), "the run stays as it is"
    assert len(front.tray.titles) == 5
    front.point(0)
    room.turn_run(pane.selected, False)
    front.settle()
    assert front.pieces()[0].run_id is None
    front.point(0)
    assert pane.current is not None
    room.take_number_off(pane.current)
    front.settle()
    assert front.pieces()[0].number is None

    front.point(0)
    way = room.ask_way(pane.selected)
    assert not way.primary.isEnabled()
    way.way.setCurrentIndex(way.way.findData(MailClass.FIRST_CLASS))
    with front.qtbot.waitSignal(way.done_with):
        way.primary.click()
    front.settle()
    assert front.pieces()[0].mail_class is MailClass.FIRST_CLASS
    assert front.window.findChildren(AnotherWayDialog) == []

    front.point(1)
    void = room.ask_void(pane.current)
    void.reason.setText("paid in the meantime")
    with front.qtbot.waitSignal(void.done_with):
        void.primary.click()
    front.settle()
    assert (front.pieces()[1].state, front.pieces()[1].void) == (PieceState.VOID, "paid in the meantime")
    assert pane.model.rowCount() == 3

    late = front.office.shift.today - timedelta(days=1)
    handing = room.ask_mailed([row for row in pane.going if row.piece.id == front.ids[0]])
    assert handing is not None
    handing.day.set_day(late)
    handing.primary.click()
    front.settle()
    assert handing.standing_by.isVisible(), "the letter was printed after that day"
    assert front.pieces()[0].state is PieceState.PRINTED
    handing.standing_by.entry.setText("the clock of this PC was wrong")
    with front.qtbot.waitSignal(handing.done_with):
        handing.primary.click()
    front.settle()
    assert front.pieces()[0].handed_over_on == late
    row = next(each for each in pane.model.everything if each.piece.id == front.ids[0])
    unmail = room.ask_unmail(row)
    assert isinstance(unmail, ReasonDialog)
    unmail.reason.setText("it lies here")
    with front.qtbot.waitSignal(unmail.done_with):
        unmail.primary.click()
    front.settle()
    assert front.pieces()[0].state is PieceState.PRINTED


def test_what_is_no_mail_is_left_to_others_and_the_list_is_searched(front: Front) -> None:
    assert not front.window.take_scan("1HGCM82633A004352")
    assert not front.window.take_scan("IT12")
    front.scan(f"PC{front.ids[-1] + 1000:06d}")
    assert "no letter of this office has this barcode" in front.pane.bar.hint.text()
    front.pane.look_for("nobody of this name")
    assert front.pane.model.rowCount() == 0
    assert "matches" in front.pane.empty.text
    front.pane.look_for("")
    assert front.pane.model.rowCount() == 4
