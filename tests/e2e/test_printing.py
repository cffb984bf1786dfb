"""From a notice to paper: through a real CUPS-PDF queue, the printed file read back."""

import ctypes
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from threading import Lock

import pypdfium2
import pytest
from PIL import Image
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.adapters.printing import cups
from itow_desktop.adapters.printing.devmode import DevMode
from itow_desktop.adapters.printing.system import SystemPrinter
from itow_desktop.domain.errors import PrinterTrouble
from itow_desktop.domain.notices import TowList
from itow_desktop.domain.printing.addresses import Addressed, AddressPaper, Stock
from itow_desktop.services.ports.printing import Duplex, PrinterChoice, PrinterInfo, PrinterState
from tests.e2e.cups import PrintSystem, print_system
from tests.notices import FULL, OFFICE, logo, notice

if sys.platform == "win32":
    pytest.skip("CUPS is not the print system of Windows", allow_module_level=True)


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintSystem]:
    """A print system of this test's own, the only one that the program sees."""
    with print_system() as system:
        monkeypatch.setenv("CUPS_SERVER", system.server)
        yield system


class Desk:
    """Prints as the program does: off the window's thread. A new thread also asks CUPS_SERVER anew."""

    def __init__(self) -> None:
        lock = Lock()
        self.renderer = PdfRenderer(lock)
        self._printer = SystemPrinter(lock)

    def printers(self) -> tuple[PrinterInfo, ...]:
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(self._printer.printers).result(60)

    def print(self, pdf: bytes, choice: PrinterChoice, title: str = "TOP notice 21359") -> None:
        with ThreadPoolExecutor(1) as thread:
            thread.submit(self._printer.print_pdf, pdf, choice, title).result(60)


@pytest.fixture
def desk(qapp: QApplication) -> Desk:
    return Desk()


def text_of(pdf: bytes) -> str:
    """Plain letters without blanks: the rest has no name any more once CUPS-PDF has made PostScript of the page and back."""
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return re.sub(r"[^!-~]", "", text)


