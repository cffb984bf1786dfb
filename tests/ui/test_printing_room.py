"""Papers on their way to the tray in the window, over a real database: batches, what came out, labels."""

from collections.abc import Iterator, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from threading import Event, Lock

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.errors import DatabaseTrouble, PrinterSilent, PrinterTrouble, Trouble
from itow_desktop.domain.mail.pieces import PieceState
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.printing.addresses import Stock
from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.services.front_desk import FrontDesk
from itow_desktop.services.letters.writing import LetterWish, write_letters
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo, Tray
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.paper import PaperDialog
from itow_desktop.ui.dialogs.printer_row import PrinterMemory, PrinterRow
from itow_desktop.ui.dialogs.printing.answer_prints import AnswerPrints
from itow_desktop.ui.dialogs.printing.print_papers import PrintPapers
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.rooms.printing import PrintRoom
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.builders import call
from tests.db.cars import bring
from tests.db.offices import OpenOffice
from tests.db.stakes import furnish
from tests.ui.room_front import RoomFront, ports_of

TRAYS = (Tray("Upper", "Upper"), Tray("Lower", "Lower"))


class SlowPrinter:
    """Takes papers one by one as it is let; the one numbered ``gone_at`` it does not take."""

    def __init__(self) -> None:
        self.took: list[tuple[str, PrinterChoice]] = []
        self.gone_at: int | None = None
        self.trouble: type[Trouble] = PrinterTrouble
        self.stands = Event()
        self.goes_on = Event()
        self.goes_on.set()

    def printers(self) -> tuple[PrinterInfo, ...]:
        return (PrinterInfo("Laser", default=True, trays=TRAYS), PrinterInfo("Zebra"))

    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None:
        assert pdf.startswith(b"%PDF")
        self.stands.set()
        assert self.goes_on.wait(30)
        if self.gone_at is not None and len(self.took) >= self.gone_at:
            raise self.trouble("The printer is gone. Nothing was printed.")
        self.took.append((title, choice))


class Front(RoomFront):
    """The room on an office with letters to be printed."""

    def __init__(self, qtbot: QtBot, office: OpenOffice, window: MainWindow, house: House) -> None:
        super().__init__(qtbot, office, house)
        self.printer, self.window = SlowPrinter(), window
        self.desk = FrontDesk(ports_of(office, renderer=PdfRenderer(Lock()), printer=self.printer, pc="DESK-1"))
        self.room = PrintRoom(house, self.desk.printing)

    def letters(self, count: int) -> tuple[KeptPaper, ...]:
        cars = bring(self.office, *(call() for _ in range(count)))
        owners = furnish(self.office, *cars)
        wishes = [LetterWish(car, NoticeKind.COURTESY_OWNER, owner) for car, owner in zip(cars, owners, strict=True)]
        return write_letters(self.office.shift, PdfRenderer(Lock()), wishes)

    def printing(self, letters: Sequence[KeptPaper]) -> PrintPapers:
        dialog = self.room.print_papers("Print letters", letters, PaperKind.COURTESY_OWNER)
        self.settle()
        return dialog

    def states(self, letters: Sequence[KeptPaper]) -> str:
        with self.office.shift.desk.look() as unit:
            pieces = unit.mail.of_documents([letter.document.id for letter in letters])
        signs = {PieceState.PRINTED: "x", PieceState.PREPARED: "-"}
        return "".join(signs[pieces[letter.document.id].state] for letter in letters)


def _says(paper: PaperDialog, words: str) -> bool:
    return words in paper.note.text()


@pytest.fixture
def front(qtbot: QtBot, office: OpenOffice, window: MainWindow, runner: TaskRunner, bus: Bus) -> Iterator[Front]:
    front = Front(qtbot, office, window, House(runner, bus, Who(office.shift.person), WindowMemory(NoMemory())))
    with qtbot.waitExposed(window):
        window.show()
    yield front
    front.printer.goes_on.set()
    front.settle()


