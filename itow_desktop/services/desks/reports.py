"""Reports as the window uses them: what can be asked, the numbers, the cars behind them, papers and spreadsheets."""

from collections.abc import Collection, Generator, Sequence
from pathlib import Path

from itow_desktop.domain.duties import Outcome
from itow_desktop.domain.report_papers import ReportCarLine
from itow_desktop.domain.reports import Line, Report, Scope
from itow_desktop.services import reporting
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.reporting import Choices, MakeWorkbook, ReportProgress


class ReportDesk(Desk):
    """Hands each question to its deed; safe to call from several threads."""

    def choices(self) -> Choices:
        """What a report can be narrowed to."""
        return reporting.choices(self._shift)

    def count(self, scope: Scope) -> Generator[ReportProgress, None, Report]:
        """How duties were kept."""
        return reporting.count_duties(self._shift, scope)

    def cars_behind(self, lines: Sequence[Line], outcomes: Collection[Outcome], most: int) -> tuple[ReportCarLine, ...]:
        """The cars of a number."""
        return reporting.cars_behind(self._shift, lines, outcomes, most)

    def draw(self, report: Report) -> tuple[str, bytes, tuple[bytes, ...]]:
        """The report as a PDF: its name, its bytes, its pages as pictures."""
        paper, renderer = reporting.report_paper(self._shift, report), self._ports.renderer
        pdf = renderer.render_compliance(paper)
        return f"{paper.file_name}.pdf", pdf, renderer.page_images(pdf)

    def draw_open_work(self, report: Report) -> tuple[bytes, ...]:
        """The open work in the months of the report, as the pictures of its page."""
        renderer = self._ports.renderer
        return renderer.page_images(renderer.render_open_work(reporting.report_paper(self._shift, report)))

    def write_spreadsheet(self, report: Report, make: MakeWorkbook, path: Path) -> Generator[ReportProgress, None, None]:
        """The report as a spreadsheet, with the cars behind every number."""
        return reporting.write_spreadsheet(self._shift, report, make, path)

    def printers(self) -> tuple[PrinterInfo, ...]:
        """The system's printers, the default one first."""
        return self._ports.printer.printers()

    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None:
        """Send a paper to a printer; raises ``PrinterTrouble``."""
        self._ports.printer.print_pdf(pdf, choice, title)
