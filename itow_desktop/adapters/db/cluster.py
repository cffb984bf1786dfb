"""One PostgreSQL cluster on disk, as made, served, recovered or shut down."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil
import tenacity

from itow_desktop.adapters.db.binaries import Binaries
from itow_desktop.adapters.db.programs import Account, can_write, run
from itow_desktop.adapters.db.server_files import ROOTS_DATA_DIR, ServerFiles, write_secret
from itow_desktop.domain.errors import ServerTrouble

SUPERUSER = "itow_superuser"

START_SECONDS = 600
"""Crash recovery and a virus scanner may take minutes; a server that is up answers in a tenth of a second."""
STOP_SECONDS = 120


@dataclass(frozen=True)
class Cluster:
    """A cluster with the programs that serve it; whoever calls holds the folder's gate."""

    files: ServerFiles
    binaries: Binaries
    account: Account | None
    """As whom PostgreSQL's programs run; None: as ourselves."""

    def make(self) -> None:
        """Makes an empty cluster aside and puts it in place whole, so that a kill leaves none that is half made."""
        new = self.files.unfinished_cluster
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        password_file = self.files.root / "secret.initdb"
        if self.account:
            self.account.own(new)
            if not can_write(self.account, new):
                raise ServerTrouble(
                    f"The folder {self.files.root} cannot be entered by the account '{self.account.name}', "
                    "as which PostgreSQL runs when root starts the program. Nothing was changed. "
                    f"Choose a data folder everyone may enter, such as {ROOTS_DATA_DIR}."
                )
        write_secret(password_file, self.files.secret())
        try:
            if self.account:
                self.account.own(password_file)
            done = run(
                [
                    self.binaries.tool("initdb"),
                    f"--pgdata={new}",
                    f"--username={SUPERUSER}",
                    f"--pwfile={password_file}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    # The same order of letters on every system, which the C library does not promise.
                    *(["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if self.binaries.major >= 17 else []),
                ],
                seconds=START_SECONDS,
                account=self.account,
            )
        finally:
            password_file.unlink(missing_ok=True)
        if done.code != 0:
            raise ServerTrouble(
                f"The database could not be made in {self.files.root}. Nothing was saved yet. "
                f"Look for free space and the right to write there. PostgreSQL says: {done.output.strip()[-600:]}"
            )
        new.rename(self.files.cluster)

    def process(self) -> psutil.Process | None:
        """The process that serves our cluster; None when the pid file is stale, even if its pid lives on elsewhere."""
        known = self.files.pid_file()
        if known is None:
            return None
        try:
            process = psutil.Process(known.pid)
            named = process.name().lower().removesuffix(".exe") == "postgres"
            ours = any(Path(word) == self.files.cluster for word in process.cmdline())
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            # Gone, or a process of somebody else that we may not look at: neither is our server.
            return None
        return process if named and ours and is_alive(process) else None

    def clear_after_crash(self) -> None:
        """Waits for the killed server's children to end, then removes its pid file; harms no process.

        PostgreSQL itself refuses to start while the file names a live process of the same user, whichever it is.
        """
        if self.files.pid_file() is None:
            return
        orphans = [process for process in psutil.process_iter(["name"]) if self._works_in_cluster(process)]
        if wait_until_dead(orphans, STOP_SECONDS):
            raise ServerTrouble(
                "A part of the database that crashed is still running. What was saved is kept. "
                "Restart the computer and open iTow Desktop again."
            )
        self.files.forget_pid()

    def _works_in_cluster(self, process: psutil.Process) -> bool:
        if not str(process.info["name"]).lower().startswith("postgres"):
            return False
        try:
            return Path(process.cwd()) == self.files.cluster
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            return False

    def launch(self) -> psutil.Process | None:
        """Starts the server; None when somebody took the port in the last moment, and another was chosen."""
        port = self.files.port()
        log_start = self.files.open_log(self.account)
        done = run(
            [
                self.binaries.tool("pg_ctl"),
                "start",
                f"--pgdata={self.files.cluster}",
                f"--log={self.files.log}",
                "--wait",
                f"--timeout={START_SECONDS}",
                # Nothing here needs quoting, which differs between shells.
                f"--options=-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=",
            ],
            seconds=START_SECONDS + 30,
            account=self.account,
            extra={"LC_MESSAGES": "C"},
        )
        process = self.process()
        if done.code == 0 and process is not None:
            return process
        said = self.files.log_since(log_start)
        if "could not create any TCP/IP sockets" in said:
            self.files.choose_port()
            return None
        raise ServerTrouble(
            f"The database did not start. What was saved is kept in {self.files.root}. "
            f"Try again; if it happens again, restart the computer. PostgreSQL says: {said or done.output.strip()}"
        )

    def shut_down(self) -> bool:
        # Asked of PostgreSQL only when the pid is certainly its own: pg_ctl would signal whatever has it now.
        if self.process() is None:
            return False
        done = run(
            [
                self.binaries.tool("pg_ctl"),
                "stop",
                f"--pgdata={self.files.cluster}",
                "--mode=fast",
                "--wait",
                f"--timeout={STOP_SECONDS}",
            ],
            seconds=STOP_SECONDS + 30,
            account=self.account,
        )
        if done.code != 0 and self.process() is not None:
            raise ServerTrouble(
                "The database could not be stopped. What was saved is kept; shutting the computer down is safe. "
                f"PostgreSQL says: {done.output.strip()}"
            )
        return True


def is_alive(process: psutil.Process) -> bool:
    """Whether a process still does something; one that only waits to be reaped by its parent is dead."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_until_dead(processes: Iterable[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Waits for processes that are not our children; returns those that live on after ``seconds``.

    Not psutil's own wait, which also waits for them to be reaped: in a container perhaps nobody ever does that.
    """
    watched = list(processes)

    def living() -> list[psutil.Process]:
        return [each for each in watched if is_alive(each)]

    attempts = tenacity.Retrying(
        retry=tenacity.retry_if_result(bool), wait=tenacity.wait_fixed(0.02), stop=tenacity.stop_after_delay(seconds)
    )
    try:
        return attempts(living)
    except tenacity.RetryError:
        return living()
