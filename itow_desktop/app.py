"""The composition root of the window: opens every room, wires them, closes them in order."""

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEventLoop, QObject, QProcess, Qt, Signal
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from itow_desktop import __version__
from itow_desktop.adapters.files.old_database import read_old_file
from itow_desktop.adapters.printing.system import SystemPrinter
from itow_desktop.adapters.spreadsheets import compliance_workbook
from itow_desktop.domain.backups import BackupInfo
from itow_desktop.domain.errors import Trouble
from itow_desktop.jobs.daily import Daily
from itow_desktop.jobs.evenings import Evenings
from itow_desktop.jobs.imports import OwnImports
from itow_desktop.jobs.nightly import Nightly
from itow_desktop.jobs.outbox import Sending
from itow_desktop.opening import Machine, opened, resources, sign_in_desk, started
from itow_desktop.services.editing import entry_problem
from itow_desktop.services.front_desk import FrontDesk
from itow_desktop.services.health import health
from itow_desktop.services.importing.own_imports import OwnResult
from itow_desktop.services.people import Staff
from itow_desktop.services.ports.office import Ports
from itow_desktop.services.turning_the_day import DayTurn
from itow_desktop.services.views import Person
from itow_desktop.ui.assets import Styles, Tone
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.cut_off import CutOff
from itow_desktop.ui.dialogs.car_form import CarDeeds
from itow_desktop.ui.dialogs.car_forms import CarForms
from itow_desktop.ui.dialogs.first_run import FirstRunSheet
from itow_desktop.ui.dialogs.letters.work import Ways
from itow_desktop.ui.dialogs.paper import Paper, PaperDeeds, PaperDialog
from itow_desktop.ui.dialogs.people.opening import OpeningDialog
from itow_desktop.ui.dialogs.trouble import show_trouble
from itow_desktop.ui.elsewhere import Elsewhere
from itow_desktop.ui.errors import ExceptionHook
from itow_desktop.ui.garbage import UiGarbage
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.overrides import make_tellable
from itow_desktop.ui.panes.details import DetailsPanel
from itow_desktop.ui.panes.importing import ImportPane
from itow_desktop.ui.panes.pane import Menu
from itow_desktop.ui.panes.queue import QueuePane
from itow_desktop.ui.panes.vehicles import VehiclesPane
from itow_desktop.ui.rooms.beginning import BeginningRoom
from itow_desktop.ui.rooms.car_files import CarFilesRoom
from itow_desktop.ui.rooms.catching_up import CatchUpRoom
from itow_desktop.ui.rooms.charges import ChargeRoom
from itow_desktop.ui.rooms.checking import CheckingRoom
from itow_desktop.ui.rooms.desk_work import DeskWorkRoom
from itow_desktop.ui.rooms.editing import EditingRoom
from itow_desktop.ui.rooms.finding import FindingRoom
from itow_desktop.ui.rooms.help import HelpRoom
from itow_desktop.ui.rooms.incoming import Doors, IncomingRoom
from itow_desktop.ui.rooms.law import LawRoom
from itow_desktop.ui.rooms.letters import LetterRoom
from itow_desktop.ui.rooms.lot import LotRoom
from itow_desktop.ui.rooms.mail import MailRoom
from itow_desktop.ui.rooms.mail_back import MailBackRoom
from itow_desktop.ui.rooms.office import OfficeRoom
from itow_desktop.ui.rooms.office_papers import OfficePapersRoom
from itow_desktop.ui.rooms.old_database import OldDatabaseRoom
from itow_desktop.ui.rooms.outbox import OutboxRoom
from itow_desktop.ui.rooms.packs import PackRoom
from itow_desktop.ui.rooms.parties import PartyRoom
from itow_desktop.ui.rooms.people import PeopleRoom
from itow_desktop.ui.rooms.places import PlacesRoom
from itow_desktop.ui.rooms.practice import PracticeRoom
from itow_desktop.ui.rooms.printing import PrintRoom
from itow_desktop.ui.rooms.proof import ProofRoom
from itow_desktop.ui.rooms.queue import QueueRoom
from itow_desktop.ui.rooms.record import RecordRoom
from itow_desktop.ui.rooms.reports import ReportsRoom
from itow_desktop.ui.rooms.room import House, Room
from itow_desktop.ui.rooms.taking import TakingRoom
from itow_desktop.ui.rooms.undoing import UndoRoom
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.theme import Theme
from itow_desktop.ui.watch import Watch, WatchWork
from itow_desktop.ui.who import Who

