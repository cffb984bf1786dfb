"""The open office as a window uses it: every deed with the person who does it."""

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.notices import ScreenList, TopNotice
from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services import browsing, editing, founding, noticing, printing, recording, working
from itow_desktop.services.desks.beginning import BeginningDesk
from itow_desktop.services.desks.car_files import CarFileDesk
from itow_desktop.services.desks.catching_up import CatchUpDesk
from itow_desktop.services.desks.charges import ChargeDesk
from itow_desktop.services.desks.desk_work import WorkDesk
from itow_desktop.services.desks.editing import EditDesk
from itow_desktop.services.desks.finding import FindingDesk
from itow_desktop.services.desks.importing import ImportDesk
from itow_desktop.services.desks.incoming import IncomingDesk
from itow_desktop.services.desks.law import LawDesk
from itow_desktop.services.desks.letters import LetterDesk
from itow_desktop.services.desks.lot import LotDesk
from itow_desktop.services.desks.mail import MailDesk
from itow_desktop.services.desks.office import OfficeDesk
from itow_desktop.services.desks.office_papers import OfficePaperDesk
from itow_desktop.services.desks.old_database import OldDatabaseDesk
from itow_desktop.services.desks.outbox import OutboxDesk
from itow_desktop.services.desks.packs import PackDesk
from itow_desktop.services.desks.parties import PartyDesk
from itow_desktop.services.desks.people import PeopleDesk
from itow_desktop.services.desks.places import PlaceDesk
from itow_desktop.services.desks.printing import PrintDesk
from itow_desktop.services.desks.proof import ProofDesk
from itow_desktop.services.desks.queue import QueueDesk
from itow_desktop.services.desks.record import RecordDesk
from itow_desktop.services.desks.reports import ReportDesk
from itow_desktop.services.desks.taking_files import TakingDesk
from itow_desktop.services.desks.towbook import TowBookDesk
from itow_desktop.services.editing import Added
from itow_desktop.services.importing import from_towbook
from itow_desktop.services.importing.from_towbook import ImportPlan, ImportProgress, ImportResult, Suggestion
from itow_desktop.services.noticing import KeptPaper, TopDraft
from itow_desktop.services.ports.office import Ports
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.printing import PrintProgress
from itow_desktop.services.recording import Entry
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import CarCard, DocumentInfo, FailedCall, ImportRun, OfficeFacts, Person, VehiclePage, VehicleQuery
from itow_desktop.services.working import CallIn, PickUp, WorkQueue


