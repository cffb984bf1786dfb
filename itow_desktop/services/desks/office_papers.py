"""Papers of the office as the window uses them: the evening's, data sheets, what goes to a newspaper."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from itow_desktop.domain.attachments import Attachment, FileSource
from itow_desktop.domain.errors import UnreadableFile
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.office_papers.newspapers import Newspaper
from itow_desktop.domain.office_papers.sales import SaleTerms
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.office_papers import ads, evening, keeping, lights_out, sales, sheets
from itow_desktop.services.office_papers.ads import DrawnSale, SalePlan
from itow_desktop.services.office_papers.car_facts import ScrapFacts
from itow_desktop.services.office_papers.keeping import EveningPapers, EveningPlan
from itow_desktop.services.office_papers.sales import Publication, Sales
from itow_desktop.services.office_papers.sheets import DrawnSheet
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.recording import Scan
from itow_desktop.services.views import Person


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

    # --- one car -----------------------------------------------------------------------------------------------------

    def sheet(self, kind: NoticeKind, custody_id: int, scrap: ScrapFacts | None = None) -> DrawnSheet:
        """A sheet of facts, or the record of a scrap vehicle."""
        return sheets.draw_sheet(self._shift, self._ports.renderer, kind, custody_id, scrap)

    def keep_sheet(self, person: Person | None, drawn: DrawnSheet) -> None:
        """Keep it among the papers of its car."""
        sheets.keep_sheet(self._shift.by(person), drawn)

    def photos(self, custody_id: int) -> tuple[Attachment, ...]:
        """The photos of a car, the newest first."""
        return sheets.photos_of(self._shift, custody_id)

    # --- sales -------------------------------------------------------------------------------------------------------

    def sales(self, published: date | None = None) -> Sales:
        """What is planned to be sold, and what could be."""
        return sales.sales(self._shift, published)

    def plan_sale(self, person: Person | None, custody_ids: Sequence[int], terms: SaleTerms, reason: str | None = None) -> int:
        """Plan one sale for some cars."""
        return sales.plan_sale(self._shift.by(person), custody_ids, terms, reason)

    def draw_sale(self, kind: NoticeKind, plan: SalePlan, newspaper: Newspaper | None = None) -> DrawnSale:
        """The ad, the auction list or the notice for the door."""
        return ads.draw_sale(self._shift, self._ports.renderer, kind, plan, newspaper)

    def keep_sale(self, person: Person | None, drawn: DrawnSale) -> None:
        """Keep it on every car that it names."""
        ads.keep_sale(self._shift.by(person), drawn)

    def send_ad(self, person: Person | None, plan: SalePlan, newspaper: Newspaper) -> int:
        """Put the ad into the outbox for its newspaper."""
        return ads.send_ad(self._shift.by(person), self.draw_sale(NoticeKind.AD, plan, newspaper), newspaper)

    def publish(
        self, person: Person | None, custody_ids: Sequence[int], ad: Publication, files: Sequence[Path], reason: str | None = None
    ) -> int:
        """Record that the ad was published, with the clipping; raises ``UnreadableFile`` too."""
        scans = [Scan(self._ports.pictures.prepare(path), FileSource.FILE) for path in files]
        return sales.record_publication(self._shift.by(person), custody_ids, ad, scans, reason)

    def unfit(self, files: Sequence[Path]) -> dict[Path, str]:
        """Why each of these files cannot be kept, in a sentence; the others can."""
        found = {}
        for path in files:
            try:
                self._ports.pictures.prepare(path)
            except UnreadableFile as trouble:
                found[path] = str(trouble)
        return found

    def keep_newspaper(self, person: Person | None, newspaper: Newspaper) -> int:
        """Add or change a newspaper."""
        return sales.keep_newspaper(self._shift.by(person), newspaper)

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
