"""Letters from the record through a real CUPS-PDF queue: in order, whole, the address where the envelope's window is."""

import json
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from threading import Lock

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.adapters.printing.system import SystemPrinter
from itow_desktop.domain.errors import ChangedElsewhere, PrinterTrouble
from itow_desktop.domain.letters.window import USUAL
from itow_desktop.domain.mail.pieces import PieceState
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.printing.batches import Went
from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.services.letters.writing import LetterWish, write_letters
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.services.ports.printing import PrinterChoice
from itow_desktop.services.printing import PrintProgress, answer_prints, kept, print_papers, printings, reprint, unanswered
from tests.builders import call
from tests.db.cars import bring
from tests.db.offices import PASSWORD, OpenOffice
from tests.db.stakes import furnish
from tests.e2e.cups import PrintSystem, print_system
from tests.notices import FULL

if sys.platform == "win32":
    pytest.skip("CUPS is not the print system of Windows", allow_module_level=True)

PC = "DESK-1"
KIND = NoticeKind.COURTESY_OWNER
INCH = 72.0


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintSystem]:
    with print_system() as system:
        monkeypatch.setenv("CUPS_SERVER", system.server)
        yield system


class FrontDesk:
    """Prints off the window's thread, as the program does; a new thread also asks CUPS_SERVER anew."""

    def __init__(self, office: OpenOffice) -> None:
        lock = Lock()
        self.office, self.renderer, self.printer = office, PdfRenderer(lock), SystemPrinter(lock)

    def letters(self, count: int) -> tuple[KeptPaper, ...]:
        cars = bring(self.office, *(call() for _ in range(count)))
        wishes = [LetterWish(car, KIND, owner) for car, owner in zip(cars, furnish(self.office, *cars), strict=True)]
        return write_letters(self.office.shift, self.renderer, wishes)

    def send(self, papers: Sequence[KeptPaper], queue: str, happens: Callable[[int], object] = lambda _done: None) -> list[PrintProgress]:
        """Send a batch; ``happens`` is told after each paper and may make the world worse."""

        def work() -> list[PrintProgress]:
            return list(_watched(self.steps(papers, queue), happens))

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(work).result(120)

    def steps(self, papers: Sequence[KeptPaper], queue: str) -> Generator[PrintProgress, None, int]:
        kind = PaperKind.of(KIND)
        return print_papers(self.office.shift, self.printer, papers, PrinterChoice(queue), kind=kind, pc=PC)

    def off_thread(self, deed: Callable[[], object]) -> None:
        with ThreadPoolExecutor(1) as thread:
            thread.submit(deed).result(60)

    def states(self, papers: Sequence[KeptPaper]) -> list[PieceState]:
        ids = [paper.document.id for paper in papers]
        with self.office.shift.desk.look() as unit:
            pieces = unit.mail.of_documents(ids)
        return [pieces[each].state for each in ids]


def _watched(steps: Iterator[PrintProgress], happens: Callable[[int], object]) -> Iterator[PrintProgress]:
    for step in steps:
        yield step
        happens(step.done)


@pytest.fixture
def desk(qapp: QApplication, private_office: OpenOffice) -> FrontDesk:
    return FrontDesk(private_office)


def codes(pdf: bytes) -> list[str]:
    """What the barcodes of the first page say, read from it at 150 dots an inch."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [found.text for found in zxingcpp.read_barcodes(document[0].render(scale=150 / INCH).to_pil())]


def texts_in(pdf: bytes, left: float, top: float, right: float, bottom: float) -> str:
    """What stands in a box of the first page, in inches from its left and upper edge."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        height = page.get_height()
        box = left * INCH, height - bottom * INCH, right * INCH, height - top * INCH
        return str(page.get_textpage().get_text_bounded(*box))


