"""TowBook as the window uses it: imports by hand, imports that nobody starts, how it stands with TowBook."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Event, Lock

from itow_desktop.domain.errors import Cancelled, ImportBusy, NotAllowed, SecretsTrouble, TowBookTrouble
from itow_desktop.domain.importing.contact import Contact, Sign, contact_of, kept
from itow_desktop.domain.importing.schedules import Schedule, Standing
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.health import signs_of
from itow_desktop.services.importing import from_towbook, own_imports
from itow_desktop.services.importing.from_towbook import ImportPlan, ImportProgress, ImportResult
from itow_desktop.services.importing.own_imports import OwnResult, Stops
from itow_desktop.services.ports.office import Ports
from itow_desktop.services.ports.scheduling import WaitingImport
from itow_desktop.services.ports.secrets import TOWBOOK_PASSWORD, TOWBOOK_USERNAME
from itow_desktop.services.ports.towbook import TowBook
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import Person, RunState, StoppedBy

_RUNS = 50
_LOOKS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15))
"""How long after one look another one is taken at a TowBook that does not answer; the last one for all further."""
_A_WHILE = timedelta(minutes=10)
_GIVES_WAY_SECONDS = 30.0
_WANTED_SECONDS = 2.0
"""How often an import that nobody started asks the database whether a person at another PC wants to import."""


@dataclass(frozen=True, slots=True)
class TowBookState:
    """How it stands with TowBook.

    ``tested`` is what it said to the kept user name and password when it was asked last, and when; ``not_made``: an import
    was due a while ago, and no PC makes it.
    """

    contact: Contact
    username: str | None
    password_kept: bool
    tested: tuple[datetime, str] | None
    schedule: Schedule | None
    standing: Standing
    trouble: str | None
    waiting: tuple[WaitingImport, ...]
    not_made: bool = False


class TowBookDesk(Desk):
    """Hands each question to its deed, over the one reader of this program; safe to call from several threads.

    One reader for all imports of a day: TowBook allows few sign-ins, and the reader keeps its session. It serves one import
    at a time; a person's goes first.
    """

    def __init__(self, ports: Ports, shift: Shift) -> None:
        super().__init__(ports, shift)
        self._unsigned = replace(shift, person=None, unsigned=True)
        self._reader: TowBook | None = None
        self._one_reader = Lock()
        self._reading = Lock()
        self._wanted = Event()
        self._called_off = Event()
        self._memory = Lock()
        self._signs: tuple[Sign, ...] = ()
        self._tested: tuple[datetime, str] | None = None
        self._look_at: datetime | None = None
        self._looks = 0
        self._only_reads = False

    def close(self) -> None:
        """Let go of TowBook."""
        with self._one_reader:
            if self._reader is not None:
                self._reader.close()
                self._reader = None

    def _towbook(self) -> TowBook:
        with self._one_reader:
            if self._reader is None:
                self._reader = self._ports.open_towbook()
            return self._reader

    # --- by hand -----------------------------------------------------------------------------------------------------

    def run_import(
        self, person: Person | None, plan: ImportPlan, stopped: Callable[[], bool]
    ) -> Generator[ImportProgress, None, ImportResult]:
        """Read what the plan asks, as a stream of progress; an import of this program that nobody started gives way."""
        yield ImportProgress("Starting")
        self._wanted.set()
        free = self._reading.acquire(timeout=_GIVES_WAY_SECONDS)
        self._wanted.clear()
        if not free:
            raise ImportBusy("This PC is importing already. Nothing was changed; wait until that is done.")
        try:
            result = yield from from_towbook.run_import(self._shift.by(person), self._towbook(), plan, stopped)
        finally:
            self._reading.release()
        return self._heard_of(result)

    # --- by itself ---------------------------------------------------------------------------------------------------

    def own_import(self, ending: Callable[[], bool]) -> Generator[ImportProgress, None, OwnResult | None]:
        """Make what is due by the schedule, or waits for TowBook and can be made now; None where there is nothing to do.

        Raises ``DatabaseTrouble``. A PC that knows no password, or whose sign-in only reads, leaves it to others.
        """
        if self._only_reads or not self._knows_password() or not self._reading.acquire(blocking=False):
            return None
        try:
            self._called_off.clear()
            stops = Stops(ending, self._called_off.is_set, self._wanted_anywhere())
            if own_imports.is_due(self._unsigned):
                made = yield from own_imports.import_by_schedule(self._unsigned, self._towbook(), stops)
            elif self._is_back(ending):
                made = yield from own_imports.import_waiting(self._unsigned, self._towbook(), stops)
            else:
                made = None
        except NotAllowed:
            self._only_reads = True
            return None
        finally:
            self._reading.release()
        if made is not None:
            self._heard_of(made.result)
        return made

    def call_off(self) -> None:
        """End the import that nobody started; what was read stays, and it is not made again before the next set time."""
        self._called_off.set()

    def _knows_password(self) -> bool:
        try:
            return self.username() is not None and self.password_kept()
        except SecretsTrouble:
            return False

    def _wanted_anywhere(self) -> Callable[[], bool]:
        """Whether a person wants to import, here or at another PC; asked several times a second."""
        asked, there = self._shift.clock.monotonic(), False

        def wanted() -> bool:
            nonlocal asked, there
            now = self._shift.clock.monotonic()
            if not self._wanted.is_set() and now - asked >= _WANTED_SECONDS:
                asked = now
                there = self._wanted_elsewhere()
            return self._wanted.is_set() or there

        return wanted

    def _wanted_elsewhere(self) -> bool:
        with self._shift.desk.look() as unit:
            accounts = unit.office.get().accounts
        return self._shift.desk.wanted(accounts)

    def _is_back(self, ending: Callable[[], bool]) -> bool:
        """Whether an import waits here and TowBook answers; a TowBook that was away is looked at ever more seldom."""
        waits, contact = own_imports.waiting_here(self._unsigned) is not None, self.contact()
        if not waits and contact.down_since is None:
            return False
        now = self._shift.clock.now()
        longest = _LOOKS[-1]
        if self._look_at is not None and now < self._look_at <= now + longest:
            return False
        self._look_at = now + _LOOKS[min(self._looks, len(_LOOKS) - 1)]
        self._looks += 1
        return self._answers(ending) and waits

    def _answers(self, ending: Callable[[], bool]) -> bool:
        try:
            self._towbook().answers(ending)
        except Cancelled:
            return False
        except TowBookTrouble as trouble:
            self._heard(str(trouble))
            return False
        self._heard()
        return True

    # --- what is known -----------------------------------------------------------------------------------------------

    def _heard(self, trouble: str = "") -> None:
        with self._memory:
            self._signs = kept((*self._signs, Sign(self._shift.clock.now(), trouble)))
            if not trouble:
                self._look_at, self._looks = None, 0

    def _heard_of(self, result: ImportResult) -> ImportResult:
        """The same result; whether TowBook answered is remembered."""
        run = result.run
        if run.stopped_by is StoppedBy.DOWN:
            self._heard(run.message or "TowBook does not answer.")
        elif run.state is RunState.DONE:
            self._heard()
        return result

    def contact(self) -> Contact:
        """Whether TowBook answers, by what this program heard and what all imports of the office met."""
        with self._shift.desk.look() as unit:
            runs = unit.imports.history(_RUNS)
        with self._memory:
            return contact_of((*self._signs, *signs_of(runs)))

    def state(self) -> TowBookState:
        """Everything the management of imports shows."""
        shift = self._unsigned
        contact = self.contact()
        with shift.desk.look() as unit:
            stands = own_imports.schedule_standing(unit, shift)
            schedule, waiting = unit.scheduling.schedule(), unit.scheduling.waiting()
        return TowBookState(
            contact, self.username(), self.password_kept(), self._tested, schedule, stands, own_imports.trouble_words(stands, shift),
            waiting, not_made=stands.next_at is not None and stands.next_at < shift.clock.now() - _A_WHILE,
        )  # fmt: skip

    # --- sign-in -----------------------------------------------------------------------------------------------------

    def username(self) -> str | None:
        """The TowBook user name that is kept."""
        return self._ports.secrets.get(TOWBOOK_USERNAME)

    def password_kept(self) -> bool:
        """Whether a TowBook password is kept."""
        return self._ports.secrets.get(TOWBOOK_PASSWORD) is not None

    def check_login(self, username: str, password: str) -> str:
        """What TowBook says to this pair."""
        answer = self._ports.check_login(username, password)
        if answer == "accepted" or answer.startswith("rejected"):
            self._heard()
        elif answer.startswith("TowBook does not answer"):
            self._heard(answer.partition(": ")[2] or answer)
        return answer

    def test_login(self) -> str:
        """What TowBook says to the pair that is kept; raises ``SecretsTrouble``."""
        username, password = self.username(), self._ports.secrets.get(TOWBOOK_PASSWORD)
        if username is None or password is None:
            raise SecretsTrouble("TowBook's user name and password are not entered yet. Enter them under TowBook sign-in.")
        answer = self.check_login(username, password)
        self._tested = (self._shift.clock.now(), answer)
        return answer

    def keep_login(self, username: str, password: str | None) -> None:
        """Keep the sign-in; the next import signs in with it, and a schedule that stopped because of the old one goes on."""
        self._ports.secrets.put(TOWBOOK_USERNAME, username)
        if password is not None:
            self._ports.secrets.put(TOWBOOK_PASSWORD, password)
        self.close()
        self._tested = None
        own_imports.password_changed(self._unsigned)

    # --- what begins by itself ---------------------------------------------------------------------------------------

    def set_schedule(self, person: Person | None, times: str, *, lot: bool, running: bool) -> Schedule:
        """Keep at which times imports begin by themselves; raises ``Problems``, ``NotAllowed``."""
        return own_imports.set_schedule(self._shift.by(person), times, lot=lot, running=running)

    def let_wait(self, person: Person | None, plan: ImportPlan) -> None:
        """Import this as soon as TowBook answers."""
        own_imports.let_wait(self._shift.by(person), plan)
        self._look_at, self._looks = None, 0

    def take_back(self, person: Person | None, waiting: int) -> bool:
        """Let an import wait no longer; False where it waits no more."""
        return own_imports.take_back(self._shift.by(person), waiting)