def test_letters_that_jam_are_asked_about_again_and_at_the_next_start(qtbot: QtBot, front: Front) -> None:
    letters = front.letters(4)
    dialog = front.printing(letters)
    assert dialog.preview.pages == len(PdfReader(BytesIO(letters[0].content)).pages)
    assert dialog.preview._pages[0][1].accessibleName() == f"Page 1 of {dialog.preview.pages}"
    assert dialog.printer.tray.isVisible()
    dialog.printer.tray.setCurrentIndex(2)
    front.printer.goes_on.clear()
    dialog.primary.click()
    qtbot.waitUntil(front.printer.stands.is_set)
    assert dialog.stop.isVisible()
    dialog.stop.click()  # while the first paper is on its way
    front.printer.goes_on.set()
    front.settle()
    assert [choice for _, choice in front.printer.took] == [PrinterChoice("Laser", tray="Lower", patient=True)] * len(front.printer.took)
    assert len(front.printer.took) < 4, "no more papers are sent once it was stopped"
    assert "(was not sent)" in dialog.came_out.list.item(3).text()
    dialog.came_out.nothing.click()
    front.printer.gone_at, front.printer.trouble = len(front.printer.took) + 2, PrinterSilent
    dialog.again.click()
    front.settle()
    assert "2 of 4 papers were sent before" in dialog.problems.text
    assert [dialog.came_out.list.item(place).text().rpartition(" (")[2] for place in (2, 3)] == ["may have been sent)", "was not sent)"]
    assert dialog.unfinished() is not None
    dialog.leave()  # to look at the tray, or with the power
    front.settle()
    assert front.states(letters) == "----"

    front.room.move_in(front.window)  # the next start
    qtbot.waitUntil(lambda: "4 papers went to Laser" in front.window.pane.news.text)
    front.room.ask()
    question = front.dialog(AnswerPrints, front.window)
    ticks = [question.came_out.list.item(place).checkState() is Qt.CheckState.Checked for place in range(4)]
    assert ticks == [True, True, False, False]
    assert front.printer.gone_at is not None
    front.printer.gone_at = None
    question.again.click()
    front.settle()
    assert front.states(letters) == "xx--"
    again = front.dialog(PrintPapers, front.window)
    assert [paper.document.id for paper in again._papers] == [letter.document.id for letter in letters[2:]]
    again.primary.click()
    front.settle()
    assert again.primary.text() == "Record 2 papers as &printed"
    with qtbot.waitSignal(again.came_out_told) as told:
        again.primary.click()
    assert told.args == [tuple(letter.document.id for letter in letters[2:])]
    front.settle()
    assert front.states(letters) == "xxxx"
    front.room.ask()
    qtbot.waitUntil(lambda: "Somebody has said of every paper" in front.window.pane.news.text)


def test_a_database_that_is_lost_in_the_middle_leaves_one_paper_in_doubt(front: Front) -> None:
    letters = front.letters(3)
    dialog = front.printing(letters)
    front.printer.gone_at, front.printer.trouble = 1, DatabaseTrouble
    dialog.primary.click()
    front.settle()
    said = [dialog.came_out.list.item(place).text().rpartition(" (")[2] for place in (1, 2)]
    assert said == ["may have been sent)", "was not sent)"]
    dialog.came_out.everything.click()
    dialog.primary.click()
    front.settle()
    assert front.states(letters) == "xxx", "whoever stands at the tray knows better"


def test_a_printer_that_is_gone_before_the_first_paper_leaves_nothing_to_ask(front: Front) -> None:
    front.room.move_in(front.window)
    letters = front.letters(1)
    dialog = front.printing(letters)
    front.printer.gone_at = 0
    dialog.primary.click()
    front.settle()
    assert "0 of 1 papers were sent before" in dialog.problems.text
    assert dialog.primary.text() == "&Print 1 paper"
    assert dialog.unfinished() is None
    assert front.desk.printing.unanswered() == ()
    front.printer.gone_at = None
    dialog.primary.click()
    front.settle()
    assert dialog.primary.text() == "Record 1 paper as &printed"
    dialog.leave()


