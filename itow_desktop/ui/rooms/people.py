"""The room of the people: who sits down at this PC, who works here, the window covered while nobody is there."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from itow_desktop.domain.errors import NoLongerSigns, Trouble
from itow_desktop.domain.people import Rights
from itow_desktop.services.people import Staff
from itow_desktop.services.views import Person
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.people.database import DatabaseDialog
from itow_desktop.ui.dialogs.people.people import PeopleDialog
from itow_desktop.ui.dialogs.people.person import PersonForm
from itow_desktop.ui.dialogs.people.pin import NewPinDialog, PinDialog
from itow_desktop.ui.dialogs.people.sign_in_work import SignInWork
from itow_desktop.ui.dialogs.people.work import PeopleWork
from itow_desktop.ui.idle import IdleLock
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Menu, Pane, forbid
from itow_desktop.ui.rooms.room import House

_LAST = "person"
"""The name under which the window remembers who sat here last."""


class PeopleRoom(QObject):
    """Keeps the picker in step with the list of people; whoever may no longer sign leaves it at the next refusal."""

    def __init__(self, house: House, work: PeopleWork, sign_in: SignInWork | None, *, restart: Callable[[], None]) -> None:
        """``sign_in`` None: this database is no choice (the practice office). ``restart`` closes the window and opens it anew."""
        super().__init__()
        self._house, self._work, self._sign_in, self._restart = house, work, sign_in, restart
        self._window: MainWindow | None = None
        self._asked_pin = False
        self._cut_off = False
        self.staff: Staff | None = None
        self.lock: IdleLock | None = None

    @property
    def panes(self) -> tuple[Pane, ...]:
        """None."""
        return ()

    def move_in(self, window: MainWindow) -> None:
        """Entries of the File menu, the picker, the cover. The last room to move in, so that it knows every entry."""
        house = self._house
        self._window = window
        self.lock = IdleLock(window, house.who, self._work.check_pin, runner=house.runner, monotonic=self._work.monotonic)
        window.add_menu_action(Menu.FILE, "&People...", self.show_people, picture="users")
        if self._sign_in is not None:
            window.add_menu_action(Menu.FILE, "&Database...", self.show_database, picture="database")
        window.people.sit = self.sit
        window.people.add_asked.connect(self.add_person)
        window.people.lock_asked.connect(self.lock.cover)
        house.bus.people_changed.connect(self.ask)
        house.bus.office_changed.connect(self.ask)
        house.runner.troubled.connect(self._hear)
        house.who.changed.connect(self._sat_down)
        self._show_rights()

    # --- who sits here -----------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask who works here."""
        self._house.runner.start(self._work.staff, owner=self, done=self._know)

    def _know(self, staff: Staff) -> None:
        """At a shared database the sign-in is the person; at one PC of several people somebody picks."""
        who = self._house.who
        self.staff = staff
        if self._window is not None:
            self._window.offer_people(staff.offered)
        if self.lock is not None:
            self.lock.know(staff.offered, pins=staff.pins, seconds=60 * staff.idle_minutes)
        here = who.person
        now = next((person for person in staff.offered if here is not None and person.id == here.id), None)
        if now is not None:
            who.become(now)
        elif here is not None:
            who.become(None)
            self._tell(f"{here.name} may no longer sign. What is typed is still here. Pick who you are.", Tone.TODAY)
        else:
            self._seat(staff)

    def _seat(self, staff: Staff) -> None:
        """Whoever sat here last, or the only one there is; who has a PIN is asked for it once."""
        last = self._house.memory.text(_LAST)
        only = staff.offered[0] if len(staff.offered) == 1 else None
        person = next((each for each in staff.offered if each.name == last), only)
        if person is None:
            if staff.login is not None and not staff.offered and staff.people:
                self._tell(f"The sign-in {staff.login} is nobody's on the list of people. An admin adds it: File, People.", Tone.TODAY)
        elif not (staff.pins and person.has_pin):
            self._house.who.become(person)
        elif not self._asked_pin:
            self._asked_pin = True
            self.sit(person)

    def sit(self, person: Person) -> None:
        """Somebody wants to sit down; a PIN is asked where the office wants it."""
        if self.staff is None or not self.staff.pins:
            self._house.who.become(person)
        elif person.has_pin:
            dialog = PinDialog(person, self._work.check_pin, runner=self._house.runner, parent=self._window)
            dialog.proved.connect(self._house.who.become)
            dialog.open()
        else:
            self._house.who.become(person)
            self._tell(f"{person.name} has no PIN yet; this office wants one.", Tone.TODAY, "&Set my PIN", self.set_own_pin)

    def set_own_pin(self) -> None:
        """Whoever sits here chooses a PIN."""
        person = self._house.who.person
        if person is not None:
            dialog = NewPinDialog(self._work, person, person, runner=self._house.runner, parent=self._window)
            dialog.done_with.connect(lambda _none: self._house.bus.people_changed.emit())
            dialog.open()

    def _sat_down(self) -> None:
        if self._house.who.person is not None:
            self._house.memory.keep(_LAST, self._house.who.person.name)
        self._show_rights()

    def cut_off(self, *, away: bool) -> None:
        """There is no database, or it is back: meanwhile nothing can be recorded, and the entries for it say so."""
        self._cut_off = away
        self._show_rights()

    def _show_rights(self) -> None:
        """Entries whose deeds the database would refuse say why; nobody at all is told when a deed is tried."""
        person, window = self._house.who.person, self._window
        if window is None:
            return
        reason = None if person is None else self._house.who.why_not(Rights.CLERK)
        reason = "the database does not answer" if self._cut_off else reason
        for action in window.deeds_of_people():
            forbid(action, f"{reason}." if reason else None)

    def _hear(self, trouble: Trouble) -> None:
        if isinstance(trouble, NoLongerSigns):
            self._house.bus.people_changed.emit()

    # --- dialogs -----------------------------------------------------------------------------------------------------

    def show_people(self) -> None:
        """Who works here."""
        house = self._house
        dialog = PeopleDialog(self._work, house.who, runner=house.runner, parent=self._window)
        dialog.changed.connect(house.bus.people_changed)
        dialog.rules_changed.connect(house.bus.office_changed)
        dialog.open()

    def add_person(self) -> None:
        """From the picker: who is added by nobody sits down at once, else whoever sits here goes on."""
        house = self._house
        staff = self.staff
        if staff is None:
            return
        form = PersonForm(self._work, house.who.person, staff, None, runner=house.runner, parent=self._window)
        form.done_with.connect(self._added)
        form.open()

    def _added(self, person: Person) -> None:
        if self._house.who.person is None and self.staff is not None and person.login == self.staff.login:
            self._house.who.become(person)
        self._house.bus.people_changed.emit()

    def show_database(self) -> None:
        """Where the office's records are kept."""
        if self._sign_in is not None:
            dialog = DatabaseDialog(self._sign_in, runner=self._house.runner, parent=self._window)
            dialog.restart_asked.connect(self._restart)
            dialog.open()

    def _tell(self, words: str, tone: Tone, verb: str | None = None, deed: Callable[[], None] | None = None) -> None:
        if self._window is not None:
            self._window.pane.news.tell(words, tone, verb, deed)
