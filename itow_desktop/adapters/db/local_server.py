"""The private PostgreSQL server of this computer, started by the first program and stopped by the last."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import portalocker
import psutil
import psycopg
import tenacity
from psycopg import sql

from itow_desktop.adapters.db.binaries import Binaries, within_reach
from itow_desktop.adapters.db.programs import can_write, run, server_account
from itow_desktop.adapters.db.server_files import ROOTS_DATA_DIR, ServerFiles, write_secret
from itow_desktop.domain.errors import ServerTrouble

SUPERUSER = "itow_superuser"
DATABASE = "itow"

_START_SECONDS = 600
"""Crash recovery and a virus scanner may take minutes; a server that is up answers in a tenth of a second."""
_STOP_SECONDS = 120
_GATE_SECONDS = _START_SECONDS + _STOP_SECONDS
_ATTEMPTS = 5


@dataclass(frozen=True)
class ServerAddress:
    """Where the private server listens, with its superuser; only who reads the data folder learns it."""

    host: str
    port: int
    superuser: str
    password: str = field(repr=False)
    database: str = DATABASE


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


class LocalServer:
    """One program's hold on the private server of a data folder.

    Each program that uses the server holds a shared lock of the operating system, which also frees it when the
    program is killed; whoever can lock alone at the end is the last and stops the server. A second lock, held
    only while starting or stopping, keeps a stop and a start apart.
    """

    def __init__(self, data_dir: Path, binaries: Binaries) -> None:
        self._files = ServerFiles(data_dir.resolve() / "postgres")
        self._binaries = binaries
        self._account = server_account()
        self._hold: IO[str] | None = None

    @property
    def files(self) -> ServerFiles:
        return self._files

    def start(self) -> ServerAddress:
        """Makes sure the server runs, makes it at the first start, and holds it until ``close()``.

        Safe to call again. Raises ServerTrouble; nothing that was saved is ever lost by a failed start.
        """
        with self._gate():
            joined = self._hold is None
            if joined:
                self._join()
            try:
                return self._bring_up()
            except BaseException:
                if joined:
                    self._leave()
                raise

    def close(self) -> None:
        """Lets go of the server; the last program to let go stops it. Safe to call again."""
        if self._hold is None:
            return
        with self._gate():
            self._leave()
            with self._alone() as alone:
                if alone:
                    self._shut_down()

    def stop(self) -> bool:
        """Stops a server that no program uses; True if it ran. Raises ServerTrouble while one uses it."""
        with self._gate(), self._alone() as alone:
            if not alone:
                raise ServerTrouble(
                    "The database was not stopped, because iTow Desktop is using it. "
                    "Close iTow Desktop everywhere on this computer and try again."
                )
            return self._shut_down()

    def status(self) -> ServerStatus:
        """How the server is; changes nothing and does not wait for a start or stop under way."""
        process = self._postmaster()
        known = self._files.pid_file()
        return ServerStatus(
            running=process is not None,
            in_use=self._in_use(),
            pid=process.pid if process else None,
            port=known.port if process and known else None,
            version=self._binaries.version,
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
            self._shut_down()
            yield

    # Who uses the server

    @contextmanager
    def _gate(self) -> Iterator[None]:
        self._files.prepare(self._account)
        gate = portalocker.Lock(
            str(self._files.gate),
            mode="a",
            timeout=_GATE_SECONDS,
            check_interval=0.05,
            flags=portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING,
        )
        try:
            gate.acquire()
        except portalocker.LockException as busy:
            raise ServerTrouble(
                "Another iTow Desktop program has been starting or stopping the database for very long. "
                "What was saved is kept. Restart the computer and open iTow Desktop again."
            ) from busy
        try:
            yield
        finally:
            gate.release()

    def _join(self) -> None:
        hold = self._files.users.open("a")
        portalocker.lock(hold, portalocker.LockFlags.SHARED | portalocker.LockFlags.NON_BLOCKING)
        self._hold = hold

    def _leave(self) -> None:
        if self._hold is not None:
            portalocker.unlock(self._hold)
            self._hold.close()
            self._hold = None

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
        with self._alone() as alone:
            return not alone

    # The server itself

    def _bring_up(self) -> ServerAddress:
        self._refuse_what_does_not_fit()
        if self._account:
            self._binaries = within_reach(self._binaries, self._account, ROOTS_DATA_DIR / "binaries")
        if self._files.written_by() is None:
            self._make_cluster()
        for _ in range(_ATTEMPTS):
            process = self._postmaster()
            if process is None:
                self._clear_what_a_crash_left()
                process = self._launch()
            if process is not None:
                address = self._wait_for_answer(process)
                if address is not None:
                    return address
        raise ServerTrouble(
            f"The database did not start in {_ATTEMPTS} attempts. What was saved is kept. "
            f"Restart the computer; if it happens again, the reason is in {self._files.log}."
        )

    def _refuse_what_does_not_fit(self) -> None:
        if self._files.moved.exists():
            raise ServerTrouble(
                f"The data of {self._files.root} were moved to {self._files.moved.read_text('utf-8').strip()}. "
                "Nothing was changed. Set the data folder to the new place."
            )
        written_by = self._files.written_by()
        if written_by not in (None, self._binaries.major):
            raise ServerTrouble(
                f"The data in {self._files.root} were written by PostgreSQL {written_by} and cannot be opened "
                f"by PostgreSQL {self._binaries.major}. The data are untouched. "
                f"Install PostgreSQL {written_by}, or name the folder of its programs in the settings."
            )

    def _make_cluster(self) -> None:
        """Makes an empty cluster aside and puts it in place whole, so that a kill leaves none that is half made."""
        new = self._files.unfinished_cluster
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        password_file = self._files.root / "secret.initdb"
        write_secret(password_file, self._files.secret())
        if self._account:
            self._account.own(new)
            self._account.own(password_file)
            if not can_write(self._account, new):
                raise ServerTrouble(
                    f"The folder {self._files.root} cannot be entered by the account '{self._account.name}', "
                    "as which PostgreSQL runs when root starts the program. Nothing was changed. "
                    f"Choose a data folder everyone may enter, such as {ROOTS_DATA_DIR}."
                )
        try:
            done = run(
                [
                    self._binaries.tool("initdb"),
                    f"--pgdata={new}",
                    f"--username={SUPERUSER}",
                    f"--pwfile={password_file}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    # The same order of letters on every system, which the C library does not promise.
                    *(["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if self._binaries.major >= 17 else []),
                ],
                seconds=_START_SECONDS,
                account=self._account,
            )
        finally:
            password_file.unlink(missing_ok=True)
        if done.code != 0:
            raise ServerTrouble(
                f"The database could not be made in {self._files.root}. Nothing was saved yet. "
                f"Look for free space and the right to write there. PostgreSQL says: {done.output.strip()[-600:]}"
            )
        new.rename(self._files.cluster)

    def _postmaster(self) -> psutil.Process | None:
        """The process that serves our cluster; None when the pid file is stale, even if its pid lives on elsewhere."""
        known = self._files.pid_file()
        if known is None:
            return None
        try:
            process = psutil.Process(known.pid)
            if process.status() == psutil.STATUS_ZOMBIE:
                return None
            named = process.name().lower().removesuffix(".exe") == "postgres"
            ours = any(Path(word) == self._files.cluster for word in process.cmdline())
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            # Gone, or a process of somebody else that we may not look at: neither is our server.
            return None
        return process if named and ours else None

    def _clear_what_a_crash_left(self) -> None:
        """Waits for the killed server's children to end, then removes its pid file; harms no process.

        PostgreSQL itself refuses to start while the file names a live process of the same user, whichever it is.
        """
        if self._files.pid_file() is None:
            return
        orphans = [process for process in psutil.process_iter(["name"]) if self._works_in_cluster(process)]
        _, alive = psutil.wait_procs(orphans, timeout=_STOP_SECONDS)
        if alive:
            raise ServerTrouble(
                "A part of the database that crashed is still running. What was saved is kept. "
                "Restart the computer and open iTow Desktop again."
            )
        self._files.forget_pid()

    def _works_in_cluster(self, process: psutil.Process) -> bool:
        if not str(process.info["name"]).lower().startswith("postgres"):
            return False
        try:
            return process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()) == self._files.cluster
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            return False

    def _launch(self) -> psutil.Process | None:
        """Starts the server; None when somebody took the port in the last moment, and another was chosen."""
        port = self._files.port()
        log_start = self._files.open_log(self._account)
        done = run(
            [
                self._binaries.tool("pg_ctl"),
                "start",
                f"--pgdata={self._files.cluster}",
                f"--log={self._files.log}",
                "--wait",
                f"--timeout={_START_SECONDS}",
                # Nothing here needs quoting, which differs between shells.
                f"--options=-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=",
            ],
            seconds=_START_SECONDS + 30,
            account=self._account,
            extra={"LC_MESSAGES": "C"},
        )
        process = self._postmaster()
        if done.code == 0 and process is not None:
            return process
        said = self._files.log_since(log_start)
        if "could not create any TCP/IP sockets" in said:
            self._files.choose_port()
            return None
        raise ServerTrouble(
            f"The database did not start. What was saved is kept in {self._files.root}. "
            f"Try again; if it happens again, restart the computer. PostgreSQL says: {said or done.output.strip()}"
        )

    def _wait_for_answer(self, process: psutil.Process) -> ServerAddress | None:
        """The address once the server lets us in; None when it ended while we waited."""

        def knock() -> ServerAddress | None:
            return self._greet() if self._postmaster() == process else None

        attempts = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(psycopg.OperationalError),
            wait=tenacity.wait_fixed(0.1),
            stop=tenacity.stop_after_delay(_START_SECONDS),
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
        with psycopg.connect(
            host=address.host,
            port=address.port,
            user=address.superuser,
            password=address.password,
            dbname="postgres",
            # Spelled out so that no PGSSLMODE or the like of the user's environment reaches us.
            sslmode="disable",
            gssencmode="disable",
            connect_timeout=10,
            autocommit=True,
        ) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [address.database])
            if found.fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(address.database)))

    def _shut_down(self) -> bool:
        # Asked of PostgreSQL only when the pid is certainly its own: pg_ctl would signal whatever has it now.
        if self._postmaster() is None:
            return False
        done = run(
            [
                self._binaries.tool("pg_ctl"),
                "stop",
                f"--pgdata={self._files.cluster}",
                "--mode=fast",
                "--wait",
                f"--timeout={_STOP_SECONDS}",
            ],
            seconds=_STOP_SECONDS + 30,
            account=self._account,
        )
        if done.code != 0 and self._postmaster() is not None:
            raise ServerTrouble(
                "The database could not be stopped. What was saved is kept; shutting the computer down is safe. "
                f"PostgreSQL says: {done.output.strip()}"
            )
        return True
