"""The old database as the window uses it: reading files, reviewing, taking over, reports."""

from collections.abc import Generator, Sequence
from pathlib import Path

from itow_desktop.domain.old_database.merging import Choice, Mark
from itow_desktop.domain.old_database.report import OldReport
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.importing import from_old_database
from itow_desktop.services.importing.from_old_database import OldProgress, OldReview
from itow_desktop.services.ports.old_database import ReadOldFile
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.views import Person


class OldDatabaseDesk(Desk):
    """Hands each question to its deed; safe to call from several threads."""

    def stage(self, person: Person | None, read: ReadOldFile, paths: Sequence[Path]) -> Generator[OldProgress, None, OldReview]:
        """Keep the rows of files and work out what they would become."""
        return (yield from from_old_database.stage(self._shift.by(person), read, paths))

    def review(self, fingerprints: Sequence[str]) -> OldReview:
        """What taking over kept files would do now."""
        return from_old_database.review(self._shift, fingerprints)

    def choose(self, person: Person | None, fingerprints: Sequence[str], marks: Sequence[Mark], choice: Choice) -> OldReview:
        """Keep what somebody chose where files disagree."""
        return from_old_database.choose(self._shift.by(person), fingerprints, marks, choice)

    def take_over(self, person: Person | None, fingerprints: Sequence[str]) -> Generator[OldProgress, None, OldReport]:
        """Store everything in one transaction."""
        return (yield from from_old_database.take_over(self._shift.by(person), fingerprints))

    def begun(self) -> OldReview | None:
        """The files that were read last and are not taken over yet; None where there are none."""
        return from_old_database.begun(self._shift)

    def last_report(self) -> OldReport | None:
        """What came of it the last time; None where it never was."""
        runs = from_old_database.last_reports(self._shift)
        return from_old_database.old_report(self._shift, runs[0]) if runs else None

    def report(self, run: int) -> OldReport:
        """What came of one import; raises ``NotFound``."""
        return from_old_database.old_report(self._shift, run)

    def draw(self, report: OldReport) -> tuple[str, bytes, tuple[bytes, ...]]:
        """The report as a PDF: its name, its bytes, its pages as pictures."""
        paper, renderer = from_old_database.old_paper(self._shift, report), self._ports.renderer
        pdf = renderer.render_old_report(paper)
        return f"{paper.file_name}.pdf", pdf, renderer.page_images(pdf)

    def printers(self) -> tuple[PrinterInfo, ...]:
        """The system's printers, the default one first."""
        return self._ports.printer.printers()

    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None:
        """Send a paper to a printer; raises ``PrinterTrouble``."""
        self._ports.printer.print_pdf(pdf, choice, title)