_CLOSING_SECONDS = 10.0
_TURN_SECONDS = 0.0005
"""How soon a worker that computes lets the window have its turn; of Python's own five milliseconds a key needs several."""
_RESTORED = (
    "The database was restored from a copy just now, and the window shows what that copy holds. What was saved since it was made is "
    "kept aside under another name; what you typed and did not save is still here."
)


def main(machine: Machine | None) -> int:
    """Open the window on this PC's office, or on another ``machine``; answers the exit code."""
    make_tellable()
    sys.setswitchinterval(_TURN_SECONDS)
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("iTow")
    Theme(qt, Styles(resources() / "styles"))
    with ExitStack() as closing:
        try:
            here = machine or closing.enter_context(started(os.environ))
            here, ports = _open_or_ask(here, closing)
        except Trouble as trouble:
            show_trouble(None, trouble).exec()
            return 1
        window = OfficeWindow(here, ports)
        closing.callback(window.close)
        window.show()
        _end_when_told(qt)
        code = qt.exec()
    if window.restarts:
        _start_program()
    return code


def _end_when_told(qt: QApplication) -> None:
    """Ctrl+C, a log-off or a kind kill ends the window in order; Python hears it at the next tick of a timer."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda _number, _frame: qt.quit())


def _open_or_ask(machine: Machine, closing: ExitStack) -> tuple[Machine, Ports]:
    """Open the office; at a shared database that cannot be opened the password is asked, or another database chosen."""
    while True:
        try:
            return machine, _open(machine, closing)
        except Trouble as trouble:
            if machine.private:
                raise
            runner = TaskRunner()
            answer = OpeningDialog(sign_in_desk(machine), trouble, runner=runner).exec()
            runner.close()
            if answer != QDialog.DialogCode.Accepted:
                raise
            machine = replace(machine, settings=machine.settings_file.read())


def _open(machine: Machine, closing: ExitStack) -> Ports:
    """Open the office on a worker thread, a quiet sign in front meanwhile: a first start makes a whole database."""
    runner = TaskRunner()
    closing.callback(runner.close)
    sign = QLabel("Getting iTow ready...")
    sign.setWindowFlag(Qt.WindowType.SplashScreen)
    sign.setMargin(32)
    sign.show()
    loop = QEventLoop()
    answers: list[Ports | Trouble] = []

    def answered(answer: Ports | Trouble) -> None:
        answers.append(answer)
        loop.quit()

    pdfium = Lock()

    def enter() -> Ports:
        ports = closing.enter_context(opened(machine, SystemPrinter(pdfium), pdfium))
        ports.changes.begin()
        return ports

    runner.start(enter, owner=sign, done=answered, failed=answered)
    loop.exec()
    sign.close()
    if isinstance(answers[0], Trouble):
        raise answers[0]
    return answers[0]


@dataclass(frozen=True, slots=True)
class Jobs:
    """What goes on by itself while the window is open, each on a thread of its own."""

    nightly: Nightly
    daily: Daily
    imports: OwnImports
    evenings: Evenings
    sending: Sending

    def start(self) -> None:
        """Begin all of it."""
        for job in (self.nightly, self.daily, self.imports, self.sending, self.evenings):
            job.start()

    def stop_looking(self) -> None:
        """Let nothing more begin that asks the network or the disk."""
        for job in (self.imports, self.sending, self.evenings):
            job.close()

    def close(self) -> None:
        """End the rest, which is waited for."""
        self.daily.close()
        self.nightly.close()


class OfficeWindow(QObject):
    """The window with everything behind it; made, shown and closed on the UI thread."""

    _copied = Signal(object)
    """Of the night's copy: told on the scheduler's thread, heard on this one."""
    _day_turned = Signal(object)
    """The same of the turn of the day."""
    _cut_off = Signal()
    """The same of a lost connection to the database."""
    _own_step = Signal(object)
    """The same of an import that nobody started: how far it is."""
    _own_over = Signal(object)
    """The same: what came of it."""
    _mailed = Signal(object)
    """The same of the outbox: what came of a round."""

    def __init__(self, machine: Machine, ports: Ports) -> None:
        super().__init__()
        self._practising = machine.practice
        self.desk = FrontDesk(ports)
        self.runner = TaskRunner()
        self.bus = Bus()
        self.elsewhere = Elsewhere(self.bus)
        self.who = Who()
        self.memory = WindowMemory(machine.window_file)
        self.queue = QueuePane(self.runner, self.bus, self.who, work=self.desk, paper=self.desk)
        self.vehicles = VehiclesPane(
            self.runner, self.bus, self.desk.vehicles, zone=self._zone, today=self.desk.today, print_list=self._print_list,
            views=(self.desk.finding, self.who),
        )  # fmt: skip
        self.imports = ImportPane(self.runner, self.bus, self.who, work=self.desk, towbook=self.desk.towbook)
        self.cars = CarHouse(self.runner, self.bus, self.who, self.desk.files)
        self.car_files = CarFilesRoom(self.cars, self.memory, ports.drafts)
        details = DetailsPanel(self.cars)
        forms = CarForms(self.runner, self.bus, self._car_deeds(), self.who)
        house = House(self.runner, self.bus, self.who, self.memory)
        self.beginning = BeginningRoom(house, self.desk.beginning, queue=self.queue, imports=self.imports, vehicles=self.vehicles)
        self.restarts = False
        """Whether the program shall start anew once this window is closed."""
        sign_in = None if machine.practice else sign_in_desk(machine)
        self.desk_work = DeskWorkRoom(house, self.desk.work, queue=self.queue)
        self.prints = PrintRoom(house, self.desk.printing)
        self.people = PeopleRoom(house, self.desk.staff, sign_in, restart=self._restart)
        self.office_papers = OfficePapersRoom(house, self.desk.office_papers, open_car=self.car_files.open)
        self._finding_room = self._finding(house)
        self.parties = PartyRoom(house, self.desk.parties, self.cars.wishes)
        self.rooms = self._rooms(house)
        own = [self.queue, self.vehicles, self.imports]
        panes = [*self.beginning.panes, *own, *(pane for room in self.rooms[1:] for pane in room.panes)]
        self.window = MainWindow(panes, details, forms, who=self.who, memory=self.memory, version=__version__)
        place = "this PC" if machine.private else "shared"
        self.watch = Watch(
            self.runner,
            self.window.lights,
            WatchWork(lambda: health(ports, self.desk.towbook.contact()), ports.mend_database),
            place=place,
            now=self._now,
        )
        self.cut_off = CutOff(self.watch, self.window.all_panes, self._now)
        self._jobs = self._own_jobs()
        self._garbage = UiGarbage(self)
        self._hook = ExceptionHook(self.window.tell_trouble)
        self._wire()

    def show(self) -> None:
        """Show it; what needs the database follows as it comes."""
        self._hook.install()
        self.runner.on_untold(self.window.tell_trouble)
        self.desk.ports.changes.listen(self.elsewhere.heard.emit, self._cut_off.emit)
        self.window.show()
        for pane in self.window.all_panes:
            pane.refresh()
        self.watch.start()
        self._jobs.start()
        self.people.ask()
        self.runner.start(self.desk.founded, owner=self, done=self._welcome)

    def close(self) -> None:
        """Let everything behind the window end, in order; safe to call again."""
        self._hook.remove()
        self._finding_room.close()
        self.desk.ports.changes.close()
        self._jobs.stop_looking()
        self.runner.close(_CLOSING_SECONDS)
        self._jobs.close()
        self.desk.close()
        self._garbage.close()

    # --- wiring ------------------------------------------------------------------------------------------------------

    def _wire(self) -> None:
        window = self.window
        window.details.document_opened.connect(self.prints.open_kept)
        for pane in (self.queue, self.vehicles):
            pane.import_asked.connect(lambda: window.show_pane(self.imports.key))
        self.queue.edit_asked.connect(window.forms.edit)
        self.imports.queue_asked.connect(lambda: window.show_pane(self.queue.key))
        self.bus.import_finished.connect(lambda _run: self._changed())
        self.cut_off.over.connect(self._changed)
        self.watch.gone.connect(lambda *_since: self.people.cut_off(away=True))
        self.watch.back.connect(lambda: self.people.cut_off(away=False))
        self._cut_off.connect(self.cut_off.lost)
        self.runner.troubled.connect(self.cut_off.hear)
        self.elsewhere.another_database.connect(self._restored)
        self._copied.connect(self._copy_told)
        self.bus.import_finished.connect(lambda _run: self._jobs.daily.ask())
        self._day_turned.connect(self._day_told)
        self._own_step.connect(self.imports.standing.show_step)
        self._own_over.connect(self._own_import_told)
        outbox = next(room for room in self.rooms if isinstance(room, OutboxRoom))
        self._mailed.connect(outbox.show_round)
        outbox.let_go.connect(self._jobs.sending.ask)
        self.office_papers.look = self._jobs.evenings.ask
        letters = next(room for room in self.rooms if isinstance(room, LetterRoom))
        self.queue.deeds.letters_asked.connect(letters.write)
        self.queue.deeds.sale_asked.connect(self.office_papers.show_sales)
        self.queue.deeds.facts_asked.connect(self.office_papers.show_tr52lr)
        self.imports.standing.look_asked.connect(self._jobs.imports.ask)
        self.imports.standing.read.connect(self.watch.look)
        window.add_menu_action(Menu.FILE, "&Copy the database now", self._copy_now, picture="floppy-disk")
        for room in self.rooms:
            room.move_in(window)
        window.put_on_top(self.cut_off.band)
        window.page_asked.connect(self.car_files.open)

    def _own_jobs(self) -> Jobs:
        desk, ports = self.desk, self.desk.ports
        return Jobs(
            Nightly(ports.backups, ports.clock, ports.law.zone, self._copied.emit),
            Daily(desk.beginning.turn_day, self._day_turned.emit, today=desk.today, zone=ports.law.zone),
            OwnImports(desk.towbook.own_import, self._own_step.emit, self._own_over.emit),
            Evenings(desk.office_papers.write_due, self.office_papers.evening_told.emit),
            Sending(desk.outbox.turn, self._mailed.emit),
        )

    def _rooms(self, house: House) -> tuple[Room, ...]:
        """Every kind of work that has screens of its own."""
        pages = self.desk.ports.renderer.page_images
        lot = LotRoom(house, self.desk.lot, pages=pages, printers=self.desk.printers, send=self.desk.print_pdf)
        office = OfficeRoom(house, self.desk.settings, lot=lot.pane)
        charges = ChargeRoom(house, self.desk.charges)
        open_car = self.car_files.open
        ways = Ways(open_car, self.parties.show, charges.show, office.show_settings)
        letters = LetterRoom(house, self.desk.letters, self.desk.printing, ways)
        mail = MailRoom(house, self.desk.mail, self.prints, letters.write)
        mail_back = MailBackRoom(house, self.desk.mail, open_car=open_car)
        mail.pane.back_asked.connect(mail_back.show)
        checking = CheckingRoom(
            house, self.desk.checking, self.desk.history, imports=self.imports, open_car=open_car, show_rules=office.show_towbook
        )
        taking = TakingRoom(house, self.desk.taking)
        old = OldDatabaseRoom(house, self.desk.old_database, read=read_old_file, photos=taking.open)
        doors = Doors(check=checking.show_run, old_database=old.take, photos=taking.offer, car=open_car)
        return (
            self.beginning,
            EditingRoom(house, self.desk.edits),
            UndoRoom(house, self.desk.edits, zone=self._zone, today=self.desk.today),
            self.car_files,
            lot,
            PlacesRoom(house, self.desk.places, queue=self.queue),
            office,
            charges,
            letters,
            mail,
            mail_back,
            checking,
            IncomingRoom(house, self.desk.incoming, imports=self.imports, doors=doors),
            LawRoom(house, self.desk.law, queue=self.queue),
            OutboxRoom(house, self.desk.outbox, queue=self.queue, show_paper=self.prints.open_kept),
            ProofRoom(house, self.desk.proof, show_paper=self.prints.open_kept, open_car=open_car, print_list=self._print_list),
            PackRoom(house, self.desk.packs),
            old,
            self.desk_work,
            QueueRoom(house, self.desk.queues, queue=self.queue),
            ReportsRoom(house, self.desk.reports, open_car=self.car_files.open, print_list=self._print_list, make=compliance_workbook),
            self.office_papers,
            self.prints,
            RecordRoom(house, self.desk.record_of, self.cars.wishes),
            self.parties,
            CatchUpRoom(house, self.desk.catching_up),
            taking,
            self._finding_room,
            HelpRoom(house, resources() / "help", lambda: self.desk.ports.law.pack, practising=self._practising, practise=_practise),
            *([PracticeRoom(_practise)] if self._practising else []),
            self.people,
        )

    def _finding(self, house: House) -> FindingRoom:
        desk = self.desk
        return FindingRoom(
            house, desk.finding, zone=self._zone, today=desk.today, pages=desk.ports.renderer.page_images, printers=desk.printers,
            send=desk.print_pdf, scan_prefix=desk.ports.settings.read().scanner_prefix,
        )  # fmt: skip

    def _zone(self) -> ZoneInfo:
        return self.desk.zone

    def _car_deeds(self) -> CarDeeds:
        desk = self.desk
        return CarDeeds(
            card=desk.card, agencies=desk.agencies, check=entry_problem, add=desk.add_car, change=desk.edits.change_car, zone=self._zone,
            today=desk.today, alike=desk.edits.alike, advise=desk.edits.advise_vin, drafts=desk.edits.drafts,
        )  # fmt: skip

    def _changed(self) -> None:
        """Anything may have changed: everybody asks again."""
        self.bus.cars_changed.emit(frozenset())
        self.bus.queue_changed.emit()
        self.watch.look()

    def _now(self) -> datetime:
        return self.desk.ports.clock.now().astimezone(self.desk.zone)

    def _restored(self) -> None:
        """A copy was put in the place of the database while the window is open; what is typed somewhere stays where it is."""
        self.window.pane.news.tell(_RESTORED, Tone.TODAY)
        self.runner.start(self._take_up, owner=self, done=self._taken_up)

    def _take_up(self) -> Staff:
        self.desk.settings.take_up()
        return self.desk.staff.staff()

    def _taken_up(self, staff: Staff) -> None:
        self._changed()
        if staff.pins and not any(person.has_pin for person in staff.people):
            self.window.pane.news.tell(f"{_RESTORED} PINs were not in that copy: set new ones under File, People.", Tone.TODAY)

    def _day_told(self, told: DayTurn | Trouble) -> None:
        if isinstance(told, Trouble):
            self.window.pane.news.tell(str(told), Tone.LATE, "&Try again", self._jobs.daily.ask)
            return
        self.beginning.today.tell_turn(told)
        if told.recomputed.cars or told.kept:
            self.bus.queue_changed.emit()

    def _own_import_told(self, told: OwnResult | None) -> None:
        """Quietly: the history and the Today page tell what came; only what goes on failing is said, once."""
        self.imports.standing.show_over()
        if told is None:
            return
        self.bus.import_finished.emit(told.result.run)
        self.imports.refresh()
        if told.alert is not None:
            self.window.pane.news.tell(told.alert, Tone.LATE, "Show the i&mports", lambda: self.window.show_pane(self.imports.key))

    # --- the first minutes -------------------------------------------------------------------------------------------

    def _welcome(self, founded: bool) -> None:
        """A new office is asked who it is; "Later" asks again at the next start."""
        if founded:
            return
        sheet = FirstRunSheet(self.desk, runner=self.runner, parent=self.window, folder=self.desk.backup_folder())
        sheet.founded.connect(self._founded)
        sheet.sign_in_asked.connect(lambda: self.window.show_pane(self.imports.key))
        sheet.sign_in_asked.connect(self.imports.sign_in)
        sheet.old_database_asked.connect(next(room for room in self.rooms if isinstance(room, OldDatabaseRoom)).show_window)
        incoming = next(room for room in self.rooms if isinstance(room, IncomingRoom))
        sheet.file_asked.connect(incoming.ask)
        sheet.dropped.connect(incoming.take)
        sheet.practise_asked.connect(_practise)
        sheet.open()

    def _founded(self, person: Person) -> None:
        self.who.become(person)
        self.bus.people_changed.emit()
        self.bus.office_changed.emit()

    def _restart(self) -> None:
        """Close the window, if nothing speaks against it, and open it anew."""
        self.restarts = True
        self.restarts = self.window.close()

    # --- papers ------------------------------------------------------------------------------------------------------

    def _print_list(self, title: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        def read() -> Paper:
            pdf = self.desk.screen_list(title, headers, rows)
            return Paper(f"{title}.pdf", pdf, self.desk.ports.renderer.page_images(pdf))

        deeds = PaperDeeds(read, self.desk.printers, self.desk.print_pdf)
        PaperDialog(title, "&Print", deeds, runner=self.runner, parent=self.window, memory=self.memory).open()

    # --- copies ------------------------------------------------------------------------------------------------------

    def _copy_now(self) -> None:
        self.window.pane.news.tell("Copying the database...")
        self.runner.start(self.desk.ports.backups.make, owner=self, done=self._copy_made, failed=self._copy_told)

    def _copy_made(self, made: BackupInfo) -> None:
        self.window.pane.news.tell(f"The database was copied to {made.file}.", Tone.DONE)
        self.watch.look()

    def _copy_told(self, told: BackupInfo | Trouble) -> None:
        """A copy that was made by itself is seen in its light; one that could not be made is said."""
        if isinstance(told, Trouble):
            self.window.pane.news.tell(str(told), Tone.LATE, "&Try again", self._copy_now)
        self.watch.look()


def _practise() -> None:
    """The invented office in a program of its own, so that nothing of this one is touched."""
    _start_program("demo", "--window")


def _start_program(*words: str) -> None:
    """Another one of this program."""
    QProcess.startDetached(sys.executable, list(words) if getattr(sys, "frozen", False) else ["-m", "itow_desktop", *words])