def place_of(pdf: bytes, word: str) -> tuple[float, ...]:
    """Left, bottom, right, top of a word on the first page, in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage()
        found = text.search(word).get_next()
        assert found is not None
        first, count = found
        left, bottom, _, _ = text.get_charbox(first)
        _, _, right, top = text.get_charbox(first + count - 1)
        return left, bottom, right, top


def pictures_of(pdf: bytes) -> int:
    return sum(len(page.images) for page in PdfReader(BytesIO(pdf)).pages)


def test_a_notice_comes_out_as_it_was_drawn(paper: PrintSystem, desk: Desk) -> None:
    pdf = desk.renderer.render_top(FULL)
    desk.print(pdf, PrinterChoice(paper.queue))
    (printed,) = paper.printed()
    assert text_of(printed) == text_of(pdf), "letters stay letters"
    assert pictures_of(printed) == 0, "no page turned into a picture"
    (page,) = PdfReader(BytesIO(printed)).pages
    assert tuple(map(float, page.mediabox)) == (0, 0, 612, 792)
    for word in ("Example Towing", "1G1ZC5E13BF118341", "Call no. 21359"):
        assert place_of(printed, word) == pytest.approx(place_of(pdf, word), abs=0.5), "neither scaled nor shifted"


def test_a_group_comes_out_complete(paper: PrintSystem, desk: Desk) -> None:
    plates = [f"TST{number:04}" for number in range(4)]
    for plate in plates:
        desk.print(desk.renderer.render_top(notice(plate=plate)), PrinterChoice(paper.queue), f"TOP {plate}")
    texts = [text_of(pdf) for pdf in paper.printed(4)]
    assert sorted(plate for plate in plates for text in texts if plate in text) == plates


def test_a_difficult_title_is_only_a_title(paper: PrintSystem, desk: Desk) -> None:
    choice = PrinterChoice(paper.queue, copies=2, duplex=Duplex.LONG_EDGE)
    desk.print(desk.renderer.render_top(FULL), choice, title="-x\n; rm $(Zoë) 🚗")
    (printed,) = paper.printed()
    assert "1G1ZC5E13BF118341" in text_of(printed)


def test_a_tow_list_lies_across_the_sheet(paper: PrintSystem, desk: Desk) -> None:
    pdf = desk.renderer.render_tow_list(TowList(replace(OFFICE, logo=logo()), "Burton Police Department", date(2026, 5, 8), (FULL,) * 30))
    desk.print(pdf, PrinterChoice(paper.queue), "Tow list")
    (printed,) = paper.printed()
    assert len(PdfReader(BytesIO(printed)).pages) == len(PdfReader(BytesIO(pdf)).pages) > 1
    assert text_of(printed).count("1G1ZC5E13BF118341") == 30


@pytest.mark.parametrize(("stock", "size"), [(Stock.ENVELOPE, (297, 684)), (Stock.LABEL_4X6, (288, 432))])
def test_an_address_comes_out_on_its_own_sheet(paper: PrintSystem, desk: Desk, stock: Stock, size: tuple[float, float]) -> None:
    to = Addressed(("PAT PRACTICE", "1 INVENTED ST", "FLINT MI  48502"), "PC000123")
    pdf = desk.renderer.render_addresses(AddressPaper(stock, (to,), ("Example Towing", "1200 Example Rd", "Burton MI 48529")))
    desk.print(pdf, PrinterChoice(paper.queue), stock.words)
    (printed,) = paper.printed()
    (page,) = PdfReader(BytesIO(printed)).pages
    assert sorted(map(float, page.mediabox[2:])) == pytest.approx(size, abs=1), "not laid onto a sheet of US Letter"
    assert text_of(printed) == text_of(pdf)


def test_a_reprint_says_copy_and_the_archive_does_not(paper: PrintSystem, desk: Desk) -> None:
    archived = desk.renderer.render_top(FULL)
    desk.print(archived, PrinterChoice(paper.queue))
    desk.print(desk.renderer.copy_mark(archived), PrinterChoice(paper.queue))
    first, again = paper.printed(2)
    assert text_of(again) == text_of(first)
    marked = desk.renderer.page_images(desk.renderer.copy_mark(archived), dpi=72)[0]
    seen_first, seen_again = (desk.renderer.page_images(pdf, dpi=72)[0] for pdf in (first, again))
    assert likeness(seen_again, marked) > 0.998
    assert likeness(seen_first, marked) < 0.997, "COPY is ink that the first print has not"


def test_printers_are_told_with_their_state_and_trays(paper: PrintSystem, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVERROOT", str(paper.folder / "etc"))  # a server without a port tells no address to ask for trays
    laser = "drv:///sample.drv/laserjet.ppd"
    paper.run("lpadmin", "-p", "Back", "-E", "-v", "file:///dev/null", "-D", "Back room", "-m", laser)
    paper.run("lpadmin", "-d", paper.queue)
    paper.run("cupsdisable", "Back")
    front, back = desk.printers()
    assert (front.name, front.default, front.state) == (paper.queue, True, PrinterState.IDLE)
    assert (back.name, back.description, back.default, back.state) == ("Back", "Back room", False, PrinterState.STOPPED)
    assert front.trays == ()
    assert {"Tray1", "Tray2", "Manual"} <= {tray.name for tray in back.trays}


def test_a_printer_that_is_gone_is_told(paper: PrintSystem, desk: Desk) -> None:
    pdf = desk.renderer.render_top(FULL)
    paper.run("lpadmin", "-x", paper.queue)
    with pytest.raises(PrinterTrouble, match=r"no printer named “FrontDesk” on this computer any more. Nothing was printed"):
        desk.print(pdf, PrinterChoice(paper.queue))
    assert desk.printers() == ()


def test_a_stopped_printer_gets_no_job(paper: PrintSystem, desk: Desk) -> None:
    paper.run("cupsdisable", "-r", "Out of paper", paper.queue)
    with pytest.raises(PrinterTrouble, match=r"“FrontDesk” is stopped: Out of paper. Nothing was printed"):
        desk.print(desk.renderer.render_top(FULL), PrinterChoice(paper.queue))
    assert paper.waiting() == []


def test_a_printer_that_takes_no_jobs_says_why(paper: PrintSystem, desk: Desk) -> None:
    paper.run("cupsreject", paper.queue)
    with pytest.raises(PrinterTrouble, match=r"did not take the job: .*not accepting jobs.*Nothing was printed"):
        desk.print(desk.renderer.render_top(FULL), PrinterChoice(paper.queue))
    assert paper.waiting() == []


def test_without_lp_the_pages_are_printed_as_pictures(
    paper: PrintSystem, desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pdf = desk.renderer.render_top(FULL)
    with monkeypatch.context() as patched:
        patched.setenv("PATH", str(tmp_path))
        desk.print(pdf, PrinterChoice(paper.queue))
    (printed,) = paper.printed()
    (page,) = PdfReader(BytesIO(printed)).pages
    assert tuple(map(float, page.mediabox)) == (0, 0, 612, 792)
    assert pictures_of(printed) >= 1
    seen, drawn = (desk.renderer.page_images(each, dpi=36)[0] for each in (printed, pdf))
    assert likeness(seen, drawn) > 0.95


def test_a_print_system_that_hangs_is_given_up(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path / "lp", "exec sleep 60")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(cups, "_PATIENCE", 0.3)
    with pytest.raises(PrinterTrouble, match=r"did not answer within .* look into the queue of “FrontDesk” before printing again"):
        cups.print_vectors(desk.renderer.render_top(FULL), PrinterChoice("FrontDesk"), "TOP", Lock())


def test_a_frozen_program_gives_lp_the_library_path_of_the_system(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path / "lp", f'cat >/dev/null; echo "path=$LD_LIBRARY_PATH args=$*" > {tmp_path}/said')
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/frozen/_internal")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/opt/system")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    choice = PrinterChoice("FrontDesk", 3, tray="Tray2", duplex=Duplex.ONE_SIDE, patient=True)
    cups.print_vectors(desk.renderer.render_top(FULL), choice, "TOP", Lock())
    said = (tmp_path / "said").read_text()
    assert "path=/opt/system " in said
    for part in ("-d FrontDesk", "-n 3", "-o media=Letter", "-o sides=one-sided", "-o InputSlot=Tray2", "-q 30"):
        assert part in said


@pytest.mark.parametrize("copies", [0, 100])
def test_copies_have_a_sensible_number(copies: int) -> None:
    with pytest.raises(ValueError, match="copies"):
        PrinterChoice("FrontDesk", copies)


def test_the_job_settings_of_windows_lie_where_windows_reads_them() -> None:
    """Offsets of DEVMODEW as wingdi.h lays them out; the structure must not differ between systems."""
    expected = {
        "dmSize": 68, "dmFields": 72, "dmOrientation": 76, "dmPaperSize": 78, "dmCopies": 86, "dmDefaultSource": 88,
        "dmDuplex": 94, "dmFormName": 102, "dmLogPixels": 166, "dmPanningHeight": 216,
    }  # fmt: skip
    assert {name: getattr(DevMode, name).offset for name in expected} == expected
    assert ctypes.sizeof(DevMode) == 220


def program(path: Path, lines: str) -> None:
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o755)


def likeness(one: bytes, other: bytes) -> float:
    """The share of dots that are about as dark in both pictures."""
    first, second = (Image.open(BytesIO(png)).convert("L") for png in (one, other))
    assert first.size == second.size
    alike = sum(abs(a - b) < 64 for a, b in zip(first.tobytes(), second.tobytes(), strict=True))
    return alike / (first.width * first.height)
