"""What the list of mail asks of the office; every method but the calendar's runs on worker threads and may raise a ``Trouble``."""

from collections.abc import Sequence
from typing import Protocol

from itow_desktop.domain.mail.pieces import MailClass, Piece
from itow_desktop.domain.mail.runs import Run
from itow_desktop.services.mail.looking import MailRow, TodaysMail
from itow_desktop.services.mail.running import HandedOver
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.services.views import Person
from itow_desktop.ui.work import Calendar


class NumberWork(Protocol):
    """Numbers of the post office on pieces."""

    def find(self, scanned: str) -> tuple[MailRow, ...]:
        """The pieces that a barcode of ours, a certified number or a green card's stands for."""

    def put_number(self, person: Person | None, piece_id: int, typed: str, *, sure: bool = False) -> Piece: ...
    def put_card(self, person: Person | None, piece_id: int, typed: str, *, sure: bool = False) -> Piece: ...


class PaneWork(Calendar, NumberWork, Protocol):
    """Today's mail, and the numbers that are put on pieces."""

    def todays_mail(self) -> TodaysMail: ...


class MailWork(PaneWork, Protocol):
    """Everything of the mail run."""

    def change_class(self, person: Person | None, piece_ids: Sequence[int], mail_class: MailClass) -> int: ...
    def void(self, person: Person | None, piece_id: int, reason: str) -> None: ...
    def join_run(self, person: Person | None, piece_ids: Sequence[int]) -> Run: ...
    def leave_run(self, person: Person | None, piece_ids: Sequence[int]) -> None: ...
    def write_sheets(self, person: Person | None) -> tuple[KeptPaper, ...]: ...
    def hand_over(self, person: Person | None, handed: HandedOver) -> Run: ...
    def not_mailed(self, person: Person | None, piece_id: int, reason: str) -> None: ...
