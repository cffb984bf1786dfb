"""Papers of the office as the window uses them: the evening's, data sheets, what goes to a newspaper."""

from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.office_papers import evening, keeping, lights_out
from itow_desktop.services.office_papers.keeping import EveningPapers, EveningPlan
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo


class OfficePaperDesk(Desk):
    """Hands each question to its deed; safe to call from several threads."""

    # --- the evening -------------------------------------------------------------------------------------------------

    def evening_report(self) -> tuple[str, bytes]:
        """File name with the PDF of the evening report."""
        return evening.draw_evening_report(self._shift, self._ports.backups, self._ports.renderer)

    def lights_out(self) -> tuple[str, bytes]:
        """File name with the PDF of the lights-out book."""
        return lights_out.draw_lights_out(self._shift, self._ports.renderer)

    def evening_plan(self) -> EveningPlan:
        """When this PC writes them by itself."""
        return keeping.evening_plan(self._ports.settings, self._ports.backups)

    def keep_evening_plan(self, plan: EveningPlan) -> None:
        """Set it; raises ``SettingsTrouble``."""
        keeping.keep_plan(self._ports.settings, plan)

    def write_evening(self, plan: EveningPlan) -> EveningPapers:
        """Write both papers now; raises ``UnwritableFile``."""
        return keeping.write_evening(self._shift, self._ports.backups, self._ports.renderer, plan)

    def write_due(self) -> EveningPapers | None:
        """Write what is due by the plan."""
        return keeping.write_due(self._shift, self._ports.backups, self._ports.renderer, self.evening_plan())

    # --- paper -------------------------------------------------------------------------------------------------------

    def pages(self, pdf: bytes) -> tuple[bytes, ...]:
        """Its pages as PNG."""
        return self._ports.renderer.page_images(pdf)

    def printers(self) -> tuple[PrinterInfo, ...]:
        """The system's printers, the default one first."""
        return self._ports.printer.printers()

    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None:
        """Send a paper to a printer; raises ``PrinterTrouble``."""
        self._ports.printer.print_pdf(pdf, choice, title)
