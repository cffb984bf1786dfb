"""The law as the window uses it: which rules are checked, why a car's dates are what they are."""

from collections.abc import Collection

from itow_desktop.domain.rules import Review
from itow_desktop.services import law_dates, why_pages, working
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.law_dates import LawDates
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.views import Person
from itow_desktop.services.why_pages import DrawnWhy
from itow_desktop.services.working import Why


class LawDesk(Desk):
    """Hands each question to its deed; safe to call from several threads."""

    # --- law dates ---------------------------------------------------------------------------------------------------

    def law_dates(self, person: Person | None) -> LawDates:
        """Every rule, and whether this person may say what is checked."""
        return law_dates.law_dates(self._shift.by(person))

    def mark_checked(self, person: Person | None, marks: Collection[str], review: Review) -> int:
        """Record that somebody compared rules with the law in force; answers how many."""
        return law_dates.mark_checked(self._shift.by(person), marks, review)

    def take_back(self, person: Person | None, marks: Collection[str], reason: str) -> int:
        """Let what was checked by mistake count as not checked; answers how many rules."""
        return law_dates.take_back(self._shift.by(person), marks, reason)

    # --- why ---------------------------------------------------------------------------------------------------------

    def why(self, custody_id: int) -> tuple[Why, str]:
        """Every deadline of a car with its trace, and which car it is in words."""
        found = working.why(self._shift, custody_id)
        with self._shift.desk.look() as unit:
            row = unit.vehicles.card(custody_id).row
        return found, " ".join(part for part in (row.plate, row.description, row.call_number) if part)

    def draw_why(self, custody_id: int) -> tuple[DrawnWhy, tuple[bytes, ...]]:
        """The page for a court with pictures of its sheets; nothing is kept by it."""
        drawn = why_pages.draw_why(self._shift, self._ports.renderer, custody_id)
        return drawn, self._ports.renderer.page_images(drawn.content)

    def keep_why(self, person: Person | None, drawn: DrawnWhy) -> KeptPaper:
        """Keep the page among the papers of its car."""
        return why_pages.keep_why(self._shift.by(person), drawn)

    def printers(self) -> tuple[PrinterInfo, ...]:
        """The system's printers, the default one first."""
        return self._ports.printer.printers()

    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None:
        """Send a paper to a printer; raises ``PrinterTrouble``."""
        self._ports.printer.print_pdf(pdf, choice, title)
