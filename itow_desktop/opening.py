"""Opens the office on this PC: settings, log, secrets, database, law, ports; closes them in order."""

# The composition root that window and terminal share. Everything it imports without Qt stays without Qt.

import hashlib
import logging
import platform
import sys
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from uuid import uuid4
from zoneinfo import ZoneInfo

from itow_desktop import __version__
from itow_desktop.adapters.addresses import Publication28
from itow_desktop.adapters.clock import SystemClock
from itow_desktop.adapters.county_list import read_county_list
from itow_desktop.adapters.db.backups import restore_backup
from itow_desktop.adapters.db.binaries import for_data_folder
from itow_desktop.adapters.db.copies import DatabaseCopies
from itow_desktop.adapters.db.engine import Address, connect, shared_address
from itow_desktop.adapters.db.listen import DatabaseChanges
from itow_desktop.adapters.db.local_server import LocalServer
from itow_desktop.adapters.db.readying import check_shared, is_behind, ready_private, server_version, short_lived, upgrade_safely
from itow_desktop.adapters.db.server_files import ServerFiles, default_data_dir
from itow_desktop.adapters.db.server_move import move_data
from itow_desktop.adapters.db.sign_in import SharedServers
from itow_desktop.adapters.db.unit_of_work import SqlDesk
from itow_desktop.adapters.drafts import DraftFolder
from itow_desktop.adapters.files.reader import FileReader
from itow_desktop.adapters.logs import LogFile
from itow_desktop.adapters.mail.smtp import SmtpMailer
from itow_desktop.adapters.packs import pack_to_apply, read_pack
from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.adapters.pictures.files import FilePictures
from itow_desktop.adapters.secrets import KeyringSecrets, taken_from
from itow_desktop.adapters.settings import SettingsFile, WindowFile, config_dir
from itow_desktop.adapters.towbook.pages import report_table
from itow_desktop.adapters.towbook.reader import TowBookReader
from itow_desktop.adapters.vin_decoder import NhtsaDecoder
from itow_desktop.domain.backups import RestoreResult
from itow_desktop.domain.errors import DatabaseTrouble, NotAllowed, SecretsTrouble
from itow_desktop.domain.settings import Settings
from itow_desktop.services.browsing import agencies
from itow_desktop.services.desks.sign_in import SignInDesk
from itow_desktop.services.founding import add_county
from itow_desktop.services.law import Law
from itow_desktop.services.ports.clock import Clock
from itow_desktop.services.ports.office import Ports
from itow_desktop.services.ports.outbox import NoMailer
from itow_desktop.services.ports.printing import Printer
from itow_desktop.services.ports.secrets import DATABASE_PASSWORD, TOWBOOK_PASSWORD, TOWBOOK_USERNAME
from itow_desktop.services.ports.stores import Desk
from itow_desktop.services.stepping import NOTHING, Recomputed, recompute
from itow_desktop.services.views import OfficeFacts

_log = logging.getLogger(__name__)

COUNTY = "us-mi-genesee.toml"


@dataclass(frozen=True)
class Machine:
    """This PC: its settings as they counted at the start, its folders, its secrets, its open log; ``practice``: nothing here is real."""

    settings: Settings
    settings_file: SettingsFile
    window_file: WindowFile
    data_dir: Path
    secrets: KeyringSecrets
    log: LogFile
    practice: bool = False

    def backup_dir(self) -> Path:
        """Where copies of the database go by the setting as it counts now."""
        return self.settings_file.read().backup_dir or self.data_dir / "backups"

    @property
    def drafts_dir(self) -> Path:
        """Where drafts over the cars of this database are kept."""
        url = self.settings.database_url
        return self.data_dir / "drafts" / (hashlib.sha256(url.encode()).hexdigest()[:12] if url else "private")

    @property
    def private(self) -> bool:
        """Whether the database is this PC's own."""
        return not self.settings.database_url

    @property
    def login(self) -> str | None:
        """The role that signs in at the shared database; None on a private one, where people are picked."""
        return None if self.private else shared_address(self.settings.database_url, None).user


