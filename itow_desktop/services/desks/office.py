"""The office's settings as the window uses them: what all PCs share, what this one keeps for itself."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from itow_desktop.domain.errors import Problems, SecretsTrouble
from itow_desktop.domain.impounds import ImpoundRule
from itow_desktop.domain.lot import Spot, Spots
from itow_desktop.domain.notices import ScreenList
from itow_desktop.domain.outbox.servers import MailServer
from itow_desktop.services import lot, office
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.importing.sorting_calls import Tried, try_rules
from itow_desktop.services.noticing import head_of
from itow_desktop.services.office import OfficeSettings
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.ports.secrets import SMTP_PASSWORD
from itow_desktop.services.views import OfficeFacts, Person


class OfficeDesk(Desk):
    """Hands each question to its deed; safe to call from several threads."""

    def settings(self, person: Person | None) -> OfficeSettings:
        """The settings as they stand, and whether this person may change them."""
        return office.office_settings(self._shift.by(person))

    def save(
        self, person: Person | None, before: OfficeFacts, after: OfficeFacts, logo: bytes | None, signature: bytes | None = None
    ) -> None:
        """Keep what was changed; raises ``ChangedElsewhere``, ``Problems``, ``NotAllowed``."""
        office.save_settings(self._shift.by(person), before, after, logo, signature)

    def follow(self) -> bool:
        """Let the law follow the settings; answers whether dates were computed anew."""
        return office.follow_office(self._shift)

    def take_up(self) -> bool:
        """Go on with another database that took the place of this one; answers whether dates were computed anew."""
        return office.take_up(self._shift)

    def try_rules(self, rules: Sequence[ImpoundRule]) -> tuple[Tried, ...]:
        """What rules of impounds would say of the last calls, beside those in use; raises ``Problems``."""
        return try_rules(self._shift, rules)

    def zones(self) -> tuple[str, ...]:
        """Every time zone there is."""
        return office.zones()

    def prepared_logo(self, file: Path) -> bytes:
        """The picture of a file, checked and scaled; raises ``Problems``."""
        return office.logo_of_file(self._ports.renderer, file)

    def words_offered(self) -> Mapping[str, tuple[str, ...]]:
        """What is offered while typing, by the name of the field; for a spot the list of spots."""
        return {**office.words_offered(self._shift), "spot": tuple(spot.name for spot in self.spots())}

    def spots(self) -> tuple[Spot, ...]:
        """The list of spots in use, in its order."""
        with self._shift.desk.look() as unit:
            return Spots(unit.lot.spots()).active

    def save_spots(self, person: Person | None, spots: Sequence[Spot], read: Sequence[Spot] | None = None) -> None:
        """Keep the list of spots made from ``read``; raises ``ChangedElsewhere``, ``Problems``, ``NotAllowed``."""
        lot.save_spots(self._shift.by(person), spots, read)

    # --- this PC -----------------------------------------------------------------------------------------------------

    def backup_folder(self) -> Path | None:
        """Where copies go."""
        return self._ports.backups.folder

    def keep_backup_folder(self, folder: Path) -> None:
        """Let copies go somewhere else from now on."""
        self._ports.settings.change({"backup.dir": folder})

    def check_mail(self, server: MailServer, password: str | None) -> str:
        """What the mail server says to a sign-in, by the kept password where none is given; raises ``MailTrouble``, ``SecretsTrouble``."""
        return self._ports.mailer.check(server, password or self._ports.secrets.get(SMTP_PASSWORD))

    def mail_password_kept(self) -> bool:
        """Whether this PC knows the mail server's password; one whose keyring does not open knows none."""
        with suppress(SecretsTrouble):
            return self._ports.secrets.get(SMTP_PASSWORD) is not None
        return False

    def keep_mail_password(self, password: str) -> None:
        """Into the keyring of this PC; raises ``SecretsTrouble``."""
        self._ports.secrets.put(SMTP_PASSWORD, password)

    def scanner_prefix(self) -> str:
        """What the barcode scanner types before each code; empty where it is known by its pace."""
        return self._ports.settings.read().scanner_prefix

    def keep_scanner_prefix(self, prefix: str) -> None:
        """Keep it from the next start on, empty for none; raises ``Problems`` for what people type too."""
        if prefix[:1].isalnum():
            raise Problems((("scanner_prefix", "What the scanner types first must be a sign that nobody types, such as ~."),))
        self._ports.settings.change({"scanner.prefix": prefix or None})

    def printers(self) -> tuple[PrinterInfo, ...]:
        """The system's printers, the default one first."""
        return self._ports.printer.printers()

    def print_test_page(self, choice: PrinterChoice, kind: str) -> None:
        """Send a page that says what it was printed for; raises ``PrinterTrouble``."""
        now = self._shift.clock.now().astimezone(self._shift.law.zone)
        with self._shift.desk.look() as unit:
            head = head_of(unit.office.get(), unit.office.logo())
        lines = (("Kind of paper", kind), ("Printer", choice.printer), ("Copies", str(choice.copies)))
        printed = f"{now.month}/{now.day}/{now.year} {now.hour}:{now:%M}"
        page = ScreenList("Test page", ("What", "Says"), lines, head.name, printed)
        self._ports.printer.print_pdf(self._ports.renderer.render_screen_list(replace(page, logo=head.logo)), choice, "iTow test page")
