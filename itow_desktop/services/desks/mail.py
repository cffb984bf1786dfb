"""The mail as the window uses it: what is due, the run to the post office, what comes back."""

from collections.abc import Sequence
from pathlib import Path

from itow_desktop.domain.mail.coming_back import Stray
from itow_desktop.domain.mail.pieces import MailClass, Piece, ReturnReason
from itow_desktop.domain.mail.runs import Form, Run
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.mail import catching_up, changing, coming_back, finding, looking, numbering, receipts, running, sheets, strays
from itow_desktop.services.mail.looking import MailRow, TodaysMail
from itow_desktop.services.mail.running import HandedOver
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
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.services.views import Person


class MailDesk(Desk):
    """Hands each question to its deed; safe to call from several threads."""

    def todays_mail(self) -> TodaysMail:
        """What is to be mailed, what was mailed in the last weeks, the open run."""
        return looking.todays_mail(self._shift)

    def find(self, scanned: str) -> tuple[MailRow, ...]:
        """The pieces that a barcode of ours, a certified number or a green card's number stands for; none where nobody knows it."""
        return looking.find_mail(self._shift, scanned)

    def search(self, words: str) -> tuple[MailRow, ...]:
        """Pieces that were mailed, by words of address, vehicle or call number, newest first."""
        return finding.search_mail(self._shift, words)

    def of_car(self, custody_id: int) -> tuple[MailRow, ...]:
        """The pieces of one car, newest first."""
        return looking.mail_of_car(self._shift, custody_id)

    def run(self, run_id: int) -> tuple[Run, tuple[MailRow, ...]]:
        """A run with its pieces in the order of its sheet."""
        return finding.run_with_mail(self._shift, run_id)

    # --- one piece ---------------------------------------------------------------------------------------------------

    def put_number(self, person: Person | None, piece_id: int, typed: str, *, sure: bool = False) -> Piece:
        """Put a certified number on a piece; an empty one is taken off. Raises ``Problems``, ``DoubtfulNumber`` unless ``sure``."""
        return numbering.put_number(self._shift.by(person), piece_id, typed, sure=sure)

    def put_card(self, person: Person | None, piece_id: int, typed: str, *, sure: bool = False) -> Piece:
        """Keep the green card's own number with its piece; raises as ``put_number``."""
        return numbering.put_card(self._shift.by(person), piece_id, typed, sure=sure)

    def change_class(self, person: Person | None, piece_ids: Sequence[int], mail_class: MailClass) -> int:
        """Mail pieces another way; answers how many. Raises ``Problems`` where the law asks for the way it is, ``Refused``."""
        return changing.change_class(self._shift.by(person), piece_ids, mail_class)

    def void(self, person: Person | None, piece_id: int, reason: str) -> None:
        """Let a letter that was not mailed count no more; raises ``Problems`` without a reason, ``Refused``."""
        running.void_piece(self._shift.by(person), piece_id, reason)

    # --- the run -----------------------------------------------------------------------------------------------------

    def join_run(self, person: Person | None, piece_ids: Sequence[int]) -> Run:
        """Put pieces into the open run, in the order given, behind those that are in it."""
        return running.join_run(self._shift.by(person), piece_ids)

    def leave_run(self, person: Person | None, piece_ids: Sequence[int]) -> None:
        """Take pieces out of the open run; they wait as they are."""
        running.leave_run(self._shift.by(person), piece_ids)

    def preview_sheet(self, form: Form) -> tuple[bytes, ...]:
        """The sheet of the open run as PNG, a page each; nothing is kept. Raises ``Refused``, ``Problems``."""
        renderer = self._ports.renderer
        return renderer.page_images(sheets.draw_sheet(self._shift, renderer, form))

    def write_sheets(self, person: Person | None) -> tuple[KeptPaper, ...]:
        """Keep the sheets of the open run as it is now, ready to be printed; raises ``Refused``, ``Problems``."""
        return sheets.firm_sheets(self._shift.by(person), self._ports.renderer)

    def hand_over(self, person: Person | None, handed: HandedOver) -> Run:
        """Record pieces as mailed.

        Raises ``Problems``, ``Refused``, ``Doubtful`` (give a reason), ``ChangedElsewhere``, ``UnreadableFile``.
        """
        return running.hand_over(self._shift.by(person), self._ports.pictures, handed)

    def keep_stamped(self, person: Person | None, run_id: int, scans: Sequence[Path]) -> Run:
        """Keep scans of the stamped sheet with a run that was handed over; raises ``UnreadableFile``."""
        return running.keep_stamped(self._shift.by(person), self._ports.pictures, run_id, scans)

    def not_mailed(self, person: Person | None, piece_id: int, reason: str) -> None:
        """Say that a piece was not handed over after all: it waits again, what it cost is taken back."""
        running.not_mailed(self._shift.by(person), piece_id, reason)

    # --- what comes back ---------------------------------------------------------------------------------------------

    def effect(self, piece_id: int, why: ReturnReason) -> ReturnEffect:
        """What follows where this piece came back for that reason, as the rules in use say."""
        return coming_back.effect(self._shift, piece_id, why)

    def returned(self, person: Person | None, told: Returned) -> ReturnEffect:
        """Record that a piece came back; answers what follows.

        Raises ``Problems``, ``Refused``, ``ChangedElsewhere``, ``UnreadableFile``.
        """
        return coming_back.returned(self._shift.by(person), self._ports.pictures, told)

    def delivered(self, person: Person | None, told: Sequence[Delivered]) -> int:
        """Record that pieces were delivered, as one deed, all or none; answers how many. Raises as ``returned``."""
        return coming_back.delivered(self._shift.by(person), self._ports.pictures, told)

    def take_back_outcome(self, person: Person | None, piece_id: int, reason: str) -> None:
        """Say that a piece was not delivered or brought back after all; raises ``Problems`` without a reason, ``Refused``."""
        coming_back.take_back_outcome(self._shift.by(person), piece_id, reason)

    def read_receipts(self, files: Sequence[Path]) -> tuple[ReadReceipt, ...]:
        """Which piece each file proves as delivered, by the number in its text; nothing is recorded."""
        return receipts.read_receipts(self._shift, self._ports.renderer, files)

    def strays(self) -> tuple[Stray, ...]:
        """The tray of envelopes and cards that nobody knows the letter of, oldest first."""
        return strays.strays(self._shift)

    def keep_stray(self, person: Person | None, told: StrayMail) -> int:
        """Put one into the tray; answers its id."""
        return strays.keep_stray(self._shift.by(person), self._ports.pictures, told)

    def settle_stray(self, person: Person | None, stray_id: int, told: Returned | Delivered) -> None:
        """Say which piece it is and record what became of it; its scans go along. Raises as ``returned``."""
        strays.settle_stray(self._shift.by(person), self._ports.pictures, stray_id, told)

    def close_stray(self, person: Person | None, stray_id: int, why: str) -> None:
        """Look for its letter no more; raises ``Problems`` without a word why."""
        strays.close_stray(self._shift.by(person), stray_id, why)

    def stray_scan(self, stray_id: int, document_id: int) -> tuple[str, bytes]:
        """Name and bytes of a scan of the tray."""
        return strays.stray_scan(self._shift, stray_id, document_id)

    # --- mailed without the program ----------------------------------------------------------------------------------

    def check_elsewhere(self, lines: Sequence[MadeElsewhere]) -> tuple[LineAnswer, ...]:
        """What is to be said to each line; nothing is recorded."""
        return catching_up.check_mail(self._shift, lines)

    def record_elsewhere(self, person: Person | None, lines: Sequence[MadeElsewhere]) -> CaughtUpMail:
        """Record letters that were mailed without the program, as one deed; none where one line is not right."""
        return catching_up.record_mail(self._shift.by(person), self._ports.pictures, lines)