@contextmanager
def started(environment: MutableMapping[str, str]) -> Iterator[Machine]:
    """Read the settings, open the log, take the secrets out of ``environment``; raises ``SettingsTrouble``."""
    folder = config_dir(environment)
    given = taken_from(environment)
    settings_file = SettingsFile(folder, environment)
    settings = settings_file.read()
    data_dir = settings.data_dir or default_data_dir()
    with LogFile(data_dir / "logs") as log:
        _log.info("iTow Desktop %s on Python %s, %s", __version__, sys.version.split()[0], sys.platform)
        for sentence in settings_file.strangers():
            _log.warning(sentence)
        yield Machine(settings, settings_file, WindowFile(folder), data_dir, KeyringSecrets(given, log.hide), log)


@contextmanager
def opened(machine: Machine, printer: Printer, pdfium: Lock) -> Iterator[Ports]:
    """The office on its database, upgraded if it is this PC's own; raises ``Trouble``.

    ``pdfium`` is the program's one lock around PDFium, which a printer shares.
    """
    clock = SystemClock()
    with ExitStack() as closing:
        copies, everyday, mend = _database(machine, clock, closing)
        program = uuid4().hex
        engine = connect(everyday, program=program)
        closing.callback(engine.dispose)
        changes = DatabaseChanges(everyday, program)
        closing.callback(changes.close)
        desk = SqlDesk(engine)
        law = law_of(desk)
        at_start = _furnish(desk, law)
        yield Ports(
            desk=desk,
            law=law,
            clock=clock,
            renderer=PdfRenderer(pdfium, practice=machine.practice),
            pictures=FilePictures(pdfium),
            printer=printer,
            secrets=machine.secrets,
            settings=machine.settings_file,
            drafts=DraftFolder(machine.drafts_dir, clock),
            backups=copies,
            changes=changes,
            mend_database=mend,
            open_towbook=lambda: open_towbook(machine, law.zone, clock),
            check_login=lambda username, password: check_login(machine, clock, username, password),
            pc=platform.node() or "this PC",
            vins=NhtsaDecoder(),
            files=FileReader(report_table),
            addresses=Publication28(),
            mailer=NoMailer() if machine.practice else SmtpMailer(),
            at_start=at_start,
        )


def sign_in_desk(machine: Machine) -> SignInDesk:
    """The choice of the database on this PC; needs no open office."""
    return SignInDesk(machine.settings_file, machine.secrets, SharedServers())


def resources() -> Path:
    """The folder of rules, lists, help and pictures."""
    frozen = getattr(sys, "_MEIPASS", None)
    return (Path(frozen) if frozen else Path(__file__).resolve().parents[1]) / "resources"


def law_of(desk: Desk) -> Law:
    """The rule pack the office chose, with its own settings; raises ``RulesTrouble``."""
    with desk.look() as unit:
        law = Law(pack_to_apply(resources() / "rules", unit.office.get().rule_pack), read=read_pack)
        law.follow(unit)
    return law


def open_towbook(
    machine: Machine, zone: ZoneInfo, clock: Clock, *, record_dir: Path | None = None, known_names: tuple[str, ...] = ()
) -> TowBookReader:
    """A reader with this PC's credentials; ``zone`` is the company's, ``record_dir`` asks for a scrubbed recording."""
    settings = machine.settings
    return TowBookReader(
        settings.towbook_base_url,
        lambda: credentials(machine),
        zone,
        clock=clock,
        state_dir=machine.data_dir,
        requests_per_second=settings.towbook_requests_per_second,
        in_flight=settings.towbook_in_flight,
        record_dir=record_dir,
        known_names=known_names,
    )


def credentials(machine: Machine) -> tuple[str, str]:
    """TowBook's user name with its password; raises ``SecretsTrouble`` where nobody gave them."""
    username, password = machine.secrets.get(TOWBOOK_USERNAME), machine.secrets.get(TOWBOOK_PASSWORD)
    if not username or not password:
        raise SecretsTrouble(
            "TowBook's user name and password are not known here, so TowBook was not asked. Enter them in the window (Import), "
            "or give them as ITOW_TOWBOOK_USERNAME and ITOW_TOWBOOK_PASSWORD."
        )
    return username, password