def test_what_came_out_can_still_be_said_where_the_others_could_not_be_sent_again(front: Front) -> None:
    letters = front.letters(2)
    dialog = front.printing(letters)
    front.printer.gone_at = 1
    dialog.primary.click()
    front.settle()
    dialog.again.click()  # the printer is still gone
    front.settle()
    assert "0 of 1 papers were sent before" in dialog.problems.text
    dialog.primary.click()
    front.settle()
    assert front.states(letters) == "x-"
    assert front.desk.printing.unanswered() == ()


def test_a_kept_paper_tells_its_printings_and_prints_as_a_copy(qtbot: QtBot, front: Front) -> None:
    front.room.move_in(front.window)
    (letter,) = front.letters(1)
    dialog = front.printing([letter])
    dialog.primary.click()
    front.settle()
    dialog.primary.click()
    front.settle()
    for said in ("Printed ", "copy printed "):
        front.room.open_kept(letter.document.id)
        front.settle()
        kept = front.dialog(PaperDialog, front.window)
        qtbot.waitUntil(partial(_says, kept, said))
        assert "by Kim on Laser" in kept.note.text()
        with qtbot.waitSignal(kept.done_with):
            kept.primary.click()
    assert [title.startswith("COPY ") for title, _ in front.printer.took] == [False, True, True]
    assert front.states([letter]) == "x"


def test_addresses_go_onto_labels_and_envelopes_each_with_its_printer(front: Front, tmp_path: Path) -> None:
    front.room.move_in(front.window)
    front.letters(3)
    dialog = front.room.show_addresses()
    front.settle()
    assert dialog.list.count() == 3
    assert dialog.preview.pages == 1
    assert dialog.first.isVisible()
    dialog.first.setValue(29)
    front.settle()
    assert dialog.preview.pages == 2, "two labels are left on the begun sheet"
    dialog.stock.setCurrentIndex(dialog.stock.findData(Stock.ENVELOPE))
    dialog.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    front.settle()
    assert dialog.preview.pages == 2
    assert not dialog.first.isVisible()
    dialog.printer.list.setCurrentIndex(1)
    dialog.primary.click()
    front.settle()
    assert front.printer.took[-1] == ("Envelopes", PrinterChoice("Zebra"))
    dialog.save_in(tmp_path)
    front.settle()
    pages = PdfReader(tmp_path / "ADDRESSES_envelope.pdf").pages
    assert [tuple(map(float, page.mediabox[2:])) for page in pages] == [(684.0, 297.0)] * 2
    assert "FLINT MI" in pages[0].extract_text()
    assert PrinterMemory(front.house.memory, PaperKind.ENVELOPE).printer == "Zebra"
    assert PrinterMemory(front.house.memory, PaperKind.LABEL).printer == ""
    for place in range(3):
        dialog.list.item(place).setCheckState(Qt.CheckState.Unchecked)
    front.settle()
    assert not dialog.primary.isEnabled()
    dialog.leave()
    sheet = front.room.show_window_test()
    front.settle()
    assert sheet.preview.pages == 1
    sheet.leave()


def test_a_kind_takes_the_printer_of_the_one_it_is_like_until_somebody_chooses(qtbot: QtBot) -> None:
    memory = WindowMemory(NoMemory())
    PrinterMemory(memory, PaperKind.COURTESY_OWNER).keep(PrinterChoice("Laser", 2, tray="Lower"))
    row = PrinterRow(memory, PaperKind.GARAGE_OWNER)
    qtbot.addWidget(row)
    row.offer((PrinterInfo("Zebra"), PrinterInfo("Laser", trays=TRAYS)))
    assert row.choice == PrinterChoice("Laser", 2, tray="Lower")
    row.list.setCurrentIndex(0)
    assert row.choice == PrinterChoice("Zebra", 2), "a tray is one printer's"
    row.keep()
    assert PrinterMemory(memory, PaperKind.GARAGE_OWNER).printer == "Zebra"
    assert PrinterMemory(memory, PaperKind.COURTESY_OWNER).printer == "Laser"
