"""What the windows of incoming mail ask of the office; all but the calendar runs on worker threads and may raise a ``Trouble``."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from itow_desktop.domain.mail.coming_back import Stray
from itow_desktop.domain.mail.pieces import ReturnReason
from itow_desktop.services.mail.looking import MailRow
from itow_desktop.services.mail.views import (
    CaughtUpMail,
    Delivered,
    LineAnswer,
    MadeElsewhere,
    ReadReceipt,
    Returned,
    ReturnEffect,
    StrayMail,
)
from itow_desktop.services.views import Person
from itow_desktop.ui.work import Calendar


class BroughtWork(Calendar, Protocol):
    """What the post office brings."""

    def find(self, scanned: str) -> tuple[MailRow, ...]:
        """The pieces that a barcode of ours or a number stands for."""

    def search(self, words: str) -> tuple[MailRow, ...]:
        """Mailed pieces by words of address, vehicle or call number."""

    def effect(self, piece_id: int, why: ReturnReason) -> ReturnEffect: ...
    def returned(self, person: Person | None, told: Returned) -> ReturnEffect: ...
    def delivered(self, person: Person | None, told: Sequence[Delivered]) -> int: ...
    def take_back_outcome(self, person: Person | None, piece_id: int, reason: str) -> None: ...
    def read_receipts(self, files: Sequence[Path]) -> tuple[ReadReceipt, ...]: ...
    def strays(self) -> tuple[Stray, ...]: ...
    def keep_stray(self, person: Person | None, told: StrayMail) -> int: ...
    def settle_stray(self, person: Person | None, stray_id: int, told: Returned | Delivered) -> None: ...
    def close_stray(self, person: Person | None, stray_id: int, why: str) -> None: ...
    def stray_scan(self, stray_id: int, document_id: int) -> tuple[str, bytes]:
        """Name and bytes of a scan of the tray."""


class ElsewhereWork(Calendar, Protocol):
    """Mail that was made without the program."""

    def check_elsewhere(self, lines: Sequence[MadeElsewhere]) -> tuple[LineAnswer, ...]: ...
    def record_elsewhere(self, person: Person | None, lines: Sequence[MadeElsewhere]) -> CaughtUpMail: ...


class BackWork(BroughtWork, ElsewhereWork, Protocol):
    """All of it."""