def check_login(machine: Machine, clock: Clock, username: str, password: str) -> str:
    """What TowBook says to this pair; needs no database."""
    machine.log.hide(password)
    reader = open_towbook(machine, ZoneInfo(OfficeFacts().zone), clock)
    try:
        return reader.check_login(username, password)
    finally:
        reader.close()


def local_server(machine: Machine) -> LocalServer:
    """The private server of the data folder, not yet started."""
    written_by = ServerFiles(machine.data_dir.resolve() / "postgres").written_by()
    return LocalServer(machine.data_dir, for_data_folder(written_by, machine.settings.database_programs))


@contextmanager
def administrator(machine: Machine) -> Iterator[Address]:
    """The address for upgrades, copies and restoring: the private server's superuser, else whom ``database.url`` names."""
    if not machine.private:
        yield shared_address(machine.settings.database_url, machine.secrets.get(DATABASE_PASSWORD))
        return
    server = local_server(machine)
    try:
        yield _started(machine, server)
    finally:
        server.close()


def _started(machine: Machine, server: LocalServer) -> Address:
    """The private server's superuser, the server running."""
    told = server.start()
    machine.log.hide(told.password)
    return Address(told.host, told.port, told.database, told.superuser, told.password)


def upgrade_database(machine: Machine) -> bool:
    """Bring the database to the newest schema, with a copy before; answers whether it was behind. For administrators."""
    with administrator(machine) as address, short_lived(address) as engine:
        return upgrade_safely(engine, _copies(machine, address, SystemClock()).make)


def restore(machine: Machine, file: Path) -> RestoreResult:
    """Put a copy in the place of the database, which is kept under another name; raises ``BackupTrouble``."""
    with administrator(machine) as address:
        return restore_backup(file, address.conninfo(), SystemClock().now(), tools=machine.settings.database_programs)


def shared_state(machine: Machine) -> tuple[Address, str, bool]:
    """Where the shared database is, its server's version, whether its schema is another than this program's."""
    with administrator(machine) as address, short_lived(address) as engine:
        return address, server_version(engine), is_behind(engine)


def move(machine: Machine, folder: Path) -> Path:
    """Move the private server's data into ``folder`` and set ``data_dir``; raises ``ServerTrouble``, then all is as it was."""
    written_by = ServerFiles(machine.data_dir.resolve() / "postgres").written_by()
    new = move_data(machine.data_dir, folder, for_data_folder(written_by, machine.settings.database_programs))
    machine.settings_file.change({"data_dir": new})
    return new


def copies_of(machine: Machine, address: Address) -> DatabaseCopies:
    """The copies of the database, for commands that need no open office."""
    return _copies(machine, address, SystemClock())


def _copies(machine: Machine, address: Address, clock: Clock) -> DatabaseCopies:
    return DatabaseCopies(address, machine.backup_dir, clock, machine.settings.database_programs)


def _database(machine: Machine, clock: Clock, closing: ExitStack) -> tuple[DatabaseCopies, Address, Callable[[], None]]:
    """The copies, the everyday sign-in, and what brings a private server back that was killed."""
    if machine.private:
        server = local_server(machine)
        closing.callback(server.close)
        address = _started(machine, server)
        copies = _copies(machine, address, clock)
        return copies, ready_private(address, copies.make), lambda: _mend(machine, server, address)
    address = closing.enter_context(administrator(machine))
    check_shared(address)
    return _copies(machine, address, clock), address, _nothing


def _mend(machine: Machine, server: LocalServer, before: Address) -> None:
    """Start the private server anew where nobody answers any more; it recovers by itself."""
    if _started(machine, server) != before:
        raise DatabaseTrouble("The database came back at another place. Nothing is lost: close iTow and start it again.")


def _nothing() -> None:
    """A shared server is kept by others."""


def _furnish(desk: Desk, law: Law) -> Recomputed:
    """What a new database lacks, and what new rules change; who may only read leaves both to others."""
    try:
        if not agencies(desk):
            add_county(desk, read_county_list(resources() / "agencies" / COUNTY))
        return recompute(desk, law)
    except NotAllowed:
        _log.info("this sign-in only reads; lists and dates are brought up to date by others")
        return NOTHING
