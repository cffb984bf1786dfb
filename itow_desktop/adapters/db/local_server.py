"""The private PostgreSQL server of this computer, which runs as long as any program uses it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

import portalocker
import psutil
import psycopg
import tenacity
from psycopg import sql
from psycopg.conninfo import make_conninfo

from itow_desktop.adapters.db.binaries import Binaries, within_reach
from itow_desktop.adapters.db.cluster import START_SECONDS, STOP_SECONDS, SUPERUSER, Cluster
from itow_desktop.adapters.db.programs import server_account
from itow_desktop.adapters.db.server_files import ROOTS_DATA_DIR, ServerFiles
from itow_desktop.domain.errors import ServerTrouble

DATABASE = "itow"

_GATE_SECONDS = START_SECONDS + STOP_SECONDS
_ATTEMPTS = 5


@dataclass(frozen=True)
class ServerAddress:
    """Where the private server listens, with its superuser; only who reads the data folder learns it."""

    host: str
    port: int
    superuser: str
    password: str = field(repr=False)
    database: str = DATABASE

    def conninfo(self, database: str | None = None) -> str:
        """libpq's words for a connection; holds the password."""
        return make_conninfo(
            host=self.host,
            port=self.port,
            user=self.superuser,
            password=self.password,
            dbname=database or self.database,
            # Spelled out so that no PGSSLMODE or the like of the user's environment reaches us.
            sslmode="disable",
            gssencmode="disable",
            connect_timeout=10,
        )


@dataclass(frozen=True)
class ServerStatus:
    """How the private server is, for people who look after it."""

    running: bool
    in_use: bool
    """Whether a program uses it now."""
    pid: int | None
    port: int | None
    version: str
    folder: Path


class _GateBusy(ServerTrouble):
    """Another program has been starting or stopping the server for longer than we wait."""


