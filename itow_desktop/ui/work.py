"""What panes and dialogs ask of the office; every method is called on worker threads unless it says otherwise."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.notices import TopNotice
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.founding import Founding
from itow_desktop.services.importing import ImportPlan, ImportProgress, ImportResult, Suggestion
from itow_desktop.services.noticing import KeptPaper, TopDraft
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.printing import PrintProgress
from itow_desktop.services.views import FailedCall, ImportRun, Person
from itow_desktop.services.working import CallIn, Entry, PickUp, Why, WorkQueue


class Calendar(Protocol):
    """The office's day; instant, may be asked on the UI thread."""

    @property
    def zone(self) -> ZoneInfo:
        """Where legal days are counted."""

    def today(self) -> date:
        """The local date of this moment."""


class QueueWork(Calendar, Protocol):
    """The queue, and what is recorded from it. Every method may raise a ``Trouble``."""

    def queue(self) -> WorkQueue: ...
    def why(self, custody_id: int) -> Why: ...
    def agencies(self) -> tuple[Agency, ...]: ...
    def call_in(self, person: Person | None, entries: Sequence[CallIn]) -> int: ...
    def sos_notice(self, person: Person | None, custody_ids: Sequence[int], on: date) -> int: ...
    def record(self, person: Person | None, custody_id: int, entry: Entry) -> None: ...
    def pick_up(self, person: Person | None, custody_id: int, left: PickUp) -> None: ...
    def assign_agency(self, person: Person | None, agency_id: int, custody_ids: Sequence[int], *, remember: bool) -> int: ...
    def save_agency(self, person: Person | None, agency: Agency) -> int: ...
    def sort_cars(self, person: Person | None, custody_ids: Sequence[int], kind: CustodyKind) -> int: ...
    def keep_on_lot(self, person: Person | None, custody_ids: Sequence[int]) -> int: ...


class PaperWork(Protocol):
    """Notices from the draft to the tray."""

    def draft_tops(self, custody_ids: Sequence[int]) -> tuple[TopDraft, ...]: ...
    def preview(self, notice: TopNotice) -> tuple[bytes, ...]:
        """The pages as PNG, drawn from the bytes that would be printed."""

    def keep_tops(self, person: Person | None, drafts: Sequence[TopDraft]) -> tuple[KeptPaper, ...]: ...
    def keep_tow_lists(self, person: Person | None, custody_ids: Sequence[int]) -> tuple[KeptPaper, ...]: ...
    def printers(self) -> tuple[PrinterInfo, ...]: ...
    def print_papers(self, papers: Sequence[KeptPaper], choice: PrinterChoice) -> Iterator[PrintProgress]: ...
    def confirm_printed(self, person: Person | None, papers: Sequence[KeptPaper]) -> int: ...
    def save_papers(self, folder: Path, papers: Sequence[KeptPaper]) -> tuple[Path, ...]: ...


class SignInWork(Protocol):
    """The TowBook user name and password, which live in the keyring or nowhere."""

    def username(self) -> str | None: ...
    def password_kept(self) -> bool: ...
    def check_login(self, username: str, password: str) -> str:
        """``accepted``, ``rejected: ...`` or ``TowBook does not answer``."""

    def keep_login(self, username: str, password: str | None) -> None:
        """Put both into the keyring; a password of None leaves the kept one. Raises ``SecretsTrouble``."""


class ImportWork(Calendar, SignInWork, Protocol):
    """Calls from TowBook, and what earlier imports brought."""

    def accounts(self) -> tuple[str, ...]: ...
    def suggest(self, accounts: Sequence[str]) -> Suggestion: ...
    def run_import(
        self, person: Person | None, plan: ImportPlan, stopped: Callable[[], bool]
    ) -> Generator[ImportProgress, None, ImportResult]: ...
    def history(self) -> tuple[ImportRun, ...]: ...
    def failures(self, run_id: int) -> tuple[FailedCall, ...]: ...


class OfficeWork(Protocol):
    """Setting the office up."""

    def found(self, given: Founding) -> Person:
        """Make the head of the office with its first person; raises ``Problems``."""

    def backup_folder(self) -> Path | None: ...
    def keep_backup_folder(self, folder: Path) -> None: ...
