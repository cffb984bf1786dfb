"""The office settings: what all PCs share on the first pages, what this one keeps on the last."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from itow_desktop.domain.errors import Problems, Trouble
from itow_desktop.domain.impounds import ImpoundRule
from itow_desktop.services.office import OfficeSettings
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.views import OfficeFacts, Person
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.office.days_page import DaysPage
from itow_desktop.ui.dialogs.office.head_page import HeadPage
from itow_desktop.ui.dialogs.office.impounds_page import ImpoundsPage
from itow_desktop.ui.dialogs.office.letters_page import LettersPage
from itow_desktop.ui.dialogs.office.mail_page import MailPage
from itow_desktop.ui.dialogs.office.page import SettingsPage
from itow_desktop.ui.dialogs.office.pc_page import PcPage
from itow_desktop.ui.dialogs.office.towbook_page import TowBookPage
from itow_desktop.ui.dialogs.office.words_page import WordsPage
from itow_desktop.ui.dialogs.office.work import OfficeRoomWork
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.tasks import TaskRunner

_READ_ONLY = "Only a manager changes what all PCs share. The last page, this PC's own, can be changed by everybody."


@dataclass(frozen=True, slots=True)
class _Read:
    """All that the pages show."""

    settings: OfficeSettings
    zones: tuple[str, ...]
    printers: tuple[PrinterInfo, ...]
    folder: Path | None
    prefix: str
    mail_password: bool


class OfficeSettingsDialog(DeedDialog):
    """One Save for all pages; what others changed meanwhile stays."""

    office_saved = Signal()

    def __init__(
        self, work: OfficeRoomWork, person: Person | None, *, runner: TaskRunner, memory: WindowMemory | None, parent: QWidget | None
    ) -> None:
        super().__init__("Office settings", "&Save", runner, parent)
        self._work = work
        self._person = person
        self._before: OfficeFacts | None = None
        self._may_change = False
        self.head, self.days, self.words, self.pc = HeadPage(), DaysPage(work.today), WordsPage(), PcPage(memory)
        self.towbook, self.impounds, self.mail = TowBookPage(), ImpoundsPage(), MailPage()
        self.letters = LettersPage()
        self.pages = QTabWidget()
        self.pages.addTab(self.head, "C&ompany")
        self.pages.addTab(self.days, "Da&ys")
        self.pages.addTab(self.words, "&Numbers and words")
        self.pages.addTab(self.towbook, "To&wBook")
        self.pages.addTab(self.impounds, "&Impounds")
        self.pages.addTab(self.letters, "Letters")
        self.pages.addTab(self.mail, "&E-mail")
        self.pages.addTab(self.pc, "&This PC")
        self.body.addWidget(self.pages, 1)
        for page in (self.head, self.days, self.words, self.towbook, self.impounds, self.letters, self.mail, self.pc):
            page.changed.connect(self.refresh_ready)
        self.head.logo.file_chosen.connect(self.take_logo)
        self.letters.signature.file_chosen.connect(self.take_signature)
        self.pc.test_asked.connect(self._test)
        self.impounds.try_asked.connect(self._try_rules)
        self.mail.test_asked.connect(self._test_mail)
        self.fit(QSize(900, 640))
        self.pages.setEnabled(False)
        self.say("Reading...")
        runner.start(self._read, owner=self, done=self._show, failed=self.failed)
        self.refresh_ready()

    @property
    def _shared(self) -> tuple[SettingsPage, ...]:
        return (self.head, self.days, self.words, self.towbook, self.impounds, self.letters, self.mail)

    def _read(self) -> _Read:
        work = self._work
        return _Read(
            work.settings(self._person),
            work.zones(),
            work.printers(),
            work.backup_folder(),
            work.scanner_prefix(),
            work.mail_password_kept(),
        )

    def _show(self, read: _Read) -> None:
        settings = read.settings
        self.days.offer_zones(read.zones)
        self._may_change = settings.may_change
        for page in self._shared:
            page.show_settings(settings)
            page.setEnabled(settings.may_change)
        self.pc.offer(read.printers, read.folder, read.prefix)
        self.mail.offer(password_kept=read.mail_password)
        self._before = settings.facts
        self.pages.setEnabled(True)
        self.say("" if settings.may_change else _READ_ONLY)
        self.refresh_ready()
        (self.head.name if settings.may_change else self.pages).setFocus()

    # --- what was changed --------------------------------------------------------------------------------------------

    @property
    def facts(self) -> OfficeFacts | None:
        """The facts as they stand on the pages; None before they were read."""
        facts = self._before
        if facts is not None and self._may_change:
            for page in self._shared:
                facts = page.taken(facts)
        return facts

    @property
    def _office_touched(self) -> bool:
        return self.facts != self._before or self.head.logo.new is not None or self.letters.signature.new is not None

    def touched(self) -> bool:
        """Something was changed that is not saved."""
        return self._before is not None and (self._office_touched or self.pc.touched or self.mail.new_password is not None)

    def ready(self) -> bool:
        """There is something to save, and an address would show in the envelope."""
        return self.touched() and self.letters.problem is None

    # --- deeds -------------------------------------------------------------------------------------------------------

    def take_logo(self, file: Path) -> None:
        """Check and scale a picture; it is kept with everything else."""
        self.run(lambda: self._work.prepared_logo(file), self.head.logo.show_new, doing="Reading the picture...")

    def take_signature(self, file: Path) -> None:
        """The same of the signature."""
        self.run(lambda: self._work.prepared_logo(file), self.letters.signature.show_new, doing="Reading the picture...")

    def commit(self) -> None:
        """Keep what was changed: of the office first, then of this PC."""
        before, after = self._before, self.facts
        logo, signature = self.head.logo.new, self.letters.signature.new
        folder, prefix, password = self.pc.new_folder, self.pc.new_prefix, self.mail.new_password
        if before is None or after is None:
            return
        office = self._office_touched

        def work() -> None:
            if prefix is not None:
                self._work.keep_scanner_prefix(prefix)
            if password is not None:
                self._work.keep_mail_password(password)
            if office:
                self._work.save(self._person, before, after, logo, signature)
            if folder is not None:
                self._work.keep_backup_folder(folder)

        self.run(work, lambda _none: self._saved(office=office or password is not None))

    def _saved(self, *, office: bool) -> None:
        self.pc.keep_printers()
        if office:
            self.office_saved.emit()
        self.finish(None)

    def failed(self, trouble: Trouble) -> None:
        """What cannot be is said in its own sentences, without an error number."""
        super().failed(trouble)
        if isinstance(trouble, Problems):
            self.problems.say([sentence for _, sentence in trouble.problems])

    def _test_mail(self) -> None:
        """Beside everything else: a server that is not there lets wait for half a minute."""
        asked = self.mail.server, self.mail.new_password
        self.mail.trying()

        def tested(answer: str | Trouble) -> None:
            self.mail.tested(asked, answer)

        self.runner.start(lambda: self._work.check_mail(*asked), owner=self, done=tested, failed=tested)

    def _try_rules(self, rules: tuple[ImpoundRule, ...]) -> None:
        self.run(lambda: self._work.try_rules(rules), self.impounds.show_tried, doing="Trying the rules...")

    def _test(self, choice: PrinterChoice, kind: str) -> None:
        def sent(_none: None) -> None:
            self.say(f"A test page was sent to {choice.printer}.")

        self.run(lambda: self._work.print_test_page(choice, kind), sent, doing="Printing...")
