"""What panes and dialogs ask of the office; every method is called on worker threads unless it says otherwise."""

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.importing.schedules import Schedule
from itow_desktop.domain.notices import TopNotice
from itow_desktop.domain.past import Answer, Fact
from itow_desktop.domain.printing.batches import Batch
from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.domain.vins import VinAdvice
from itow_desktop.services.desks.towbook import TowBookState
from itow_desktop.services.founding import Founding
from itow_desktop.services.importing.from_towbook import ImportPlan, ImportProgress, ImportResult, Suggestion
from itow_desktop.services.joining import Pair
from itow_desktop.services.looking_back import PastBoard
from itow_desktop.services.noticing import KeptPaper, TopDraft
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.printing import PrintProgress
from itow_desktop.services.recording import Entry
from itow_desktop.services.starting_the_day import CopyState, DayStart
from itow_desktop.services.unsure import UnsureBoard
from itow_desktop.services.views import FailedCall, ImportRun, Person
from itow_desktop.services.working import CallIn, PickUp, WorkQueue


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
    def first_lines(self) -> WorkQueue:
        """Some lines of it that press, sooner than all."""

    def agencies(self) -> tuple[Agency, ...]: ...
    def call_in(self, person: Person | None, entries: Sequence[CallIn]) -> int: ...
    def sos_notice(self, person: Person | None, custody_ids: Sequence[int], on: date, reason: str | None = None) -> int: ...
    def record(self, person: Person | None, custody_id: int, entry: Entry) -> None: ...
    def pick_up(self, person: Person | None, custody_id: int, left: PickUp) -> None: ...
    def assign_agency(self, person: Person | None, agency_id: int, custody_ids: Sequence[int], *, remember: bool) -> int: ...
    def save_agency(self, person: Person | None, agency: Agency) -> int: ...
    def sort_cars(self, person: Person | None, custody_ids: Sequence[int], kind: CustodyKind) -> int: ...
    def keep_on_lot(self, person: Person | None, custody_ids: Sequence[int]) -> int: ...


class PrintWork(Protocol):
    """Kept papers on their way to a printer."""

    def printers(self) -> tuple[PrinterInfo, ...]: ...
    def print_papers(
        self, person: Person | None, papers: Sequence[KeptPaper], choice: PrinterChoice, kind: PaperKind
    ) -> Generator[PrintProgress, None, int]:
        """Send papers as a batch that is remembered; answers how many the print system took."""

    def answer_prints(self, person: Person | None, batch_ids: Sequence[int], came: Collection[int]) -> int:
        """Record which papers of batches came out, by document id."""


class BatchWork(PrintWork, Protocol):
    """Printing papers that are kept already, and what nobody has said of them."""

    def pages(self, pdf: bytes) -> tuple[bytes, ...]: ...
    def save_papers(self, folder: Path, papers: Sequence[KeptPaper]) -> tuple[Path, ...]: ...
    def unanswered(self) -> tuple[Batch, ...]:
        """What was sent from this PC and nobody has said what came out."""

    def kept(self, document_ids: Sequence[int]) -> tuple[KeptPaper, ...]: ...


class PaperWork(PrintWork, Protocol):
    """Notices from the draft to the tray."""

    def draft_tops(self, custody_ids: Sequence[int]) -> tuple[TopDraft, ...]: ...
    def preview(self, notice: TopNotice) -> tuple[bytes, ...]:
        """The pages as PNG, drawn from the bytes that would be printed."""

    def keep_tops(self, person: Person | None, drafts: Sequence[TopDraft]) -> tuple[KeptPaper, ...]: ...
    def keep_tow_lists(self, person: Person | None, custody_ids: Sequence[int]) -> tuple[KeptPaper, ...]: ...
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


class TowBookWork(Calendar, Protocol):
    """How it stands with TowBook, and imports that nobody starts. Every method may raise a ``Trouble``."""

    def state(self) -> TowBookState: ...
    def test_login(self) -> str:
        """What TowBook says to the kept user name and password, as ``check_login``."""

    def set_schedule(self, person: Person | None, times: str, *, lot: bool, running: bool) -> Schedule: ...
    def let_wait(self, person: Person | None, plan: ImportPlan) -> None: ...
    def take_back(self, person: Person | None, waiting: int) -> bool: ...
    def call_off(self) -> None:
        """End the import that nobody started; instant, may be asked on the UI thread."""


class BeginningWork(Calendar, Protocol):
    """The start of an office and of a day. Every method may raise a ``Trouble``."""

    def start_of_day(self) -> DayStart: ...
    def copies(self) -> CopyState: ...
    def prove_copy(self) -> str | None:
        """Restore the newest copy aside; what is wrong with it, None where all is well. May take minutes."""

    def unsure(self, also: Sequence[int] = ()) -> UnsureBoard: ...
    def sort_cars(self, person: Person | None, custody_ids: Sequence[int], kind: CustodyKind) -> int: ...
    def name_agency(self, person: Person | None, custody_id: int, agency: Agency) -> int: ...
    def name_vin(self, person: Person | None, custody_id: int, text: str, was: str = "") -> None: ...
    def advise_vin(self, text: str) -> VinAdvice: ...
    def past(self, custody_ids: Sequence[int] | None = None) -> PastBoard: ...
    def answer_past(self, person: Person | None, custody_id: int, answers: Mapping[Fact, Answer | None]) -> int: ...
    def pair(self, custody_id: int) -> Pair: ...
    def same_car(self, person: Person | None, hand_id: int, told_id: int) -> None: ...
    def other_car(self, person: Person | None, hand_id: int, told_id: int) -> None: ...


class OfficeWork(Protocol):
    """Setting the office up."""

    def found(self, given: Founding) -> Person:
        """Make the head of the office with its first person; raises ``Problems``."""

    def backup_folder(self) -> Path | None: ...
    def keep_backup_folder(self, folder: Path) -> None: ...