class LocalServer:
    """One program's hold on the private server of a data folder.

    Each program that uses the server holds a shared lock of the operating system, which also frees it when the
    program is killed; whoever can lock alone at the end is the last and stops the server. A second lock, held
    only while starting or stopping, keeps a stop and a start apart.
    """

    def __init__(self, data_dir: Path, binaries: Binaries, *, shelf: Path = ROOTS_DATA_DIR / "binaries") -> None:
        """``shelf``: where root keeps a copy of programs that the server's account cannot reach."""
        self._files = ServerFiles(data_dir.resolve() / "postgres")
        self._cluster = Cluster(self._files, binaries, server_account())
        self._shelf = shelf
        self._hold: IO[str] | None = None

    @property
    def files(self) -> ServerFiles:
        return self._files

    def start(self) -> ServerAddress:
        """Makes sure the server runs, makes it at the first start, and holds it until ``close()``.

        Safe to call again. Raises ServerTrouble; nothing that was saved is ever lost by a failed start.
        """
        with self._gate():
            if self._hold is None:
                self._join()
            try:
                return self._bring_up()
            except BaseException:
                self._let_go()
                raise

    def close(self) -> None:
        """Lets go of the server; the last program to let go stops it. Safe to call again."""
        if self._hold is None:
            return
        with self._gate():
            self._let_go()

    def stop(self) -> bool:
        """Stops a server that no program uses; True if it ran. Raises ServerTrouble while one uses it."""
        with self._gate(), self._alone() as alone:
            if not alone:
                raise ServerTrouble(
                    "The database was not stopped, because iTow Desktop is using it. "
                    "Close iTow Desktop everywhere on this computer and try again."
                )
            self._reach_programs()
            return self._cluster.shut_down()

    def status(self) -> ServerStatus:
        """How the server is; changes nothing. A start or stop under way counts as use."""
        process = self._cluster.process()
        known = self._files.pid_file()
        return ServerStatus(
            running=process is not None,
            in_use=self._in_use(),
            pid=process.pid if process else None,
            port=known.port if process and known else None,
            version=self._cluster.binaries.version,
            folder=self._files.root,
        )

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """Keeps the server stopped for as long as the block runs, and other programs waiting."""
        with self._gate(), self._alone() as alone:
            if not alone:
                raise ServerTrouble(
                    "The data were not touched, because iTow Desktop is using them. "
                    "Close iTow Desktop everywhere on this computer and try again."
                )
            self._reach_programs()
            self._cluster.shut_down()
            yield

    # Who uses the server

    @contextmanager
    def _gate(self, seconds: float = _GATE_SECONDS) -> Iterator[None]:
        """Lets one program at a time start or stop the server; a folder that fails us is a trouble of the world."""
        gate = portalocker.Lock(
            str(self._files.gate),
            mode="a",
            timeout=seconds,
            check_interval=0.05,
            flags=portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING,
        )
        try:
            self._files.prepare(self._cluster.account)
            with gate:
                yield
        except portalocker.AlreadyLocked as busy:
            raise _GateBusy(
                "Another iTow Desktop program has been starting or stopping the database for very long. "
                "What was saved is kept. Restart the computer and open iTow Desktop again."
            ) from busy
        except OSError as refused:
            raise ServerTrouble(
                f"The data folder {self._files.root} cannot be used ({refused.strerror or refused}). What was saved is kept. "
                "Look for free space and for the right to read and write there, then try again."
            ) from refused

    def _join(self) -> None:
        hold = self._files.users.open("a")
        portalocker.lock(hold, portalocker.LockFlags.SHARED | portalocker.LockFlags.NON_BLOCKING)
        self._hold = hold

    def _let_go(self) -> None:
        """Leaves the server, and stops it when nobody is left."""
        if self._hold is not None:
            portalocker.unlock(self._hold)
            self._hold.close()
            self._hold = None
        with self._alone() as alone:
            if alone:
                self._cluster.shut_down()

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        with self._files.users.open("a") as users:
            try:
                portalocker.lock(users, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING)
            except portalocker.LockException:
                yield False
                return
            try:
                yield True
            finally:
                portalocker.unlock(users)

    def _in_use(self) -> bool:
        if not self._files.users.exists():
            return False
        try:
            # Through the gate, so that a look at the lock is never taken for a program that uses the server.
            with self._gate(seconds=2), self._alone() as alone:
                return not alone
        except _GateBusy:
            return True

    # The server itself

    def _bring_up(self) -> ServerAddress:
        self._refuse_what_does_not_fit()
        self._reach_programs()
        if self._files.written_by() is None:
            self._cluster.make()
        for _ in range(_ATTEMPTS):
            process = self._cluster.process()
            if process is None:
                self._cluster.clear_after_crash()
                process = self._cluster.launch()
            address = self._wait_for_answer(process) if process else None
            if address:
                return address
        raise ServerTrouble(
            f"The database did not start in {_ATTEMPTS} attempts. What was saved is kept. "
            f"Restart the computer; if it happens again, the reason is in {self._files.log}."
        )

    def _reach_programs(self) -> None:
        """PostgreSQL's programs where the server's account can run them, which root's home is not."""
        account = self._cluster.account
        if account:
            self._cluster = replace(self._cluster, binaries=within_reach(self._cluster.binaries, account, self._shelf))

    def _refuse_what_does_not_fit(self) -> None:
        if self._files.moved.exists():
            raise ServerTrouble(
                f"The data of {self._files.root} were moved to {self._files.moved.read_text('utf-8').strip()}. "
                "Nothing was changed. Set the data folder to the new place."
            )
        written_by, ours = self._files.written_by(), self._cluster.binaries.major
        if written_by not in (None, ours):
            raise ServerTrouble(
                f"The data in {self._files.root} were written by PostgreSQL {written_by} and cannot be opened "
                f"by PostgreSQL {ours}. The data are untouched. "
                f"Install PostgreSQL {written_by}, or name the folder of its programs in the settings."
            )

    def _wait_for_answer(self, process: psutil.Process) -> ServerAddress | None:
        """The address once the server lets us in; None when it ended while we waited."""

        def knock() -> ServerAddress | None:
            return self._greet() if self._cluster.process() == process else None

        attempts = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(psycopg.OperationalError),
            wait=tenacity.wait_fixed(0.1),
            stop=tenacity.stop_after_delay(START_SECONDS),
            reraise=True,
        )
        try:
            return attempts(knock)
        except psycopg.OperationalError as refused:
            raise ServerTrouble(
                "The database runs but does not answer. What was saved is kept. "
                f"Restart the computer and open iTow Desktop again. PostgreSQL says: {refused}"
            ) from refused

    def _greet(self) -> ServerAddress:
        known = self._files.pid_file()
        if known is None or known.port is None:
            raise psycopg.OperationalError("the server has not yet written its port")
        address = ServerAddress("127.0.0.1", known.port, SUPERUSER, self._files.secret())
        try:
            self._make_database(address)
        except psycopg.OperationalError as refused:
            if "password authentication failed" in str(refused):
                raise ServerTrouble(
                    f"The private database does not accept the secret in {self._files.root}. The data are untouched. "
                    "Put the file 'secret' back from a copy of the folder, or restore the last backup."
                ) from refused
            raise
        return address

    def _make_database(self, address: ServerAddress) -> None:
        with psycopg.connect(address.conninfo("postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [address.database])
            if found.fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(address.database)))
