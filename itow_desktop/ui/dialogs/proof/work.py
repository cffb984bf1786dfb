"""What the windows of proof ask of the office; every method runs on worker threads and may raise a ``Trouble``."""

from collections.abc import Generator
from datetime import date
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from itow_desktop.domain.proof.mail_reports import MailReport
from itow_desktop.domain.proof.papers import Verified
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.services.proof.packet import PacketProgress
from itow_desktop.services.proof.papers import CarPapers
from itow_desktop.services.views import Person


class ProofWork(Protocol):
    """One car's papers with their way, its hearing packet, the mail of a period."""

    @property
    def zone(self) -> ZoneInfo:
        """Where legal days are counted."""

    def today(self) -> date:
        """The local date of this moment."""

    def papers(self, custody_id: int) -> CarPapers: ...
    def verify(self, document_id: int) -> Verified: ...
    def export(self, document_id: int, path: Path) -> Verified: ...
    def write_packet(self, person: Person | None, custody_id: int) -> Generator[PacketProgress, None, KeptPaper]: ...
    def mail_report(self, first: date, last: date, days: int) -> MailReport: ...
