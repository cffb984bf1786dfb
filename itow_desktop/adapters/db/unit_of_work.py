"""The desk: transactions with the stores in them."""

import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress

import psycopg
from psycopg.errors import LockNotAvailable
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.engine import plain_troubles
from itow_desktop.adapters.db.stores.agencies import SqlAgencies
from itow_desktop.adapters.db.stores.attachments import SqlAttachments
from itow_desktop.adapters.db.stores.batches import SqlBatches
from itow_desktop.adapters.db.stores.bin import SqlBin
from itow_desktop.adapters.db.stores.case_memory import CaseMemory
from itow_desktop.adapters.db.stores.charges import SqlCharges
from itow_desktop.adapters.db.stores.deadlines import SqlDeadlines
from itow_desktop.adapters.db.stores.deeds import SqlDeeds
from itow_desktop.adapters.db.stores.departments import SqlDepartments
from itow_desktop.adapters.db.stores.desk_work import SqlDeskWork
from itow_desktop.adapters.db.stores.documents import SqlDocuments
from itow_desktop.adapters.db.stores.event_papers import SqlEventPapers
from itow_desktop.adapters.db.stores.events import SqlEvents
from itow_desktop.adapters.db.stores.file_imports import SqlFileImports
from itow_desktop.adapters.db.stores.finding import SqlFinding
from itow_desktop.adapters.db.stores.history import SqlHistory
from itow_desktop.adapters.db.stores.imports import SqlImports
from itow_desktop.adapters.db.stores.joining import SqlJoining
from itow_desktop.adapters.db.stores.letters import SqlLetters
from itow_desktop.adapters.db.stores.lot import SqlLot
from itow_desktop.adapters.db.stores.mail import SqlMail
from itow_desktop.adapters.db.stores.office import SqlOffice
from itow_desktop.adapters.db.stores.office_papers import SqlOfficePapers
from itow_desktop.adapters.db.stores.old_database import SqlOldDatabase
from itow_desktop.adapters.db.stores.outbox import SqlOutbox
from itow_desktop.adapters.db.stores.packs import SqlPacks
from itow_desktop.adapters.db.stores.parties import SqlParties
from itow_desktop.adapters.db.stores.people import SqlStaff
from itow_desktop.adapters.db.stores.phone_log import SqlPhoneLog
from itow_desktop.adapters.db.stores.places import SqlPlaces
from itow_desktop.adapters.db.stores.reminders import SqlReminders
from itow_desktop.adapters.db.stores.reporting import SqlReports
from itow_desktop.adapters.db.stores.reviews import SqlReviews
from itow_desktop.adapters.db.stores.saved_views import SqlOwnCars, SqlViews
from itow_desktop.adapters.db.stores.scheduling import SqlSchedule
from itow_desktop.adapters.db.stores.snapshots import SqlSnapshots
from itow_desktop.adapters.db.stores.stays import SqlStays
from itow_desktop.adapters.db.stores.told_calls import SqlToldCalls
from itow_desktop.adapters.db.stores.tray import SqlTray
from itow_desktop.adapters.db.stores.vehicles import SqlVehicles, folded_account
from itow_desktop.domain.errors import ImportBusy
from itow_desktop.services.ports.stores import Deed, UnitOfWork
from itow_desktop.services.views import Begun, ImportRun

IMPORT_LOCK = 0x1705
"""The first half of the advisory locks that running imports hold."""
DAY_LOCK = (0x1706, 0)
"""The advisory lock of the program that turns the day."""
SCHEDULE_LOCK = (0x1707, 0)
"""The advisory lock of the program that makes the imports of the schedule."""
FIRST_LOCK = 0x1708
"""The first half of the advisory locks of who waits for an import that began by itself to give way."""
_GIVES_WAY_MS = 30_000
_COMMIT = text("COMMIT")
_TELL = text("CALL tell_changes()")
# What is searched for decides how it is found best, so that a plan kept for any value is none for a list.
_ONLY_READ = text("SELECT set_config('transaction_read_only', 'on', true), set_config('plan_cache_mode', 'force_custom_plan', true)")


