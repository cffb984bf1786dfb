"""What the screens of charges ask of the office; every method runs on worker threads and may raise a ``Trouble``."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol
from zoneinfo import ZoneInfo

from itow_desktop.domain.charges.fees import Fees
from itow_desktop.domain.charges.postage import PostagePrice
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.charges.charging import NewCharge, TakenBack
from itow_desktop.services.charges.fee_schedule import FeeSchedule
from itow_desktop.services.charges.sheets import ChargeSheet
from itow_desktop.services.charges.statements import DrawnStatement
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.views import Person


class ChargeWork(Protocol):
    """One car's charges, its statement, the fees of the office."""

    @property
    def zone(self) -> ZoneInfo:
        """Where legal days are counted."""

    def today(self) -> date:
        """The local date of this moment."""

    def sheet(self, person: Person | None, custody_id: int) -> ChargeSheet: ...
    def charge(self, person: Person | None, custody_id: int, new: NewCharge) -> int: ...
    def take_back(self, person: Person | None, custody_id: int, wish: TakenBack) -> int: ...
    def draw_statement(self, custody_id: int) -> tuple[DrawnStatement, tuple[bytes, ...]]: ...
    def keep_statement(self, person: Person | None, drawn: DrawnStatement) -> KeptPaper: ...
    def printers(self) -> tuple[PrinterInfo, ...]: ...
    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None: ...
    def schedule(self, person: Person | None) -> FeeSchedule: ...
    def add_fees(self, person: Person | None, fees: Fees) -> int: ...
    def withdraw_fees(self, person: Person | None, fees_id: int, reason: str) -> None: ...
    def add_prices(self, person: Person | None, prices: Sequence[PostagePrice]) -> int: ...
    def keep_habits(self, person: Person | None, charge_notices: Sequence[CustodyKind], closes_at: str) -> None: ...