def test_letters_come_out_in_order_with_the_address_in_the_window(paper: PrintSystem, desk: FrontDesk) -> None:
    letters = desk.letters(3)
    steps = desk.send(letters, paper.queue)
    assert [step.done for step in steps] == [0, 1, 2, 3]
    printed = paper.printed(3)
    with desk.office.shift.desk.look() as unit:
        pieces = unit.mail.of_documents([letter.document.id for letter in letters])
    assert [codes(pdf)[0] for pdf in printed] == [pieces[letter.document.id].code for letter in letters], "whole, in order, readable"
    safe, (band_top, band_bottom) = USUAL.safe, USUAL.band
    for pdf, letter in zip(printed, letters, strict=True):
        pages = PdfReader(BytesIO(pdf)).pages
        assert len(pages) == len(PdfReader(BytesIO(letter.content)).pages)
        assert all(page.extract_text().strip() for page in pages), "no page is empty"
        in_window = texts_in(pdf, safe.left, safe.top, safe.left + safe.width, safe.top + safe.height)
        assert in_window.split() == " ".join(pieces[letter.document.id].block).split()
        assert texts_in(pdf, 0.0, band_top, 8.5, band_bottom).split() == in_window.split(), "nothing private beside the address"
    assert desk.states(letters) == [PieceState.PREPARED] * 3, "in the queue is not yet out of the printer"
    (batch,) = unanswered(desk.office.shift, PC)
    assert answer_prints(desk.office.shift, [batch.id], [letter.document.id for letter in letters]) == 3
    assert desk.states(letters) == [PieceState.PRINTED] * 3
    desk.off_thread(
        lambda: reprint(desk.office.shift, desk.printer, desk.renderer, letters[0].document.id, PrinterChoice(paper.queue), pc=PC)
    )
    assert codes(paper.printed(4)[-1]) == codes(printed[0])
    assert [(each.copy, each.came_out) for each in printings(desk.office.shift, letters[0].document.id)] == [(False, True), (True, None)]


def test_paper_that_ran_out_a_printer_that_was_taken_away_a_receipt_in_between(paper: PrintSystem, desk: FrontDesk) -> None:
    letters = desk.letters(4)
    shift, ids = desk.office.shift, [letter.document.id for letter in letters]

    def out_of_paper(done: int) -> None:
        if done == 2:
            paper.run("cupsdisable", "-r", "Out of paper", paper.queue)

    with pytest.raises(PrinterTrouble, match=r"is stopped.*\. Nothing was printed\..* 2 of 4 papers were sent before\."):
        desk.send(letters, paper.queue, out_of_paper)
    (first,) = unanswered(shift, PC)
    assert [first.went(place) for place in range(4)] == [Went.SENT, Went.SENT, Went.PERHAPS, Went.NOT_SENT]

    paper.run("lpadmin", "-p", "Back", "-E", "-v", "file:///dev/null")

    def taken_away(done: int) -> None:
        if done == 1:
            paper.run("lpadmin", "-x", "Back")

    rest = kept(shift, ids[2:])
    with pytest.raises(PrinterTrouble, match=r"no printer named “Back” .* 1 of 2 papers were sent before\."):
        desk.send(rest, "Back", taken_away)

    paper.run("cupsenable", paper.queue)
    before = len(paper.printed(2))
    paper.run("cupsdisable", "--hold", paper.queue)  # papers gather in the queue as before a slow printer
    desk.send(rest, paper.queue)
    receipt = desk.renderer.render_top(FULL)
    desk.off_thread(lambda: desk.printer.print_pdf(receipt, PrinterChoice(paper.queue), "Receipt"))
    paper.run("cupsenable", "--release", paper.queue)
    letter_came = [bool(codes(pdf)) for pdf in paper.printed(before + 3)[before:]]
    assert sorted(letter_came) == [False, True, True]
    assert letter_came[-1], "the receipt overtook a letter; one that is being printed it cannot"

    batches = unanswered(shift, PC)
    assert [(batch.printer, batch.sent) for batch in batches] == [(paper.queue, 2), ("Back", 1), (paper.queue, 2)]
    assert answer_prints(shift, [batch.id for batch in batches], [*ids[:2], ids[3]]) == 3
    assert desk.states(letters) == [PieceState.PRINTED, PieceState.PRINTED, PieceState.PREPARED, PieceState.PRINTED]
    assert [each.came_out for each in printings(shift, ids[3])] == [False, True], "no letter is lost, none counted twice"


def test_a_program_killed_between_printing_and_recording_asks_on_its_return(desk: FrontDesk) -> None:
    letters = desk.letters(4)
    shift, ids, url = desk.office.shift, [letter.document.id for letter in letters], desk.office.engine.url
    command = [sys.executable, "-m", "tests.db.printing_program", *map(str, (url.host, url.port, url.database, url.username))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(json.dumps({"password": PASSWORD, "papers": ids, "last": 3}) + "\n")
        running.stdin.flush()
        took = [running.stdout.readline().strip() for _ in range(3)]
        running.kill()  # the third lies in the queue, and nobody wrote that down
    assert took == [letter.document.name for letter in letters[:3]]
    (batch,) = unanswered(shift, PC)
    assert [batch.went(place) for place in range(4)] == [Went.SENT, Went.SENT, Went.PERHAPS, Went.NOT_SENT]
    assert desk.states(letters) == [PieceState.PREPARED] * 4
    assert answer_prints(shift, [batch.id], ids[:3]) == 3
    with pytest.raises(ChangedElsewhere):
        answer_prints(shift, [batch.id], ids)
    assert desk.states(letters) == [PieceState.PRINTED] * 3 + [PieceState.PREPARED]