class SqlUnit:
    """One transaction over one session."""

    def __init__(self, session: Session, memory: CaseMemory, deed: Deed | None = None) -> None:  # noqa: PLR0915 - a line for each store
        self._session = session
        self._deed = deed
        self._ahead = False
        self.vehicles = SqlVehicles(session)
        self.events = SqlEvents(session)
        self.event_papers = SqlEventPapers(session)
        self.deadlines = SqlDeadlines(session, memory)
        self.agencies = SqlAgencies(session)
        self.imports = SqlImports(session)
        self.file_imports = SqlFileImports(session)
        self.documents = SqlDocuments(session)
        self.office = SqlOffice(session)
        self.office_papers = SqlOfficePapers(session)
        self.staff = SqlStaff(session)
        self.attachments = SqlAttachments(session)
        self.phone_log = SqlPhoneLog(session)
        self.reminders = SqlReminders(session)
        self.history = SqlHistory(session)
        self.deeds = SqlDeeds(session)
        self.bin = SqlBin(session)
        self.lot = SqlLot(session)
        self.letters = SqlLetters(session)
        self.finding = SqlFinding(session)
        self.own_cars = SqlOwnCars(session)
        self.views = SqlViews(session)
        self.joining = SqlJoining(session)
        self.stays = SqlStays(session)
        self.told_calls = SqlToldCalls(session)
        self.places = SqlPlaces(session)
        self.departments = SqlDepartments(session)
        self.desk_work = SqlDeskWork(session)
        self.reviews = SqlReviews(session)
        self.reports = SqlReports(session)
        self.packs = SqlPacks(session)
        self.old_database = SqlOldDatabase(session)
        self.snapshots = SqlSnapshots(session)
        self.tray = SqlTray(session)
        self.scheduling = SqlSchedule(session)
        self.parties = SqlParties(session)
        self.charges = SqlCharges(session)
        self.outbox = SqlOutbox(session)
        self.mail = SqlMail(session)
        self.batches = SqlBatches(session)

    @contextmanager
    def ahead(self) -> Iterator[None]:
        """Write without waiting for each answer: the driver's pipeline. A refusal is raised at the end at the latest.

        After a refusal the server skips what follows, a commit too, so that a batch is never kept in part.
        """
        driver = self._session.connection().connection.driver_connection
        if not isinstance(driver, psycopg.Connection):
            raise TypeError(f"{driver} is no connection of psycopg's")
        self._ahead = True
        with driver.pipeline():
            yield
        self._ahead = False

    def commit(self) -> None:
        """Make everything done in this unit last, and tell other programs once; inside ``ahead`` that is sure when its end was reached.

        A deed that can be undone and changed something is written down among its person's.
        """
        if self._deed is not None and self._deed.undoable:
            self.deeds.add(self._deed)
        self._session.execute(_TELL)
        if self._ahead:
            self._session.execute(_COMMIT)  # the session's own would wait for the answer
        else:
            self._session.commit()


