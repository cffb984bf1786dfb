"""Everything an open office has, as the composition roots hand it to panes, commands, jobs."""

from collections.abc import Callable
from dataclasses import dataclass, field

from itow_desktop.services.law import Law
from itow_desktop.services.ports.backups import Backups
from itow_desktop.services.ports.car_files import Pictures
from itow_desktop.services.ports.changes import Changes
from itow_desktop.services.ports.clock import Clock
from itow_desktop.services.ports.drafts import Drafts
from itow_desktop.services.ports.files import ImportFiles, NoFiles
from itow_desktop.services.ports.outbox import Mailer, NoMailer
from itow_desktop.services.ports.parties import Addresses, AsTyped
from itow_desktop.services.ports.printing import Printer, Renderer
from itow_desktop.services.ports.secrets import Secrets
from itow_desktop.services.ports.settings import SettingsStore
from itow_desktop.services.ports.stores import Desk
from itow_desktop.services.ports.towbook import TowBook
from itow_desktop.services.ports.vins import NoDecoder, VinDecoder
from itow_desktop.services.stepping import NOTHING, Recomputed


@dataclass(frozen=True, slots=True)
class Ports:
    """A plain bundle.

    ``mend_database`` brings a private server back that was killed, and does nothing
    for a shared one; raises ``DatabaseTrouble``. ``open_towbook`` makes a reader for one task, which closes it; ``check_login``
    asks TowBook about a user name with its password and answers "accepted",
    "rejected: ...", "not tried: ..." or "TowBook does not answer: ...".
    """

    desk: Desk
    law: Law
    clock: Clock
    renderer: Renderer
    pictures: Pictures
    printer: Printer
    secrets: Secrets
    settings: SettingsStore
    drafts: Drafts
    backups: Backups
    changes: Changes
    mend_database: Callable[[], None]
    open_towbook: Callable[[], TowBook]
    check_login: Callable[[str, str], str]
    pc: str = "this PC"
    """Its name in the network, where papers lie in the tray of its printer."""
    vins: VinDecoder = field(default_factory=NoDecoder)
    files: ImportFiles = field(default_factory=NoFiles)
    addresses: Addresses = field(default_factory=AsTyped)
    mailer: Mailer = field(default_factory=NoMailer)
    at_start: Recomputed = NOTHING
    """What was computed anew when the office was opened, before anybody could see a date."""