class FrontDesk:
    """Hands each question to its deed; holds nothing but the ports and one TowBook reader. Safe to call from several threads."""

    def __init__(self, ports: Ports) -> None:
        self.ports = ports
        self._shift = Shift(ports.desk, ports.law, ports.clock, unsigned=False)
        self.edits = EditDesk(ports, self._shift)
        self.beginning = BeginningDesk(ports, self._shift)
        self.files = CarFileDesk(ports, self._shift)
        self.staff = PeopleDesk(self._shift)
        self.finding = FindingDesk(ports, self._shift)
        self.lot = LotDesk(ports, self._shift)
        self.mail = MailDesk(ports, self._shift)
        self.letters = LetterDesk(ports, self._shift)
        self.law = LawDesk(ports, self._shift)
        self.packs = PackDesk(ports, self._shift)
        self.old_database = OldDatabaseDesk(ports, self._shift)
        self.settings = OfficeDesk(ports, self._shift)
        self.places = PlaceDesk(ports, self._shift)
        self.work = WorkDesk(ports, self._shift)
        self.queues = QueueDesk(ports, self._shift)
        self.record_of = RecordDesk(ports, self._shift)
        self.parties = PartyDesk(ports, self._shift)
        self.catching_up = CatchUpDesk(ports, self._shift)
        self.taking = TakingDesk(ports, self._shift)
        self.reports = ReportDesk(ports, self._shift)
        self.office_papers = OfficePaperDesk(ports, self._shift)
        self.checking = ImportDesk(ports, self._shift)
        self.incoming = IncomingDesk(ports, self._shift)
        self.towbook = TowBookDesk(ports, self._shift)
        self.printing = PrintDesk(ports, self._shift)
        self.charges = ChargeDesk(ports, self._shift)
        self.outbox = OutboxDesk(ports, self._shift)
        self.proof = ProofDesk(ports, self._shift)

    def close(self) -> None:
        """Let go of TowBook."""
        self.towbook.close()

    # --- the day -----------------------------------------------------------------------------------------------------

    @property
    def zone(self) -> ZoneInfo:
        """Where legal days are counted."""
        return self.ports.law.zone

    def today(self) -> date:
        """The office's local date."""
        return self._shift.today

    # --- looking -----------------------------------------------------------------------------------------------------

    def vehicles(self, query: VehicleQuery) -> VehiclePage:
        """One page of the vehicle list."""
        return browsing.vehicle_page(self._shift, query)

    def card(self, custody_id: int) -> CarCard:
        """What the details panel shows."""
        return browsing.car_card(self._shift, custody_id)

    def agencies(self) -> tuple[Agency, ...]:
        """Every police department."""
        return browsing.agencies(self.ports.desk)

    def people(self) -> tuple[Person, ...]:
        """Everybody who may sign."""
        return browsing.people(self.ports.desk)

    def document(self, document_id: int) -> tuple[DocumentInfo, bytes]:
        """A kept paper with its bytes."""
        return browsing.document(self.ports.desk, document_id)

    # --- cars --------------------------------------------------------------------------------------------------------

    def add_car(self, person: Person | None, values: Mapping[str, str]) -> Added:
        """Enter a car by hand."""
        return editing.add_car(self._shift.by(person), values)

    # --- the queue ---------------------------------------------------------------------------------------------------

    def queue(self) -> WorkQueue:
        """The work of today."""
        return working.work_queue(self._shift)

    def first_lines(self) -> WorkQueue:
        """The most pressing lines of it, soon."""
        return working.first_lines(self._shift)

    def call_in(self, person: Person | None, entries: Sequence[CallIn]) -> int:
        """Record calls to the police."""
        return working.call_in(self._shift.by(person), entries)

    def sos_notice(self, person: Person | None, custody_ids: Sequence[int], on: date, reason: str | None = None) -> int:
        """Record the date on the Secretary of State's notice."""
        return working.sos_notice(self._shift.by(person), custody_ids, on, reason)

    def record(self, person: Person | None, custody_id: int, entry: Entry) -> None:
        """Record any event."""
        recording.record(self._shift.by(person), custody_id, entry)

    def pick_up(self, person: Person | None, custody_id: int, left: PickUp) -> None:
        """Record that a car left with somebody."""
        working.pick_up(self._shift.by(person), custody_id, left)

    def assign_agency(self, person: Person | None, agency_id: int, custody_ids: Sequence[int], *, remember: bool) -> int:
        """Give cars their police department."""
        return working.assign_agency(self._shift.by(person), agency_id, custody_ids, remember)

    def save_agency(self, person: Person | None, agency: Agency) -> int:
        """Add or change a police department."""
        return editing.save_agency(self._shift.by(person), agency)

    def sort_cars(self, person: Person | None, custody_ids: Sequence[int], kind: CustodyKind) -> int:
        """Say what kind of custody cars are."""
        return working.sort_cars(self._shift.by(person), custody_ids, kind)

    def keep_on_lot(self, person: Person | None, custody_ids: Sequence[int]) -> int:
        """Answer that cars still stand here."""
        return working.keep_on_lot(self._shift.by(person), custody_ids)

    # --- papers ------------------------------------------------------------------------------------------------------

    def draft_tops(self, custody_ids: Sequence[int]) -> tuple[TopDraft, ...]:
        """TOP notices as far as the record fills them."""
        return noticing.draft_tops(self._shift, custody_ids)

    def preview(self, notice: TopNotice) -> tuple[bytes, ...]:
        """Pages as PNG, drawn from the bytes that would be printed."""
        return self.ports.renderer.page_images(self.ports.renderer.render_top(notice))

    def keep_tops(self, person: Person | None, drafts: Sequence[TopDraft]) -> tuple[KeptPaper, ...]:
        """Draw notices and keep their bytes."""
        return noticing.keep_tops(self._shift.by(person), self.ports.renderer, drafts)

    def keep_tow_lists(self, person: Person | None, custody_ids: Sequence[int]) -> tuple[KeptPaper, ...]:
        """Draw and keep one tow list for each agency and day."""
        return noticing.keep_tow_lists(self._shift.by(person), self.ports.renderer, custody_ids)

    def printers(self) -> tuple[PrinterInfo, ...]:
        """The system's printers, the default one first."""
        return self.ports.printer.printers()

    def print_papers(
        self, person: Person | None, papers: Sequence[KeptPaper], choice: PrinterChoice, kind: PaperKind
    ) -> Generator[PrintProgress, None, int]:
        """Send papers to a printer, as a batch that is remembered."""
        return self.printing.print_papers(person, papers, choice, kind)

    def answer_prints(self, person: Person | None, batch_ids: Sequence[int], came: Collection[int]) -> int:
        """Record the papers that came out."""
        return self.printing.answer_prints(person, batch_ids, came)

    def save_papers(self, folder: Path, papers: Sequence[KeptPaper]) -> tuple[Path, ...]:
        """Write papers as PDF files."""
        return printing.save_papers(folder, papers)

    def screen_list(self, title: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
        """A list just as it stands on the screen, as PDF."""
        now = self.ports.clock.now().astimezone(self.zone)
        printed = f"{now:%a} {now.month}/{now.day}/{now.year} {now.hour}:{now:%M}"
        with self.ports.desk.look() as unit:
            name, logo = unit.office.get().name, unit.office.logo()
        listed = ScreenList(title, tuple(headers), tuple(map(tuple, rows)), name, printed, logo)
        return self.ports.renderer.render_screen_list(listed)

    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None:
        """Send a PDF that is not kept to a printer."""
        self.ports.printer.print_pdf(pdf, choice, title)

    # --- TowBook -----------------------------------------------------------------------------------------------------

    def accounts(self) -> tuple[str, ...]:
        """The TowBook accounts the office imports."""
        return self.office().accounts

    def suggest(self, accounts: Sequence[str]) -> Suggestion:
        """The range an import starts with, and why."""
        return from_towbook.suggest_range(self._shift, accounts)

    def run_import(
        self, person: Person | None, plan: ImportPlan, stopped: Callable[[], bool]
    ) -> Generator[ImportProgress, None, ImportResult]:
        """Read what the plan asks, as a stream of progress."""
        return (yield from self.towbook.run_import(person, plan, stopped))

    def history(self) -> tuple[ImportRun, ...]:
        """The last imports."""
        return from_towbook.import_history(self.ports.desk)

    def failures(self, run_id: int) -> tuple[FailedCall, ...]:
        """What an import could not read, and why."""
        return from_towbook.run_failures(self.ports.desk, run_id)

    def username(self) -> str | None:
        """The TowBook user name that is kept."""
        return self.towbook.username()

    def password_kept(self) -> bool:
        """Whether a TowBook password is kept."""
        return self.towbook.password_kept()

    def check_login(self, username: str, password: str) -> str:
        """What TowBook says to this pair."""
        return self.towbook.check_login(username, password)

    def keep_login(self, username: str, password: str | None) -> None:
        """Keep the sign-in; the next import signs in with it."""
        self.towbook.keep_login(username, password)

    # --- the office --------------------------------------------------------------------------------------------------

    def founded(self) -> bool:
        """Whether the office has a head and somebody who signs."""
        return founding.is_founded(self.ports.desk)

    def found(self, given: founding.Founding) -> Person:
        """Set the office up."""
        return founding.begin_office(self._shift, given)

    def office(self) -> OfficeFacts:
        """The facts of the office."""
        return browsing.office(self.ports.desk)

    def save_office(self, person: Person | None, facts: OfficeFacts) -> None:
        """Keep the facts of the office."""
        editing.save_office(self._shift.by(person), facts)

    def backup_folder(self) -> Path | None:
        """Where copies go."""
        return self.ports.backups.folder

    def keep_backup_folder(self, folder: Path) -> None:
        """Let copies go somewhere else from now on."""
        self.ports.settings.change({"backup.dir": folder})
