"""The printers as the window uses them."""

from collections.abc import Collection, Generator, Sequence
from pathlib import Path

from itow_desktop.domain.mail.pieces import HERE, Piece
from itow_desktop.domain.printing.addresses import Addressed, AddressPaper, Stock
from itow_desktop.domain.printing.batches import Batch, Printing
from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.services import browsing, printing
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.letters.gathering import window_of
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.printing import PrintProgress
from itow_desktop.services.views import DocumentInfo, Person


class PrintDesk(Desk):
    """Hands each question to its deed; safe to call from several threads."""

    def printers(self) -> tuple[PrinterInfo, ...]:
        """The system's printers, the default one first."""
        return self._ports.printer.printers()

    def pages(self, pdf: bytes) -> tuple[bytes, ...]:
        """Its pages as PNG."""
        return self._ports.renderer.page_images(pdf)

    def print_papers(
        self, person: Person | None, papers: Sequence[KeptPaper], choice: PrinterChoice, kind: PaperKind
    ) -> Generator[PrintProgress, None, int]:
        """Send kept papers to a printer, as a batch that is remembered."""
        shift = self._shift.by(person)
        return (yield from printing.print_papers(shift, self._ports.printer, papers, choice, kind=kind, pc=self._ports.pc))

    def answer_prints(self, person: Person | None, batch_ids: Sequence[int], came: Collection[int]) -> int:
        """Record which papers of batches came out, by document id."""
        return printing.answer_prints(self._shift.by(person), batch_ids, came)

    def unanswered(self) -> tuple[Batch, ...]:
        """What was sent from this PC and nobody has said what came out."""
        return printing.unanswered(self._shift, self._ports.pc)

    def kept(self, document_ids: Sequence[int]) -> tuple[KeptPaper, ...]:
        """Kept papers with their bytes."""
        return printing.kept(self._shift, document_ids)

    def save_papers(self, folder: Path, papers: Sequence[KeptPaper]) -> tuple[Path, ...]:
        """Write papers as PDF files."""
        return printing.save_papers(folder, papers)

    def document(self, document_id: int) -> tuple[DocumentInfo, bytes]:
        """A kept paper with its bytes."""
        return browsing.document(self._ports.desk, document_id)

    def printings(self, document_id: int) -> tuple[Printing, ...]:
        """Every time a kept paper went to a printer."""
        return printing.printings(self._shift, document_id)

    def reprint(self, person: Person | None, document_id: int, choice: PrinterChoice) -> None:
        """Print a kept paper again, marked COPY."""
        printing.reprint(self._shift.by(person), self._ports.printer, self._ports.renderer, document_id, choice, pc=self._ports.pc)

    # --- addresses ---------------------------------------------------------------------------------------------------

    def to_address(self) -> tuple[Piece, ...]:
        """The letters that have not been handed over yet, oldest first."""
        with self._ports.desk.look() as unit:
            return unit.mail.in_state(HERE)

    def draw_addresses(self, stock: Stock, to: Sequence[Addressed], first: int) -> bytes:
        """Labels or envelopes; raises ``Problems`` where nobody is chosen."""
        with self._ports.desk.look() as unit:
            office = unit.office.get()
        sender = (office.name or "", *(office.address or "").splitlines())
        return self._ports.renderer.render_addresses(AddressPaper(stock, tuple(to), sender, first))

    def draw_window_test(self) -> bytes:
        """The test sheet for the office's window envelope."""
        with self._ports.desk.look() as unit:
            window = window_of(unit.office.get())
        return self._ports.renderer.render_window_test(window)

    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None:
        """Send a PDF that is not kept to a printer."""
        self._ports.printer.print_pdf(pdf, choice, title)
