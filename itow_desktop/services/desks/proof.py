"""What proves the mail, as the window uses it: papers of a car, hearing packets, the report of a period."""

from collections.abc import Generator
from datetime import date
from pathlib import Path

from itow_desktop.domain.proof.mail_reports import MailReport
from itow_desktop.domain.proof.papers import Verified
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.services.proof import mail_report, packet, papers
from itow_desktop.services.proof.packet import PacketProgress
from itow_desktop.services.proof.papers import CarPapers
from itow_desktop.services.views import Person


class ProofDesk(Desk):
    """Hands each question to its deed; safe to call from several threads."""

    def papers(self, custody_id: int) -> CarPapers:
        """Every kept paper of a car with its way."""
        return papers.papers_of(self._shift, custody_id)

    def verify(self, document_id: int) -> Verified:
        """Read a paper's bytes and hash them again."""
        return papers.verify_paper(self._shift, document_id)

    def export(self, document_id: int, path: Path) -> Verified:
        """Write a paper's exact bytes; raises ``Refused``, ``UnwritableFile``."""
        return papers.export_paper(self._shift, document_id, path)

    def write_packet(self, person: Person | None, custody_id: int) -> Generator[PacketProgress, None, KeptPaper]:
        """Draw the hearing packet of a car and keep it."""
        return (yield from packet.write_packet(self._shift.by(person), self._ports.renderer, custody_id))

    def mail_report(self, first: date, last: date, days: int) -> MailReport:
        """Mail of a period, what is open about it, what it cost."""
        return mail_report.mail_report(self._shift, first, last, days)