class SqlDesk:
    """``Desk`` over an engine; each unit has its own connection, so threads may share the desk."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._memory = CaseMemory()

    @contextmanager
    def _unit(self, deed: Deed | None) -> Iterator[UnitOfWork]:
        with plain_troubles(), Session(self._engine, expire_on_commit=False) as session:
            if deed is None:
                session.execute(_ONLY_READ)
            else:
                session.execute(
                    text(
                        "SELECT set_config('itow.deed', :deed, true), set_config('itow.deed_name', :name, true),"
                        " set_config('itow.staff', :staff, true), set_config('role', acting_role(:staff), true)"
                    ),
                    {"deed": str(deed.id), "name": deed.name, "staff": str(deed.person.id) if deed.person else ""},
                )
            yield SqlUnit(session, self._memory if deed is None else CaseMemory(), deed)

    def begin(self, deed: Deed) -> AbstractContextManager[UnitOfWork]:
        """A unit that writes; without ``commit`` nothing stays."""
        return self._unit(deed)

    def look(self) -> AbstractContextManager[UnitOfWork]:
        """A unit that only reads; the database refuses writes in it."""
        return self._unit(None)

    @contextmanager
    def claim(self, accounts: Sequence[str], *, first: bool = False) -> Iterator[None]:
        """Hold the import of these TowBook accounts; raises ``ImportBusy`` saying who has it.

        The lock belongs to a connection of its own, so it ends with the program
        even when that is killed. ``first``: an import that began by itself is asked to give way, and waited for.
        """
        keys = _keys(accounts)
        with ExitStack() as closing:
            held = closing.enter_context(self._holding([(IMPORT_LOCK, key) for key in keys]))
            if not held:
                closing.close()  # some of several accounts may be held
            if not held and first and (running := self._running(accounts)) and running.begun is not Begun.BY_HAND:
                closing.enter_context(self._holding([(FIRST_LOCK, key) for key in keys]))
                held = closing.enter_context(self._holding([(IMPORT_LOCK, key) for key in keys], _GIVES_WAY_MS))
            if not held:
                raise ImportBusy(self._busy(accounts))
            yield

    def wanted(self, accounts: Sequence[str]) -> bool:
        """Whether a person waits to import these accounts."""
        with plain_troubles(), self._engine.connect() as connection:
            asked = text("SELECT bool_and(pg_try_advisory_xact_lock(:space, key)) FROM unnest(CAST(:keys AS integer[])) AS key")
            return not connection.execute(asked, {"space": FIRST_LOCK, "keys": _keys(accounts)}).scalar_one()

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether this program turns the day; it is held like an import."""
        with self._holding([DAY_LOCK]) as held:
            yield held

    @contextmanager
    def scheduling(self) -> Iterator[bool]:
        """Whether this program makes the import that is due by the schedule; it is held like an import."""
        with self._holding([SCHEDULE_LOCK]) as held:
            yield held

    @contextmanager
    def _holding(self, locks: Sequence[tuple[int, int]], wait_ms: int | None = None) -> Iterator[bool]:
        """Advisory locks on a connection of their own; inside, whether they were free, or became so within ``wait_ms``."""
        with plain_troubles(), self._engine.connect() as connection:
            taken = self._taken(connection, locks) if wait_ms is None else self._waited_for(connection, locks, wait_ms)
            connection.commit()
            with ExitStack() as unfreed:
                unfreed.callback(connection.invalidate)  # whatever happens, it must not go back to the pool with the locks
                yield taken
                with suppress(DBAPIError):  # a connection that was lost has freed them already
                    connection.execute(text("SELECT pg_advisory_unlock_all()"))
                    unfreed.pop_all()

    @staticmethod
    def _taken(connection: Connection, locks: Sequence[tuple[int, int]]) -> bool:
        return all(
            connection.execute(text("SELECT pg_try_advisory_lock(:space, :key)"), {"space": space, "key": key}).scalar_one()
            for space, key in locks
        )

    @staticmethod
    def _waited_for(connection: Connection, locks: Sequence[tuple[int, int]], wait_ms: int) -> bool:
        try:
            connection.execute(text("SELECT set_config('lock_timeout', :wait, true)"), {"wait": str(wait_ms)})
            for space, key in locks:
                connection.execute(text("SELECT pg_advisory_lock(:space, :key)"), {"space": space, "key": key})
        except DBAPIError as error:
            if not isinstance(error.orig, LockNotAvailable):
                raise
            connection.rollback()
            return False
        return True

    def _running(self, accounts: Sequence[str]) -> ImportRun | None:
        with self.look() as unit:
            return unit.imports.running(accounts)

    def _busy(self, accounts: Sequence[str]) -> str:
        running = self._running(accounts)
        if running is None:
            return "Another import of this account is just starting. Nothing was changed; wait until it is done."
        since = f"{running.started_at.astimezone():%H:%M}"
        who = running.by or "Somebody" if running.begun is Begun.BY_HAND else "Another PC, by itself,"
        doing = f"{who} is importing {', '.join(running.accounts)} since {since}."
        return f"{doing} Nothing was changed; wait until it is done."


def _keys(accounts: Sequence[str]) -> list[int]:
    """The second halves of the locks of accounts, in one order for everybody."""
    return sorted({zlib.crc32(folded_account(account).encode()) - 2**31 for account in accounts})
