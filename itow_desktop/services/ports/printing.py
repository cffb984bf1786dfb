"""What the program asks of paper: the ports for drawing documents onto pages, then onto printers."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from itow_desktop.domain.call_sheets import CallSheet
from itow_desktop.domain.letters.paper import LetterPaper
from itow_desktop.domain.letters.window import Window
from itow_desktop.domain.lot_papers import LotPaper
from itow_desktop.domain.notices import ScreenList, TopNotice, TowList
from itow_desktop.domain.office_papers.lights_out import LightsOutBook
from itow_desktop.domain.old_database.report import OldPaper
from itow_desktop.domain.printing.addresses import AddressPaper
from itow_desktop.domain.report_papers import ReportPaper
from itow_desktop.domain.why_papers import WhyPaper


class PrinterState(StrEnum):
    """What the system says of a printer."""

    IDLE = "idle"
    BUSY = "busy"
    STOPPED = "stopped"


class Duplex(StrEnum):
    """On which sides of the sheet."""

    ONE_SIDE = "one_side"
    LONG_EDGE = "long_edge"
    SHORT_EDGE = "short_edge"


@dataclass(frozen=True, slots=True)
class Tray:
    """Where a printer takes its paper from; ``name`` is what a ``PrinterChoice`` takes, ``words`` what people read."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class PrinterInfo:
    """A printer the system knows; ``name`` is what a ``PrinterChoice`` takes, ``description`` what people read."""

    name: str
    description: str = ""
    default: bool = False
    state: PrinterState = PrinterState.IDLE
    trays: tuple[Tray, ...] = ()


@dataclass(frozen=True, slots=True)
class PrinterChoice:
    """Where and how to print; ``tray`` and ``duplex`` None leave it to the printer's own setting.

    ``patient``: papers that somebody stands and waits for may overtake it in the queue.
    """

    printer: str
    copies: int = 1
    tray: str | None = None
    duplex: Duplex | None = None
    patient: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.copies <= 99:
            raise ValueError(f"copies must be 1 to 99, not {self.copies}")


@dataclass(frozen=True, slots=True)
class EnclosedFile:
    """A file that goes with a PDF, byte for byte."""

    name: str
    content: bytes


class Renderer(Protocol):
    """Draws documents; the same data gives the same bytes. Nothing here records that something was printed."""

    def render_top(self, notice: TopNotice) -> bytes:
        """The notice as a PDF of one US Letter page, at most 40 KB.

        Raises ``Problems`` when ``preflight`` names something blocking.
        """

    def render_tow_list(self, tow_list: TowList) -> bytes:
        """The list as a PDF of as many US Letter pages as it needs."""

    def render_screen_list(self, listed: ScreenList) -> bytes:
        """A list of the window as a PDF of as many US Letter pages as it needs."""

    def render_lot(self, paper: LotPaper) -> bytes:
        """A paper of the lot as a PDF of as many US Letter pages as it needs."""

    def render_lights_out(self, book: LightsOutBook) -> bytes:
        """The lights-out book as a PDF of as many US Letter pages as it needs."""

    def render_call_sheet(self, sheet: CallSheet) -> bytes:
        """A call sheet as a PDF of as many US Letter pages as it needs."""

    def render_why(self, paper: WhyPaper) -> bytes:
        """Why the dates of a vehicle are what they are, as a PDF of as many US Letter pages as it needs."""

    def render_compliance(self, paper: ReportPaper) -> bytes:
        """The compliance report with the picture of the open work, as a PDF of as many US Letter pages as it needs."""

    def render_open_work(self, paper: ReportPaper) -> bytes:
        """The picture of the open work alone, as a PDF of one page."""

    def render_old_report(self, paper: OldPaper) -> bytes:
        """What came of taking over the old database, as a PDF of as many US Letter pages as it needs."""

    def render_letter(self, paper: LetterPaper) -> bytes:
        """A letter, or any paper written as its parts, as a PDF of as many US Letter pages as it needs.

        Raises ``Problems`` where a picture in it is none.
        """

    def render_addresses(self, paper: AddressPaper) -> bytes:
        """Labels or envelopes as a PDF of as many of their sheets as it needs; raises ``Problems`` where there is no address."""

    def render_window_test(self, window: Window) -> bytes:
        """One US Letter page that shows whether an address will stand in the window of the envelope."""

    def prepare_logo(self, picture: bytes) -> bytes:
        """A picture scaled for the head of a page, as PNG on white; raises ``Problems`` where it is none or far too large."""

    def page_images(self, pdf: bytes, dpi: int = 110) -> tuple[bytes, ...]:
        """Each page as PNG, drawn from the very bytes that would be printed."""

    def page_count(self, pdf: bytes) -> int:
        """How many pages a PDF has; 0 where it cannot be opened."""

    def text_of(self, pdf: bytes) -> str:
        """What is written on the pages of a PDF, page after page; empty where that cannot be told."""

    def bind(self, pdfs: Sequence[bytes], files: Sequence[EnclosedFile]) -> bytes:
        """The pages of all of them, unchanged, in one PDF with the title of the first; these files go with it byte for byte."""

    def copy_mark(self, pdf: bytes) -> bytes:
        """The same pages with COPY laid over them, for a reprint; the bytes given stay the archived ones."""


class Printer(Protocol):
    """The system's printers; called from worker threads."""

    def printers(self) -> tuple[PrinterInfo, ...]:
        """All printers known now, the default one first."""

    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None:
        """Hand a PDF to the print queue and return once it is accepted there.

        ``title`` is what the queue shows. Raises ``PrinterTrouble`` in plain words;
        then nothing was queued. Accepted by the queue is not yet paper in the tray:
        people are asked whether it came out.
        """
