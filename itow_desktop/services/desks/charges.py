"""Charges as the window uses them: what a car owes, the fee schedule, prices of mailing."""

from collections.abc import Sequence

from itow_desktop.domain.charges.fees import Fees
from itow_desktop.domain.charges.postage import PostagePrice
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.charges import charging, fee_schedule, sheets, statements
from itow_desktop.services.charges.charging import NewCharge, TakenBack
from itow_desktop.services.charges.fee_schedule import FeeSchedule
from itow_desktop.services.charges.sheets import ChargeSheet, Outlook
from itow_desktop.services.charges.statements import DrawnStatement
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.services.office import follow_office
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.views import Person


class ChargeDesk(Desk):
    """Hands each question to its deed; safe to call from several threads."""

    # --- one car -----------------------------------------------------------------------------------------------------

    def outlook(self, custody_id: int) -> Outlook:
        """What a car owes now, by closing time, tomorrow."""
        return sheets.outlook(self._shift, custody_id)

    def sheet(self, person: Person | None, custody_id: int) -> ChargeSheet:
        """The charges of a car, with what this person may do about them."""
        return sheets.sheet(self._shift.by(person), custody_id)

    def charge(self, person: Person | None, custody_id: int, new: NewCharge) -> int:
        """Add a line to a car's ledger; raises ``Problems``, ``Refused``."""
        return charging.charge(self._shift.by(person), custody_id, new)

    def take_back(self, person: Person | None, custody_id: int, wish: TakenBack) -> int:
        """Enter a line against another one; raises ``Problems``, ``Refused``, ``ChangedElsewhere``."""
        return charging.take_back(self._shift.by(person), custody_id, wish)

    def draw_statement(self, custody_id: int) -> tuple[DrawnStatement, tuple[bytes, ...]]:
        """The statement of this moment with pictures of its sheets; nothing is kept by it."""
        drawn = statements.draw_statement(self._shift, self._ports.renderer, custody_id)
        return drawn, self._ports.renderer.page_images(drawn.content)

    def keep_statement(self, person: Person | None, drawn: DrawnStatement) -> KeptPaper:
        """Keep the statement among the papers of its car."""
        return statements.keep_statement(self._shift.by(person), drawn)

    def printers(self) -> tuple[PrinterInfo, ...]:
        """The system's printers, the default one first."""
        return self._ports.printer.printers()

    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None:
        """Send a paper to a printer; raises ``PrinterTrouble``."""
        self._ports.printer.print_pdf(pdf, choice, title)

    # --- the schedule ------------------------------------------------------------------------------------------------

    def schedule(self, person: Person | None) -> FeeSchedule:
        """Fees, prices, and whether this person may change them."""
        return fee_schedule.fee_schedule(self._shift.by(person))

    def add_fees(self, person: Person | None, fees: Fees) -> int:
        """Enter fees that count from a day on; raises ``Problems``, ``NotAllowed``."""
        return fee_schedule.add_fees(self._shift.by(person), fees)

    def withdraw_fees(self, person: Person | None, fees_id: int, reason: str) -> None:
        """Let fees count no more; raises ``Problems``, ``NotFound``, ``NotAllowed``."""
        fee_schedule.withdraw_fees(self._shift.by(person), fees_id, reason)

    def add_prices(self, person: Person | None, prices: Sequence[PostagePrice]) -> int:
        """Enter prices of mailing; raises ``Problems``, ``NotAllowed``."""
        return fee_schedule.add_prices(self._shift.by(person), prices)

    def keep_habits(self, person: Person | None, charge_notices: Sequence[CustodyKind], closes_at: str) -> None:
        """Say whose cars are charged what a notice costs, and when the office closes; raises ``Problems``, ``NotAllowed``."""
        fee_schedule.keep_habits(self._shift.by(person), charge_notices, closes_at)
        follow_office(self._shift)
